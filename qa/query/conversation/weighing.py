"""A complete question that may be meant, and the features by which it is weighed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from qa.query.conversation.tagger.layout import keys_of

LIMIT = 5.0
"""Of a tag, either way."""
UNREAD = -3.0
"""The tag of a word that stands too far back for the tagger to have read it."""


@dataclass(frozen=True, slots=True)
class Tags:
    """How likely each word of the conversation is meant, beside those of the question."""

    logits: Mapping[str, float]
    """Of `qa.query.conversation.tagger`."""
    asked: frozenset[str]
    """The words of the question."""
    opening: frozenset[str] = frozenset()
    """The words of the question that began what is spoken of."""

    def put_into(self, text: str, beside: str = "") -> frozenset[str]:
        """The words of a text that stand neither in the question nor in `beside`."""
        return keys_of(text) - self.asked - keys_of(beside)

    def worth(self, text: str, beside: str = "") -> float:
        """The sum of the logits of these words."""
        return self.sum_of(self.put_into(text, beside))

    def sum_of(self, words: Iterable[str]) -> float:
        """The sum of the logits of some words."""
        return sum(max(-LIMIT, min(LIMIT, self.logits.get(word, UNREAD))) for word in words)


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a pronoun may mean."""

    text: str
    agreement: float = 0.0
    """How well the pronoun fits it: a log of a share."""
    ago: int = 0
    """Exchanges since it was last spoken of."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A complete question that may be meant."""

    text: str
    put_in: str = ""
    """What of the conversation stands in it; empty where it is the question as it was asked."""
    antecedents: tuple[Antecedent, ...] = ()
    """In the place of its pronouns."""
    unresolved: int = 0
    """Pronouns that were left in it."""
    is_asked: bool = False
    """Whether it asks the question before with another question word: "Why?"."""
    is_whole: bool = False
    """Whether it is the question before with a fragment in it …"""
    goes_on: bool = False
    """… behind "and", "no", "sorry" …"""
    is_sure: bool = False
    """… that can hardly be meant otherwise: "What about jazz?", a name for a name."""
    topics: int = 0
    """Things that were added to it."""
    is_refused: bool = False
    """Whether what was asked last was not answered."""

    def naming(self, name: str, text: str) -> Candidate:
        """The same with something that was named put into it."""
        return replace(self, text=text, put_in=", ".join(filter(None, (name, self.put_in))))


FEATURE_NAMES = (
    "tags",  # logits of the words that are put in, added up
    "words",  # so many words
    "whole",  # it is the question before with a fragment in it
    "whole tags",  # ... the logits of its words
    "whole words",
    "goes on",  # ... which opens with "and", "no", "sorry"
    "asked",  # it asks the question before with another question word
    "asked tags",  # ... the logits of its words
    "asked words",
    "agreement",  # how well its names fit the pronouns
    "ago",  # exchanges since they were spoken of, as a logarithm
    "unresolved",  # pronouns that were left
    "topics",  # things that were added
    "beside",  # ... to one with names in the place of pronouns
    "left",  # ... to one with pronouns that were left
    "refused",  # ... behind a refusal
    "opening",  # share of the words put in that stand in the question that began all this
)


def candidate_features(one: Candidate, tags: Tags) -> tuple[float, ...]:
    """By what a candidate is weighed, in the order of `FEATURE_NAMES`."""
    put_in = tags.put_into(one.text)
    worth, words = tags.sum_of(put_in), len(put_in)
    return (
        worth,
        words,
        one.is_whole,
        worth * one.is_whole,
        words * one.is_whole,
        one.goes_on,
        one.is_asked,
        worth * one.is_asked,
        words * one.is_asked,
        sum(meant.agreement for meant in one.antecedents),
        sum(math.log1p(meant.ago) for meant in one.antecedents),
        one.unresolved,
        one.topics,
        one.topics * bool(one.antecedents),
        one.topics * bool(one.unresolved),
        one.topics * one.is_refused,
        len(put_in & tags.opening) / max(1, words),
    )
