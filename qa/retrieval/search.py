"""A plan to passages: the whole question, each side and each source searched, and merged; each
part that is a question of its own by itself. A survey takes what the newest articles open with, or
where the top stories are asked for, what a report of each of the largest opens with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import zip_longest

from index import Filters, Hit, Store
from index.largest_stories import largest_stories
from qa.llm.profile import Profile
from qa.question import DIGESTS
from qa.retrieval.copies import without_repeats
from qa.retrieval.quoted_before import quoted_before
from qa.retrieval.same_story import reports_of_same_story
from qa.settings import QASettings
from qa.text.topic import names_top_news
from qa.text.wording import either
from qa.types import LISTED, QueryPlan, Retrieved

SHOWN_WHOLE = 40
"""Passages found for a model that is shown whole ones: short ones do not fill its evidence."""
OF_DAYS = 6
"""Passages of preferred days that are read in any case."""
OF_SPOKEN, DEEP = 6, 200
"""Passages of the articles that the answer before quotes that are read in any case, and among how
many of the best they are looked for."""
KEPT = 3
"""Passages of each side that are read in any case."""
DEEPER = 3
"""Times as many passages are searched where copies repeat some of them."""
BEFORE_OPENINGS, OPENINGS = 8, 10
"""Passages of a digest before what its reports open with, and reports of which that is read."""
MOST_OF_STORY = 64
"""Articles of a story, the newest, of which it is told."""
LATELY = timedelta(days=6)
"""Before the newest article: of these days are the top stories, where no others are named."""
FEW_STORIES = 3
"""Where there are no more, the newest articles are told instead."""
OF_PART = 5
"""Passages for each part that is a question of its own."""


def passages_wanted(settings: QASettings, profile: Profile | None) -> int:
    """Passages to search: as many as are read, and no fewer than an answer lists, or than a model
    is shown.

    Args:
        profile: Of the language model that is to write; None where the articles are quoted.
    """
    shown = SHOWN_WHOLE if profile is not None and profile.whole_passages else 0
    return max(LISTED, settings.candidates, shown)


def search(plan: QueryPlan, count: int) -> Retrieved:
    """At most `count` passages, where the store has them; the first of every side among them."""
    retrieved = replace(
        _retrieve(plan, count), parts=tuple(search(part, OF_PART) for part in plan.parts)
    )
    if retrieved.hits or not plan.days or not _retrieve(plan.without_days(), 1).hits:
        return retrieved
    where = f" in {either(plan.filters.all_sources)}" if plan.filters.all_sources else ""
    where += f" tagged {either(plan.filters.tags)}" if plan.filters.tags else ""
    notice = f"There is no article{where} from these days: {plan.days}."
    return replace(retrieved, notices=(notice,))


def _retrieve(plan: QueryPlan, count: int) -> Retrieved:
    store, context = plan.store, plan.context
    if plan.is_survey:
        within = plan.preferred or plan.filters
        if plan.sources:
            within = replace(within, sources=plan.sources)
        if top := _top_stories(plan, within, count):
            return Retrieved(tuple(top))
        opens = partial(store.openings, filters=within)
        if plan.filters.story:  # from its first day on
            count = max(count, min(MOST_OF_STORY, len(store.story_articles(plan.filters.story))))
        return Retrieved(tuple(_each_once(opens, count, store)))

    def found(text: str, count: int, filters: Filters) -> list[Hit]:
        wanted = partial(store.search, text, filters=filters, context=context)
        return _each_once(wanted, count, store)

    text = plan.read_as  # reports of a value seldom say that it changed
    whole = found(text, count, plan.filters)
    spoken_of = frozenset[str]()
    if plan.follows:
        deep = found(text, DEEP, plan.filters)
        spoken_of = quoted_before(plan, deep)
        own = [hit for hit in deep if hit.article_id in spoken_of][:OF_SPOKEN]
        whole = _by_turns(whole, own)[:count]
    if plan.preferred:
        preferred = found(text, OF_DAYS, plan.preferred)
        whole = _beside(whole, preferred, count)
    if plan.kind in DIGESTS:
        whole = _with_openings(whole, plan)[:count]
    sides = [found(text, count, filters) for text, filters in _searches(plan)]
    if not sides:
        return Retrieved(tuple(whole), spoken_of=spoken_of)
    return Retrieved(
        tuple(_merged(whole, sides, count)),
        tuple(tuple(hit.passage for hit in side[:KEPT]) for side in sides),
        spoken_of=spoken_of,
    )


def _top_stories(plan: QueryPlan, within: Filters, count: int) -> list[Hit]:
    """What a report of each of the largest stories opens with, where these are asked for."""
    if within.story or not names_top_news(plan.query):
        return []
    newest = next((one.date for one in plan.store.openings(1, within)), None)
    if newest and not (within.after or within.before):
        within = replace(within, after=newest - LATELY)
    told = [one[0].id for one in largest_stories(plan.store, plan.store.headings(within))]
    return plan.store.openings_of(told[:count]) if len(told) > FEW_STORIES else []


def _each_once(search: Callable[[int], list[Hit]], count: int, store: Store) -> list[Hit]:
    """The first `count` without what copies only repeat; searched deeper where some do."""
    hits = search(count)
    kept = without_repeats(hits, store)
    if len(kept) < len(hits):
        kept = without_repeats(search(DEEPER * count), store)
    return kept[:count]


def _with_openings(ranking: list[Hit], plan: QueryPlan) -> list[Hit]:
    """The ranking, behind whose first passages stands what the first articles open with, and
    others of their story: a report says at once what it is about, in words that a question for a
    summary has not."""
    if not ranking:
        return []
    first = ranking[:BEFORE_OPENINGS]
    of_story = reports_of_same_story(plan, first)
    found = [hit.article_id for hit in ranking]
    reports = list(dict.fromkeys([*found[: len(first)], *of_story, *found]))[:OPENINGS]
    known = {hit.passage: hit for hit in ranking}
    opens = (
        known.get(one.passage, replace(one, score=first[-1].score))
        for one in plan.store.openings_of(reports)
    )
    return list({hit.passage: hit for hit in (*first, *opens, *ranking)}.values())


def _by_turns(one: Sequence[Hit], other: Sequence[Hit]) -> list[Hit]:
    """The hits of both rankings, in turn, each once."""
    pairs = zip_longest(one, other)
    return list({hit.passage: hit for pair in pairs for hit in pair if hit}.values())


def _beside(whole: list[Hit], own: Sequence[Hit], count: int) -> list[Hit]:
    """The ranking, at whose end those of the preferred days stand that are not in it.

    Their score is what it would be at most there: each search scales its own.
    """
    wanted = {hit.passage for hit in own}
    known = {hit.passage for hit in whole}
    least = whole[-1].score if whole else 1.0
    more = [replace(hit, score=hit.score * least) for hit in own if hit.passage not in known]
    room = count - len(more)
    kept = list(whole)
    for hit in reversed(whole):  # the last that are not of these days make room
        if len(kept) <= room:
            break
        if hit.passage not in wanted:
            kept.remove(hit)
    return [*kept, *more][:count]


def _searches(plan: QueryPlan) -> Iterator[tuple[str, Filters]]:
    """Every side by itself, and the whole question in every source."""
    for side in plan.sides:
        yield side, plan.filters
    for name in plan.sources:
        yield plan.query, replace(plan.filters, source=name)


def _merged(whole: Sequence[Hit], sides: Sequence[Sequence[Hit]], count: int) -> list[Hit]:
    """The first `KEPT` of each side and as many of the whole's as there is room for, at least half
    of `count`; the best first."""
    best: dict[int, Hit] = {}
    for hit in (*whole, *(hit for side in sides for hit in side)):
        known = best.get(hit.passage)
        best[hit.passage] = hit if known is None or hit.score > known.score else known
    first = [side[rank].passage for rank in range(KEPT) for side in sides if rank < len(side)]
    room = max(count - len(set(first)), count // 2)
    chosen = dict.fromkeys([hit.passage for hit in whole[:room]] + first)
    chosen |= dict.fromkeys(hit.passage for hit in whole)
    order = sorted(list(chosen)[:count], key=lambda passage: -best[passage].score)
    return [best[passage] for passage in order]
