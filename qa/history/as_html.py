"""A conversation as one HTML file with footnotes, which needs nothing else and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Template

from index.readers.records import web_address
from qa.generation.answer_parts import parts
from qa.history.as_markdown import began
from qa.history.conversations import Conversation
from qa.text.filters import in_words
from qa.text.templates import template_environment
from qa.types import Answer, AnswerSentence, Citation


def as_html(conversation: Conversation) -> str:
    """The conversation as a page: a section for each question, a footnote for each quotation."""
    return _template().render(conversation=conversation)


@cache
def _template() -> Template:
    environment = template_environment(Path(__file__).parent)
    environment.globals.update(
        began=began, in_words=in_words, marked_text=_marked_text, web_address=web_address
    )
    return environment.get_template("conversation.html.j2")


def _marked_text(answer: Answer) -> Iterator[tuple[str | Citation, bool]]:
    """The answer's text in parts, and of each marker whether it is the first with its number."""
    seen: set[int] = set()
    for part in parts(answer):
        if isinstance(part, Citation):
            yield part, part.number not in seen
            seen.add(part.number)
        elif not isinstance(part, AnswerSentence):
            yield part, False
