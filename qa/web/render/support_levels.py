"""How well a sentence is supported by what it cites: the levels, and what their marks mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qa.i18n import say
from qa.types import AnswerSentence, Citation
from qa.web.render.jinja import NOTHING, render


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of support."""

    key: str

    @property
    def css(self) -> str:
        """Its class in the style sheet."""
        return f"is-{self.key}"

    @property
    def name(self) -> str:
        """In a word or two."""
        return say(f"answer.{self.key}")

    @property
    def meaning(self) -> str:
        """In half a sentence."""
        return say(f"answer.{self.key}_means")


QUOTED, VERIFIED, UNVERIFIED = Level("quoted"), Level("verified"), Level("unverified")
_LEAST_TITLE = 30
"""Characters."""
LEVELS = (QUOTED, VERIFIED, UNVERIFIED)
"""The best first."""


def level_of(sentence: AnswerSentence, citations: Sequence[Citation]) -> Level:
    """How well a sentence is supported by those of `citations` that it names."""
    if sentence.verdict == "not_verified":  # its words may stand there, and be denied
        return UNVERIFIED
    own = " ".join(one.quote for one in citations if one.number in sentence.citations)
    return QUOTED if one_line(sentence.text) in one_line(own) else VERIFIED


def render_legend(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> Markup:
    """What the marks behind these sentences mean, each once, the best first."""
    found = {level_of(one, citations) for one in sentences}
    if not found:
        return NOTHING
    return render("support_legend.html.j2", levels=[one for one in LEVELS if one in found])


def opens_with(text: str, title: str) -> bool:
    """Whether a text opens with its title, as where the first sentence serves for one; a few words
    may stand there by chance."""
    opening, shown = title.rstrip("…"), one_line(text)
    common = min(len(opening), len(shown))
    return common >= _LEAST_TITLE and opening[:common] == shown[:common]


def one_line(text: str) -> str:
    """The text with each run of spaces and line breaks as one space."""
    return " ".join(text.split())
