"""How well a sentence is supported by what it cites: the levels, and what their marks mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qa.types import AnswerSentence, Citation
from qa.web.render.jinja import NOTHING, render


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of support: its class in the style sheet, its name and what it means."""

    css: str
    name: str
    meaning: str


QUOTED = Level("is-quoted", "Quoted", "word for word as the article has it")
WELL = Level("is-well", "Well supported", "what it cites says so, as far as the checker can tell")
PARTLY = Level("is-partly", "Partly supported", "what it cites seems to say so")
BARELY = Level("is-barely", "Doubtful", "what it cites may not say all of it; read the quotation")
LEVELS = (QUOTED, WELL, PARTLY, BARELY)
"""The best first."""

WELL_FROM, PARTLY_FROM = 0.85, 0.65
"""Least support for these levels. Sentences below `qa.verification.overlap.SUPPORT_THRESHOLD` are
not in an answer."""


def level_of(sentence: AnswerSentence, citations: Sequence[Citation]) -> Level:
    """How well a sentence is supported by those of `citations` that it names."""
    own = " ".join(one.quote for one in citations if one.number in sentence.citations)
    if one_line(sentence.text) in one_line(own):
        return QUOTED
    if sentence.support >= WELL_FROM:
        return WELL
    return PARTLY if sentence.support >= PARTLY_FROM else BARELY


def render_legend(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> Markup:
    """What the marks behind these sentences mean, each once, the best first."""
    found = {level_of(one, citations) for one in sentences}
    if not found:
        return NOTHING
    return render("support_legend.html.j2", levels=[one for one in LEVELS if one in found])


def one_line(text: str) -> str:
    """The text with each run of spaces and line breaks as one space."""
    return " ".join(text.split())
