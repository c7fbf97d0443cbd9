"""The checker: whether a text supports a claim, contradicts it, or does not say.

network    runs the graph that ships with the package
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from qa.entailment.network import Stance, packaged

__all__ = ["ClaimReader", "Stance", "load_checker"]


class ClaimReader(Protocol):
    """Reads texts beside a claim."""

    def judge(self, claim: str, headings: Sequence[str], texts: Sequence[str]) -> list[Stance]:
        """What each text says of the claim, in order; `headings` stand before the texts."""
        ...


@cache
def load_checker() -> ClaimReader:
    """The checker that ships with the package.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return packaged()
