"""Entailment: whether a text supports a claim, contradicts it, or does not say.

network    a small network, which ships with the package
modality   a claim that drops, or adds, "not", "expected", "allegedly"
assertion  whether a text says of the claim's verb that it happened
antonyms   a claim with the opposite of a word
reversals  a claim with what a text says turned round: "before" for "after"
units      a claim with a figure in another unit
questions  a question in a claim's place: whether a text answers it
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from qa.entailment.network import Entailment, packaged

__all__ = ["Entailment", "EntailmentModel", "load_entailment_model"]


class EntailmentModel(Protocol):
    """Reads texts beside a claim."""

    def predict(
        self, claim: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[Entailment]:
        """What each text says of the claim, in order; `headings` stand before the texts."""
        ...


@cache
def load_entailment_model() -> EntailmentModel:
    """The network that ships with the package.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return packaged()
