"""Passages for a question as it was understood: found whole, by part and by source, and merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import Filters, Hit, Store
from qa.question import Kind
from qa.query import Understanding

OF_DAYS = 6
"""Passages of preferred days that are read in any case."""
KEPT = 3
"""Passages of each part that are read in any case."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found."""

    hits: list[Hit]
    """Best first, each once."""
    parts: tuple[tuple[int, ...], ...] = ()
    """For each part that was searched by itself, its best passages by number."""


def retrieve(understood: Understanding, store: Store, count: int) -> Retrieved:
    """At most `count` passages, where the store has them; the first of every part among them."""
    text, context = understood.asked, understood.context
    whole = store.search(text, count, understood.filters, context)
    if understood.preferred:
        whole = _beside(whole, store.search(text, OF_DAYS, understood.preferred, context), count)
    parts = [store.search(text, count, filters, context) for text, filters in _searches(understood)]
    if not parts:
        return Retrieved(whole)
    return Retrieved(
        _merged(whole, parts, count),
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


def _searches(understood: Understanding) -> Iterator[tuple[str, Filters]]:
    """Every part by itself, under the source that it names; every other source with the whole."""
    filters = understood.filters
    left = list(understood.sources)
    for part in understood.parts:
        own = [name for name in understood.sources if _is_named(name, part, understood)]
        left = [name for name in left if name not in own]
        yield part, replace(filters, source=own[0]) if len(own) == 1 else filters
    for name in left:
        yield understood.asked, replace(filters, source=name)


def _is_named(source: str, part: str, understood: Understanding) -> bool:
    """Whether a part has the words by which the question names a source."""
    return any(
        one.kind == Kind.SOURCES and one.meaning == source and one.words in part
        for one in understood.told
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


def spread(hits: Sequence[Hit], parts: Sequence[Sequence[int]], within: int) -> list[Hit]:
    """The ranking, in which the best of each part is moved up to stand among the first `within`.

    What is best of a part is told by the ranking itself.
    """
    place = {hit.passage: number for number, hit in enumerate(hits)}
    wanted = {
        min(there, key=place.__getitem__)
        for part in parts
        if (there := [passage for passage in part if passage in place])
    }
    late = [hit for hit in hits[within:] if hit.passage in wanted]
    if not late:
        return list(hits)
    first, moved = list(hits[:within]), {hit.passage for hit in late}
    for hit in reversed(hits[:within]):  # the last that no part needs makes room
        if len(first) + len(late) <= within:
            break
        if hit.passage not in wanted:
            first.remove(hit)
    gone = [hit for hit in hits[:within] if hit not in first]
    rest = [hit for hit in hits[within:] if hit.passage not in moved]
    return [*first, *late, *gone, *rest]
