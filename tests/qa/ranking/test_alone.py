"""The likeliest sentences for a fact, read by themselves."""

from collections.abc import Sequence

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa.question import QuestionKind
from qa.ranking import alone
from qa.ranking.alone import SENTENCES, read_alone
from qa.ranking.reader import PACKAGED
from qa.types import PassageReading, ScoredSentence

FACT = plan_of("Who built it?", kind=QuestionKind.FACT)


class Reader:
    """Finds what it is given relevant by its text, and remembers it."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def read(
        self, question: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[PassageReading]:
        """See `qa.ranking.reader.Reader`."""
        self.texts += texts
        return [PassageReading(5.0 if "Ada" in text else -5.0, ()) for text in texts]


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The reader that is loaded, by whatever name."""
    one = Reader()
    monkeypatch.setattr(alone, "load_reader", lambda name: one)
    return one


def sentence(text: str, probability: float) -> ScoredSentence:
    return scored(hit_of(text), probability, short=text[:-1])


OPENED, BUILT, OTHER = (
    sentence("It opened in May.", 0.6),
    sentence("Ada Rimmon built it.", 0.3),
    sentence("It rained.", 0.1),
)


def test_what_answers_by_itself_leads_with_its_short_answer() -> None:
    found = read_alone(FACT, evidence_of(OPENED, BUILT, OTHER, short="It opened in May"), PACKAGED)
    assert found.best.text == "Ada Rimmon built it."
    assert found.short == "Ada Rimmon built it"
    assert sum(one.probability for one in found.sentences) == pytest.approx(1)


def test_only_the_likeliest_are_read(reader: Reader) -> None:
    found = read_alone(FACT, evidence_of(*[OPENED] * SENTENCES, BUILT), PACKAGED)
    assert reader.texts == [OPENED.sentence.text] * SENTENCES
    assert BUILT in found.sentences


def test_other_kinds_and_a_single_sentence_stay_as_they_are(reader: Reader) -> None:
    many, single = evidence_of(OPENED, BUILT), evidence_of(OPENED)
    assert read_alone(plan_of("Why?", kind=QuestionKind.EXPLANATION), many, PACKAGED) is many
    assert read_alone(FACT, single, PACKAGED) is single
    assert reader.texts == []
