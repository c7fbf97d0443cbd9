"""Answers that quote: numbered, and verbatim."""

from builders import hit_of, plan_of, ranked, sentences_of, written

from qa.generation.extractive import Extractive
from qa.text.markers import with_markers
from qa.types import PartialAnswer


def quoted(text: str) -> PartialAnswer:
    """The answer that quotes the two sentences of an article."""
    sentences = sentences_of(hit_of(text))
    assert len(sentences) == 2
    return written(Extractive(), plan_of("What?"), ranked(sentences))


def text_of(partial: PartialAnswer) -> str:
    return with_markers((one.text, one.citations) for one in partial.sentences)


def test_quotations_are_numbered_and_verbatim() -> None:
    partial = quoted("He said\nso. Rain fell.")
    assert [c.quote for c in partial.citations] == ["He said\nso.", "Rain fell."]
    assert [c.number for c in partial.citations] == [1, 2]
    assert text_of(partial) == "He said so. [1] Rain fell. [2]"


def test_an_articles_own_marks_are_none_of_ours() -> None:
    partial = quoted("It cost 5 crowns [3]. Rain fell.")
    assert partial.citations[0].quote == "It cost 5 crowns [3]."
    assert text_of(partial) == "It cost 5 crowns (3). [1] Rain fell. [2]"
