"""Questions for yes or no, held against sentences by a network that tests lead."""

from dataclasses import replace
from datetime import date

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored
from council import DENIES, SILENT, SUPPORTS, Lead, council

from index import Filters
from qa.entailment import Entailment
from qa.question import Question
from qa.resolution.yes_no import claim_of, decide_yes_no
from qa.types import Evidence, ScoredSentence


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


def test_what_asks_no_yes_or_no_or_compares_stays(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    assert decided("Who rejected the plan for the bridge?") is None
    evidence, plan = council(), plan_of("Did the council reject the plan?", WORDS)
    assert decide_yes_no(plan, evidence) is not evidence
    assert decide_yes_no(replace(plan, sides=("the bridge", "the wing")), evidence) is evidence


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Did the council approve the plan?", "The council did not approve the plan."),
        ("Has the council approved the plan?", "The council never approved the plan."),
        (
            "Was the quota cut by 30 percent?",
            "The quota was cut by 18 percent instead of the 30 percent of the plan.",
        ),
    ],
)
def test_what_is_denied_in_so_many_words_needs_no_network(
    lead: Lead, asked: str, text: str
) -> None:
    lead(lambda *_: SUPPORTS)
    assert decided(asked, evidence_of(scored(hit_of(text)))) == "no"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The plane broke into two pieces but did not catch fire.", "no"),
        ("Witnesses of Calicut said that the plane caught fire at once.", "yes"),
        ("The plane was about to reach Calicut when it was to catch fire.", None),
        ("With no fuel left the plane at Calicut caught fire.", None),
    ],
)
def test_what_a_sentence_has_of_the_verb_must_be_said_to_have_happened(
    lead: Lead, text: str, short: str | None
) -> None:
    lead(lambda *_: Entailment(0.8, 0.1, 0.1))
    heading = hit_of(text, title="The plane at Calicut")
    assert decided("Did the plane at Calicut catch fire?", evidence_of(scored(heading))) == short


def test_other_words_must_say_so_more_surely(lead: Lead) -> None:
    text = "The council voted for the plan for the bridge."
    for supported, short in ((0.8, None), (0.95, "yes")):
        said = Entailment(supported, 0.02, 0.03)
        lead(lambda _, __, said=said: said)  # type: ignore[misc]
        asked = "Did the council approve the plan for the bridge?"
        assert decided(asked, evidence_of(scored(hit_of(text)))) == short


def test_a_figure_that_stands_is_not_denied(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    text = "The quota was cut by 18 percent instead of the 30 percent of the plan."
    assert decided("Was the quota cut by 18 percent?", evidence_of(scored(hit_of(text)))) == "yes"


def report(text: str, day: date | None, passage: int = 1) -> ScoredSentence:
    return scored(hit_of(text, article=str(passage), passage=passage, day=day))


PLANNED = report("The Harbour Tram will open on 18 April 2026.", date(2024, 5, 2))


HAS_OPENED = "Has the Harbour Tram opened?"


def on(day: date, *reports: ScoredSentence, asked: str = HAS_OPENED) -> Evidence:
    """What a question of that day comes to."""
    question = Question(asked, filters=Filters(as_of=day))
    return decide_yes_no(plan_of(asked, WORDS, question=question), evidence_of(*reports))


def test_what_is_still_to_come_has_not_happened(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    found = on(date(2024, 10, 1), PLANNED)
    assert (found.short, found.is_verdict) == ("no", True)
    assert found.answer_notices == (
        "The newest report of 2 May 2024 speaks of it as still to come.",
    )


def test_a_day_that_has_passed_gives_no_verdict(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    found = on(date(2026, 4, 18), PLANNED)
    assert not found.is_verdict and found.answer_notices == ()


def test_plans_without_a_day_give_no_verdict(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    undated = report("The Harbour Tram will open.", date(2024, 5, 2))
    assert not on(date(2024, 10, 1), undated).is_verdict


def test_the_newest_plan_is_gone_by(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    later = report("The Harbour Tram is to open on 3 June 2027.", date(2025, 9, 1), passage=2)
    found = on(date(2026, 10, 1), PLANNED, later)
    assert found.short == "no" and found.best is later.sentence


def test_what_is_to_come_is_so_where_that_is_asked(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    asked = "Will the Harbour Tram open on 18 April 2026?"
    assert on(date(2024, 10, 1), PLANNED, asked=asked).short == "yes"


def test_a_newer_report_that_it_has_happened_counts_more(lead: Lead) -> None:
    lead(lambda _, text: SUPPORTS if "has opened" in text else SILENT)
    early = report("The Harbour Tram has opened.", date(2026, 3, 2), passage=2)
    assert on(date(2026, 4, 1), PLANNED, early).short == "yes"


@pytest.mark.parametrize(
    "asked", ["Is the Harbour Tram opening in April 2026?", "Is the Harbour Tram to open in 2026?"]
)
def test_a_plan_that_is_asked_for_is_not_denied_by_being_one(lead: Lead, asked: str) -> None:
    lead(lambda *_: SILENT)
    assert not on(date(2024, 10, 1), PLANNED, asked=asked).is_verdict


def test_what_may_be_is_no_yes(lead: Lead) -> None:
    lead(lambda *_: SUPPORTS)
    text = "The council allegedly approved the bill."
    assert decided("Did the council approve the bill?", evidence_of(scored(hit_of(text)))) is None
