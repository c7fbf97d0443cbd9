"""Choosing, ordering and quoting of sentences."""

from collections.abc import Sequence
from datetime import date

from index import Hit
from qa.generation.extractive import compose, join, refuse, select
from qa.question import REFUSAL
from qa.ranking.ranker import Choice, Judged
from qa.ranking.sentences import EvidenceSentence, evidence_sentences


def hit(article: str, start: int, text: str, passage: int = 1) -> Hit:
    about = (f"Title of {article}", "The Paper", date(2025, 1, 2), None)
    return Hit(passage, article, start, start + len(text), text, 1.0, 0.5, 2.0, *about)


TEXT = "The mayor spoke on Friday. She opened the bridge. It cost 5 crowns. Rain fell."


def judge(
    sentences: Sequence[EvidenceSentence], shares: Sequence[float], **held: set[str]
) -> Choice:
    ranking = [
        Judged(sentence, share, frozenset(held.get(f"s{i}", ())))
        for i, (sentence, share) in enumerate(zip(sentences, shares, strict=True))
    ]
    words = {word: 1.0 for one in held.values() for word in one}
    return Choice([], tuple(sorted(ranking, key=lambda one: -one.share)), 0.9, words)


def test_sentences_of_overlapping_passages_come_once_with_their_place() -> None:
    second = TEXT.index("It cost")
    hits = [hit("a", 0, TEXT[: second + 18].strip(), 1), hit("a", second, TEXT[second:], 2)]
    sentences = evidence_sentences(hits)
    assert [s.text for s in sentences] == [
        "The mayor spoke on Friday.",
        "She opened the bridge.",
        "It cost 5 crowns.",
        "Rain fell.",
    ]
    assert all(TEXT[s.start : s.end] == s.text for s in sentences)
    assert sentences[2].before is not None and sentences[2].before.text == "She opened the bridge."


def test_the_best_and_what_is_nearly_as_likely() -> None:
    sentences = evidence_sentences([hit("a", 0, TEXT)])
    chosen = select("What fell?", judge(sentences, [0.1, 0.05, 0.1, 0.75]))
    assert [s.text for s in chosen] == ["Rain fell."]
    chosen = select("What fell?", judge(sentences, [0.45, 0.02, 0.03, 0.5]))
    assert [s.text for s in chosen] == ["The mayor spoke on Friday.", "Rain fell."]


def test_a_pronoun_brings_its_sentence_along() -> None:
    sentences = evidence_sentences([hit("a", 0, TEXT)])
    chosen = select("Who opened the bridge?", judge(sentences, [0.05, 0.9, 0.02, 0.03]))
    assert [s.text for s in chosen] == ["The mayor spoke on Friday.", "She opened the bridge."]


def test_a_second_part_of_the_question_is_taken_up() -> None:
    sentences = evidence_sentences([hit("a", 0, TEXT)])
    choice = judge(sentences, [0.9, 0.02, 0.05, 0.03], s0={"mayor", "spoke"}, s3={"rain"})
    assert len(select("When did the mayor speak, and where did rain fall?", choice)) == 2
    assert len(select("When did the mayor speak?", choice)) == 1


def test_the_same_words_twice_add_nothing() -> None:
    sentences = evidence_sentences([hit("a", 0, "Rain fell."), hit("b", 0, "Rain fell.", 2)])
    assert len(select("What fell?", judge(sentences, [0.5, 0.5]))) == 1


def test_never_more_than_four() -> None:
    text = " ".join(f"Sentence number {n} stands here." for n in range(9))
    sentences = evidence_sentences([hit("a", 0, text)])
    assert len(select("What?", judge(sentences, [1 / 9] * 9))) == 4


def test_quotations_are_numbered_and_verbatim() -> None:
    sentences = evidence_sentences([hit("a", 0, "He said\nso. Rain fell.")])
    written, citations = compose(sentences)
    assert [c.quote for c in citations] == [s.text for s in sentences]
    assert [c.number for c in citations] == [1, 2]
    assert join(written) == "He said so. [1] Rain fell. [2]"


def test_a_refusal_names_the_nearest_articles() -> None:
    text = refuse([hit("a", 0, "x"), hit("a", 5, "y", 2), hit("b", 0, "z", 3)])
    assert text.startswith(REFUSAL)
    assert text.count("Title of") == 2 and "(The Paper, 2025-01-02)" in text
    assert refuse([]) == REFUSAL


def test_an_articles_own_marks_are_none_of_ours() -> None:
    sentences = evidence_sentences([hit("a", 0, "It cost 5 crowns [3]. Rain fell.")])
    written, citations = compose(sentences)
    assert citations[0].quote == "It cost 5 crowns [3]."
    assert join(written) == "It cost 5 crowns (3). [1] Rain fell. [2]"
