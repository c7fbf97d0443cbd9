"""Questions for yes or no, held against sentences by a network that tests lead."""

import pytest
from builders import WORDS, evidence_of, plan_of
from council import DENIES, SILENT, SUPPORTS, Lead, council

from qa.entailment import Entailment
from qa.resolution.yes_no import claim_of, decide_yes_no
from qa.types import Evidence


def decided(asked: str, evidence: Evidence | None = None) -> str | None:
    """The verdict; None where the evidence does not decide, and stays as it is."""
    before = evidence or council()
    found = decide_yes_no(plan_of(asked, WORDS), before)
    assert found.is_verdict or found is before
    return found.short if found.is_verdict else None


@pytest.mark.parametrize(
    ("part", "claim"),
    [
        ("Did the council reject the plan?", "The council reject the plan."),
        ("Was the plan rejected by the council?", "The plan rejected by the council."),
        (
            "Does the article from Fortune claim that the deals of the firm were legal?",
            "The deals of the firm were legal.",
        ),
        (
            "'The Verge' report suggests that the firm lost money in March",
            "The firm lost money in March.",
        ),
        ("Does CNN say that the firm lost money in March?", "The firm lost money in March."),
        (
            "Did Ana Delgado say that the firm lost money?",
            "Ana Delgado say that the firm lost money.",
        ),
        ("", ""),
    ],
)
def test_what_a_question_asks_to_be_confirmed(part: str, claim: str) -> None:
    assert claim_of(part, ["CNN say"]) == claim


@pytest.mark.parametrize(
    ("asked", "short"),
    [
        ("Did the council reject the plan?", "yes"),
        ("Did the council approve the plan for the bridge on Friday?", "no"),
        ("Did Ana Delgado say that the council rejected the plan?", None),
        ("Did Anna Berg reject the plan for the bridge?", None),
        ("Did Ana Delgado ask for the plan for the bridge?", "yes"),
    ],
)
def test_yes_needs_the_same_person_and_no_opposite(
    lead: Lead, asked: str, short: str | None
) -> None:
    lead(lambda _, text: SILENT if "cheered" in text else SUPPORTS)
    assert decided(asked) == short


def test_one_of_two_is_not_yes(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    assert decided("Did the council reject the plan or not?")
    assert not decided("Did the council or the mayor reject the plan?")


@pytest.mark.parametrize(("said", "short"), [(SUPPORTS, "yes"), (DENIES, "no"), (SILENT, None)])
def test_yes_no_or_undecided(lead: Lead, said: Entailment, short: str | None) -> None:
    lead(lambda _, text: said if "rejected" in text else SILENT)
    before = council()
    found = decide_yes_no(plan_of("Did the council reject the plan?", WORDS), before)
    assert (found.short if found.is_verdict else None) == short
    if found.is_verdict:
        assert "rejected" in found.best.text
    else:
        assert found is before


def test_what_is_so_now_must_be_surer(lead: Lead) -> None:
    lead(lambda *_: Entailment(0.7, 0.2, 0.1))
    assert decided("Did the council reject the plan?")
    assert not decided("Is the plan rejected by the council?")


def test_nothing_to_hold_it_against(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    assert decided("Did the council reject it?", evidence_of()) is None
    assert decided("Did it?") is None


def test_what_asks_no_yes_or_no_or_is_decided_already_stays(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    assert decided("Who rejected the plan for the bridge?") is None
    compared = council(short="the bridge", is_verdict=True)
    plan = plan_of("Did the council reject the plan?", WORDS)
    assert decide_yes_no(plan, compared) is compared
