"""A question with its conversation, and the query that stands on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from index import Filters
from index.errors import UsageError

MAX_CHARACTERS = 2000
"""Longest question that is taken."""

_LEANS_BACK = re.compile(
    r"^(?:and|but|so|then|what about|how about|who else|where else|why not)\b"
    r"|\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|these|those|former|latter)\b"
    r"|\b(?:that|this|there|then|one|ones|so)\W*$"
    r"|\b(?:is|was|does|did|will|would|has|can) (?:that|this)\b"
    r"|\bthis (?:one|time|year|week|month|case)\b",
    re.IGNORECASE,
)
_NAME_OR_NUMBER = re.compile(r"(?<=\s)[A-Z][\w’'-]+|\d")
REMEMBERED = 300
"""Characters of an earlier question that a follow-up is searched with."""
_FEW_WORDS = 4
"""A question this short that names nothing leans on the one before it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that was said before."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what was said before, and which articles may be used."""

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise UsageError("The question is empty; ask something.")
        if len(self.text) > MAX_CHARACTERS:
            raise UsageError(
                f"The question has {len(self.text):,} characters; at most {MAX_CHARACTERS:,} are "
                "taken. Ask in fewer words, or add the long text as an article."
            )

    @property
    def as_of(self) -> date | None:
        """The question's "today", where it was given."""
        return self.filters.as_of


def standalone_query(question: Question) -> str:
    """The question as it can be searched without its conversation.

    A follow-up that leans on what was said ("and who paid for it?") is searched
    together with the question before it.
    """
    asked = [" ".join(t.content.split())[:REMEMBERED] for t in question.history if t.role == "user"]
    text = " ".join(question.text.split())
    if not asked or not is_follow_up(text):
        return text
    if len(asked) > 1 and is_follow_up(asked[-1]):
        return f"{asked[-2]} {asked[-1]} {text}"
    return f"{asked[-1]} {text}"


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


def is_follow_up(text: str) -> bool:
    """Whether the question leans on what was said: not where it names whom it speaks of first."""
    if leaning := _LEANS_BACK.search(text):
        return not _NAME_OR_NUMBER.search(text, 0, leaning.start())
    return len(text.split()) <= _FEW_WORDS and not _NAME_OR_NUMBER.search(text)
