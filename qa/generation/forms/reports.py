"""Which reports an overview or a timeline tells of, and which of their passages speak of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.text.weights import share_of
from qa.types import Evidence, QueryPlan, ScoredSentence

ARTICLES = 8
"""Reports that are told of, the likeliest."""
BEHIND = 5.0
"""Logits that a report concerned may stand behind the first, unless one asks within its story."""
SPEAKS = 0.5
"""Share of the question's word weight that a report, or a passage, has to have …"""
NEAR, NEAREST = 0.5, 0.9
"""… or its cosine, itself and as a share of the nearest one's: of a flood may be told as of a storm
and houses under water."""


def concerned(
    plan: QueryPlan, evidence: Evidence, weights: Mapping[str, float]
) -> list[list[ScoredSentence]]:
    """The reports that the question is about, the likeliest first, each with the sentences of its
    passages that speak of it."""
    speaking, reports = _speaking(plan, evidence, weights)
    score: dict[str, float] = {}
    for hit in evidence.hits:
        score[hit.article_id] = max(score.get(hit.article_id, -99.0), hit.score)
    names = sorted(score, key=lambda name: -score[name])
    top = max(score.values(), default=0.0)
    likely = [
        name
        for name in names
        if name in reports and (plan.filters.story or score[name] >= top - BEHIND)
    ]
    if plan.preferred:  # of these days alone, where there are reports of them
        days = {hit.article_id: hit.date for hit in evidence.hits}
        then = [name for name in likely if plan.preferred.admits(None, days[name], ())]
        likely = then if len(then) > 1 else likely
    if plan.is_survey and plan.filters.story:
        likely = _spread(likely, ARTICLES)
    likely = likely[:ARTICLES]
    own: dict[str, list[ScoredSentence]] = {name: [] for name in likely or names[:1]}
    in_part = {hit.article_id for hit in evidence.hits if hit.passage in speaking}
    for one in evidence.sentences:
        hit = one.sentence.hit
        if hit.article_id in own and (hit.passage in speaking or hit.article_id not in in_part):
            own[hit.article_id].append(one)
    return [sentences for sentences in own.values() if sentences]


def _speaking(
    plan: QueryPlan, evidence: Evidence, weights: Mapping[str, float]
) -> tuple[set[int], set[str]]:
    """The passages that speak of the topic, each by itself, and the reports that do, in all of
    their passages together: a roundup speaks of others in the rest of its own."""
    least = SPEAKS if weights and not plan.is_survey else 0.0
    near = max(NEAR, NEAREST * max((hit.cosine or 0.0 for hit in evidence.hits), default=0.0))
    passages: set[int] = set()
    reports: set[str] = set()
    terms_of: dict[str, set[str]] = {}
    for hit in evidence.hits:
        terms = plan.store.terms(f"{hit.title} {hit.text}")
        terms_of.setdefault(hit.article_id, set()).update(terms)
        if share_of(weights, terms) >= least or (hit.cosine or 0.0) > near:
            passages.add(hit.passage)
            reports.add(hit.article_id)
    reports |= {name for name, terms in terms_of.items() if share_of(weights, terms) >= least}
    return passages, reports


def _spread(names: Sequence[str], most: int) -> list[str]:
    """So many of them, the first and the last among them, at even distances."""
    if len(names) <= most:
        return list(names)
    return [names[round(place * (len(names) - 1) / (most - 1))] for place in range(most)]
