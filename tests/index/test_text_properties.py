"""Whatever a text holds: its stored form, its sentences and its passages keep what they promise."""

import itertools
import unicodedata
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import RAW, STORED, plain_sentences

from index.articles import normalise
from index.passages import passage_spans
from index.sentences import MAX_SENTENCE, Span, sentence_spans

# The stored form


@given(RAW)
def test_the_stored_form_is_the_same_again(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(RAW)
def test_no_letter_mark_or_figure_is_lost_or_moved(text: str) -> None:
    def kept(text: str) -> str:
        said = (one for one in text if unicodedata.category(one) != "Cc" and one != "\ufeff")
        return unicodedata.normalize("NFC", "".join("".join(said).split()))

    assert kept(normalise(text)) == kept(text)


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)
BLANKS = st.text(" \t\u00a0\u2009\x1f", min_size=1, max_size=3)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\x85", " \n\t"])


def some(of: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=1, max_size=3)


@settings(max_examples=30)
@given(some(some(some(WORDS))), st.data())
def test_words_lines_and_paragraphs_stay_apart(
    paragraphs: list[list[list[str]]], data: st.DataObject
) -> None:
    def joined(parts: list[str], by: st.SearchStrategy[str]) -> str:
        between = [data.draw(by) for _ in parts[1:]]
        return "".join(itertools.chain(*itertools.zip_longest(parts, between, fillvalue="")))

    lines = [[joined(words, BLANKS) for words in lines] for lines in paragraphs]
    raw = joined([joined(one, BREAKS) for one in lines], st.sampled_from(["\n\n", "\r\n \r\n\n"]))
    stored = "\n\n".join("\n".join(" ".join(words) for words in lines) for lines in paragraphs)
    assert normalise(f" \n{raw}\n ") == unicodedata.normalize("NFC", stored)


# Sentences


@example("y" * MAX_SENTENCE + "\nwrapped")
@given(STORED)
def test_sentences_cover_a_text_in_order(text: str) -> None:
    spans = sentence_spans(text)
    cut = [text[start:end] for start, end in spans]
    assert all(one and one == one.strip() and len(one) <= MAX_SENTENCE for one in cut)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert "".join("".join(cut).split()) == "".join(text.split())


@given(st.lists(st.lists(plain_sentences(), min_size=1, max_size=4), max_size=3))
def test_plain_sentences_are_found_again(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(map(" ".join, paragraphs))
    expected = list(itertools.chain(*paragraphs))
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@given(plain_sentences())
def test_a_sentence_is_one_sentence(sentence: str) -> None:
    assert sentence_spans(sentence) == [(0, len(sentence))]


# Passages


@given(STORED, st.integers(1, 1000), st.integers(0, 3))
def test_passages_are_whole_sentences_and_miss_none(
    text: str, characters: int, overlap: int
) -> None:
    sentences = sentence_spans(text)
    passages = passage_spans(text, characters, overlap)

    def held_by(passage: Span) -> list[Span]:
        return [one for one in sentences if passage[0] <= one[0] and one[1] <= passage[1]]

    held = [held_by(passage) for passage in passages]
    assert [(of[0][0], of[-1][1]) for of in held] == passages
    assert list(dict.fromkeys(itertools.chain(*held))) == sentences
    assert all(len(of) == 1 or of[-1][1] - of[0][0] <= characters for of in held)
    for one, other in itertools.pairwise(held):
        assert len(set(one) & set(other)) <= overlap
        assert one[0] < other[0] and one[-1] < other[-1]
