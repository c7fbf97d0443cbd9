"""The probability that the answer is right, from what is known of its evidence.

A logistic regression on natural questions of every kind but digests, which have one of their own
(`digest_confidence`), answered and judged by `python -m eval.fit_confidence`, which writes the
weights to `confidence.json`. It counts a refused question whose answer the articles do not hold as
one that would have been answered wrongly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.entailment.questions import log_odds_of_answering
from qa.log_odds import log_odds
from qa.question import DIGESTS, UNSEARCHED, QuestionKind
from qa.resolution.digest_confidence import digest_confidence
from qa.resolution.logistic import LEAST, load_logistic
from qa.resolution.preferred_days import leaves_days_out
from qa.text.answer_types import fits, wanted_by
from qa.text.clauses import names_in
from qa.text.weights import share_among, share_of
from qa.types import Evidence, QueryPlan, ScoredSentence

_OTHER_KINDS = tuple(
    kind for kind in QuestionKind if kind not in DIGESTS | UNSEARCHED | {QuestionKind.FACT}
)
NAMES: tuple[str, ...] = (
    "answerability",  # what the ranker says of the articles answering at all, a logit
    "passage",  # score of the likeliest passage
    "passage_lead",  # how far the next article's best is behind
    "relevance",  # the reader's logit of the likeliest sentence's passage
    "first",  # its share of the probability …
    "three",  # … and that of the first three together
    "cosine",  # of question and passage
    "sentence_terms",  # share of the topic's word weight in the sentence
    "passage_terms",  # … and in passage and title
    "names",  # share of the question's names in passage and title
    "type",  # how well the short answer fits what is asked
    "verdict",  # a comparison or yes or no is decided
    "other_days",  # the likeliest sentence is of other days than asked, and does not name them
    *_OTHER_KINDS,
    "checked",  # the most that the entailment network says of the three likeliest: log-odds
    "conversation",  # something was answered before
    "asked_terms",  # how much more of the question as it was typed stands in the sentence …
    "asked_checked",  # … and how much more the network says of it; 0 where nothing was put in
)


ONE_OF_TWO = 0.6
"""What the answer to one of two questions is worth, as a share of its own confidence."""


def estimate_confidence(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with the probability that its answer is right; a survey's stays. That of a
    comparison, or of two questions in one, is at least that of its parts together, as if they were
    independent; of two questions, one alone is worth something, too."""
    if not evidence.sentences or plan.is_survey:
        return evidence
    if plan.kind in DIGESTS:
        return replace(evidence, confidence=digest_confidence(plan, evidence))
    right = load_logistic("confidence.json", NAMES).probability(features(plan, evidence))
    if evidence.parts:
        of_parts = [part.confidence for part in evidence.parts]
        right = max(right, math.prod(of_parts))
        if plan.kind is not QuestionKind.COMPARISON:
            right = max(right, ONE_OF_TWO * max(of_parts))
    return replace(evidence, confidence=right)


def features(plan: QueryPlan, evidence: Evidence) -> NDArray[np.float64]:
    """What the probability is computed from: shape (len(NAMES),)."""
    best = evidence.sentences[0]
    sentence = best.sentence
    hit, terms = sentence.hit, plan.store.terms
    own = [one.score for one in evidence.hits if one.article_id == hit.article_id]
    others = [one.score for one in evidence.hits if one.article_id != hit.article_id]
    top = max(own, default=0.0)
    probabilities = sorted((one.probability for one in evidence.sentences), reverse=True)
    weights = {word: evidence.term_weights.get(word, 0.0) for word in terms(plan.topic)}
    around = terms(f"{hit.title} {hit.text}")
    names = [terms(name) for name in names_in(plan.query)]
    fit = fits(wanted_by(plan.query), sentence.text, *sentence.short_span, terms)
    answers = _answers(plan, evidence.sentences[:3])
    told = share_of(weights, terms(sentence.text))
    more_told = more_answered = 0.0
    if plan.asked != plan.query:
        typed_weights = plan.store.term_weights(plan.asked)
        more_told = share_of(typed_weights, terms(sentence.text)) - told
        more_answered = log_odds_of_answering(plan.asked, [sentence])[0] - max(answers)
    values = (
        log_odds(evidence.answerability, 1e-4),
        top,
        min(6.0, top - max(others, default=top - 6.0)),
        max(LEAST, sentence.relevance),
        min(1.0, best.probability),
        min(1.0, sum(probabilities[:3])),
        hit.cosine or 0.0,
        told,
        share_of(weights, around),
        share_among(names, around),
        fit,
        float(evidence.is_verdict),
        float(leaves_days_out(plan, evidence)),
        *(float(plan.kind is kind) for kind in _OTHER_KINDS),
        max(answers),
        float(bool(plan.question.last_said("assistant"))),
        more_told,
        more_answered,
    )
    return np.array(values, dtype=np.float64)


def _answers(plan: QueryPlan, near: Sequence[ScoredSentence]) -> list[float]:
    """What the entailment network says of each: log-odds that it answers."""
    unread = [one.sentence for one in near if one.answers is None]
    read = log_odds_of_answering(plan.query, unread)
    return [*(one.answers for one in near if one.answers is not None), *read]
