"""Measures of the ranking of passages, and of their articles; ir-measures computes them.

What counts as one relevant item has to be fixed before a ranking can be scored, since several
overlapping passages may hold the same gold quotation, and one passage may hold several. Here an
item is a gold quotation, found at the rank of the first passage that holds all of it:

- A later passage that holds only quotations found before takes up its rank, as an irrelevant one
  does. It is not counted as an item that could be missed.
- Quotations first held by the same passage are found together. A rank can hold one item only, so
  MRR, MAP and nDCG count them as one; recall counts each of them.

A ranking in which every gold quotation comes as early as possible scores 1. Articles are ranked
in the order of their first passage. Only the first ten passages count: some pipelines list more.

With rel(i) = 1 where rank i is relevant, else 0, and n relevant items, one question scores

    Recall@k  share of the relevant items with a rank of k or less
    Hit@k     1 if there is one with a rank of k or less, else 0 (trec_eval: success)
    MRR@10    1 / rank of the first relevant item, 0 if that is above 10
    MAP@10    1/n * sum over i <= 10 of rel(i) * precision@i (average precision)
    nDCG@10   sum over i <= 10 of rel(i) / log2(i + 1), divided by the same sum of an ideal
              ranking (Järvelin and Kekäläinen, TOIS 2002)

and reports give the mean over the questions. Formulas: Manning, Raghavan and Schütze,
Introduction to Information Retrieval, 2008, chapter 8. MultiHop-RAG (Tang and Yang, COLM 2024)
describes its Hits@k as the share of the evidence, which is Recall@k here; its scorer computes
Hit@k.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ir_measures
from ir_measures import AP, RR, R, Success, nDCG

from eval.case import Case, Scores

DEPTH = 10
"""Passages of an answer that count."""
_RECALLS = {f"recall@{k}": R @ k for k in (1, 5, DEPTH)}
_RANKED = {
    "mrr@10": RR @ DEPTH,
    "map@10": AP @ DEPTH,
    "ndcg@10": nDCG @ DEPTH,
    **{f"hit@{k}": Success @ k for k in (1, 4, DEPTH)},
}
_CURVE = {str(k): R @ k for k in range(1, DEPTH + 1)}

Ranks = Sequence[int | None]
"""For every relevant item its rank, counted from 1; None if it was not found."""


def retrieval(case: Case) -> Scores:
    """Measures of an answerable question with gold; nothing for others.

    The keys above in small letters are for passages; with `article_` before them, for articles.
    `article_recall_all@10`, where there is more than one gold article: 1 if the first ten passages
    come from all of them, else 0.
    """
    if not _applies(case):
        return {}
    scores = _all(_passage_ranks(case))
    scores |= {f"article_{name}": value for name, value in _all(_article_ranks(case)).items()}
    wanted = {span.article_id for span in case.gold}
    if len(wanted) > 1:
        seen = {one["article_id"] for one in first_passages(case)}
        scores["article_recall_all@10"] = float(wanted <= seen)
    return scores


def recall_curve(cases: Iterable[Case]) -> list[list[float]]:
    """[k, mean Recall@k of passages] for k from 1 to 10; empty where it applies to no case."""
    rows = [_recalls(_passage_ranks(case), _CURVE) for case in cases if _applies(case)]
    if not rows:
        return []
    return [[float(k), sum(row[k] for row in rows) / len(rows)] for k in _CURVE]


def _applies(case: Case) -> bool:
    return bool(case.question.answerable and case.gold)


def first_passages(case: Case) -> list[Mapping[str, Any]]:
    """The passages that count: the first `DEPTH` of the answer."""
    return list(case.answer.get("passages") or ())[:DEPTH]


def _passage_ranks(case: Case) -> Ranks:
    places = [(one["article_id"], one["start"], one["end"]) for one in first_passages(case)]
    return [
        next((rank for rank, place in enumerate(places, 1) if span.is_within(*place)), None)
        for span in dict.fromkeys(case.gold)
    ]


def _article_ranks(case: Case) -> Ranks:
    ranking = list(dict.fromkeys(one["article_id"] for one in first_passages(case)))
    wanted = dict.fromkeys(span.article_id for span in case.gold)
    return [ranking.index(one) + 1 if one in ranking else None for one in wanted]


def _all(ranks: Ranks) -> dict[str, float]:
    found = {str(rank) for rank in ranks if rank}
    missing = {f"missing {number}" for number in range(sum(rank is None for rank in ranks))}
    relevant = {"q": dict.fromkeys(found | missing, 1)}
    return _recalls(ranks, _RECALLS) | _mean(_RANKED, relevant, {"q": _run(ranks)})


def _recalls(ranks: Ranks, measures: Mapping[str, Any]) -> dict[str, float]:
    """Recall by way of a query for each item, since several may share a rank."""
    relevant = {str(n): {str(rank or "missing"): 1} for n, rank in enumerate(ranks)}
    return _mean(measures, relevant, {query: _run(ranks) for query in relevant})


def _run(ranks: Ranks) -> dict[str, float]:
    """The ranking in trec_eval's form: documents, here named by their rank, with scores."""
    last = max((rank for rank in ranks if rank), default=1)
    return {str(rank): -float(rank) for rank in range(1, last + 1)}


def _mean(
    measures: Mapping[str, Any],
    relevant: Mapping[str, Mapping[str, int]],
    run: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    values = ir_measures.calc_aggregate(measures.values(), relevant, run)
    return {name: float(values[measure]) for name, measure in measures.items()}
