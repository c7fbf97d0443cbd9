"""When something happened: the day that most reports tell leads, each by its own date."""

from dataclasses import replace
from datetime import date

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from qa.question import QuestionKind
from qa.resolution.event_day import SUREST, day_of_event
from qa.resolution.presupposition import NOTICE as PRESUPPOSES
from qa.types import Evidence, ScoredSentence

ASKED = "When did the fire in the mill happen?"


def report(
    text: str, short: str, day: date, probability: float = 0.1, *, relevance: float = 2.0
) -> ScoredSentence:
    hit = hit_of(text, article=f"{day} {text}", passage=hash(text), day=day, title="Mill")
    return scored(hit, probability, short=short, answer=5.0, relevance=relevance)


# 6 May 2024 was a Monday.
VIGIL = report("On Thursday people came to the mill.", "Thursday", date(2024, 5, 10), 0.6)
FIRST = report("The mill burned down on Monday.", "Monday", date(2024, 5, 7))
LATER = report("Last Monday’s fire left a ruin.", "Last Monday’s", date(2024, 5, 13), 0.05)
NAMED = report("The fire of May 6 began in the loft.", "May 6", date(2024, 6, 2), 0.02)


def told(*sentences: ScoredSentence, asked: str = ASKED) -> Evidence:
    return day_of_event(plan_of(asked, WORDS), evidence_of(*sentences))


@pytest.mark.parametrize(
    "asked",
    [ASKED, "and when was the fire in the mill?", "On which day did the fire take place?"],
)
def test_the_day_that_most_reports_tell_leads(asked: str) -> None:
    led = told(VIGIL, FIRST, LATER, NAMED, asked=asked)
    assert led.best is FIRST.sentence
    assert len(led.sentences) == 4 and led.confidence >= 0.5


def test_two_articles_have_to_tell_it() -> None:
    alone = evidence_of(VIGIL, FIRST)
    assert day_of_event(plan_of(ASKED, WORDS), alone) is alone
    again = report("On Monday the loft of the mill burned.", "Monday", date(2024, 5, 7))
    assert told(VIGIL, FIRST, again).best is FIRST.sentence
    hit = hit_of("On Monday the loft burned.", article=FIRST.sentence.hit.article_id)
    hit = replace(hit, date=date(2024, 5, 7))
    of_one = scored(hit, 0.1, short="Monday", answer=5.0, relevance=2.0)
    assert told(VIGIL, FIRST, of_one).best is VIGIL.sentence


def test_the_day_of_what_is_beside_the_point_does_not_count() -> None:
    beside = report("On Monday the bakery opened.", "Monday", date(2024, 5, 7), relevance=-4.0)
    assert told(VIGIL, FIRST, beside).best is VIGIL.sentence


def test_a_longer_time_that_is_told_by_more_stays() -> None:
    founded = [
        report(f"The mill was founded in 1871{mark}", "1871", date(2024, 5, day), 0.3)
        for day, mark in ((10, "."), (11, ", by a miller."), (12, ", near the weir."))
    ]
    assert told(*founded, FIRST, NAMED, asked="When was the founding of the mill?").best is (
        founded[0].sentence
    )


def test_that_all_agree_makes_it_likelier_right() -> None:
    doubted = evidence_of(FIRST, NAMED, confidence=0.2)
    assert day_of_event(plan_of(ASKED, WORDS), doubted).confidence == pytest.approx(SUREST)
    differ = evidence_of(FIRST, NAMED, VIGIL, LATER, confidence=0.2)
    assert 0.5 < day_of_event(plan_of(ASKED, WORDS), differ).confidence < SUREST


def test_a_name_may_end_as_a_verb_does() -> None:
    assert told(VIGIL, FIRST, NAMED, asked="When was the United Mills fire?").best is FIRST.sentence


def test_what_is_hardly_an_answer_does_not_make_it_likely() -> None:
    unlikely = evidence_of(
        *(replace(one, probability=0.001) for one in (FIRST, NAMED)), confidence=0.02
    )
    assert day_of_event(plan_of(ASKED, WORDS), unlikely) is unlikely


def test_what_contradicts_the_question_stays_first() -> None:
    denied = evidence_of(VIGIL, FIRST, NAMED).noting(PRESUPPOSES)
    assert day_of_event(plan_of(ASKED, WORDS), denied) is denied


@pytest.mark.parametrize(
    "asked",
    [
        "When will the fire happen?",
        "Where was the fire?",
        "When was the fire put out?",
        "When was the miller arrested?",
        "When did the mill close?",
        "When Was The Miller Found?",
        "When was the miller FOUND?",
        "When was the previous fire in the mill?",
        "When was the anniversary of the fire?",
        "When was she mayor?",
        "When did he say the fire would happen?",
    ],
)
def test_only_what_asks_when_it_happened(asked: str) -> None:
    given = evidence_of(VIGIL, FIRST, NAMED)
    assert day_of_event(plan_of(asked, WORDS), given) is given
    timeline = plan_of(ASKED, WORDS, kind=QuestionKind.TIMELINE)
    assert day_of_event(timeline, given) is given
