"""A question in a claim's place: a text that answers it "supports" it.

The network learned so from questions that each have a line that answers, or only looks as if it did
(`eval.entailment.near_misses`), from the reader's questions beside other sentences of their texts
(`eval.entailment.lists`), and from which of the program's own likeliest sentences answer
(`eval.judged`).
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.cross_encoder.layout import heading_of
from qa.entailment import Entailment, load_entailment_model
from qa.log_odds import log_odds
from qa.types import EvidenceSentence

LEAST = 0.001
"""The network is not believed to be surer than this of anything, nor of its contrary."""


def as_claim(question: str) -> str:
    """A question as the network reads it in a claim's place."""
    return f"{question.strip().rstrip('?! ')}?"


def log_odds_of_answering(query: str, sentences: Sequence[EvidenceSentence]) -> list[float]:
    """How likely each sentence answers a question: log-odds.

    Raises:
        ModelError: the network cannot be loaded.
    """
    return [log_odds(one.supported, LEAST) for one in read_in_context(as_claim(query), sentences)]


def read_in_context(claim: str, sentences: Sequence[EvidenceSentence]) -> list[Entailment]:
    """What each sentence, with the one before it and its heading, says of a claim or a question.

    Raises:
        ModelError: the network cannot be loaded.
    """
    return load_entailment_model().predict(
        claim,
        [heading_of(one.hit) for one in sentences],
        [" ".join(one.in_context) for one in sentences],
    )
