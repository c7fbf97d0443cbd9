"""A plan to passages: the whole question, each part and each source searched, and merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import Filters, Hit
from qa.question import InterpretationKind
from qa.types import QueryPlan, Retrieved

OF_DAYS = 6
"""Passages of preferred days that are read in any case."""
KEPT = 3
"""Passages of each part that are read in any case."""


def search(plan: QueryPlan, count: int) -> Retrieved:
    """At most `count` passages, where the store has them; the first of every part among them."""
    retrieved = _retrieve(plan, count)
    if retrieved.hits or not plan.days or not _retrieve(plan.without_days(), 1).hits:
        return retrieved
    where = f" in {plan.filters.source}" if plan.filters.source else ""
    notice = f"There is no article{where} from these days: {plan.days}."
    return replace(retrieved, notices=(notice,))


def _retrieve(plan: QueryPlan, count: int) -> Retrieved:
    store, context = plan.store, plan.context
    whole = store.search(plan.focus, count, plan.filters, context)
    if plan.preferred:
        preferred = store.search(plan.focus, OF_DAYS, plan.preferred, context)
        whole = _beside(whole, preferred, count)
    parts = [store.search(text, count, filters, context) for text, filters in _searches(plan)]
    if not parts:
        return Retrieved(tuple(whole))
    return Retrieved(
        tuple(_merged(whole, parts, count)),
        tuple(tuple(hit.passage for hit in part[:KEPT]) for part in parts),
    )


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
    """Every part by itself, under the source that it names; every other source with the whole."""
    left = list(plan.sources)
    for part in plan.parts:
        own = [name for name in plan.sources if _is_named(name, part, plan)]
        left = [name for name in left if name not in own]
        yield part, replace(plan.filters, source=own[0]) if len(own) == 1 else plan.filters
    for name in left:
        yield plan.focus, replace(plan.filters, source=name)


def _is_named(source: str, part: str, plan: QueryPlan) -> bool:
    """Whether a part has the words by which the question names a source."""
    return any(
        one.kind == InterpretationKind.SOURCES and one.meaning == source and one.words in part
        for one in plan.interpretations
    )


def _merged(whole: Sequence[Hit], parts: Sequence[Sequence[Hit]], count: int) -> list[Hit]:
    """The first of each part, then the whole's, then what is left of the parts by turns."""
    best: dict[int, Hit] = {}
    for hit in (*whole, *(hit for part in parts for hit in part)):
        known = best.get(hit.passage)
        best[hit.passage] = hit if known is None or hit.score > known.score else known
    first = [part[rank].passage for rank in range(KEPT) for part in parts if rank < len(part)]
    room = max(count - len(set(first)), count // 2)
    chosen = dict.fromkeys([hit.passage for hit in whole[:room]] + first)
    chosen |= dict.fromkeys(hit.passage for hit in whole)
    order = sorted(list(chosen)[:count], key=lambda passage: -best[passage].score)
    return [best[passage] for passage in order]
