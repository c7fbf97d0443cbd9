"""The probability that an overview or a timeline tells of what was asked.

Whatever is asked, some reports come nearest: whether they speak of the topic at all, a logistic
regression says, on topics of reports asked for when these had appeared, and on the day before, and
on natural questions asked of archives that tell of their topic, and of others (`python -m
eval.fit_digests`, which writes the weights to `digest_confidence.json`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from qa.question import QuestionKind
from qa.resolution.logistic import LEAST, load_logistic
from qa.resolution.preferred_days import leaves_days_out
from qa.text.clauses import names_in
from qa.text.weights import share_among, share_of
from qa.types import Evidence, QueryPlan

NAMES = (
    "passage",  # score of the likeliest passage
    "relevance",  # the reader's logit of the most relevant one
    "cosine",  # of question and nearest passage
    "title_terms",  # the greatest share of the topic's word weight that a title has …
    "passage_terms",  # … a passage with its title …
    "report_terms",  # … and all that was read of a report
    "report_names",  # the greatest share of the topic's names in a report
    "other_days",  # the likeliest sentence is of other days than asked, and does not name them
)
HOLDS: Mapping[QuestionKind, float] = {QuestionKind.OVERVIEW: 0.82, QuestionKind.TIMELINE: 0.69}
"""Share of digests of a topic that is there which hold what they were asked for, of 172 and 117: it
is harder to tell every step than to tell the gist."""


def digest_confidence(plan: QueryPlan, evidence: Evidence) -> float:
    """The probability that a digest of this evidence, of which there is some, is right."""
    speaks = load_logistic("digest_confidence.json", NAMES)
    return HOLDS[plan.kind] * speaks.probability(features(plan, evidence))


def features(plan: QueryPlan, evidence: Evidence) -> NDArray[np.float64]:
    """What the probability is computed from: shape (len(NAMES),)."""
    terms = plan.store.terms
    weights = plan.store.term_weights(plan.topic)
    names = [terms(name) for name in names_in(plan.topic)]
    reports: defaultdict[str, set[str]] = defaultdict(set)
    passages, titles = [], []
    for hit in evidence.hits:
        passage = terms(f"{hit.title} {hit.text}")
        reports[hit.article_id] |= passage
        passages.append(share_of(weights, passage))
        titles.append(share_of(weights, terms(hit.title)))
    values = (
        max(hit.score for hit in evidence.hits),
        max(LEAST, max(one.sentence.relevance for one in evidence.sentences)),
        max(hit.cosine or 0.0 for hit in evidence.hits),
        max(titles),
        max(passages),
        max(share_of(weights, report) for report in reports.values()),
        max(share_among(names, report) for report in reports.values()),
        float(leaves_days_out(plan, evidence)),
    )
    return np.array(values, dtype=np.float64)
