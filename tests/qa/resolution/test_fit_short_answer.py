"""Which short answers are shown: of a fact, of the type that is asked for, sure, not denied."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, ranked, scored, sentences_of

from qa.question import QuestionKind
from qa.resolution.newest import DIFFER, OLDER
from qa.resolution.short_answer import (
    LONGEST,
    SURE,
    SURE_OF_ANY,
    doubt_short_answer,
    fit_short_answer,
)
from qa.types import CLEAR, Evidence, Report, ScoredSentence


def shown(asked: str, text: str, short: str, answer: float = 5.0, **read: Any) -> str:
    """What is shown of `short`, which the reader takes for the answer in `text`."""
    sentence = scored(hit_of(text), short=short, answer=answer)
    return fit_short_answer(plan_of(asked, WORDS, **read), evidence_of(sentence)).short


HEIGHT = "How tall is the mast?", "The mast is 40 metres tall.", "40 metres"
REASON = "What broke the wall?", "Rust broke it.", "Rust"


def test_it_is_shown_where_it_fits() -> None:
    assert shown(*HEIGHT) == "40 metres" and shown(*REASON) == "Rust"


class Words:
    """A store that takes words for their stems."""

    def terms(self, text: str) -> set[str]:
        return set(text.lower().split())


@pytest.mark.parametrize(
    ("asked", "text", "short"),
    [
        ("How many houses were flooded?", "There 11 people died.", "11"),
        ("Who won?", "They won on Friday.", "Friday"),
        ("Is the tram open?", "It opened on Saturday.", "Saturday"),
        ("What did Marlock say of the wall?", "Marlock spoke in Port Aldry.", "Port Aldry"),
        ("What has the minister done about it?", "Brandle spoke of it.", "Brandle"),
    ],
)
def test_it_has_to_be_of_the_type_that_is_asked_for(asked: str, text: str, short: str) -> None:
    assert shown(asked, text, short) == ""


def test_the_reader_has_to_be_sure_and_surer_where_no_type_is_asked_for() -> None:
    assert shown(*HEIGHT, answer=SURE) and not shown(*HEIGHT, answer=SURE - 0.1)
    assert shown(*REASON, answer=SURE_OF_ANY) and not shown(*REASON, answer=SURE_OF_ANY - 0.1)


def test_nothing_in_front_may_deny_it() -> None:
    text = "It is paid from harbour dues, not from taxes."
    assert shown("How is the tram paid?", text, "taxes") == ""
    assert shown("How is the tram paid?", text, "harbour dues") == "harbour dues"


def test_words_of_the_question_are_not_repeated() -> None:
    assert shown("What broke the wall?", "It was the wall.", "the wall") == ""


def test_a_long_answer_is_none() -> None:
    text = "It broke of " + " ".join(f"w{n}" for n in range(LONGEST + 1))
    assert shown("Why did it break?", text, text[len("It broke of ") :]) == ""


@pytest.mark.parametrize("kind", [kind for kind in QuestionKind if kind is not QuestionKind.FACT])
def test_only_a_fact_has_one(kind: QuestionKind) -> None:
    assert shown(*HEIGHT, kind=kind) == ""


def test_what_nobody_has_read_has_none() -> None:
    evidence = ranked(sentences_of(hit_of("The mast is 40 metres tall.")), short="40 metres")
    assert fit_short_answer(plan_of(HEIGHT[0], WORDS), evidence).short == ""
    assert fit_short_answer(plan_of(HEIGHT[0], WORDS), evidence_of()).short == ""


def test_two_counts_are_none() -> None:
    text = "Officials said three people were killed and 213 injured."
    asked = "How many people were killed?"
    assert shown(asked, text, "three people were killed and 213") == ""
    assert shown(asked, text, "three people") == "three people"
    ranged = "Between 3,000 and 5,000 people marched, 17 of 40 with drums."
    assert shown("How many people marched?", ranged, "Between 3,000 and 5,000")
    assert shown("How many marched with drums?", ranged, "17 of 40")


def test_a_verdict_stays() -> None:
    decided = evidence_of(scored(hit_of("The mast is taller.")), short="the mast", deciding=1)
    assert fit_short_answer(plan_of(HEIGHT[0], WORDS), decided) is decided


MAY, JUNE = date(2024, 5, 2), date(2024, 6, 2)
FORTY = scored(hit_of("The mast is 40 metres tall.", passage=1, day=JUNE), 0.6, short="40 metres")
SIXTY = scored(hit_of("The mast is 60 metres tall.", passage=2, day=MAY), 0.4, short="60 metres")
RIVAL = scored(hit_of("The mast is 60 metres tall.", passage=2, day=JUNE), 0.4, short="60 metres")
ALIKE = scored(hit_of("It is about 40 metres tall.", passage=3), 0.4, short="about 40 metres")


def standing(evidence: Evidence) -> str:
    return doubt_short_answer(plan_of(HEIGHT[0], WORDS), evidence).short


def test_none_stands_where_another_part_of_the_sentence_answers_nearly_as_well() -> None:
    text = "The old mast was 30 metres tall, the new one is 40 metres tall."
    one = scored(hit_of(text), short="40 metres")
    assert one.sentence.reading is not None
    for lead, short in ((CLEAR, "40 metres"), (CLEAR - 0.1, "")):
        reading = replace(one.sentence.reading, lead=lead)
        read = replace(one, sentence=replace(one.sentence, reading=reading))
        assert standing(evidence_of(read)) == short
        told = evidence_of(read).noting_with_answer(f"{OLDER}: “30 metres” (2 May 2024).")
        assert standing(told) == short
        assert doubt_short_answer(plan_of(HEIGHT[0], WORDS), told).answer_notices


def test_it_stands_where_the_answer_is_likely_and_the_sentences_agree() -> None:
    assert standing(evidence_of(FORTY, ALIKE, confidence=0.5)) == "40 metres"
    assert standing(evidence_of(FORTY, SIXTY, confidence=0.5)) == ""
    assert standing(evidence_of(FORTY, SIXTY, confidence=0.9)) == "40 metres"
    assert standing(evidence_of(FORTY, ALIKE, confidence=0.2)) == ""


@pytest.mark.parametrize(("other", "short"), [(SIXTY, "40 metres"), (RIVAL, "")])
def test_reports_of_different_days_need_not_agree(other: ScoredSentence, short: str) -> None:
    reports = tuple(Report.of(one.sentence.short, one.sentence) for one in (FORTY, other))
    notices = (f"{OLDER}: “60 metres” (2 May 2024).",) if other is SIXTY else ()
    evidence = evidence_of(FORTY, other, confidence=0.5, reports=reports)
    assert standing(replace(evidence, answer_notices=notices)) == short


@pytest.mark.parametrize(("confidence", "is_told"), [(0.9, True), (0.5, False)])
def test_what_other_reports_answer_is_told_beside_a_short_answer(
    confidence: float, is_told: bool
) -> None:
    reports = tuple(Report.of(one.sentence.short, one.sentence) for one in (FORTY, RIVAL))
    notices = (f"{DIFFER}: “60 metres” (2 June 2024).", "The mast stands.")
    evidence = evidence_of(FORTY, RIVAL, confidence=confidence, reports=reports)
    found = doubt_short_answer(plan_of(HEIGHT[0], WORDS), replace(evidence, answer_notices=notices))
    assert bool(found.short) == bool(found.reports) == (notices[0] in found.answer_notices)
    assert bool(found.short) == is_told and notices[1] in found.answer_notices


def test_a_verdict_is_not_doubted() -> None:
    assert standing(evidence_of(FORTY, SIXTY, confidence=0.1, short="yes", deciding=1)) == "yes"
