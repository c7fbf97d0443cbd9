"""The probability that an answer is right."""

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from qa.question import Question, QuestionKind, Turn
from qa.resolution.confidence import NAMES, ONE_OF_TWO, estimate_confidence, features
from qa.types import ScoredSentence

CHECKED = NAMES.index("checked")
COST = "The Harbour Tram will cost 547 million crowns, the authority said on Tuesday."
SUNK = "The ferry Aurora sank off Orsay on Monday, the harbour master said."


def sentence(text: str) -> ScoredSentence:
    return scored(hit_of(text, title="Opening date set"))


@pytest.mark.parametrize(
    ("text", "answered", "missed"),
    [
        (COST, "How much will the tram cost?", "How much does a ticket for the tram cost?"),
        (SUNK, "Where did the ferry go down?", "Who built the ferry Aurora?"),
    ],
)
def test_a_sentence_that_only_looks_as_if_it_answered_is_trusted_less(
    text: str, answered: str, missed: str
) -> None:
    evidence = evidence_of(sentence(text))
    plans = [plan_of(asked, WORDS) for asked in (answered, missed)]
    right, wrong = (features(plan, evidence)[CHECKED] for plan in plans)
    assert right > wrong + 0.5
    sure, unsure = (estimate_confidence(plan, evidence).confidence for plan in plans)
    assert sure > unsure


@pytest.mark.parametrize("kind", [QuestionKind.FACT, QuestionKind.LIST, QuestionKind.YES_NO])
def test_one_of_three_sentences_that_answers_is_enough(kind: QuestionKind) -> None:
    plan = plan_of("How much will the tram cost?", WORDS, kind=kind)
    (alone, behind, too_late) = (
        features(plan, evidence_of(*map(sentence, texts)))[CHECKED]
        for texts in ([COST], [SUNK, COST], [SUNK, SUNK, SUNK, COST])
    )
    # The int8 numbers of sentences that are read together share a scale.
    assert behind == pytest.approx(alone, abs=1) and too_late < alone - 1


def test_whether_something_was_said_before_counts() -> None:
    said = (Turn("user", "Is there a tram?"), Turn("assistant", "Yes."))
    asked = [Question("What does the tram cost?", history) for history in ((), said)]
    plans = [plan_of(one.text, WORDS, question=one) for one in asked]
    place = NAMES.index("conversation")
    assert [features(plan, evidence_of(sentence(COST)))[place] for plan in plans] == [0, 1]


def test_what_was_typed_is_held_against_the_sentence_by_itself() -> None:
    """What is put into a question stands in every sentence of its topic."""
    checked, terms = NAMES.index("asked_checked"), NAMES.index("asked_terms")
    found = {}
    for typed in ("how much will it cost", "when is the next council vote"):
        plan = plan_of("How much will the Harbour Tram cost?", WORDS, question=Question(typed))
        found[typed] = features(plan, evidence_of(sentence(COST)))
    right, wrong = found.values()
    assert right[checked] > wrong[checked] + 1 and right[terms] > wrong[terms]
    own = {checked, terms}
    same = [place for place in range(len(NAMES)) if place not in own]
    assert right[same] == pytest.approx(wrong[same])


def test_what_asks_several_things_is_as_sure_as_its_parts_together() -> None:
    """Of a comparison these are its sides."""
    asked = "Which cost more, the ferry or the mast?"
    sides = tuple(evidence_of(sentence(SUNK), confidence=each) for each in (0.9, 0.8))
    evidence = evidence_of(sentence(SUNK), parts=sides)

    def sure(kind: QuestionKind) -> float:
        return estimate_confidence(plan_of(asked, WORDS, kind=kind), evidence).confidence

    alone = estimate_confidence(
        plan_of(asked, WORDS, kind=QuestionKind.COMPARISON), evidence_of(sentence(SUNK))
    )
    assert alone.confidence < 0.72 == pytest.approx(sure(QuestionKind.COMPARISON))
    assert sure(QuestionKind.FACT) == pytest.approx(0.72)


def test_one_of_two_questions_is_worth_something_by_itself() -> None:
    """Half a comparison is not."""
    parts = tuple(evidence_of(sentence(SUNK), confidence=each) for each in (0.9, 0.1))
    evidence = evidence_of(sentence(SUNK), parts=parts)

    def sure(kind: QuestionKind) -> float:
        plan = plan_of("Who is Ada Venn, and how old is she?", WORDS, kind=kind)
        return estimate_confidence(plan, evidence).confidence

    assert sure(QuestionKind.FACT) == pytest.approx(ONE_OF_TWO * 0.9)
    assert sure(QuestionKind.COMPARISON) < ONE_OF_TWO * 0.9
