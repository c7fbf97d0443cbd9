"""A follow-up with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from eval.held_out import is_held_out
from qa.query.conversation.tagger.layout import keys_of

AS_ASKED = 0.25
"""Share of the earlier questions that stand as they were asked, not complete."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after some exchanges, and what it means."""

    question: str
    exchanges: tuple[tuple[str, str], ...]
    """Questions with their answers, the latest first; "" for no answer."""
    meaning: str
    source: str
    conversation: str
    """What is held out together."""

    @property
    def gold(self) -> frozenset[str]:
        """The words that are meant and not said."""
        said = frozenset().union(*(keys_of(f"{q} {a}") for q, a in self.exchanges))
        return (keys_of(self.meaning) - keys_of(self.question)) & said

    @property
    def is_held_out(self) -> bool:
        """Whether it is for measuring."""
        return is_held_out(self.conversation)
