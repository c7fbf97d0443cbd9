"""The data that the sentences of the summary are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.case import Case
from eval.report.formatting import is_number
from eval.report.outcome import Outcome

ENOUGH = 10
"""Questions of a tag, or in a range of confidence, from which on a sentence is made of them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A run with its cases and the outcome of each, in the same order."""

    run: Mapping[str, Any]
    cases: Sequence[Case]
    outcomes: Sequence[Outcome]

    def among(self, *, answerable: bool) -> list[Outcome]:
        """The outcomes of the questions that the articles answer, or of those they do not."""
        return [
            one
            for case, one in zip(self.cases, self.outcomes, strict=True)
            if case.question.answerable is answerable
        ]

    @property
    def answered(self) -> int:
        """How many questions got an answer, right or not."""
        return sum(one in (Outcome.RIGHT, Outcome.WRONG) for one in self.outcomes)

    def metric(self, name: str) -> Mapping[str, Any] | None:
        """A measure by its key; None unless it has a value over at least one question."""
        one = (self.run.get("metrics") or {}).get(name) or {}
        return one if is_number(one.get("value")) and one.get("count") else None

    def curve(self, name: str) -> Any:
        """A curve by its key; None if it is not there."""
        return (self.run.get("curves") or {}).get(name)
