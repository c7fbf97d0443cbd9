"""Ranking of passages and of their articles, scored by ir-measures (trec_eval beneath).

What counts as one relevant item has to be fixed before a ranking can be scored, and several
overlapping passages may hold the same gold quotation, or one passage several. Here an item is a
gold quotation, found at the rank of the first passage that holds it:

- a later passage that holds only what was found takes up its rank as any irrelevant one does; it
  is no item that could be missed, so nothing is lost twice;
- quotations first held by the same passage are found together. A rank can hold one item, so for
  mrr, map and ndcg they are one; recall counts each of them (each is a query of its own).

A ranking that holds all gold as early as can be scores 1. Articles are ranked in the order of
their first passage. Only the first ten listed passages count: some pipelines list more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ir_measures
from ir_measures import AP, RR, R, Success, nDCG

from eval.case import Case, Scores

DEPTH = 10
_RECALLS = {f"recall@{k}": R @ k for k in (1, 5, DEPTH)}
_RANKED = {
    "mrr@10": RR @ DEPTH,
    "map@10": AP @ DEPTH,
    "ndcg@10": nDCG @ DEPTH,
    **{f"hits@{k}": Success @ k for k in (1, 4, DEPTH)},
}
_CURVE = {str(k): R @ k for k in range(1, DEPTH + 1)}

Found = Sequence[int | None]
"""For every relevant item its rank, counted from 1; None if it was not found."""


def retrieval(case: Case) -> Scores:
    """Scores of an answerable question with gold; nothing for others.

    `recall@k` is the share of the gold among the first k, `hits@k` whether any gold is there,
    `mrr@10`, `map@10` and `ndcg@10` are trec_eval's, with "passage " or "article " before it.
    `all evidence@10`: whether the first ten passages come from every gold article, only where
    there is more than one.
    """
    if not _applies(case):
        return {}
    passages, articles = _of_passages(case), _of_articles(case)
    scores = {f"passage {name}": value for name, value in _all(passages).items()}
    scores |= {f"article {name}": value for name, value in _all(articles).items()}
    wanted = {span.article_id for span in case.gold}
    if len(wanted) > 1:
        seen = {one["article_id"] for one in listed(case)}
        scores["all evidence@10"] = float(wanted <= seen)
    return scores


def recall_curve(cases: Iterable[Case]) -> list[list[float]]:
    """[k, passage recall@k] for k from 1 to 10, over the questions it applies to."""
    rows = [_recalls(_of_passages(case), _CURVE) for case in cases if _applies(case)]
    if not rows:
        return []
    return [[float(k), sum(row[k] for row in rows) / len(rows)] for k in _CURVE]


def _applies(case: Case) -> bool:
    return case.question.answerable and bool(case.gold)


def listed(case: Case) -> list[Mapping[str, Any]]:
    """The passages that count."""
    return list(case.answer.get("passages") or ())[:DEPTH]


def _of_passages(case: Case) -> Found:
    places = [(one["article_id"], one["start"], one["end"]) for one in listed(case)]
    return [
        next((rank for rank, place in enumerate(places, 1) if span.lies_in(*place)), None)
        for span in dict.fromkeys(case.gold)
    ]


def _of_articles(case: Case) -> Found:
    ranking = list(dict.fromkeys(one["article_id"] for one in listed(case)))
    wanted = dict.fromkeys(span.article_id for span in case.gold)
    return [ranking.index(one) + 1 if one in ranking else None for one in wanted]


def _all(found: Found) -> dict[str, float]:
    ranks = {str(rank) for rank in found if rank}
    missing = {f"missing {number}" for number in range(sum(rank is None for rank in found))}
    relevant = {"q": dict.fromkeys(ranks | missing, 1)}
    return _recalls(found, _RECALLS) | _mean(_RANKED, relevant, {"q": _run(found)})


def _recalls(found: Found, measures: Mapping[str, Any]) -> dict[str, float]:
    relevant = {str(n): {str(rank or "missing"): 1} for n, rank in enumerate(found)}
    return _mean(measures, relevant, {query: _run(found) for query in relevant})


def _run(found: Found) -> dict[str, float]:
    """A ranking as trec_eval wants it: whatever stands at a rank is named by it."""
    last = max((rank for rank in found if rank), default=1)
    return {str(rank): -float(rank) for rank in range(1, last + 1)}


def _mean(
    measures: Mapping[str, Any],
    relevant: Mapping[str, Mapping[str, int]],
    run: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    values = ir_measures.calc_aggregate(measures.values(), relevant, run)
    return {name: float(values[measure]) for name, measure in measures.items()}
