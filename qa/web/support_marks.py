"""How well a sentence is supported: a quiet mark behind it, and in words what that means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.text.html import NOTHING, Html, lines, one_line
from qa.types import AnswerSentence, Citation


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of support: its name in the style sheet, and its words."""

    css: str
    name: str
    meaning: str


QUOTED = Level("is-quoted", "Quoted", "word for word as the article has it")
WELL = Level("is-well", "Well supported", "what it cites says so, as far as the checker can tell")
PARTLY = Level("is-partly", "Partly supported", "what it cites seems to say so")
BARELY = Level("is-barely", "Doubtful", "what it cites may not say all of it; read the quotation")
LEVELS = (QUOTED, WELL, PARTLY, BARELY)

WELL_FROM, PARTLY_FROM = 0.85, 0.65
"""Least support for these levels; below `qa.verification.overlap.SUPPORT_THRESHOLD` nothing is shown."""


def level_of(sentence: AnswerSentence, citations: Sequence[Citation]) -> Level:
    """How well a sentence is supported by those of `citations` that it has."""
    own = " ".join(one.quote for one in citations if one.number in sentence.citations)
    if one_line(sentence.text) in one_line(own):
        return QUOTED
    if sentence.support >= WELL_FROM:
        return WELL
    return PARTLY if sentence.support >= PARTLY_FROM else BARELY


def render_mark(level: Level) -> Html:
    """The mark behind a sentence."""
    return Html(
        '<span class="support {}" role="img" aria-label="{}" title="{}: {}"></span>'
    ).format(level.css, level.name, level.name, level.meaning)


def render_legend(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> Html:
    """What the marks of these sentences mean, each once, the best first."""
    found = {level_of(one, citations) for one in sentences}
    if not found:
        return NOTHING
    return Html('<p class="supports">{}</p>').format(
        lines(_entry(level) for level in LEVELS if level in found)
    )


def _entry(level: Level) -> Html:
    return Html('<span><span class="support {}" aria-hidden="true"></span> {}: {}</span> ').format(
        level.css, level.name, level.meaning
    )
