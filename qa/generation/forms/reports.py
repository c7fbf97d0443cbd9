"""Which reports an overview or a timeline tells of, and what of each speaks of it: whole passages,
of a roundup of several stories its paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from index import Filters
from index.sentences import ends_as_sentence
from qa.text.weights import share_of
from qa.types import Evidence, EvidenceSentence, QueryPlan, ScoredSentence

ARTICLES = 8
"""Reports that are told of."""
BEHIND = 5.0
"""Logits that a report concerned may stand behind the first, unless it is of its story."""
SPEAKS = 0.5
"""Share of the question's word weight that a report, or a passage, has to have …"""
NEAR, NEAREST = 0.5, 0.9
"""… or its cosine, itself and as a share of the nearest one's: of a flood may be told as of a storm
and houses under water."""
OF_PARAGRAPH = 0.6
"""What of `SPEAKS` a paragraph of a roundup has to have, which is shorter than a passage."""
_PARAGRAPH_END = "\n\n"


def concerned(
    plan: QueryPlan, evidence: Evidence, weights: Mapping[str, float]
) -> list[list[ScoredSentence]]:
    """The reports that the question is about, each with its sentences that speak of it: the
    likeliest first, or the newest, where the newest is asked for."""
    score: dict[str, float] = {}
    for hit in evidence.hits:
        score[hit.article_id] = max(score.get(hit.article_id, -99.0), hit.score)
    names = sorted(score, key=lambda name: -score[name])
    top = max(score.values(), default=0.0)
    roundups = plan.store.roundups(names)
    telling = _telling(plan, evidence, weights, roundups)
    story = plan.store.story_of(names[0]) if names else None

    def may_be_told(name: str) -> bool:
        is_of_story = bool(plan.filters.story or (story and plan.store.story_of(name) == story))
        return is_of_story or score[name] >= top - BEHIND

    likely = [name for name in names if name in telling and may_be_told(name)]
    days = {hit.article_id: hit.date for hit in evidence.hits}
    if plan.wants_newest:
        likely.sort(key=lambda name: days[name] or date.min, reverse=True)
    if plan.preferred:  # of these days alone, where there are reports of them
        within = Filters(after=plan.preferred.after, before=plan.preferred.before)
        then = [name for name in likely if within.admits(None, days[name], ())]
        likely = then if len(then) > 1 else likely
    if plan.is_survey and plan.filters.story:
        likely = _spread(likely, ARTICLES)
    if likely:
        return [telling[name] for name in likely[:ARTICLES]]
    first = next((name for name in names if name not in roundups), None)
    own = [one for one in evidence.sentences if one.sentence.hit.article_id == first]
    return [own] if own else []


def _telling(
    plan: QueryPlan, evidence: Evidence, weights: Mapping[str, float], roundups: Set[str]
) -> dict[str, list[ScoredSentence]]:
    """For each report its sentences that speak of the topic.

    They are those of the passages that speak of it, or all, where only the passages together do.
    Of a roundup they are those of the paragraphs that do.
    """
    least = SPEAKS if weights and not plan.is_survey else 0.0
    near = max(NEAR, NEAREST * max((hit.cosine or 0.0 for hit in evidence.hits), default=0.0))
    passages: set[int] = set()
    terms_of: dict[str, set[str]] = {}
    for hit in evidence.hits:
        terms = plan.store.terms(f"{hit.title} {hit.text}")
        terms_of.setdefault(hit.article_id, set()).update(terms)
        if share_of(weights, terms) >= least or (hit.cosine or 0.0) > near:
            passages.add(hit.passage)
    in_part = {hit.article_id for hit in evidence.hits if hit.passage in passages}
    together = {name for name, terms in terms_of.items() if share_of(weights, terms) >= least}
    together -= in_part
    telling: dict[str, list[ScoredSentence]] = {}
    for one in evidence.sentences:
        hit = one.sentence.hit
        if hit.article_id in roundups:
            paragraph = plan.store.terms(_paragraph(one.sentence))
            is_told = share_of(weights, paragraph) >= least * OF_PARAGRAPH
        else:
            is_told = hit.passage in passages or hit.article_id in together
        if is_told:
            telling.setdefault(hit.article_id, []).append(one)
    return telling


def _paragraph(sentence: EvidenceSentence) -> str:
    """The paragraph of its passage in which a sentence stands, with what is written above it."""
    text, start = sentence.hit.text, sentence.start - sentence.hit.start
    first = text.rfind(_PARAGRAPH_END, 0, max(0, start)) + 1
    last = text.find(_PARAGRAPH_END, start)
    above = text[:first].rstrip().rpartition(_PARAGRAPH_END)[2]
    heading = "" if ends_as_sentence(above) else above
    return f"{heading} {text[first : last if last >= 0 else len(text)]}"


def _spread(names: Sequence[str], most: int) -> list[str]:
    """So many of them, the first and the last among them, at even distances."""
    if len(names) <= most:
        return list(names)
    return [names[round(place * (len(names) - 1) / (most - 1))] for place in range(most)]
