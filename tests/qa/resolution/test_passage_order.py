"""The order in which an answer lists its passages."""

from builders import evidence_of, hit_of, plan_of

from index import Hit
from qa.resolution.passage_order import order_passages, spread
from qa.types import LISTED


def hits(count: int) -> list[Hit]:
    return [hit_of(article=f"a{n}", passage=n, score=1 - n / count) for n in range(count)]


def numbers(found: list[Hit]) -> list[int]:
    return [one.passage for one in found]


def test_the_best_of_each_side_comes_into_sight() -> None:
    found = hits(8)
    assert numbers(spread(found, [(6, 7), (0, 5)], within=3)) == [0, 1, 6, 2, 3, 4, 5, 7]
    assert numbers(spread(found, [(1,), (2, 9)], within=3)) == list(range(8))
    assert numbers(spread(found, [], within=3)) == list(range(8))
    assert sorted(numbers(spread(found, [(5,), (6,), (7,), (4,)], within=3))) == list(range(8))


def test_what_was_not_read_comes_last_and_scores_never_rise() -> None:
    first, *others = hits(LISTED + 2)
    unread = hit_of(article="late", passage=99, score=1.0)
    evidence = evidence_of(hits=(first, *others), sides=((LISTED + 1,),), unread=(unread,))
    ordered = order_passages(plan_of(), evidence)
    assert numbers(list(ordered.hits)) == [*range(LISTED - 1), 11, 9, 10, 99]
    scores = [one.score for one in ordered.hits]
    assert scores == sorted(scores, reverse=True) and not ordered.unread
