"""What questions take for granted, held against sentences by a network that tests lead."""

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored
from council import DENIES, SILENT, SUPPORTS, Lead, council

from qa.entailment import Entailment
from qa.resolution.presupposition import NOTICE, check_presupposition, presupposition_of


@pytest.mark.parametrize(
    ("asked", "claim"),
    [
        ("Why did the council accept the plan?", "The council accept the plan."),
        ("When was Ana Delgado elected mayor?", "Ana Delgado elected mayor."),
        ("How did the ship sink in Marrow Bay?", "The ship sink in Marrow Bay."),
        ("Where is Orsay?", ""),
        ("How many people came to the fair?", ""),
        ("Who accepted the plan?", ""),
        ("", ""),
    ],
)
def test_what_a_question_takes_for_granted(asked: str, claim: str) -> None:
    assert presupposition_of(asked) == claim


def test_a_presupposition_that_is_contradicted_is_told(lead: Lead) -> None:
    lead(lambda _, text: DENIES if "rejected" in text else SILENT)
    before = council()
    found = check_presupposition(plan_of("Why did the council accept the plan?", WORDS), before)
    assert found.notices == (NOTICE,) and found.short == ""
    assert "rejected" in found.best.text
    assert len(found.sentences) == len(before.sentences)


@pytest.mark.parametrize("other", [SUPPORTS, Entailment(0.4, 0.3, 0.3)])
def test_a_presupposition_that_some_sentence_supports_stands(lead: Lead, other: Entailment) -> None:
    lead(lambda _, text: DENIES if "rejected" in text else other)
    before = council()
    assert (
        check_presupposition(plan_of("Why did the council accept the plan?", WORDS), before)
        is before
    )


def test_nothing_to_hold_it_against(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    empty = evidence_of()
    assert (
        check_presupposition(plan_of("Why did the council reject the plan?", WORDS), empty) is empty
    )


@pytest.mark.parametrize(
    "read",
    [
        {"context": (("Who accepted it?", 0.3),)},
        {"sides": ("the plan", "the bridge")},
        {"parts": (plan_of(),)},
    ],
)
def test_of_a_follow_up_of_sides_and_of_parts_it_cannot_be_told(
    lead: Lead, read: dict[str, tuple[object, ...]]
) -> None:
    lead(lambda *_: DENIES)
    before = council()
    plan = plan_of("Why did the council accept the plan?", **read)
    assert check_presupposition(plan, before) is before


def test_what_a_sentence_says_in_so_many_words_is_not_contradicted() -> None:
    told = "The mayor of Aldry resigned because of the harbour bill."
    plan = plan_of("Why did the mayor of Aldry resign?", WORDS)
    before = evidence_of(scored(hit_of(told)))
    assert check_presupposition(plan, before) is before
