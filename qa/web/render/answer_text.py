"""The text of an answer: a chip for each citation, a mark for how well each sentence holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from qa.generation.answer_parts import parts
from qa.types import Answer, AnswerSentence, Citation
from qa.web.render.jinja import render
from qa.web.render.support_levels import Level, level_of

_HALF_MARKER = re.compile(r"\s*\[[\d\s,;–-]*$")


@dataclass(frozen=True, slots=True)
class _Chip:
    """A citation's number in the text; `hint` is the id of the element with its quotation."""

    citation: Citation
    hint: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """The mark behind a sentence, and what it says when it is pointed at."""

    level: Level
    words: str

    @classmethod
    def of(cls, sentence: AnswerSentence, citations: Sequence[Citation]) -> _Mark:
        level = level_of(sentence, citations)
        return cls(level, f"{level.name}: {sentence.reason or level.meaning}")


def render_answer_text(answer: Answer, exchange: int = 1) -> Markup:
    """The text with a button for each of its markers.

    Args:
        exchange: Number of the exchange; makes the ids of its elements unlike those of others.
    """
    hints = (f"hint-{exchange}-{place}" for place in count())
    pieces: list[tuple[str, str | _Chip | _Mark]] = []
    for part in parts(answer):
        if isinstance(part, Citation):
            pieces.append(("chip", _Chip(part, next(hints))))
        elif isinstance(part, AnswerSentence):
            pieces.append(("support", _Mark.of(part, answer.citations)))
        else:
            lines = part.split("\n\n")
            pieces.append(("text", lines[0]))
            for line in lines[1:]:
                pieces += [("break", ""), ("text", line)]
    return render("answer_text.html.j2", pieces=pieces)


def shown_draft(draft: str) -> str:
    """The sentence that is being written, without a marker of which only a part is there."""
    return _HALF_MARKER.sub("", draft)
