"""Days on which something happened: articles of these days come first, others must name them."""

from datetime import date

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from index import Filters
from qa.question import InterpretationKind, QuestionKind
from qa.resolution.preferred_days import (
    is_of,
    leaves_days_out,
    note_other_days,
    prefer_days,
    tells_of,
)
from qa.text.dates import read_times
from qa.types import Evidence, Interpretation, QueryPlan, ScoredSentence

IN_MAY = Filters(after=date(2024, 5, 1), before=date(2024, 5, 31))
MAY = (Interpretation(InterpretationKind.DATES, "in May 2024", "1 May 2024 to 31 May 2024"),)


def told(text: str, day: date | None, probability: float = 0.5) -> ScoredSentence:
    """The one sentence of an article of this day."""
    hit = hit_of(text, article=text, passage=len(text), score=probability, day=day)
    return scored(hit, probability, short=text.split()[0])


FERRY = told("Nine crowns is the fare of the ferry.", date(2024, 5, 3), 0.3)
TRAM = told("March is when the tram opens.", date(2024, 6, 1), 0.6)
COD = told("Winter is the time of cod.", None, 0.1)


def plan(**read: object) -> QueryPlan:
    periods = read_times("What happened in May 2024?", date(2025, 7, 2)).periods
    return plan_of(
        "What happened in May 2024?",
        **{"preferred": IN_MAY, "periods": periods, "interpretations": MAY} | read,
    )


def found() -> Evidence:
    return evidence_of(TRAM, FERRY, COD)


def test_what_is_of_the_days_gains_and_the_rest_loses() -> None:
    preferred = prefer_days(plan(), found())
    before = {one.sentence.text: one.probability for one in found().sentences}
    for one in preferred.sentences:
        assert (one.probability > before[one.sentence.text]) == is_of(one, IN_MAY)
    assert sum(one.probability for one in preferred.sentences) == pytest.approx(1)
    assert preferred.best is FERRY.sentence and preferred.hits[0] is FERRY.sentence.hit
    assert preferred.short == "Nine crowns"


def test_no_short_answer_comes_of_days_alone() -> None:
    assert prefer_days(plan(), found().answered_with("")).short == ""


def test_without_days_or_sentences_nothing_changes() -> None:
    for rule in (prefer_days, note_other_days):
        assert rule(plan(preferred=None), given := found()) is given
        assert rule(plan(), empty := evidence_of()) is empty


def test_an_article_of_other_days_is_told_of() -> None:
    noted = note_other_days(plan(), found())
    assert noted.notices == ("No article from these days answers this: 1 May 2024 to 31 May 2024.",)
    assert noted.confidence == found().confidence


def test_another_year_that_a_sentence_names_is_not_the_one_asked_for() -> None:
    other = told("The pier broke in 2022 as well.", date(2024, 5, 3), 0.6)
    same = told("The pier broke in 2022 and in 2024.", date(2024, 5, 3), 0.4)
    assert prefer_days(plan(), evidence_of(other, same)).best is same.sentence


def test_whether_it_names_the_days() -> None:
    naming = told("In May 2024 the tram was to open in March.", date(2024, 6, 1), 0.6)
    assert not leaves_days_out(plan(), evidence_of(naming, FERRY))
    assert leaves_days_out(plan(), evidence_of(TRAM, FERRY))


def test_a_sentence_that_names_a_day_asked_for_is_of_these_days() -> None:
    told_later = [
        told("The pier broke on May 4, 2024.", date(2024, 8, 1)),
        told("The pier broke on May 31.", date(2024, 8, 1)),
        told("The pier broke in early May.", date(2024, 8, 1)),
    ]
    assert all(tells_of(plan(), one) for one in told_later)
    given = evidence_of(told_later[0], FERRY)
    assert note_other_days(plan(), given) is given
    of_others = [
        told("The pier broke on June 2.", date(2024, 8, 1)),
        told("The pier broke before May 4.", date(2024, 8, 1)),
        told("The pier broke in 2024.", date(2024, 8, 1)),
        told("The pier broke on May 4.", date(2025, 6, 1)),
        told("The pier broke on May 4, 2024.", None),
    ]
    with_later_reports = plan(preferred=Filters(after=date(2024, 5, 1), before=date(2024, 6, 3)))
    assert not any(tells_of(with_later_reports, one) for one in of_others)


def test_a_digest_in_which_the_days_are_told_of_needs_no_notice() -> None:
    given = evidence_of(TRAM, FERRY)
    for kind in (QuestionKind.OVERVIEW, QuestionKind.TIMELINE):
        assert note_other_days(plan(kind=kind), given) is given
        assert note_other_days(plan(kind=kind), evidence_of(TRAM)).notices


@pytest.mark.parametrize("best", [FERRY, COD])
def test_an_article_of_the_days_or_of_no_day_is_not_told_of(best: ScoredSentence) -> None:
    assert note_other_days(plan(), given := evidence_of(best)) is given


@pytest.mark.parametrize("read", [{"sides": ("a", "b")}, {"sources": ("Bay Post", "Ledger")}])
def test_of_several_reports_one_may_have_other_days(read: dict[str, tuple[str, ...]]) -> None:
    assert note_other_days(plan(**read), given := found()) is given
