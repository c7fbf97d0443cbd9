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

CAUGHT = "Did the plane at Calicut catch fire?"


def decided(asked: str, evidence: Evidence | None = None) -> str | None:
    """The verdict; None where the evidence does not decide, and stays as it is."""
    before = evidence or council()
    found = decide_yes_no(plan_of(asked, WORDS), before)
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
        assert found.short == before.short


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
    ("asked", "text", "short"),
    [
        ("Did the council approve the plan?", "The council did not approve the plan.", "no"),
        ("Has the council approved the plan?", "The council never approved the plan.", "no"),
        ("Is Joss Brandle related to the minister?", "Mr. Brandle is not related to her.", "no"),
        (CAUGHT, "The plane broke into two pieces but did not catch fire.", "no"),
        pytest.param(
            CAUGHT,
            "Witnesses of Calicut said that the plane caught fire at once.",
            "yes",
            marks=pytest.mark.xfail(
                strict=True, reason="a known limit: the network is not sure of it (.28)"
            ),
        ),
        ("Did the mayor resign?", "The mayor resigned on Monday.", "yes"),
        ("Has the Harbour Tram opened?", "The Harbour Tram has opened.", "yes"),
        ("Was the quota cut by 18 percent?", "The quota was cut by 18 percent.", "yes"),
    ],
)
def test_the_network_that_ships_decides(asked: str, text: str, short: str) -> None:
    assert decided(asked, evidence_of(scored(hit_of(text)))) == short


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (CAUGHT, "The plane was about to reach Calicut when it was to catch fire."),
        ("Did the council approve the bill?", "The council allegedly approved the bill."),
        ("Did the council approve the bill?", "The council is expected to approve the bill."),
        ("Did the council approve the bill?", "The council rejected the bill on Friday."),
        ("Did the mayor resign?", "The mayor was asked to resign."),
        ("Was anybody hurt in the crash?", "Nobody was hurt in the crash."),
    ],
)
def test_what_is_wanted_alleged_planned_denied_or_the_opposite_is_no_yes(
    lead: Lead, asked: str, text: str
) -> None:
    """Whatever a network says of it."""
    lead(lambda *_: SUPPORTS)
    assert decided(asked, evidence_of(scored(hit_of(text)))) is None


def test_of_sentences_that_differ_the_newest_counts(lead: Lead) -> None:
    lead(lambda _, text: DENIES if "Nobody" in text else SUPPORTS)
    missing = report("Four people are still missing in Lowmarsh.", date(2024, 11, 12))
    found = report("Nobody in Lowmarsh is missing any longer.", date(2024, 11, 21), passage=2)
    asked = "Is anyone still missing in Lowmarsh?"
    evidence = decide_yes_no(plan_of(asked, WORDS), evidence_of(missing, found))
    assert evidence.short == "no" and evidence.best is found.sentence


@pytest.mark.parametrize("newer", [Entailment(0.3, 0.3, 0.4), SILENT])
def test_a_newer_sentence_that_hardly_says_the_other_overrules_nothing(
    lead: Lead, newer: Entailment
) -> None:
    lead(lambda _, text: newer if "search" in text else SUPPORTS)
    missing = report("Four people are still missing in Lowmarsh.", date(2024, 11, 12))
    later = report("The search in Lowmarsh goes on.", date(2024, 11, 21), passage=2)
    asked = "Is anyone still missing in Lowmarsh?"
    found = decide_yes_no(plan_of(asked, WORDS), evidence_of(missing, later))
    assert found.short == "yes" and found.best is missing.sentence


@pytest.mark.parametrize(
    ("claim", "text", "short"),
    [
        ("the tram will open in May 2027", "The tram will open in May 2027.", "yes"),
        ("the tram opens in May 2027", "The tram will open in May 2027.", "yes"),
        ("the tram has opened", "The tram will open in May 2027.", "no"),
    ],
)
def test_a_statement_may_be_of_what_is_to_come(
    lead: Lead, claim: str, text: str, short: str
) -> None:
    lead(lambda *_: SUPPORTS)
    asked = f"Is it true that {claim}?"
    assert on(date(2026, 10, 1), report(text, date(2026, 5, 2)), asked=asked).short == short


def test_where_nothing_decides_what_comes_nearest_leads(lead: Lead) -> None:
    lead(lambda _, text: Entailment(0.3, 0.3, 0.4) if "cheered" in text else SILENT)
    found = decide_yes_no(plan_of("Did fishers protest at the harbour?", WORDS), council())
    assert not found.is_verdict and "cheered" in found.best.text


def test_where_nothing_decides_the_nearest_come_first(lead: Lead) -> None:
    said = {"One.": 0.01, "Two.": 0.3, "Three.": 0.25}
    lead(lambda _, text: Entailment(said[text], 0.0, 1 - said[text]))
    told = [report(text, None, place) for place, text in enumerate(said, 1)]
    likely = (replace(told[0], probability=0.9), *told[1:])
    found = decide_yes_no(plan_of("Did fishers protest?", WORDS), evidence_of(*likely))
    assert [one.sentence.text for one in found.sentences] == ["Two.", "Three.", "One."]
    weighed = [one.probability for one in found.sentences]
    assert weighed == sorted(weighed, reverse=True)
    assert sum(weighed) == pytest.approx(sum(one.probability for one in likely))


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
