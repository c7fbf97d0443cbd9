"""What was read from a question's words: chips that can be taken off, and its kind, which can be
changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from qa.history.exchange import ChatExchange
from qa.i18n import say
from qa.i18n.translation import translated
from qa.question import UNSEARCHED, InterpretationKind, QuestionKind
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


@dataclass(frozen=True, slots=True)
class _Choice:
    """A kind of answer in words, by what a click on it sends."""

    value: str
    words: str
    is_current: bool = False


def render_interpretations(exchange: ChatExchange) -> Markup:
    """The filters that were given, and a chip for each kind of thing that was read; a click on the
    × of a chip asks again without it. Nothing where there is neither."""
    read = exchange.answer.interpretations if exchange.answer else ()
    groups = groupby(read, key=lambda one: one.kind)
    chips = [_chip(kind, list(group)) for kind, group in groups]
    filters = filters_in_words(exchange.filters, exchange.story)
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
        choices=_kinds(exchange, answer),
        number=exchange.number,
    )


def read_in_words(kind: InterpretationKind) -> str:
    """What was read from the question, as its chip is headed."""
    return say(f"asked.{kind.value}")


def _kinds(exchange: ChatExchange, answer: Answer) -> list[_Choice]:
    """The kind of the answer, and what can be chosen instead; a kind that needs no search is none
    that an answer of the articles can be given as."""
    offered = [one for one in QuestionKind if one is answer.kind or one not in UNSEARCHED]
    choices = [
        _Choice(one.value, say(f"kind.{one.value}"), is_current=one is answer.kind)
        for one in offered
    ]
    if exchange.kind:
        choices.append(_Choice("", say("kind.fitting")))  # the kind that the program reads
    return choices


def _chip(kind: InterpretationKind, group: Sequence[Interpretation]) -> _Chip:
    meaning = "" if kind is InterpretationKind.NEWEST else "; ".join(map(_meaning, group))
    words = ", ".join(one.words for one in group if one.words)
    read_from = say("asked.from_words", words=words) if words else ""
    return _Chip(kind.value, read_in_words(kind), meaning, read_from)


def _meaning(one: Interpretation) -> str:
    """What the words were taken for; days and sources are told in words of the program's."""
    if one.kind in (InterpretationKind.DATES, InterpretationKind.SOURCES):
        return translated(one.meaning, "phrase")
    return one.meaning
