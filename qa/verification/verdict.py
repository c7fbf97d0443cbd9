"""What became of a sentence that a model wrote, and who decides it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from qa.types import EvidenceSentence, VerdictName

MOST_CITED = 4
"""Lines that are found for one sentence; a model may cite more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence stands in what it cites."""

    verdict: VerdictName
    """`contradicted`: what is cited says the contrary; such a sentence is left out."""
    support: float
    """Probability that the citations support it, 0 to 1."""
    cites: tuple[int, ...] = ()
    """The numbers of the lines that do, or that come nearest."""
    reason: str = ""
    """Why it is not verified, in words that follow "because"; empty where it is."""
    is_absence: bool = False
    """Whether it is verified that what was read does not tell something: no line can be quoted."""

    @property
    def holds(self) -> bool:
        """Whether it is verified."""
        return self.verdict == "verified"


class Verifier(Protocol):
    """Holds a sentence against the evidence that a model was shown."""

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """The verdict on `sentence`; its numbers count `evidence` from 1.

        Args:
            question: As it was searched; its names need no citation.
            cites: The numbers that the sentence gives, possibly none.
        """
        ...
