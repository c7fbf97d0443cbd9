"""What was read from a question's words: chips that can be taken off, and its kind, which can be
changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from qa.history.exchange import ChatExchange
from qa.i18n import say
from qa.question import InterpretationKind, QuestionKind
from qa.types import Answer, Interpretation
from qa.web.render.jinja import NOTHING, render
from qa.web.render.words import filters_in_words


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


def render_interpretations(exchange: ChatExchange) -> Markup:
    """The filters that were given, and a chip for each kind of thing that was read; a click on the
    × of a chip asks again without it. Nothing where there is neither."""
    read = exchange.answer.interpretations if exchange.answer else ()
    groups = groupby(read, key=lambda one: one.kind)
    chips = [_chip(kind, list(group)) for kind, group in groups]
    filters = filters_in_words(exchange.filters)
    if not filters and not chips:
        return NOTHING
    return render(
        "interpretations.html.j2",
        filters=filters,
        chips=chips,
        is_done=exchange.is_done,
        number=exchange.number,
    )


def render_kind(exchange: ChatExchange) -> Markup:
    """The kind of question, with a menu of the others; nothing where it was not answered."""
    answer = exchange.answer
    if answer is None or exchange.problem is not None:
        return NOTHING
    return render(
        "kind.html.j2",
        kind=say(f"kind.{answer.kind.value}"),
        is_answered=answer.status == "answered",
        others=_other_kinds(exchange, answer),
        number=exchange.number,
    )


def read_in_words(kind: InterpretationKind) -> str:
    """What was read from the question, as its chip is headed."""
    return say(f"asked.{kind.value}")


def _other_kinds(exchange: ChatExchange, answer: Answer) -> dict[str, str]:
    """What can be chosen instead: the words for it by what the click sends."""
    others = {kind.value: kind.value for kind in QuestionKind if kind is not answer.kind}
    if exchange.kind:
        others[""] = "fitting"  # the kind that the program reads
    return {value: say(f"kind.{name}") for value, name in others.items()}


def _chip(kind: InterpretationKind, group: Sequence[Interpretation]) -> _Chip:
    meaning = "" if kind is InterpretationKind.NEWEST else "; ".join(one.meaning for one in group)
    words = ", ".join(one.words for one in group if one.words)
    read_from = say("asked.from_words", words=words) if words else ""
    return _Chip(kind.value, read_in_words(kind), meaning, read_from)
