"""Who it is now, by the network that ships: somebody who left is not who is asked for."""

from datetime import date

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from qa.resolution.holder import present_holder
from qa.types import Evidence, ScoredSentence


def report(text: str, short: str, day: date, probability: float = 0.3) -> ScoredSentence:
    hit = hit_of(text, article=f"{day} {text}", passage=hash(text), day=day, title="Club")
    return scored(hit, probability, short=short, answer=6.0, relevance=5.0)


APRIL, MAY, JUNE = date(2024, 4, 2), date(2024, 5, 2), date(2024, 6, 2)
RESIGNED = report("Ada Venn resigned as chairwoman of the rowing club.", "Ada Venn", MAY, 0.5)
ELECTED = report("Rosa Tolle was elected chairwoman of the rowing club.", "Rosa Tolle", MAY)
EARLIER = report("Ada Venn, chairwoman of the rowing club, was pleased.", "Ada Venn", APRIL)
AGAIN = report("Ada Venn is chairwoman of the rowing club again.", "Ada Venn", JUNE)
ASKED = "Who is the chairwoman of the rowing club?"


def held(evidence: Evidence, text: str = ASKED) -> Evidence:
    return present_holder(plan_of(text, WORDS), evidence)


def found(*sentences: ScoredSentence) -> Evidence:
    return evidence_of(*sentences, short=sentences[0].sentence.short)


@pytest.mark.parametrize(
    "asked",
    [ASKED, "who chairs the rowing club now", "Who now chairs the rowing club?", f"And {ASKED}"],
)
def test_somebody_who_left_gives_way_to_who_came(asked: str) -> None:
    now = held(found(RESIGNED, EARLIER, ELECTED), asked)
    assert now.best.text == ELECTED.sentence.text
    assert now.short == "Rosa Tolle"


def test_of_one_family_another_may_come() -> None:
    elected = report("Bea Venn was elected chairwoman of the rowing club.", "Bea Venn", MAY)
    assert held(found(RESIGNED, elected)).short == "Bea Venn"


def test_a_sentence_on_both_that_is_read_as_of_who_left_gives_no_short_answer() -> None:
    both = "Ada Venn handed over to Rosa Tolle, the new chairwoman of the rowing club."
    now = held(found(RESIGNED, report(both, "Ada Venn", MAY), report("Tolle spoke.", "Tolle", MAY)))
    assert now.short == ""


def test_where_nobody_came_there_is_no_short_answer() -> None:
    before = found(RESIGNED, EARLIER)
    now = held(before)
    assert now.sentences == before.sentences and now.short == ""


def test_who_came_back_stays() -> None:
    before = found(RESIGNED, AGAIN, ELECTED)
    assert held(before) is before


def test_who_came_earlier_does_not_follow() -> None:
    older = report(ELECTED.sentence.text, "Rosa Tolle", APRIL)
    assert held(found(RESIGNED, older)).short == ""


@pytest.mark.parametrize(
    "asked",
    ["Who was the chairwoman of the rowing club?", "Who is Ada Venn?", "Who resigned in May?",
     "When did the chairwoman resign?"],
)  # fmt: skip
def test_a_question_of_anything_else_is_left_alone(asked: str) -> None:
    before = found(RESIGNED, ELECTED)
    assert held(before, asked) is before


def test_who_still_is_stays() -> None:
    before = found(EARLIER, ELECTED)
    assert held(before) is before
    assert held(evidence_of()) == evidence_of()
