"""What was read from a question's words: chips under it, each of which can be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from qa.history.exchange import Exchange
from qa.question import InterpretationKind
from qa.types import Interpretation
from qa.web.render.jinja import NOTHING, render

NAMES = {
    InterpretationKind.CONVERSATION: "Searched as",
    InterpretationKind.DATES: "Days",
    InterpretationKind.NEWEST: "Newest first",
    InterpretationKind.SOURCES: "Source",
    InterpretationKind.COMPARISON: "Compared",
    InterpretationKind.SPELLING: "Spelling",
}


@dataclass(frozen=True, slots=True)
class _Chip:
    """The interpretations of one kind; `title` says the words that they were read from."""

    kind: str
    name: str
    meaning: str
    title: str

    @property
    def label(self) -> str:
        """What a screen reader says of the chip."""
        return f"{self.name} {self.meaning}".strip()


def render_interpretations(exchange: Exchange) -> Markup:
    """A chip for each kind of thing that was read; a click on its × asks again without it."""
    if exchange.answer is None or not exchange.answer.interpretations:
        return NOTHING
    groups = groupby(exchange.answer.interpretations, key=lambda one: one.kind)
    return render(
        "interpretations.html.j2",
        chips=[_chip(kind, list(group)) for kind, group in groups],
        is_done=exchange.is_done,
        number=exchange.number,
    )


def _chip(kind: InterpretationKind, group: Sequence[Interpretation]) -> _Chip:
    meaning = "" if kind is InterpretationKind.NEWEST else "; ".join(one.meaning for one in group)
    words = ", ".join(one.words for one in group if one.words)
    return _Chip(kind.value, NAMES[kind], meaning, f"From “{words}”" if words else "")
