"""The probability that an answer is right."""

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from qa.question import QuestionKind
from qa.resolution.confidence import NAMES, estimate_confidence, features
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
    assert right > wrong + 1
    sure, unsure = (estimate_confidence(plan, evidence).confidence for plan in plans)
    assert sure > unsure


def test_only_facts_and_explanations_are_checked() -> None:
    evidence = evidence_of(sentence(COST))
    plan = plan_of("How much will the tram cost?", WORDS, kind=QuestionKind.LIST)
    assert features(plan, evidence)[CHECKED] == 0
