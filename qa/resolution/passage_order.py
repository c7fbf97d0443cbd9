"""The order in which an answer lists its passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from index import Hit
from qa.types import LISTED, Evidence, QueryPlan


def order_passages(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence whose passages have the best of each side among the first, and falling scores.

    Days and sides move passages up, and those that were not read have the search's score.
    """
    hits = [*spread(evidence.hits, evidence.sides, LISTED), *evidence.unread]
    least = accumulate((hit.score for hit in hits), min)
    falling = (replace(hit, score=score) for hit, score in zip(hits, least, strict=True))
    return replace(evidence, hits=tuple(falling), unread=())


def spread(hits: Sequence[Hit], sides: Sequence[Sequence[int]], within: int) -> list[Hit]:
    """The ranking, in which the best of each side is moved up to stand among the first `within`.

    What is best of a side is told by the ranking itself.
    """
    place = {hit.passage: number for number, hit in enumerate(hits)}
    wanted = {
        min(there, key=place.__getitem__)
        for side in sides
        if (there := [passage for passage in side if passage in place])
    }
    late = [hit for hit in hits[within:] if hit.passage in wanted]
    if not late:
        return list(hits)
    first, moved = list(hits[:within]), {hit.passage for hit in late}
    for hit in reversed(hits[:within]):  # the last that no side needs makes room
        if len(first) + len(late) <= within:
            break
        if hit.passage not in wanted:
            first.remove(hit)
    gone = [hit for hit in hits[:within] if hit not in first]
    rest = [hit for hit in hits[within:] if hit.passage not in moved]
    return [*first, *late, *gone, *rest]
