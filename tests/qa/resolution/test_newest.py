"""Figures that changed: the newest report leads, the older is told."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from index import Filters
from qa.question import QuestionKind
from qa.resolution.confidence import estimate_confidence
from qa.resolution.newest import newest_report
from qa.resolution.tolls import NEWER_FEWER
from qa.resolution.value_changes import ONE_VALUE, tell_changes
from qa.types import Evidence, ScoredSentence

COST = "How much will the tram cost?"


def report(
    text: str,
    short: str,
    day: date | None,
    *,
    answer: float = 5.0,
    source: str | None = None,
    title: str = "Title",
    relevance: float = 4.0,
    terms: Collection[str] = ("tram", "cost"),
) -> ScoredSentence:
    """A sentence that the reader takes `short` for the answer in, of an article of its own."""
    name = f"{day} {text}"
    hit = hit_of(text, article=name, passage=hash(name), source=source, day=day, title=title)
    return scored(hit, 0.2, short=short, answer=answer, relevance=relevance, terms=terms)


def beside(other: ScoredSentence, text: str, short: str) -> ScoredSentence:
    """Another sentence of the same article, less likely the answer."""
    hit = replace(other.sentence.hit, text=text, start=200 + len(text), passage=hash(text))
    return scored(hit, 0.05, short=short, answer=2.0, relevance=4.0, terms=("tram", "cost"))


def reports(*sentences: ScoredSentence) -> Evidence:
    return evidence_of(*sentences, term_weights={"tram": 2.0, "cost": 1.0})


def newest(text: str, evidence: Evidence, **read: Any) -> Evidence:
    return newest_report(plan_of(text, WORDS, **read), evidence)


def notice_of(text: str, evidence: Evidence) -> str:
    """What is told of other reports; empty where nothing is."""
    return " ".join(newest(text, evidence).answer_notices)


MAY = report("The tram will cost 412 million crowns.", "412 million crowns", date(2024, 5, 2))
AUTUMN = report(
    "It will cost 455 million crowns, the ministry said.", "455 million", date(2024, 9, 26)
)


def test_the_newest_figure_leads_and_the_older_is_told() -> None:
    changed = newest(COST, reports(MAY, AUTUMN))
    assert [one.sentence for one in changed.sentences] == [AUTUMN.sentence]
    assert changed.short == "455 million crowns"
    assert changed.sentences[0].probability == MAY.probability + AUTUMN.probability
    assert changed.answer_notices == (
        "Older reports say otherwise: “412 million crowns” (2 May 2024).",
    )
    assert changed.notices == ()


def test_without_a_short_answer_other_reports_must_be_likely() -> None:
    unlikely = replace(AUTUMN, probability=0.01)
    given = replace(reports(MAY, unlikely), short="")
    assert newest(COST, given) is given
    assert newest(COST, given, wants_newest=True).best is AUTUMN.sentence
    assert newest(COST, replace(reports(MAY, unlikely))).best is AUTUMN.sentence


def test_what_others_answer_is_told_beside_a_short_answer() -> None:
    given = replace(reports(MAY, AUTUMN), short="")
    found = newest(COST, given)
    assert [one.sentence for one in found.sentences] == [AUTUMN.sentence, MAY.sentence]
    assert found.answer_notices == () == found.reports
    assert newest(COST, given, wants_newest=True).answer_notices


def test_names_of_sentences_without_a_short_answer_do_not_change() -> None:
    ada = report("The mayor Ada Venn knows the cost.", "Ada Venn", date(2024, 5, 2))
    bo = report("The mayor Bo Marr knows the cost.", "Bo Marr", date(2024, 9, 2))
    asked = "Who is the mayor of the tram cost?"
    assert newest(asked, reports(ada, bo)).best is bo.sentence
    given = replace(reports(ada, bo), short="")
    assert newest(asked, given) is given
    found = newest(asked, given, wants_newest=True)
    assert found.best is bo.sentence and not found.answer_notices
    unlikely = replace(given, sentences=(ada, replace(bo, probability=0.01)))
    assert newest(asked, unlikely, wants_newest=True) is unlikely


def test_a_figure_that_the_sentence_tells_too_is_none_of_another_report() -> None:
    both = report("Police counted 4,000, the union 11,000.", "4,000", date(2025, 5, 4))
    union = report("11,000 people marched.", "11,000", date(2025, 5, 5))
    assert "differ" not in notice_of("How many people marched?", reports(both, union))
    hurt = report("4,000 people fled, 11,000 birds died.", "4,000", date(2025, 5, 4))
    assert "differ" in notice_of("How many people marched?", reports(hurt, union))


def test_that_reports_of_one_day_name_different_people_is_not_noted() -> None:
    ada = report("The mayor is Ada Venn.", "Ada Venn", date(2024, 5, 2))
    bo = report("The mayor is Bo Marr.", "Bo Marr", date(2024, 5, 2))
    asked = "Who is the mayor of the tram cost?"
    assert notice_of(asked, reports(ada, bo)) == ""


def test_order_of_the_ranking_does_not_matter() -> None:
    changed = newest(COST, reports(AUTUMN, MAY))
    assert changed.best is AUTUMN.sentence and "412 million" in changed.answer_notices[0]


def test_the_same_figure_reported_twice_is_no_change() -> None:
    again = report("It costs 412 million crowns.", "412 million crowns", date(2024, 9, 1))
    given = reports(MAY, again)
    assert newest(COST, given) is given


@pytest.mark.parametrize(
    "other",
    [
        report("The tram has 412 seats.", "412 seats", date(2024, 9, 1)),  # of another unit
        report("It will cost 900 million crowns.", "900 million", None),  # without a day
        report("It will cost 900 million crowns.", "900 million", date(2025, 1, 1), answer=-4.0),
    ],
)
def test_what_is_no_report_of_the_same(other: ScoredSentence) -> None:
    given = reports(MAY, other)
    assert newest(COST, given) is given


def test_a_toll_that_has_risen_by_the_next_day_leads() -> None:
    first = report("At least 306 people were killed in the flood.", "306", date(2025, 5, 4))
    later = report("The flood killed nearly 400 people.", "400", date(2025, 5, 5))
    lower = report("Eight people died in the flood in Ostrel.", "Eight", date(2025, 5, 5))
    asked = "How many people died in the flood?"
    changed = newest(asked, reports(first, lower, later))
    assert changed.best is later.sentence and changed.short == "400"
    (notice,) = changed.answer_notices
    assert "differ" in notice and "306" in notice
    falling = report("The flood killed 290 people.", "290", date(2025, 5, 5))
    assert newest(asked, reports(first, falling)).best is first.sentence


def test_a_toll_that_only_a_later_part_of_its_report_tells_leads() -> None:
    """A report that repeats an older toll tells its own further down."""
    first = report("36 people have died in the fire.", "36", date(2025, 8, 10))
    again = report("The town had reported 36 deaths.", "36", date(2025, 8, 12))
    news = report("The dead are 80 by now.", "80", date(2025, 8, 12), answer=1.2)
    news = replace(
        news,
        probability=0.005,
        sentence=replace(news.sentence, hit=replace(again.sentence.hit, text=news.sentence.text)),
    )
    asked = "How many people died in the fire?"
    changed = newest(asked, reports(first, again, news))
    assert changed.best.text == news.sentence.text and changed.short == "80"
    unsure = replace(news, sentence=replace(news.sentence, relevance=-0.3))
    assert newest(asked, reports(first, again, unsure)).best is first.sentence


def tolls(*sentences: ScoredSentence) -> Evidence:
    return evidence_of(*sentences, term_weights={"quak": 2.0, "die": 1.0})


def toll(text: str, short: str, day: date, probability: float = 0.2) -> ScoredSentence:
    return replace(report(text, short, day, terms=("quak", "die")), probability=probability)


DIED = "How many people died in the quake?"
SOME = toll("200 people died in the quake.", "200", date(2023, 2, 6))
MOST = toll("500 people died in the quake.", "500", date(2023, 2, 9))
IN_TOWN = toll("150 people died in the quake in Ostrel alone.", "150", date(2023, 2, 12))


def test_the_few_of_an_aftershock_are_no_newer_toll() -> None:
    quake = toll("The toll of the quake rose to 35,418.", "35,418", date(2023, 2, 14))
    after = toll("Three people died in the quake on Monday.", "Three", date(2023, 2, 20), 0.3)
    changed = newest(DIED, tolls(after, quake))
    assert changed.best is quake.sentence and not changed.short
    unlikely = replace(quake, probability=0.01)
    assert newest(DIED, tolls(after, unlikely)).best is after.sentence
    elsewhere = toll("35,418 people died in the war.", "35,418", date(2023, 2, 14))
    assert newest(DIED, tolls(after, elsewhere)).best is after.sentence
    long_ago = toll("35,418 people died in the quake.", "35,418", date(2021, 2, 14))
    assert newest(DIED, tolls(after, long_ago)).best is after.sentence
    cracks = "How many cracks has the quake left?"
    assert newest(cracks, tolls(after, quake)).best is after.sentence


def test_a_toll_that_others_tell_is_the_one_of_the_event() -> None:
    after = toll("Three people died in the quake on Monday.", "Three", date(2023, 2, 20), 0.6)
    plague = toll("40,000 died, of the plague after the quake.", "40,000", date(2023, 2, 8), 0.1)
    some, most = replace(SOME, probability=0.04), replace(MOST, probability=0.05)
    more = toll("700 people died in the quake.", "700", date(2023, 2, 14), 0.04)
    assert newest(DIED, tolls(after, plague, some, most, more)).best is more.sentence
    assert newest(DIED, tolls(after, most, more)).best is after.sentence  # told by one other alone
    again = toll("Four people died in the quake.", "Four", date(2023, 2, 20), 0.1)
    told = newest(DIED, tolls(after, again, some, most, more))
    assert told.best is again.sentence
    unlikely = [replace(one, probability=0.01) for one in (some, most, more)]
    assert newest(DIED, tolls(after, *unlikely)).best is after.sentence


def test_the_toll_of_a_part_is_not_that_of_the_whole() -> None:
    some, most = replace(SOME, probability=0.04), replace(MOST, probability=0.05)
    more = toll("700 people died in the quake.", "700", date(2023, 2, 14), 0.04)
    here = toll("Three people died in the quake in Ostrel.", "Three", date(2023, 2, 20), 0.6)
    asked = "How many people died in the quake in Ostrel?"
    assert newest(asked, tolls(here, some, most, more)).best is here.sentence
    young = toll("Three children died in the quake.", "Three", date(2023, 2, 20), 0.6)
    asked = "How many children died in the quake?"
    assert newest(asked, tolls(young, some, most, more)).best is young.sentence


def test_an_older_figure_is_named_once() -> None:
    first = toll("36 people died in the quake.", "36", date(2023, 2, 6))
    again = toll("By then 36 people died in the quake.", "36", date(2023, 2, 9))
    now = toll("80 people died in the quake.", "80", date(2023, 2, 14))
    (notice,) = newest(DIED, tolls(now, first, again)).answer_notices
    assert notice.count("“36”") == 1 and "9 February" in notice


def test_what_an_older_report_tells_is_not_told_again_beside_the_newest() -> None:
    again = beside(MAY, "At first 412 million crowns were named.", "412 million")
    other = beside(MAY, "The tram will have 15 stops at that cost.", "15 stops")
    changed = newest(COST, reports(MAY, again, other, AUTUMN))
    assert [one.sentence for one in changed.sentences] == [AUTUMN.sentence, other.sentence]


def test_reports_of_one_day_that_tell_the_same_are_named_once() -> None:
    one, two = (
        report(f"{name} said the tram will cost 455 million crowns.", "455 million", day)
        for name, day in (("Ada", date(2024, 9, 25)), ("Ivo", date(2024, 9, 26)))
    )
    best = report("It will cost 412 million crowns.", "412 million", date(2024, 9, 26), answer=9.0)
    assert notice_of(COST, reports(best, one, two)) == (
        "Reports of the same days differ: “455 million crowns” (26 September 2024)."
    )


def test_what_another_report_of_the_day_tells_stays_though_an_older_one_told_it_too() -> None:
    rival = report("Others name 412 million crowns for the tram.", "412 million", AUTUMN.day)
    changed = newest(COST, reports(AUTUMN, rival, MAY))
    assert [one.sentence for one in changed.sentences] == [AUTUMN.sentence, rival.sentence]


def test_a_day_is_only_told_again_by_the_same_day() -> None:
    opening = "When will the tram open?"
    old = report("The tram will open in May 2025.", "May 2025", date(2024, 5, 2))
    party = beside(old, "At the depot of the tram it is May 3.", "May 3")
    new = report("The tram will open in June 2025.", "June 2025", date(2024, 9, 26))
    told = [one.sentence for one in newest(opening, reports(new, old, party)).sentences]
    assert party.sentence in told and old.sentence not in told


def test_a_toll_does_not_fall() -> None:
    changed = newest(DIED, tolls(SOME, MOST, IN_TOWN))
    assert changed.best is MOST.sentence and changed.short == "500"
    (notice,) = changed.answer_notices
    assert "“200”" in notice and f"{NEWER_FEWER}: “150”" in notice


def test_a_toll_that_is_corrected_falls() -> None:
    revised = toll("The toll of the quake was revised to 450.", "450", date(2023, 2, 20))
    changed = newest(DIED, tolls(SOME, MOST, revised))
    assert changed.best is revised.sentence
    assert "“500”" in changed.answer_notices[0]


def test_another_years_toll_is_counted_anew() -> None:
    next_year = toll("300 people died in the quake.", "300", date(2024, 2, 6))
    assert newest(DIED, tolls(MOST, next_year)).best is next_year.sentence
    assert newest(DIED, tolls(MOST, IN_TOWN), wants_newest=True).best is IN_TOWN.sentence


def test_neither_the_injured_nor_those_without_a_home_are_a_newer_toll_of_the_dead() -> None:
    first = report("28 people died in the flood.", "28", date(2025, 5, 4), terms=("flood", "die"))
    others = [
        report("In the flood 37 people were hurt.", "37", date(2025, 5, 9), terms=("flood",)),
        report("It left 100 people without a home.", "100", date(2025, 5, 9), terms=("flood",)),
    ]
    given = evidence_of(first, *others, term_weights={"flood": 2.0, "die": 1.0})
    assert newest("How many people died in the flood?", given) is given


def test_the_day_of_a_toll_is_no_toll() -> None:
    first = report("The toll reached 100 on 3 May.", "3 May", date(2025, 5, 4))
    later = report("The toll was counted on 8 May.", "8 May", date(2025, 5, 5))
    assert (
        newest("When did the death toll reach 100?", reports(first, later)).best is first.sentence
    )


def test_what_is_not_of_the_type_that_is_asked_for_is_no_other_report() -> None:
    tall = report("The mast is 40 metres tall.", "40", date(2025, 5, 4), terms=("mast",))
    day = report("The mast fell on 29, 2021.", "29, 2021", date(2025, 9, 4), terms=("mast",))
    given = evidence_of(tall, day, term_weights={"mast": 1.0})
    assert newest("How tall is the mast?", given) is given


def test_reports_of_one_day_disagree_and_both_stay() -> None:
    police = report("4,000 people marched.", "4,000", date(2025, 5, 4), source="Police Gazette")
    union = report("11,000 people marched.", "11,000", date(2025, 5, 5), source="Union Post")
    changed = newest("How many people marched?", reports(police, union))
    assert {one.sentence for one in changed.sentences} == {police.sentence, union.sentence}
    assert changed.best is police.sentence
    (notice,) = changed.answer_notices
    assert "differ" in notice and "11,000" in notice and "Union Post" in notice


@pytest.mark.parametrize(
    "question",
    [
        "How did the cost of the tram change?",
        "List all prices of the tram.",
        "What was the tram at first to cost?",
    ],
)
def test_a_question_about_the_change_keeps_all(question: str) -> None:
    given = reports(MAY, AUTUMN)
    assert newest(question, given) is given


def test_names_change_only_where_the_present_is_asked_for() -> None:
    old = report("Rolf Adderby is the director.", "Rolf Adderby", date(2025, 1, 1))
    new = report("Senna Marlock is the director.", "Senna Marlock", date(2025, 10, 1))
    changed = newest("Who is the director?", reports(old, new))
    assert changed.short == "Senna Marlock" and "Rolf Adderby" in changed.answer_notices[0]
    given = reports(old, new)
    assert newest("Who met the director?", given) is given


def test_number_words_and_digits_are_one_figure() -> None:
    digits = report("6 people died.", "6", date(2025, 1, 1))
    words = report("Six people died.", "Six", date(2025, 2, 1))
    given = reports(digits, words)
    assert newest("How many people died?", given) is given


def test_another_thing_is_not_the_same_thing_later() -> None:
    bridge = report("The toll on the bridge is 5 crowns.", "5 crowns", date(2022, 3, 7))
    tunnel = report("The toll in the tunnel is 9 crowns.", "9 crowns", date(2023, 9, 12))
    bridge = replace(bridge, matched_terms=frozenset({"toll", "bridg"}))
    tunnel = replace(tunnel, matched_terms=frozenset({"toll"}))
    found = replace(reports(bridge, tunnel), term_weights={"toll": 1.0, "bridg": 2.0})
    assert newest("What is the toll on the bridge?", found) is found
    bridge = replace(bridge, matched_terms=frozenset({"toll", "still"}))
    found = replace(reports(bridge, tunnel), term_weights={"toll": 2.0, "still": 1.0})
    assert notice_of("What is the toll still?", found)


def test_reports_of_the_very_same_day_disagree_too() -> None:
    other = report("The tram will cost 455 million crowns.", "455 million crowns", date(2024, 5, 2))
    told = notice_of(COST, reports(MAY, other))
    assert told == "Reports of the same days differ: “455 million crowns” (2 May 2024)."


@pytest.mark.parametrize(
    ("later", "is_another"),
    [("Luis Delgado", True), ("Delgado", False), ("Mayor Ana Delgado", False), ("Luis Orr", True)],
)
def test_a_name_is_more_than_its_last_word(later: str, is_another: bool) -> None:
    before = report("The mayor is Ana Delgado.", "Ana Delgado", date(2022, 3, 7))
    after = report(f"The mayor is {later}.", later, date(2023, 9, 12))
    assert bool(notice_of("Who is the mayor?", reports(before, after))) == is_another


@pytest.mark.parametrize(
    ("asked", "share", "is_told"),
    [
        ("Who is the mayor?", 0.01, True),
        ("Who is the mayor?", 0.001, False),
        ("Who is the mayor now?", 0.001, True),
    ],
)
def test_a_name_in_an_unlikely_sentence_is_newer_only_where_the_newest_is_asked_for(
    asked: str, share: float, is_told: bool
) -> None:
    before = report("The mayor is Ana Delgado.", "Ana Delgado", date(2022, 3, 7))
    after = report("Luis Orr spoke of the mayor.", "Luis Orr", date(2023, 9, 12))
    likely = replace(after, probability=share * before.probability)
    both = reports(before, likely)
    wanted = newest(asked, both, wants_newest="now" in asked)
    assert bool(wanted.answer_notices) == is_told


def test_a_name_that_the_question_has_is_no_newer_answer() -> None:
    before = report("The suspect is Ivo Tarn.", "Ivo Tarn", date(2022, 7, 8))
    after = report(
        "The group knows the suspect in the killing of Verranian Ada Venn.",
        "Verranian Ada Venn",
        date(2022, 7, 12),
    )
    both = reports(before, after)
    assert notice_of("Who is the suspect?", both)
    asked = "Who is the suspect in the killing of Ada Venn?"
    assert newest(asked, both) == both
    assert newest(asked, reports(after, before)) == reports(after, before)
    son = report("The suspect is Ada Venn Tarn.", "Ada Venn Tarn", date(2022, 7, 13))
    assert notice_of(asked, reports(before, son))


@pytest.mark.parametrize("read", [{"sides": ("the tram", "the bridge")}, {"parts": (plan_of(),)}])
def test_sides_and_parts_have_reports_of_their_own(read: dict[str, Any]) -> None:
    given = reports(MAY, AUTUMN)
    assert newest(COST, given, **read) is given


def test_a_verdict_rests_on_its_own_sentences() -> None:
    given = reports(MAY, AUTUMN).decided("yes", MAY)
    assert newest("Will the tram cost 412 million crowns?", given) is given


def test_only_reports_of_the_preferred_days_overtake_one_another() -> None:
    spring = Filters(after=date(2024, 4, 1), before=date(2024, 6, 30))
    june = report("The tram will cost 430 million crowns.", "430 million", date(2024, 6, 2))
    found = newest(COST, reports(MAY, AUTUMN, june), preferred=spring)
    assert [one.sentence for one in found.sentences] == [june.sentence, AUTUMN.sentence]
    given = reports(AUTUMN, MAY)
    assert newest(COST, given, preferred=spring) is given


def test_a_figure_without_a_unit_is_of_the_unit_of_one_near_it() -> None:
    bare = report("It will cost 455 million.", "455 million", date(2024, 9, 26))
    assert newest(COST, reports(MAY, bare)).short == "455 million"
    far = report("It will cost 9.", "9", date(2024, 9, 26))
    given = reports(MAY, far)
    assert newest(COST, given) is given


def test_a_day_is_no_figure() -> None:
    day = report("It will open on 3 May 2026.", "3 May 2026", date(2024, 9, 26))
    given = reports(MAY, day)
    assert newest(COST, given) is given


def test_dates_that_are_counted_are_no_day() -> None:
    first = report("The tour starts on 3 May 2026.", "3 May 2026", date(2026, 1, 5))
    count = report("The tour has 11 dates in June.", "11 dates in June", date(2026, 2, 5))
    given = reports(first, count)
    assert newest("When does the tour start?", given) is given


NOW = "What is the price of the Harbour Tram?"
TITLE = "Harbour Tram is approved"
FIRST = report(
    "The price of the Harbour Tram is 412 million crowns.", "412 million crowns", date(2024, 5, 2),
    title=TITLE, terms=("price", "harbour", "tram"),
)  # fmt: skip


def later(text: str, short: str, *, title: str = "", answer: float = -2.0) -> ScoredSentence:
    """A report of the next year, in which the reader is not sure of the answer."""
    day = date(2025, 3, 6)
    return report(text, short, day, title=title, answer=answer, relevance=-1.0, terms=())


def priced(*sentences: ScoredSentence) -> Evidence:
    return evidence_of(*sentences, term_weights={"price": 1.0, "harbour": 1.0, "tram": 1.0})


GONE_UP = later("The bill for the Harbour Tram is now 488 million.", "488 million")


def test_what_is_so_now_may_be_told_in_other_words() -> None:
    changed = newest(NOW, priced(FIRST, GONE_UP))
    assert changed.short == "488 million" and "412 million" in changed.answer_notices[0]


def test_what_was_so_is_told_in_the_same_words() -> None:
    given = priced(FIRST, GONE_UP)
    assert newest("What was the price of the Harbour Tram?", given) is given


@pytest.mark.parametrize(
    "other",
    [
        later("The bill for the new ferry is now 488 million.", "488 million"),  # another subject
        later("The bill for the Harbour Tram is 9 crowns.", "9 crowns"),  # far from it
        later("The Harbour Tram carries 488 million.", "488 million", answer=-9.0),
        later("The Harbour Tram runs for 400 metres.", "400 metres"),
    ],
)
def test_in_other_words_subject_and_figure_have_to_be_near(other: ScoredSentence) -> None:
    given = priced(FIRST, other)
    assert newest(NOW, given) is given


def test_the_subject_may_stand_in_the_title_of_the_best_report_alone() -> None:
    asked = "What is the price of it, of the tram?"
    ferry = later("The bill for a ferry is now 488 million.", "488 million", title="Ferry")
    given = priced(FIRST, ferry)
    assert newest(asked, given) is given
    tram = later("The bill is now 488 million.", "488 million", title="Harbour Tram dearer")
    assert newest(asked, priced(FIRST, tram)).short == "488 million"


def test_a_newer_report_is_taken_though_the_reader_doubts_it() -> None:
    doubtful = later("The Harbour Tram stands at 488 million.", "488 million", answer=-6.0)
    assert newest(NOW, priced(FIRST, doubtful)).short == "488 million"


def test_whoever_it_names_is_taken_only_where_the_newest_is_asked_for() -> None:
    asked, terms = (
        "Who is the price commissioner of the Harbour Tram?",
        ("price", "harbour", "tram"),
    )
    before = report("Ana Delgado is.", "Ana Delgado", date(2024, 5, 2), title=TITLE, terms=terms)
    after = later("The Harbour Tram was praised by Ion Petrescu.", "Ion Petrescu", answer=-6.0)
    given = priced(before, after)
    assert newest(asked, given) is given
    assert newest(asked, given, wants_newest=True).short == "Ion Petrescu"


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("The number of dead in the Kiel flood rose to 11 after 12 days.", True),
        ("The number of dead in the Kiel flood rose for 12 days.", False),
    ],
)
def test_where_the_reader_takes_a_word_for_the_number_the_figure_of_that_kind_is_meant(
    text: str, leads: bool
) -> None:
    terms = ("dead", "flood", "kiel")
    early = report("9 people are dead.", "9 people", date(2024, 11, 12), terms=terms)
    late = report(text, "number", date(2024, 11, 21), terms=terms)
    given = evidence_of(early, late, term_weights=dict.fromkeys(terms, 1.0))
    found = newest("How many people are dead after the Kiel flood?", given)
    assert found.short == ("11" if leads else given.short)
    assert found.best.text == (late if leads else early).sentence.text


def test_what_the_question_names_is_in_a_report_in_other_words() -> None:
    asked = "What is the toll on the Brackwater bridge?"
    weights = {"brackwat": 2.0, "bridg": 1.0, "toll": 1.0}
    bridge = report("The toll on the Brackwater bridge is 5 crowns.", "5 crowns",
                    date(2024, 5, 2), title="Brackwater bridge", terms=weights)  # fmt: skip
    tunnel = later("The toll in the Brackwater tunnel is 9 crowns.", "9 crowns")
    given = evidence_of(bridge, tunnel, term_weights=weights)
    assert newest(asked, given) is given
    dearer = later("One pays 9 crowns on the Brackwater bridge.", "9 crowns")
    assert newest(asked, evidence_of(bridge, dearer, term_weights=weights)).short == "9 crowns"


def test_a_month_without_a_day_is_none_that_the_reader_missed() -> None:
    asked = "When will the Harbour Tram open?"
    first = report("The Harbour Tram opens on 12 June 2026.", "12 June 2026", date(2025, 5, 2),
                   title=TITLE, terms=("harbour", "tram"))  # fmt: skip
    late = later("Mayor Theresa May said the Harbour Tram was late.", "late")
    given = priced(first, late)
    assert newest(asked, given) is given


def test_of_an_article_the_surest_sentence_is_its_report() -> None:
    surest = later("It is 470 million.", "470 million", answer=3.0)
    same = replace(surest, sentence=replace(surest.sentence, hit=GONE_UP.sentence.hit))
    for order in ([GONE_UP, same], [same, GONE_UP]):
        assert newest(NOW, priced(FIRST, *order)).short == "470 million"


def test_the_newest_asked_for_leads_though_changes_are_asked_for() -> None:
    asked = "What is the latest price between all these?"
    assert newest(asked, reports(MAY, AUTUMN), wants_newest=True).short == "455 million crowns"


def test_a_report_dated_far_ahead_is_no_newest() -> None:
    ahead = report("It will cost 455 million crowns.", "455 million", date(2999, 1, 1))
    given = reports(MAY, ahead)
    assert newest(COST, given) is given


def test_without_a_short_answer_the_likeliest_sentence_that_has_one_counts() -> None:
    silent = scored(hit_of("The tram is dear.", article="c", passage=3), 0.3)
    changed = newest(COST, reports(silent, MAY, AUTUMN))
    assert changed.best is AUTUMN.sentence and changed.short == ""


def test_what_an_older_report_said_is_no_news_of_a_later_one() -> None:
    def said(text: str, short: str, answer: float) -> ScoredSentence:
        passage = 9 + len(text)
        hit = hit_of(text, article="march", passage=passage, day=date(2025, 3, 6), title="Title")
        return scored(hit, 0.2, short=short, answer=answer, relevance=4.0, terms=("tram", "cost"))

    again = said("The tram cost had been raised to 412 million.", "412 million", 5.0)
    news = said("Now the tram cost is 488 million.", "488 million", 3.0)
    assert newest(COST, reports(MAY, again, news)).short == "488 million"
    doubted = said("Now the tram cost is 488 million.", "488 million", 1.0)
    assert newest(COST, reports(MAY, again, doubted)).short == "412 million crowns"


@pytest.mark.parametrize(
    ("short", "leads"),
    [("May 2026", True), ("May 4", True), ("November 2024", False), ("January 5", False)],
)
def test_a_day_that_was_over_is_not_when_something_will_be(short: str, leads: bool) -> None:
    asked, terms = "When will the tram open?", ("tram",)
    early = report("It opens in March 2026.", "March 2026", date(2025, 5, 2), terms=terms)
    late = report(f"The tram: {short}.", short, date(2026, 2, 12), terms=terms)
    assert (newest(asked, reports(early, late)).short == short) is leads
    was = newest("When did the tram open?", reports(early, late))
    assert was.short == short


def test_what_a_report_tells_beside_its_own_answer_is_no_news() -> None:
    """ "The coronation is on 6 May … mourning ended on 27 September." """
    day = date(2022, 10, 11)
    told = ["It is on 6 May.", "It is next year.", "The mourning ended on 27 September."]
    own = [
        replace(report(text, short, day), probability=share)
        for text, short, share in zip(
            told, ("6 May", "next year", "27 September"), (0.2, 0.1, 0.01), strict=True
        )
    ]
    hit = own[0].sentence.hit
    own = [
        replace(
            one,
            sentence=replace(
                one.sentence, hit=replace(one.sentence.hit, article_id=hit.article_id)
            ),
        )
        for one in own
    ]
    first = report("The coronation takes place on 6 May 2023.", "6 May 2023", date(2022, 9, 22))
    given = reports(first, *own)
    assert newest("When is the coronation?", given).best.text == first.sentence.text


SAME_DAY = report("It will cost 455 million crowns.", "455 million", date(2024, 5, 2))
COUNTED = report("Its cost is counted in May 2024.", "May 2024", date(2024, 3, 2))
RESTS = report("The tram rests in June 2024.", "June 2024", date(2024, 4, 2), terms=("tram",))
FOR_AGE = report("The minister of the tram is 41.", "41", date(2024, 5, 2), terms=("tram",))
FOR_RANK = report("It is 22 on a list of cost.", "22", date(2024, 9, 26), terms=("cost",))


@pytest.mark.parametrize(
    ("told", "is_told"),
    [
        ((MAY, AUTUMN), True),
        ((MAY, SAME_DAY), False),
        ((FOR_AGE, FOR_RANK), False),
        ((COUNTED, RESTS), False),
    ],
    ids=["of different days", "of one day", "numbers that count other things", "days of others"],
)
def test_an_overview_tells_what_changed_from_day_to_day(
    told: tuple[ScoredSentence, ...], is_told: bool
) -> None:
    summary = plan_of("Summarise the cost of the tram", WORDS, kind=QuestionKind.OVERVIEW)
    assert bool(tell_changes(summary, reports(*told)).answer_notices) == is_told


def test_of_many_changes_the_newest_are_told() -> None:
    told = [
        report(f"It will cost {400 + n} million crowns.", f"{400 + n} million", date(2024, 5, n))
        for n in range(1, 12)
    ]
    summary = plan_of("Summarise the cost of the tram", WORDS, kind=QuestionKind.OVERVIEW)
    found = tell_changes(summary, reports(*told))
    (notice,) = found.answer_notices
    assert "“411 million crowns”" in notice and "“404 million crowns”" in notice
    assert "“403 million" not in notice
    assert notice.endswith("after 3 others.")
    assert [one.sentence for one in found.changes] == [one.sentence for one in told[3:]]


VALUE = "What was the cost of the tram?"


def values(*told: ScoredSentence, value: str = VALUE) -> Evidence:
    """Evidence for a question of how a value changed."""
    asked = plan_of("How did it change?", WORDS, kind=QuestionKind.TIMELINE, value=value)
    return tell_changes(asked, reports(*told))


def test_how_a_value_changed_is_what_each_report_tells_of_it() -> None:
    again = report("The tram costs 455 million crowns.", "455 million crowns", date(2024, 10, 1))
    found = values(AUTUMN, MAY, again)
    assert [one.sentence for one in found.changes] == [MAY.sentence, AUTUMN.sentence]
    (notice,) = found.answer_notices
    assert "412 million" in notice and "455 million" in notice


def test_of_a_value_only_answers_of_their_own_time_are_told() -> None:
    past = report("In 2008, the tram cost 300 million crowns.", "300 million", date(2024, 11, 1))
    unsure = report("It may be 500 million crowns.", "500 million", date(2024, 12, 1), answer=-1.0)
    assert [one.sentence for one in values(MAY, past, unsure).changes] == [MAY.sentence]
    later = report(
        "The tram costs 547 million crowns, more than was said in March 2024.",
        "547 million crowns",
        date(2026, 2, 12),
    )
    assert len(values(MAY, later).changes) == 2


def test_a_value_that_does_not_change_is_told_as_one_and_is_no_likelier_than_a_fact() -> None:
    asked = plan_of("How did it change?", WORDS, kind=QuestionKind.TIMELINE, value=VALUE)
    fact = replace(asked.of_value, kind=QuestionKind.FACT)
    found = tell_changes(asked, replace(reports(MAY), confidence=0.99))
    assert [one.sentence for one in found.changes] == [MAY.sentence]
    assert found.answer_notices == (ONE_VALUE,) and not found.reports
    assert found.confidence == pytest.approx(estimate_confidence(fact, reports(MAY)).confidence)


def test_that_no_other_value_was_found_is_not_said_where_one_was() -> None:
    same_day = values(MAY, replace(SAME_DAY, probability=0.1))
    assert [one.sentence for one in same_day.changes] == [MAY.sentence, SAME_DAY.sentence]
    assert not same_day.answer_notices
    asked = plan_of("How did it fall?", WORDS, kind=QuestionKind.TIMELINE, value=DIED)
    assert not tell_changes(asked, tolls(MOST, IN_TOWN)).answer_notices


def test_where_no_value_is_told_the_likeliest_sentences_are() -> None:
    likely, near, far = (
        replace(report(f"It was argued over, {n}.", "argued", date(2024, 5, n)), probability=p)
        for n, p in ((1, 0.6), (2, 0.2), (3, 0.01))
    )
    found = values(likely, near, far)
    assert [one.sentence for one in found.changes] == [likely.sentence, near.sentence]
    assert not found.answer_notices


def test_a_toll_is_told_as_it_rose() -> None:
    asked = plan_of("How did it rise?", WORDS, kind=QuestionKind.TIMELINE, value=DIED)
    found = tell_changes(asked, tolls(SOME, MOST, IN_TOWN))
    assert [one.sentence for one in found.changes] == [SOME.sentence, MOST.sentence]


PLANNED = report(
    "The Harbour Tram will open in May.", "May", date(2024, 3, 1), terms=("harbour", "tram")
)
SLIPPED = report(
    "Passengers still wait for the Harbour Tram.",
    "Passengers",
    date(2025, 3, 1),
    answer=-6.0,
    terms=("harbour", "tram"),
)


def state(text: str, *found: ScoredSentence) -> Evidence:
    given = evidence_of(*found, term_weights={"harbour": 2.0, "tram": 2.0})
    return newest(text, given, kind=QuestionKind.YES_NO)


def test_what_was_to_come_gives_way_to_what_a_newer_report_tells() -> None:
    led = state("Has the Harbour Tram opened?", PLANNED, SLIPPED)
    assert [one.sentence for one in led.sentences] == [SLIPPED.sentence, PLANNED.sentence]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Was the Harbour Tram opened in May?", PLANNED, SLIPPED),  # asks what was
        ("Has it opened?", PLANNED, SLIPPED),  # names nothing
        (
            "Has the Harbour Tram opened?",
            report("The Harbour Tram opened.", "opened", date(2024, 3, 1)),  # says what is
            SLIPPED,
        ),
        (
            "Has the Harbour Tram opened?",
            report("Will Fenn opened the Harbour Tram due to rust.", "Fenn", date(2024, 3, 1)),
            SLIPPED,
        ),
        (
            "Has the Harbour Tram opened?",
            PLANNED,
            report("The ferry opened.", "ferry", date(2025, 3, 1)),  # of something else
        ),
        (
            "Has the Harbour Tram opened?",
            PLANNED,
            report("The Harbour Tram is red.", "red", date(2025, 3, 1), answer=-9.0),
        ),
        ("Has the Harbour Tram opened?", PLANNED, replace(SLIPPED, sentence=PLANNED.sentence)),
    ],
)
def test_else_the_likeliest_sentence_leads_a_yes_or_no(
    question: str, first: ScoredSentence, second: ScoredSentence
) -> None:
    assert state(question, first, second).sentences[0].sentence is first.sentence


@pytest.mark.parametrize("asked", ["originally", "at first", "initially", "to begin with"])
def test_the_earliest_report_leads_where_the_first_figure_is_asked_for(asked: str) -> None:
    found = newest(f"How much was the tram to cost {asked}?", reports(AUTUMN, MAY))
    assert [one.sentence for one in found.sentences] == [MAY.sentence, AUTUMN.sentence]
    assert found.short == "412 million crowns"
    assert found.answer_notices == ()


def test_a_name_that_was_first_given_is_left_where_it_is() -> None:
    first = report("Ada Venn leads the tram's board.", "Ada Venn", date(2024, 5, 2))
    later = report("Bo Fenn leads the tram's board.", "Bo Fenn", date(2024, 9, 26))
    given = reports(later, first)
    assert newest("Who led the board of the tram originally?", given) is given


@pytest.mark.parametrize("asked", ["in the original contract", "at the start of 2024"])
def test_what_is_first_of_something_else_asks_for_no_earliest_report(asked: str) -> None:
    found = newest(f"How much will the tram cost {asked}?", reports(MAY, AUTUMN))
    assert found.sentences[0].sentence is AUTUMN.sentence


def test_a_name_with_first_in_it_asks_for_no_earliest_report() -> None:
    found = newest("How much was the tram to cost at First Bank?", reports(AUTUMN, MAY))
    assert found.sentences[0].sentence is AUTUMN.sentence
