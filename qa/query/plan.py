"""A question to a plan: its kind, in which days and sources it is searched, what it compares.

What is read from the question's words stands in the plan as interpretations, so that a person
can see it and take it off (`Question.ignored`); that it holds two questions is not told. Days and
sources given as filters come first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import zip_longest

from index import Filters, Store
from index.days import long_day, long_days
from qa.query.answer_length import without_length
from qa.query.change import asks_how_it_changed, value_asked
from qa.query.collection import read_collection
from qa.query.comparison import joined_sides, only_names, sides_of
from qa.query.context import asks_back, context_of
from qa.query.conversation.alone import (
    asks_for_survey,
    asks_of_collection,
    is_remark,
    without_remarks,
)
from qa.query.conversation.ellipsis import fragment_of
from qa.query.conversation.readings import Reading, readings
from qa.query.conversation.state import EXCHANGES
from qa.query.informal import written_out
from qa.query.kind import classify
from qa.query.language import foreign_language, language_notice
from qa.query.plain import plain_question, story_and_question
from qa.query.sources import SourcesAsked, read_sources
from qa.query.spelling import Slip, find_slips, mended
from qa.query.two_questions import two_questions
from qa.question import (
    MAX_CHARACTERS,
    UNSEARCHED,
    InterpretationKind,
    Question,
    QuestionKind,
    Turn,
)
from qa.text.dates import Period, TimeAsked, outer_days, read_times
from qa.text.lexicon import MONTH_OR_SHORT, WEEKDAY
from qa.text.topic import topic_of
from qa.types import Interpretation, QueryPlan

MOST = 6
"""Sources that are searched by themselves."""
MANY = 3
"""Of so many periods none is a filter: the question is about how something went on."""
TWOFOLD = (
    QuestionKind.FACT,
    QuestionKind.EXPLANATION,
    QuestionKind.YES_NO,
    QuestionKind.COMPARISON,
)
"""Kinds whose questions may hold two questions in one."""
_HAPPENED = re.compile(r"\b(?:did|was|were|had|happen\w*|has|have)\b", re.IGNORECASE)
_LATER_ON = re.compile(
    r"\b(?:in the end|eventually|finally|later|afterwards?|since|now|still|next|then)\b",
    re.IGNORECASE,
)
"""A follow-up with such words leaves the days that were spoken of."""
_COMPARED = re.compile(
    r"\b(?:compar\w*|differ\w*|same|both|contrast\w*|(?:dis)?agree\w*|contradict\w*|match\w*)\b",
    re.IGNORECASE,
)
"""A follow-up with such words asks for the sources before and its own together."""
_CALENDAR = re.compile(
    rf"\b(?:{MONTH_OR_SHORT}|{WEEKDAY}|spring|summer|autumn|fall|winter|ago)\b|\d{{4}}",
    re.IGNORECASE,
)
"""What days have that go with no today, or with one long gone."""
LAST_DAY = date(9000, 1, 1)
LATER = timedelta(days=3)
"""News of a day still appears so long after it."""


def plan_query(question: Question, store: Store, query: str | None = None) -> QueryPlan:
    """The plan for a question.

    Args:
        query: The standalone question, where a language model has put it into words; default:
            what the question likeliest means after what was said. Where that is not certain,
            the plan has others as `alternatives`.
    """
    language = foreign_language(question.text)
    if not language:
        question = replace(question, text=_written_out(question.line, question))
    slips = () if language else _slips(question.line, question, store)
    question = question if language else plain_question(_mended(question, slips))
    text, most = (question.line, None) if language else without_length(question.line)
    question = replace(question, text=text) if most else question
    question = _with_readable_history(question, store)
    mended_words = tuple(
        Interpretation(InterpretationKind.SPELLING, slip.word, slip.meant) for slip in slips
    )
    kind = question.kind
    if query is not None:
        found: tuple[Reading, ...] = (Reading(query, "" if query == question.line else query),)
    elif question.history and _is_talk(question, store):
        found, kind = (Reading(question.line),), QuestionKind.TALK
    else:
        found = readings(question, store)
    wants_survey = asks_for_survey(question.line, store)
    plans = [
        _plan(
            question,
            store,
            one,
            kind,
            wants_survey=wants_survey,
            most_sentences=most,
            language=language,
            interpretations=mended_words,
        )
        for one in found
    ]
    if wants_survey:
        plans = [one for one in plans if not one.is_survey] or plans  # any evidence bears one out
    first, *others = plans
    searched = tuple(one for one in others if one.kind not in UNSEARCHED)
    return replace(first, alternatives=searched)


def _plan(
    question: Question,
    store: Store,
    reading: Reading,
    kind: QuestionKind | None,
    *,
    wants_survey: bool,
    most_sentences: int | None,
    language: str | None,
    interpretations: tuple[Interpretation, ...],
) -> QueryPlan:
    """The plan of one reading of the question, of its likeliest kind where none is given.

    Args:
        wants_survey: Whether the question asks for a summary or the news, and not of what.
    """
    ignored, text, query = question.ignored, question.line, reading.text
    plan = QueryPlan(
        question,
        query,
        question.filters,
        store,
        context_of(question, is_complete=bool(reading.put_in)),
        kind=kind or _kind_of(question, reading, store, wants_survey=wants_survey),
        prior=reading.prior,
        language=language,
        most_sentences=most_sentences,
        interpretations=interpretations,
    )
    if plan.kind is QuestionKind.TALK:
        return replace(plan, context=())
    value = value_asked(query)
    if value and kind is None and asks_how_it_changed(query):
        plan = replace(plan, kind=QuestionKind.TIMELINE)
    if value and plan.kind is QuestionKind.TIMELINE:
        plan = replace(plan, value=value)
    if reading.put_in:
        plan = plan.interpreted(Interpretation(InterpretationKind.CONVERSATION, "", query))
    before = question.last_said("user")
    today = question.as_of or date.today()
    times = _times(text, today, plan)
    if InterpretationKind.DATES not in ignored and not (plan.filters.after or plan.filters.before):
        periods = times.periods
        if not periods and reading.put_in and not _LATER_ON.search(text):
            periods = _times(before, today, plan).periods
        plan = _with_days(plan, [one for one in periods if not _is_now(one, text)])
    if times.recent and InterpretationKind.NEWEST not in ignored:
        plan = replace(plan, wants_newest=True)
        newest = Interpretation(InterpretationKind.NEWEST, times.recent, "the newest report")
        plan = plan.interpreted(newest)
    if InterpretationKind.SOURCES not in ignored and not plan.filters.all_sources:
        names = [name for name, _ in store.sources(question.as_of)]
        asked = read_sources(text, names)
        if reading.put_in and (not (asked.named or asked.missing) or _COMPARED.search(text)):
            asked = read_sources(f"{before} {text}", names)  # those of the question before, too
        plan = _with_sources(plan, asked)
    read = (InterpretationKind.DATES, InterpretationKind.SOURCES, InterpretationKind.NEWEST)
    said = [words for kind in read for group in plan.words_of(kind) for words in group.split(", ")]
    plan = replace(plan, topic=topic_of(plan.query, said))
    if InterpretationKind.COMPARISON not in ignored:
        sides = joined_sides(plan.query) if plan.kind is QuestionKind.COMPARISON else ()
        parts = _sides(plan, sides) if sides else _two_questions(plan)
        plan = replace(plan, sides=sides_of(plan.query), parts=parts)
        plan = plan.interpreted(
            *(
                Interpretation(InterpretationKind.COMPARISON, "", side)
                for side in plan.sides or sides
            )
        )
    if plan.periods and not plan.preferred and (plan.sides or plan.sources):
        given = question.filters  # one of several reports has that day, not all
        filters = replace(plan.filters, after=given.after, before=given.before)
        plan = replace(plan, filters=filters, preferred=plan.filters)
    if plan.days and store.undated() >= store.counts()[0]:  # no article has a date
        plan = plan.without_days()
    if plan.is_survey and _is_of_late(plan) and _ends_before(plan):
        plan = _with_newest_days(plan)
    plan = replace(
        plan,
        notices=_notices(plan),
        question_back="" if plan.filters.story else asks_back(question),
    )
    return read_collection(plan) if plan.kind is QuestionKind.COLLECTION else plan


def _kind_of(
    question: Question, reading: Reading, store: Store, *, wants_survey: bool
) -> QuestionKind:
    """The kind of a reading. What is put into a question does not make it one about the collection
    where nobody has just asked of that: "List the author's injuries (Salman Rushdie)?"."""
    if reading.put_in and wants_survey:
        return classify(question.line, store)
    line = without_remarks(question.line, store)
    is_whole = bool(reading.put_in) and not fragment_of(line)
    classified = partial(classify, reading.text, store, asked=line if is_whole else "")
    kind = classified()
    if kind is not QuestionKind.COLLECTION or not reading.put_in:
        return kind
    said = [turn.content for turn in question.history if turn.role == "user"]
    if any(asks_of_collection(text, store) for text in (question.line, *said[-2:])):
        return kind
    return classified(of_articles=True)


def _times(text: str, today: date, plan: QueryPlan) -> TimeAsked:
    """What a text says of time; a month without a year is one of the articles."""
    times = read_times(text, today)
    if not times.periods:
        return times
    return read_times(text, today, _newest_day(plan.store, plan.filters))


def _newest_day(store: Store, filters: Filters) -> date | None:
    """The day of the newest article; None where none has one."""
    return next((one.date for one in store.openings(1, filters)), None)


def _is_talk(question: Question, store: Store) -> bool:
    """Whether it is talk, so that nothing that was said before belongs to it."""
    if question.kind:
        return question.kind is QuestionKind.TALK
    return _says_nothing(question.line, store)


def _says_nothing(text: str, store: Store) -> bool:
    """Whether it is talk by itself: "Thanks!"."""
    return is_remark(text) or classify(without_remarks(text, store), store) is QuestionKind.TALK


def _written_out(text: str, question: Question) -> str:
    """A text, which is the question or was said before it, with what was left out in a hurry."""
    is_ignored = InterpretationKind.SPELLING in question.ignored
    return text if is_ignored else written_out(text)[:MAX_CHARACTERS]


def _slips(text: str, question: Question, store: Store) -> tuple[Slip, ...]:
    """The slips of a text, which is the question or was said before it."""
    is_ignored = InterpretationKind.SPELLING in question.ignored
    return () if is_ignored else find_slips(text, store)


def _mended(question: Question, slips: Sequence[Slip]) -> Question:
    text = mended(question.line, slips)[:MAX_CHARACTERS]
    return replace(question, text=text) if slips else question


def _with_readable_history(question: Question, store: Store) -> Question:
    """The question with those before it as they were read when they were asked: plain, and without
    slips of the pen. Talk is left out, with its reply; what has none was told before a question."""
    turns = list(question.history[: -2 * EXCHANGES])
    latest = question.history[-2 * EXCHANGES :]
    is_talk = False
    for turn, following in zip_longest(latest, latest[1:]):
        text = " ".join(turn.content.split())[:MAX_CHARACTERS]
        if turn.role == "user" and text and not foreign_language(text):
            text = _written_out(text, question)
            text = mended(text, _slips(text, question, store))
            is_asked = following is not None and following.role == "assistant"
            asked = without_length(story_and_question(text)[1])[0] if is_asked else text
            turn = Turn("user", asked)
            is_talk = is_asked and _says_nothing(turn.content, store)
        if not is_talk:
            turns.append(turn)
    return replace(question, history=tuple(turns))


def _sides(plan: QueryPlan, sides: Sequence[str]) -> tuple[QueryPlan, ...]:
    """Each side of a comparison as a question of its own, under the filters that were given: an
    overview of one that only names a thing."""
    given = replace(plan.question, history=())
    fact, overview = QuestionKind.FACT, QuestionKind.OVERVIEW
    return tuple(
        plan_query(
            replace(given, text=side, kind=overview if only_names(side) else fact), plan.store
        )
        for side in sides
    )


def _two_questions(plan: QueryPlan) -> tuple[QueryPlan, ...]:
    """Each of two questions in one as a question of its own, the second behind the first; with the
    days and the source of the whole."""
    asked = two_questions(plan.query) if plan.kind in TWOFOLD and not plan.sources else None
    if not asked:
        return ()
    alone = plan.question.ignoring([InterpretationKind.COMPARISON])  # so a part has none itself
    given = replace(alone, history=(), kind=QuestionKind.FACT, filters=plan.filters)
    before = (Turn("user", asked[0]), Turn("assistant", ""))
    parts = (replace(given, text=asked[0]), replace(given, text=asked[1], history=before))
    return tuple(_with_days_of(plan, plan_query(part, plan.store)) for part in parts)


def _with_days_of(whole: QueryPlan, part: QueryPlan) -> QueryPlan:
    """The part with the days that the whole prefers, where it names none."""
    if part.preferred:
        return part
    return replace(part, preferred=whole.preferred, periods=part.periods or whole.periods)


def _with_days(plan: QueryPlan, periods: Sequence[Period]) -> QueryPlan:
    if not periods or len(periods) >= MANY:
        return plan
    after, before = outer_days(periods)
    if not (after or before) or (after and before and after > before):
        return plan
    plan = replace(plan, periods=tuple(periods))
    if len(periods) == 1 and periods[0].exact:
        plan = replace(plan, filters=replace(plan.filters, after=after, before=before))
    else:
        later = before + LATER if before and after and before < LAST_DAY else before
        plan = replace(plan, preferred=replace(plan.filters, after=after, before=later))
    words = ", ".join(period.words for period in periods)
    return plan.interpreted(Interpretation(InterpretationKind.DATES, words, _span(after, before)))


def _is_of_late(plan: QueryPlan) -> bool:
    """Whether its days go with today: "this week", "yesterday"."""
    return not any(_CALENDAR.search(one.words) for one in plan.periods)


def _with_newest_days(plan: QueryPlan) -> QueryPlan:
    """The plan with the newest articles in the place of its days, to which none comes."""
    without = plan.without_days()
    read = tuple(
        replace(one, meaning="the newest articles") if one.kind == InterpretationKind.DATES else one
        for one in plan.interpretations
    )
    return replace(without, periods=plan.periods, interpretations=read)


def _with_sources(plan: QueryPlan, asked: SourcesAsked) -> QueryPlan:
    kind = InterpretationKind.SOURCES
    named = zip(asked.named, asked.words, strict=True)
    plan = plan.interpreted(
        *(Interpretation(kind, words, name) for name, words in named),
        *(Interpretation(kind, name, f"{name} (no article)") for name in asked.missing),
    )
    if len(asked.named) == 1 and not asked.missing:
        name = asked.named[0]
        preferred = replace(plan.preferred, source=name) if plan.preferred else None
        return replace(plan, filters=replace(plan.filters, source=name), preferred=preferred)
    return replace(plan, sources=asked.named[:MOST], missing_sources=asked.missing)


def _notices(plan: QueryPlan) -> tuple[str, ...]:
    """What the person should know of the question's language, of what the filters did, and of how
    far the articles go."""
    notices = [language_notice(plan.language)] if plan.language else []
    filters: Filters = plan.filters
    undated = 0 if filters.allow_undated else plan.store.undated(filters)
    if undated:
        left_out = (
            "1 article without a date was"
            if undated == 1
            else f"{undated} articles without a date were"
        )
        notices.append(f"{left_out} left out.")
    if newest := _ends_before(plan):
        notices.append(f"The newest article is of {long_day(newest)}.")
    return tuple(notices)


def _ends_before(plan: QueryPlan) -> date | None:
    """The day of the newest article, where the days that were read are all later; None where they
    have not come yet, or where not all articles are asked."""
    all_articles = Filters(as_of=plan.filters.as_of)
    is_of_all = replace(plan.filters, after=None, before=None) == all_articles
    first = min((one.first or date.min for one in plan.periods), default=date.min)
    if not is_of_all or not date.min < first <= (plan.question.as_of or date.today()):
        return None
    newest = _newest_day(plan.store, all_articles)
    return newest if newest and newest < first else None


def _is_now(period: Period, text: str) -> bool:
    """Whether "today" asks for what is so now, not for what happened on this day."""
    return period.words.casefold() == "today" and not _HAPPENED.search(text)


def _span(after: date | None, before: date | None) -> str:
    if after and before:
        return long_days(after, before)
    return f"from {long_day(after)}" if after else f"until {long_day(before)}" if before else ""
