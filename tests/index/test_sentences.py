"""Where sentences end: the cases a news page brings along."""

import itertools
import time

import pytest

from index.passages import passage_spans
from index.sentences import MAX_SENTENCE, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith went to the U.S. Senate on Jan. 5.", "He stayed."],
        ["He lives in the U.S.", "The end came at 5 p.m. Monday.", "All left."],
        ["It began at 5 p.m. EST.", "He left at 6 a.m.", "The end."],
        ["He said: “It is over. We lost.”", "Then he left."],
        [
            '"Is it?" she asked.',
            "It rose 3.5 percent to $1.2bn.",
            "J. K. Rowling, Ph.D., wrote it.",
        ],
        [
            "Ms. Brandle spoke.",
            "Dr. Orr vs. Rep. Frank, D-Mass., said no.",
            "No. 5 won!",
            "Really?",
        ],
        ["He said that Prop. 22 was bad.", "See Ch. 4, Figs. 2 and 3, or vol. 2, pp. 3-4."],
        ["It stands at Rte. 9.", "It opened in May.", "22 people came.", "On Aug. 3 it shut."],
        ["They love the arts.", "22 made a prop.", "3 stayed.", "Read Art. 3, Sec. 4 and Prop. 5."],
        ["Sen. Ann Poe, R-S.C., said so.", "Rep. Lee, D-W.Va., left.", "Ask Gov. Orr, D-N.Y."],
        ["Rep. Lee, R-N.Y, left.", "Rep. Poe, R-N.Y said so.", "Ask Gov. Orr, D-N.Y."],
        ["Cllr. Poe agreed.", "Apple Inc. said so.", "Prices at St. Mary's rose."],
    ],
)
def test_ends_of_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_headlines_lists_and_paragraphs_end_sentences() -> None:
    text = (
        "HEADLINE HERE\nThe text starts.\n\nA paragraph without a mark\n\n"
        "- item one\n- item two\n1. First"
    )
    assert sentences(text) == [
        "HEADLINE HERE",
        "The text starts.",
        "A paragraph without a mark",
        "- item one",
        "- item two",
        "1. First",
    ]


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    text = (
        "The council of the town voted on Tuesday evening to close\n"
        "the old harbour road to lorries from the first of May on.\n"
        "Nobody spoke against it, which surprised even the mayor of\n"
        "Port Aldry."
    )
    assert len(sentences(text)) == 2


def test_spans_cover_everything_but_blanks() -> None:
    text = "One é 😀 two. Three?\n\n“Four.” Five\n* six; seven " + "word " * 900
    covered = "".join(text[start:end] for start, end in sentence_spans(text))
    assert "".join(covered.split()) == "".join(text.split())
    spans = sentence_spans(text)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert max(end - start for start, end in spans) <= MAX_SENTENCE


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []


def test_passages_hold_whole_sentences_and_overlap_by_one() -> None:
    text = " ".join(f"This is sentence number {n} of the text." for n in range(200))
    ends = {end for _, end in sentence_spans(text)}
    starts = {start for start, _ in sentence_spans(text)}
    spans = passage_spans(text, 900, 1)
    assert all(start in starts and end in ends and end - start <= 900 for start, end in spans)
    for (_, end), (start, _) in itertools.pairwise(spans):
        shared = text[start:end]
        assert len(sentences(shared)) == 1
    assert spans[0][0] == 0 and spans[-1][1] == len(text)


def test_a_long_page_and_a_single_line() -> None:
    page = " ".join(f"Line {n} of a very long page, with some words in it." for n in range(2000))
    assert len(page) > 100_000
    spans = passage_spans(page, 900, 1)
    assert 100 < len(spans) < 250
    assert passage_spans("One line", 900, 1) == [(0, 8)]
    assert passage_spans("", 900, 1) == []


def test_without_overlap_passages_do_not_share() -> None:
    text = " ".join(f"This is sentence number {n} of the text." for n in range(100))
    spans = passage_spans(text, 300, 0)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "part", ["“", "at 5 p.m. Friday ", "“a. ", "(a. ", "1. ", "“ ", "a. b ", "'"]
)
def test_the_time_grows_with_the_text_alone(part: str) -> None:
    text = part * (400_000 // len(part))
    began = time.process_time()
    spans = sentence_spans(text)
    assert time.process_time() - began < 5  # it took up to three minutes
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


def test_who_took_a_picture_is_no_part_of_what_it_shows() -> None:
    text = (
        "It was an upset in the history of the cup Ada Venn/Getty Images The captain reacts. "
        "Bo Orr/Post Group/AP Fans cheer. They played AC/DC. Kim Ray/Getty Images"
    )
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "It was an upset in the history of the cup",
        "Ada Venn/Getty Images",
        "The captain reacts.",
        "Bo Orr/Post Group/AP",
        "Fans cheer.",
        "They played AC/DC.",
        "Kim Ray/Getty Images",
    ]


def test_what_a_page_writes_beside_its_pictures_is_no_part_of_what_they_show() -> None:
    text = (
        "Hide Caption 1 of 12 Photos: The tram at the quay Hide Caption 2 of 12 Photos: "
        "The mayor waves. JUST WATCHED See the tram arrive Replay More Videos ... "
        "See it (1:20) Video Ad Feedback It was late."
    )
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Hide Caption 1 of 12 Photos:",
        "The tram at the quay",
        "Hide Caption 2 of 12 Photos:",
        "The mayor waves.",
        "JUST WATCHED See the tram arrive Replay More Videos ...",
        "See it (1:20)",
        "Video Ad Feedback",
        "It was late.",
    ]
