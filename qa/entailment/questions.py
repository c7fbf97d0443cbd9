"""A question in a claim's place: a text that answers it "supports" it.

The network learned so from questions that each have a line that answers, or only looks as if it did
(`eval.entailment.near_misses`).
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.cross_encoder.layout import heading_of
from qa.entailment import load_entailment_model
from qa.log_odds import log_odds
from qa.question import QuestionKind
from qa.types import EvidenceSentence

KINDS = (QuestionKind.FACT, QuestionKind.EXPLANATION)
"""What is asked for by the questions that it learned from."""
SUREST = 0.999
"""The network is not believed to be surer than this."""


def as_claim(question: str) -> str:
    """A question as the network reads it in a claim's place."""
    return f"{question.strip().rstrip('?! ')}?"


def log_odds_of_answering(query: str, sentences: Sequence[EvidenceSentence]) -> list[float]:
    """How likely each sentence answers a question for a fact or an explanation: log-odds.

    Raises:
        ModelError: the network cannot be loaded.
    """
    read = load_entailment_model().predict(
        as_claim(query),
        [heading_of(one.hit) for one in sentences],
        [" ".join(one.in_context) for one in sentences],
    )
    return [log_odds(one.supported, 1 - SUREST) for one in read]
