"""The forms of overview and timeline: what each report concerned tells, by date."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import WORDS, Words, evidence_of, hit_of, plan_of, sentences_of

from index import Filters, Hit
from qa.generation.forms import Form
from qa.generation.forms.digest import OVERVIEW, TIMELINE, overview, timeline
from qa.question import QuestionKind
from qa.types import ScoredSentence

ASKED = "What is known of the Lowmarsh flood?"
COAST = [
    *("mast", "keel", "rope", "deck", "sail", "crew", "bell", "hull", "flag", "oar"),
    *("pier", "buoy"),
]
DAYS = [date(2024, 11, day) for day in range(1, 11)]
WEIGHTS = {"lowmarsh": 1.0, "flood": 1.0}


def report(text: str, day: date | None, score: float = 1.0, title: str = "Lowmarsh flood") -> Hit:
    """An article of one passage."""
    name = f"{day} {text}"
    return hit_of(text, article=name, passage=hash(name), day=day, score=score, title=title)


NIGHT = report("The sea came over the wall of Lowmarsh at night.", date(2024, 11, 9))
TOLL = report("Eleven people died in the flood, the police said today.", date(2024, 11, 12))
WALL = report("A higher wall is planned by engineers from Ostrel.", date(2025, 2, 1))


def digest(
    form: Form,
    hits: Sequence[Hit],
    asked: str = ASKED,
    topic: str = "Lowmarsh flood",
    filters: Filters = Filters(),
    store: Any = WORDS,
    weights: Mapping[str, float] = WEIGHTS,
    wants_newest: bool = False,
) -> list[str]:
    """What a digest of these reports tells, whose sentences are all as likely."""
    plan = plan_of(asked, store, topic=topic, kind=QuestionKind.OVERVIEW, filters=filters)
    plan = replace(plan, wants_newest=wants_newest)
    sentences = sentences_of(*hits)
    alike = (ScoredSentence(one, 1 / len(sentences), frozenset()) for one in sentences)
    evidence = evidence_of(*alike, term_weights=weights, hits=tuple(hits))
    return [one.text for one in form(plan, evidence)]


def test_an_overview_opens_with_what_is_worth_most_and_goes_on_with_the_newest() -> None:
    assert digest(overview, [TOLL, NIGHT, WALL]) == [TOLL.text, WALL.text, NIGHT.text]


def test_behind_the_opening_stands_what_its_report_and_its_day_tell() -> None:
    lead = "Eleven people died in the flood of Lowmarsh, the police said today."
    told = ["Houses are gone.", lead]
    same_day = report("A road to Sey was cut by the flood.", date(2024, 11, 12))
    found = digest(overview, [report(" ".join(told), date(2024, 11, 12)), same_day, NIGHT, WALL])
    assert found == [lead, told[0], same_day.text, WALL.text, NIGHT.text]


def test_who_is_spoken_of_behind_the_opening_is_whom_it_names() -> None:
    told = ["Roofs are gone.", "Ada Venn saw the flood of Lowmarsh today.", "She left by boat."]
    found = digest(overview, [report(" ".join(told), date(2024, 11, 12))])
    assert found == [told[1], told[2], told[0]]


def test_what_has_no_date_may_open_an_overview_and_then_stands_last() -> None:
    undated = report("Twelve people died in the flood of Lowmarsh, its new mayor said.", None)
    other = report("Fishers left at dawn.", None)
    found = digest(overview, [undated, other, NIGHT])
    assert found == [undated.text, NIGHT.text, other.text]


@pytest.mark.parametrize(
    "less",
    [
        "the flood broke a wall of stone and an old pier.",  # the rest of a sentence
        "On 9 November the flood broke a wall and an old pier",  # unfinished
    ],
)
def test_what_is_no_whole_sentence_is_told_last(less: str) -> None:
    whole = "The flood took a mill of oak and a barn of brick."
    others = distinct(COAST[: OVERVIEW.most - 1])
    found = digest(overview, [report("\n\n".join([whole, *others, less]), DAYS[0])])
    assert whole in found and less not in found


def test_what_is_asked_for_as_news_or_of_nothing_opens_with_the_newest() -> None:
    newest = [WALL.text, TOLL.text, NIGHT.text]
    assert digest(overview, [TOLL, NIGHT, WALL], wants_newest=True) == newest
    assert digest(overview, [TOLL, NIGHT, WALL], "What is new?", topic="") == newest


def test_what_other_reports_say_too_is_told_first() -> None:
    shared = "The flood broke a wall of stone and took the old pier with it."
    text = " ".join([*distinct(COAST), shared])

    def told(other: str) -> list[str]:
        return digest(overview, [report(text, DAYS[0]), report(other, DAYS[1]), NIGHT])

    assert shared in told("A wall of stone broke and the pier went.")
    assert shared not in told("Fishers stay at home.")


def test_a_timeline_opens_with_the_oldest() -> None:
    assert digest(timeline, [TOLL, NIGHT, WALL]) == [NIGHT.text, TOLL.text, WALL.text]


def test_of_a_value_only_what_told_another_is_told() -> None:
    told = [ScoredSentence(one, 0.5, frozenset()) for one in sentences_of(WALL, TOLL, NIGHT)]
    evidence = evidence_of(*told, term_weights=WEIGHTS, changes=tuple(told[:2]))
    asked = plan_of("How did it change?", WORDS, topic="Lowmarsh flood", value="What was it?")
    assert [one.text for one in timeline(asked, evidence)] == [TOLL.text, WALL.text]
    unchanged = replace(evidence, changes=())
    assert NIGHT.text in [one.text for one in timeline(asked, unchanged)]


def test_what_has_no_date_comes_last() -> None:
    undated = report("Fishers remember other storms there.", None)
    assert digest(overview, [undated, NIGHT]) == [NIGHT.text, undated.text]
    assert digest(timeline, [undated, NIGHT]) == [NIGHT.text, undated.text]


def test_sentences_of_one_report_stand_as_they_are_written() -> None:
    told = ["The flood came at night.", "Eleven people died.", "Houses are gone."]
    assert digest(overview, [report(" ".join(told), date(2024, 11, 9))]) == told


def test_no_sentence_says_what_another_says() -> None:
    again = report("Police said eleven people died in the flood.", date(2024, 11, 13))
    told = digest(overview, [TOLL, again, NIGHT])
    assert again.text in told and TOLL.text not in told and NIGHT.text in told


def test_reports_of_something_else_are_left_out() -> None:
    other = report("The cod quota was cut.", date(2025, 3, 1), title="Cod")
    assert digest(overview, [TOLL, other]) == [TOLL.text]


def test_what_tells_the_same_in_other_words_is_told() -> None:
    storm = report("A storm broke the sea wall at Ostrel.", date(2024, 11, 8), title="Storm")
    near = replace(storm, cosine=0.6)
    assert digest(overview, [TOLL, storm]) == [TOLL.text]
    assert digest(overview, [TOLL, near]) == [TOLL.text, near.text]
    assert digest(overview, [replace(TOLL, cosine=0.7), near]) == [TOLL.text]


def test_reports_that_the_reader_finds_far_less_likely_are_left_out() -> None:
    far = report("Lowmarsh has a flood museum.", date(2025, 3, 1), score=-9.0)
    assert digest(overview, [TOLL, far]) == [TOLL.text]
    within = Filters(story="of the flood")
    assert digest(overview, [TOLL, far], filters=within) == [far.text, TOLL.text]
    cod = report("The cod quota was cut.", date(2025, 3, 1), title="Cod")
    assert digest(overview, [TOLL, cod], filters=within) == [TOLL.text]


def test_where_none_is_concerned_the_likeliest_report_is_told() -> None:
    cod = report("The cod quota was cut.", date(2025, 3, 1), title="Cod", score=2.0)
    tram = report("The tram costs more.", date(2025, 4, 1), title="Tram")
    assert digest(overview, [tram, cod]) == [cod.text]


def test_where_there_are_several_reports_none_tells_most() -> None:
    told = [f"{word.title()}." for word in COAST]
    hits = [report(" ".join(told[:7]), DAYS[0]), report(told[7], DAYS[1]), report(told[8], DAYS[2])]
    found = digest(overview, hits)
    assert len(set(told[:7]) & set(found)) == OVERVIEW.of_many and set(told[7:9]) < set(found)


def test_a_digest_has_an_end() -> None:
    many = [
        report(" ".join(distinct([word, f"{word}z"])), day)
        for word, day in zip(COAST[:10], DAYS, strict=True)
    ]
    assert len(digest(overview, many)) == OVERVIEW.most
    assert len(digest(timeline, many)) == TIMELINE.most


def test_what_opens_a_report_is_told_before_what_closes_it() -> None:
    filler = "Nothing was said on that."
    *texts, last = (f"{word.title()} {word} is here." for word in COAST[: OVERVIEW.most + 1])
    long = report(" ".join([*texts, *[filler] * 40, last]), DAYS[0])
    assert last not in digest(overview, [long])


def distinct(words: Sequence[str]) -> list[str]:
    """Sentences that speak of the flood and share no other word."""
    return [f"The flood {w}a {w}b {w}c {w}d {w}e." for w in words]


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        ("Last week the flood gate was opened by the mayor of Sey.", DAYS[0]),
        ("In March a flood gate was ordered by the mayor of Sey.", DAYS[0]),
        ("In March 2021 the flood gate was ordered by the mayor of Sey.", DAYS[0]),
        ("In March 2021 the flood gate was ordered by the mayor of Sey.", None),
    ],
)
def test_a_timeline_prefers_what_names_a_day(dated: str, day: date | None) -> None:
    def told(sentence: str) -> bool:
        return sentence in digest(timeline, [report(" ".join([*distinct(COAST), sentence]), day)])

    assert told(dated) and not told("The flood gate was opened by the mayor of Sey.")


def test_an_overview_does_not() -> None:
    dated = "Last week the flood gate was opened."
    assert dated not in digest(overview, [report(" ".join([*distinct(COAST), dated]), DAYS[0])])


def test_of_few_reports_a_timeline_tells_more_of_each() -> None:
    def told(*days: date) -> int:
        texts = (" ".join(distinct([f"{w}{day.day}" for w in COAST])) for day in days)
        return len(digest(timeline, [report(*one) for one in zip(texts, days, strict=True)]))

    assert told(DAYS[0]) == TIMELINE.of_few
    assert told(*DAYS[:2]) == 2 * TIMELINE.of_few
    assert told(*DAYS[:3]) == 3 * TIMELINE.of_many


def test_what_the_headline_says_is_told_first() -> None:
    gate = "Workers open the gate of the flood again."
    text = " ".join([*distinct(COAST), gate])

    def told(title: str) -> list[str]:
        return digest(overview, [report(text, DAYS[0], title=title)])

    assert gate in told("Flood: workers open gate") and gate not in told("Lowmarsh flood")


def test_what_happened_in_another_year_than_the_report_is_told_last() -> None:
    older = "The flood of 1997 drowned cattle and horses."
    text = " ".join([*distinct(COAST[:7]), older, *distinct(COAST[7:])])
    assert older not in digest(overview, [report(text, DAYS[0])])
    assert older in digest(overview, [report(text, date(1997, 2, 1))])


def test_what_a_picture_shows_is_told_last() -> None:
    shown = "People walk through the flood at Lowmarsh on November 8."
    text = " ".join([shown, *distinct(COAST[: OVERVIEW.most])])
    assert shown not in digest(overview, [report(text, date(2024, 11, 9))])
    assert shown in digest(overview, [report(text, date(2024, 11, 7))])


def test_of_a_roundup_only_the_passages_that_speak_of_the_topic_are_told() -> None:
    hit = report("The flood of Lowmarsh goes down.", DAYS[0], title="Briefing")
    other = replace(hit, passage=7, text="The council of Sey has fallen.", start=90, end=120)
    assert digest(overview, [hit, other]) == [hit.text]


SECTIONS = (
    "2. Lowmarsh\n\nThe flood goes down.\n\nThe council of Sey has fallen."
    "\n\n4. Cod\n\nThe quota was cut."
)
"""Of a roundup: headings, and what stands under them."""


class OneStory(Words):
    """A store whose articles are of one story."""

    def story_of(self, article_id: str) -> str | None:
        return "flood"


def test_an_unlikely_report_is_told_where_it_is_of_the_same_story() -> None:
    late = report("The last houses are dry.", DAYS[9], score=-9.0)
    assert digest(overview, [NIGHT, late]) == [NIGHT.text]
    assert digest(overview, [NIGHT, late], store=OneStory()) == [NIGHT.text, late.text]


def test_where_the_newest_is_asked_for_the_newest_reports_are_told() -> None:
    hits = [
        report(f"The {word} of {word}a {word}b {word}c.", day, score=-day.day / 10)
        for word, day in zip(COAST, DAYS, strict=False)
    ]
    newest = [hit.text for hit in hits[:1:-1]]
    assert digest(overview, hits, wants_newest=True) == newest
    assert digest(overview, hits) == [hit.text for hit in hits[7::-1]]


def test_of_a_roundup_only_the_paragraphs_that_speak_of_the_topic_are_told() -> None:
    hit = report(SECTIONS, DAYS[0], title="Lowmarsh flood and four things more")
    alone = ["The flood goes down."]
    assert digest(overview, [hit], store=Words(hit.article_id)) == alone
    assert digest(timeline, [hit], store=Words(hit.article_id)) == alone
    assert set(alone) < set(digest(overview, [hit]))


def test_a_roundup_that_names_the_topic_in_its_title_alone_is_not_told() -> None:
    hit = report("The council of Sey has fallen.", DAYS[0], title="Lowmarsh flood, and more")
    told = digest(overview, [NIGHT, hit], store=Words(hit.article_id))
    assert told == [NIGHT.text]
    assert digest(overview, [hit], store=Words(hit.article_id)) == []
    assert hit.text in digest(overview, [NIGHT, hit])


def test_a_heading_is_told_where_there_is_nothing_else_or_where_it_names_a_day() -> None:
    heading = "What is known of the flood"
    hit = report(f"{heading}\n\nThe flood goes down.", DAYS[0])
    assert digest(overview, [hit]) == ["The flood goes down."]
    assert digest(overview, [report(heading, DAYS[0])]) == [heading]
    bullets = report("* Eleven people dead\n\n* A wall of stone gone", DAYS[1])
    assert len(digest(overview, [hit, bullets])) == 3
    dated = report("9 November: the flood comes\n\nThe flood goes down.", DAYS[0])
    assert len(digest(timeline, [dated])) == 2


def test_words_that_only_ask_count_for_nothing() -> None:
    asked = {"lowmarsh": 1.0, "flood": 1.0, "timelin": 3.0, "give": 3.0}
    topic = "Lowmarsh, give me a timeline of the flood"
    cod = report("The cod quota was cut, give or take.", date(2025, 3, 1), title="Timeline")
    assert digest(overview, [TOLL, cod], topic=topic, weights=asked) == [TOLL.text]


def test_of_days_that_are_asked_for_all_reports_are_told_and_no_other() -> None:
    plan = plan_of(ASKED, WORDS, topic="Lowmarsh flood", kind=QuestionKind.TIMELINE)
    november = Filters(after=date(2024, 11, 1), before=date(2024, 11, 30))
    plan = replace(plan, preferred=november)
    scored = [ScoredSentence(one, 1 / 3, frozenset()) for one in sentences_of(NIGHT, TOLL, WALL)]

    def told(hits: tuple[Hit, ...]) -> list[str]:
        evidence = evidence_of(*scored, term_weights=WEIGHTS, hits=hits)
        return [one.text for one in timeline(plan, evidence)]

    assert told((NIGHT, TOLL, WALL)) == [NIGHT.text, TOLL.text]
    assert told((NIGHT, WALL)) == [NIGHT.text, WALL.text]
    plan = replace(plan, preferred=replace(november, tags=("sea",), source="Post"))
    assert told((NIGHT, TOLL, WALL)) == [NIGHT.text, TOLL.text]  # what was searched has them


def test_a_survey_tells_of_every_article() -> None:
    cod = report("The cod quota was cut.", date(2025, 3, 1), title="Cod")
    tram = report("The tram costs more.", date(2025, 4, 1), title="Tram")
    assert digest(overview, [cod, tram], "What is new?", topic="") == [tram.text, cod.text]


def test_a_survey_of_one_article_tells_what_it_comes_back_to() -> None:
    aside = [f"{w.title()} of the {w}a {w}b {w}c {w}d." for w in COAST]
    lens = [f"Lens {w}e {w}f {w}g {w}h." for w in COAST[:3]]
    long = report(" ".join([*aside, *lens]), DAYS[0], title="x")
    assert set(lens) < set(digest(overview, [long], "What is it?", topic=""))


def test_a_long_story_is_told_from_its_first_day_to_its_last() -> None:
    days = [date(2024, 11, day) for day in range(1, 21)]
    told_of = [" ".join(f"{word}{day.day}" for word in COAST) for day in days]  # nothing twice
    hits = [report(f"The {text}.", day) for text, day in zip(told_of, days, strict=True)][::-1]
    alike = [ScoredSentence(one, 1 / 20, frozenset()) for one in sentences_of(*hits)]
    evidence = evidence_of(*alike, hits=tuple(hits))
    plan = plan_of("What is new?", WORDS, topic="", kind=QuestionKind.TIMELINE)

    def told(story: str | None) -> list[date | None]:
        own = replace(plan, filters=Filters(story=story))
        return [one.hit.date for one in timeline(own, evidence)]

    assert {days[0], days[-1]} <= set(told("a story"))
    assert days[0] not in told(None)
