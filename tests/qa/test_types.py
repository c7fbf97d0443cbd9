"""The transitions by which evidence and answers grow; each changes what it names and no more."""

from dataclasses import replace
from datetime import date

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from index import Filters
from qa.question import InterpretationKind, Question, QuestionKind
from qa.types import (
    Answer,
    AnswerSentence,
    Citation,
    Evidence,
    Interpretation,
    PartialAnswer,
    PassageReading,
    Report,
    SentenceReading,
    Usage,
)

DAYS = Interpretation(InterpretationKind.DATES, "in May", "1 May 2024 to 31 May 2024")
PAPER = Interpretation(InterpretationKind.SOURCES, "the Post", "The Post")
FERRY = scored(hit_of("The ferry costs 6 crowns.", passage=1), 0.6, short="6 crowns")
TRAM = scored(hit_of("The tram costs 9 crowns.", passage=2, start=40), 0.3, short="9")
COD = scored(hit_of("Cod is cheap.", passage=3, start=80), 0.1)
FOUND = evidence_of(FERRY, TRAM, COD)
BEGUN = Answer("What?", "What?", notices=("An error.",))
CITED = Citation.of(1, FERRY.sentence)
SENTENCE = AnswerSentence("It costs 6 crowns.", (1,), 0.9)


def fields(one: Answer | Evidence) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def changed(one: Answer | Evidence, other: Answer | Evidence) -> set[str]:
    """Names of the fields in which two differ."""
    before, after = fields(one), fields(other)
    return {name for name in before if before[name] != after[name]}


# The plan


def test_words_and_days_of_a_plan() -> None:
    plan = plan_of(interpretations=(DAYS, PAPER))
    assert plan.words_of(InterpretationKind.SOURCES) == ["the Post"]
    assert plan.words_of(InterpretationKind.NEWEST) == []
    assert plan.days == DAYS.meaning and plan_of().days == ""


def test_what_is_read_is_added_to_a_plan() -> None:
    plan = plan_of(interpretations=(DAYS,))
    assert plan.interpreted(PAPER).interpretations == (DAYS, PAPER)
    assert plan.interpreted() == plan


def test_a_plan_without_days_keeps_the_days_that_were_given() -> None:
    given = Filters(after=date(2024, 1, 1))
    read = Filters(after=date(2024, 5, 1), before=date(2024, 5, 31), source="The Post")
    plan = plan_of(
        question=Question("What?", filters=given),
        filters=read,
        preferred=read,
        interpretations=(DAYS, PAPER),
    )
    without = plan.without_days()
    assert without.filters == Filters(after=date(2024, 1, 1), source="The Post")
    assert without.preferred is None and without.interpretations == (PAPER,)


@pytest.mark.parametrize(
    ("kind", "topic", "is_survey"),
    [
        (QuestionKind.OVERVIEW, "", True),
        (QuestionKind.TIMELINE, "", True),
        (QuestionKind.OVERVIEW, "the flood", False),
        (QuestionKind.LIST, "", False),
        (QuestionKind.FACT, "", False),
    ],
)
def test_a_survey_tells_of_the_articles_as_such(
    kind: QuestionKind, topic: str, is_survey: bool
) -> None:
    assert plan_of(kind=kind, topic=topic).is_survey == is_survey


# Evidence


def test_the_best_is_the_first() -> None:
    assert FOUND.best is FERRY.sentence
    with pytest.raises(IndexError):
        _ = evidence_of().best


def test_notices_come_one_after_the_other() -> None:
    told = FOUND.noting("One.").noting("Two.", "Three.")
    assert told.notices == ("One.", "Two.", "Three.") and changed(FOUND, told) == {"notices"}
    told = FOUND.noting_with_answer("One.").noting_with_answer("Two.")
    assert told.answer_notices == ("One.", "Two.")
    assert changed(FOUND, told) == {"answer_notices"}


def test_what_leads_is_as_likely_as_the_likeliest() -> None:
    led = FOUND.led_by(COD, TRAM)
    assert [one.sentence for one in led.sentences] == [COD.sentence, TRAM.sentence, FERRY.sentence]
    assert [one.probability for one in led.sentences] == [0.6, 0.6, 0.6]
    assert changed(FOUND, led) == {"sentences"}


def test_what_is_left_out_is_gone_and_makes_likelier_what_leads() -> None:
    led = FOUND.led_by(TRAM, without=[FERRY])
    assert [one.sentence for one in led.sentences] == [TRAM.sentence, COD.sentence]
    assert [one.probability for one in led.sentences] == [pytest.approx(0.9), 0.1]


def test_a_verdict_and_no_verdict() -> None:
    yes = FOUND.decided("yes", COD, TRAM)
    assert (yes.short, yes.is_verdict, yes.deciding) == ("yes", True, 2)
    assert yes.sentences == FOUND.led_by(COD, TRAM).sentences
    none = yes.answered_with("")
    assert (none.short, none.is_verdict) == ("", False)
    assert changed(yes, none) == {"short", "deciding"}


def test_doubt_leaves_a_third_of_the_confidence() -> None:
    assert FOUND.doubted().confidence == pytest.approx(FOUND.confidence / 3)
    assert changed(FOUND, FOUND.doubted()) == {"confidence"}


def test_what_is_rejected_keeps_its_passages_and_notices() -> None:
    rejected = FOUND.noting("No.").rejected()
    assert rejected.sentences == () and rejected.confidence == 0
    assert rejected.hits == FOUND.hits and rejected.notices == ("No.",)


# Sentences and readings


def test_a_short_answer_is_cut_whole_from_its_sentence() -> None:
    assert FERRY.sentence.short == "6 crowns" and COD.sentence.short == ""
    paid = scored(hit_of("It cost $7.8 million.", start=100), short="7.8")
    assert paid.sentence.short == "$7.8 million"


def test_a_sentence_in_its_context() -> None:
    after = replace(TRAM.sentence, before=FERRY.sentence)
    assert after.in_context == [FERRY.sentence.text, TRAM.sentence.text]
    assert TRAM.sentence.in_context == [TRAM.sentence.text]
    assert TRAM.sentence.place == ("a", 40, 64)


def test_the_best_reading_of_a_passage() -> None:
    weak, strong = (SentenceReading((0, 9), answer=answer) for answer in (-1.0, 2.0))
    assert PassageReading(1.0, (weak, strong)).best is strong
    assert PassageReading(1.0, ()).best == SentenceReading((0, 0))


def test_tokens_are_added() -> None:
    assert Usage(100, 8).plus(Usage(400, 30)) == Usage(500, 38)
    assert Usage(100, 8).plus(None) == Usage(100, 8)


# The answer


def test_an_answer_is_planned() -> None:
    plan = plan_of(
        "What of it?", filters=Filters(source="The Post"), notices=("Odd.",),
        interpretations=(PAPER,),
    )  # fmt: skip
    planned = BEGUN.delayed("A moment.").planned(plan)
    assert (planned.query, planned.filters) == ("What of it?", plan.filters)
    assert planned.interpretations == (PAPER,) and planned.waiting == ""
    assert planned.notices == ("An error.", "Odd.")


def test_an_answer_lists_what_is_found_and_what_is_weighed() -> None:
    found = BEGUN.found([COD.sentence.hit])
    (passage,) = found.passages
    assert (passage.start, passage.text) == (80, "Cod is cheap.")
    weighed = found.weighed(FOUND.noting("Two.").noting_with_answer("Three."))
    assert [one.start for one in weighed.passages] == [0, 40, 80]
    assert weighed.confidence == FOUND.confidence
    assert weighed.notices == ("An error.", "Two.")  # the third is told with an answer alone


def test_an_answer_takes_notices_and_reports_from_its_evidence() -> None:
    reports = (Report.of("6 crowns", FERRY.sentence),)
    answered = BEGUN.answered_from(replace(FOUND.noting_with_answer("Two."), reports=reports))
    assert answered.notices == ("An error.", "Two.") and answered.reports == reports
    assert changed(BEGUN, answered) == {"notices", "reports"}


def test_notices_of_an_answer_come_last_or_first() -> None:
    assert BEGUN.noting("Late.").notices == ("An error.", "Late.")
    assert BEGUN.noting_first("Down.").notices == ("Down.", "An error.")


def test_an_answer_grows_by_what_is_written() -> None:
    partial = PartialAnswer(
        (SENTENCE,), (CITED,), ("Left out.",), draft="It al", evidence=(CITED,),
        usage=Usage(9, 1), dropped=("Elves.",),
    )  # fmt: skip
    grown = BEGUN.spending(Usage(1, 1)).plus(partial, "6 crowns")
    assert (grown.status, grown.short) == ("answered", "6 crowns")
    assert grown.text == "It costs 6 crowns. [1]"
    assert grown.notices == ("Left out.", "An error.") and grown.usage == Usage(10, 2)
    assert (grown.draft, grown.evidence, grown.dropped) == ("It al", (CITED,), ("Elves.",))
    whole = replace(grown, waiting="So.").finished("On Thursday: 2 May.")
    assert (whole.draft, whole.waiting, whole.evidence) == ("", "", ())
    assert whole.notices[-1] == "On Thursday: 2 May." and whole.text == grown.text


def test_nothing_written_is_no_answer() -> None:
    assert BEGUN.plus(PartialAnswer(waiting="Loading."), None).status == "unanswered"
    assert BEGUN.plus(PartialAnswer(waiting="Loading."), None).waiting == "Loading."


def test_an_answer_is_refused_with_its_confidence_or_another() -> None:
    seemed = replace(BEGUN, confidence=0.3)
    assert changed(seemed, seemed.refused("No.")) == {"text"}
    assert seemed.refused("No.", 0.1).confidence == 0.1


def test_an_answer_that_is_declined_tells_what_was_left_out_and_what_it_cost() -> None:
    partial = PartialAnswer(
        notices=("Left out.",), usage=Usage(9, 1), dropped=("Elves.",), draft="El"
    )
    declined = BEGUN.refused("No.").declined(partial)
    assert declined.status == "unanswered" and declined.text == "No."
    assert declined.notices == ("An error.", "Left out.") and declined.usage == Usage(9, 1)
    assert declined.dropped == ("Elves.",) and declined.draft == ""


def test_who_wrote_an_answer() -> None:
    assert changed(BEGUN, BEGUN.written_by("local", "Model-1B")) == {"answerer", "model"}


def test_nothing_spent_changes_nothing() -> None:
    assert BEGUN.spending(None) == BEGUN


def digest(kind: QuestionKind) -> Answer:
    """An answer of three sentences, two of which are of one day and the last of none."""
    days = (date(2024, 5, 3), date(2024, 5, 3), None)
    citations = tuple(replace(CITED, number=n, date=day) for n, day in enumerate(days, start=1))
    told = tuple(AnswerSentence(f"Told {n}.", (n,), 1.0) for n in (1, 2, 3))
    return BEGUN.planned(plan_of(kind=kind)).plus(PartialAnswer(told, citations), None)


@pytest.mark.parametrize("kind", [QuestionKind.OVERVIEW, QuestionKind.TIMELINE])
def test_a_digest_is_told_by_day(kind: QuestionKind) -> None:
    assert digest(kind).kind == kind
    assert digest(kind).text == "3 May 2024: Told 1. [1] Told 2. [2]\n\nTold 3. [3]"


def test_other_answers_are_one_paragraph() -> None:
    assert digest(QuestionKind.LIST).text == "Told 1. [1] Told 2. [2] Told 3. [3]"


def test_a_sentence_of_a_digest_that_cites_nothing_has_no_day() -> None:
    told = PartialAnswer((AnswerSentence("So it is.", (), 0.5),))
    assert BEGUN.planned(plan_of(kind=QuestionKind.OVERVIEW)).plus(told, None).text == "So it is. "


def test_json_has_days_as_text_and_nothing_that_passes() -> None:
    day = date(2024, 5, 3)
    content = replace(
        BEGUN, citations=(replace(CITED, date=day),), draft="It", evidence=(CITED,)
    ).to_json()
    assert content["citations"][0]["date"] == "2024-05-03"
    assert not {"draft", "waiting", "evidence", "filters"} & content.keys()
    found = BEGUN.found([COD.sentence.hit]).spending(Usage(2, 1)).to_json()
    assert "text" not in found["passages"][0]
    assert found["usage"] == {"prompt_tokens": 2, "completion_tokens": 1}


# A citation


def test_a_citation_is_where_its_sentence_stands() -> None:
    hit = hit_of("It rains.", start=7, title="Rain", source="The Post", day=date(2024, 5, 3))
    cited = Citation.of(4, scored(hit).sentence)
    assert cited == Citation(4, "a", "Rain", "The Post", date(2024, 5, 3), None, "It rains.", 7, 16)


def test_a_timeline_is_put_in_order_of_its_days() -> None:
    def cited(number: int, day: date | None) -> Citation:
        return replace(CITED, number=number, date=day, start=number)

    partial = PartialAnswer(
        (
            AnswerSentence("Late.", (1, 2), 0.9, "verified"),
            AnswerSentence("Undated.", (4,), 0.9, "verified"),
            AnswerSentence("Early.", (3,), 0.9, "verified"),
        ),
        (
            cited(1, date(2025, 3, 1)),
            cited(2, date(2025, 2, 1)),
            cited(3, date(2024, 1, 1)),
            cited(4, None),
            cited(5, date(2020, 1, 1)),  # nobody uses it
        ),
    ).in_order_of_days()
    assert [one.text for one in partial.sentences] == ["Early.", "Late.", "Undated."]
    assert [one.citations for one in partial.sentences] == [(1,), (2, 3), (4,)]
    assert [one.start for one in partial.citations] == [3, 1, 2, 4]
    assert [one.number for one in partial.citations] == [1, 2, 3, 4]
