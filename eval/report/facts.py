"""What the sentences of the summary are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.case import Case
from eval.report.outcome import Outcome
from eval.report.words import is_number

ENOUGH = 10
"""Fewer questions than this say nothing about a tag, or a range of confidence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A run with its questions and what became of each."""

    run: Mapping[str, Any]
    cases: Sequence[Case]
    outcomes: Sequence[Outcome]

    def count(self, wanted: Outcome) -> int:
        """How many questions ended so."""
        return sum(one is wanted for one in self.outcomes)

    @property
    def answerable(self) -> int:
        """How many questions the articles answer."""
        return sum(case.question.answerable for case in self.cases)

    @property
    def answered(self) -> int:
        """How many questions got an answer, right or not."""
        return self.count(Outcome.RIGHT) + self.count(Outcome.WRONG)

    def metric(self, name: str) -> Mapping[str, Any] | None:
        """A measure that has a value and rests on at least one question."""
        one = (self.run.get("metrics") or {}).get(name) or {}
        return one if is_number(one.get("value")) and one.get("count") else None

    def curve(self, name: str) -> Any:
        """One of the curves; None if it is not there."""
        return (self.run.get("curves") or {}).get(name)
