"""A conversation as a file to take along: its name, its kind and its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.history.as_html import as_html
from qa.history.as_markdown import as_markdown
from qa.history.conversations import Conversation

Form = Literal["md", "html"]
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file, not yet written."""

    name: str
    media_type: str
    text: str


def export(conversation: Conversation, form: Form) -> ExportedFile:
    """The conversation as Markdown or as a page of HTML."""
    name = re.sub(r"[^\w]+", "-", conversation.title.casefold())[:_LONGEST_NAME].strip("-_")
    write = as_markdown if form == "md" else as_html
    media_type = "text/markdown" if form == "md" else "text/html"
    return ExportedFile(f"{name or 'conversation'}.{form}", media_type, write(conversation))
