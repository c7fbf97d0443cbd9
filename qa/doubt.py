"""What tells whether the articles answer a question at all.

Each feature is a plain number of what was found; `qa.chooser` weighs them to `confidence`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index import Store
from qa import features
from qa.evidence import EvidenceSentence
from qa.features import LEAST, Asked, names_in

NAMES = (
    "bias",
    "best",  # score of the best sentence
    "margin",  # its lead over the next
    "cosine",  # of question and best sentence
    "cosine_before",  # ... and the sentence before it
    "relevance_first",  # the reader's likeliest passage answers: a logit
    "relevance_others",  # the mean of the two after it
    "found",  # share of the question's word weight that stands in any of the passages
    "found_names",  # share of its names and numbers that do
    "words",  # of the question, 1 at `MANY_WORDS`
    "words_relevance",  # the likeliest passage's logit for a question of many words
    *(f"best_{name}" for name in features.NAMES),  # of the best sentence
)
MANY_WORDS = 24

Row = NDArray[np.float64]


def doubt_row(
    asked: Asked,
    sentences: Sequence[EvidenceSentence],
    table: NDArray[np.float64],
    scores: Row,
    store: Store,
) -> Row:
    """The features of what was found: shape (len(NAMES),).

    Args:
        table: Features of the sentences, one row each, as `qa.features` gives them.
        scores: What the sentences were ranked by; their shape is (sentences,).
    """
    order = np.argsort(-scores, kind="stable")
    best = sentences[order[0]]
    margin = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    before = best.before.text if best.before else ""
    question, *vectors = store.embedder().embed([asked.text, best.text, before])
    cosines = [float(vector @ question) for vector in vectors]
    relevance = {s.hit.passage: max(s.relevance, LEAST) for s in sentences}
    likely = [*sorted(relevance.values(), reverse=True), LEAST, LEAST][:3]
    hits = {s.hit.passage: s.hit for s in sentences}.values()
    found = set[str]().union(*(store.terms(f"{hit.title} {hit.text}") for hit in hits))
    names = set[str]().union(*(names_in(f"{hit.title} {hit.text}") for hit in hits))
    words = min(1.0, len(asked.text.split()) / MANY_WORDS)
    return np.array(
        [
            1.0,
            scores[order[0]],
            margin,
            cosines[0],
            cosines[1] if before else 0.0,
            likely[0],
            (likely[1] + likely[2]) / 2,
            asked.share(found),
            len(asked.names & names) / len(asked.names) if asked.names else 1.0,
            words,
            words * likely[0],
            *table[order[0]],
        ]
    )
