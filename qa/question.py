"""What is asked: a question with what was said before it, checked where it comes in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from index import Filters
from index.errors import UsageError
from index.given import checked_text

REFUSAL = "The articles do not answer this."
"""Opens the text of every answer whose status is `unanswered`."""
MAX_CHARACTERS = 2000
"""Longest question that is taken."""


class InterpretationKind(StrEnum):
    """What can be read from a question's words and from its conversation."""

    CONVERSATION = "conversation"
    DATES = "dates"
    NEWEST = "newest"
    SOURCES = "sources"
    COMPARISON = "comparison"
    SPELLING = "spelling"


class QuestionKind(StrEnum):
    """What kind of answer a question wants; each has its own form."""

    FACT = "fact"
    EXPLANATION = "explanation"
    OVERVIEW = "overview"
    TIMELINE = "timeline"
    LIST = "list"
    COMPARISON = "comparison"
    YES_NO = "yes_no"
    COLLECTION = "collection"
    """About the articles themselves: how many, from when to when, which sources."""
    TALK = "talk"
    """A greeting, thanks, what the program can do."""


DIGESTS = frozenset([QuestionKind.OVERVIEW, QuestionKind.TIMELINE])
"""Kinds whose answers tell what several reports say, each day in a paragraph of its own."""
GATHERED = DIGESTS | {QuestionKind.LIST}
"""Kinds whose answers are put together from all passages that were read."""
AT_LENGTH = GATHERED | {QuestionKind.EXPLANATION, QuestionKind.COMPARISON}
"""Kinds whose answers are more than one fact, mostly of several articles."""
UNSEARCHED = frozenset([QuestionKind.COLLECTION, QuestionKind.TALK])
"""Kinds that are answered without a search."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that was said before."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what was said before, and which articles may be used.

    Raises:
        UsageError: it is empty or too long, or something in it is not text.
    """

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    ignored: frozenset[InterpretationKind] = frozenset()
    """What is not to be read from its words."""
    asker: str = ""
    """Who asks, where several wait for one another; see `qa.llm.queue`."""
    kind: QuestionKind | None = None
    """The kind of answer that is wanted, where the person says so; else it is read from the
    words."""

    def __post_init__(self) -> None:
        if not checked_text("The question", self.text).strip():
            raise UsageError("The question is empty; ask something.")
        if len(self.text) > MAX_CHARACTERS:
            raise UsageError(
                f"The question has {len(self.text):,} characters; at most {MAX_CHARACTERS:,} are "
                "taken. Ask in fewer words, or add the long text as an article."
            )
        for number, turn in enumerate(self.history, start=1):
            checked_text(f"Entry {number} of the history", turn.content)

    @property
    def as_of(self) -> date | None:
        """The question's "today", where it was given."""
        return self.filters.as_of

    def last_said(self, role: Literal["user", "assistant"]) -> str:
        """What was said last before it, by the person or by the program; empty for nothing."""
        return next((turn.content for turn in reversed(self.history) if turn.role == role), "")

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    def ignoring(self, kinds: Collection[InterpretationKind]) -> Question:
        """The question from which these are not to be read either."""
        return replace(self, ignored=self.ignored | set(kinds))


def read_history(content: Any) -> tuple[Turn, ...]:
    """Turns from parsed JSON: a list of {"role": "user"|"assistant", "content": str}.

    Raises:
        UsageError: it has another form.
    """
    if not isinstance(content, list):
        raise UsageError('The history must be a JSON list of {"role", "content"}.')
    turns = []
    for number, turn in enumerate(content, start=1):
        role = turn.get("role") if isinstance(turn, dict) else None
        text = turn.get("content") if isinstance(turn, dict) else None
        if role not in ("user", "assistant") or not isinstance(text, str):
            raise UsageError(
                f'Entry {number} of the history must be {{"role": "user" or "assistant", '
                '"content": text}.'
            )
        turns.append(Turn(role, text))
    return tuple(turns)
