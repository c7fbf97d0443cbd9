"""Questions that name first of what they ask: "The new stadium, what did it cost?"."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.words import WEEKDAYS
from qa.query.conversation.phrases import noun_phrases
from qa.query.conversation.pronouns import anaphora, replaced
from qa.text.lexicon import AUXILIARY, PREPOSITION, PRONOUN, QUESTION_WORD
from qa.text.wording import capitalised

_DISLOCATED = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)?(?P<head>[^?.:]{{3,60}}),\s+(?P<asked>(?:{QUESTION_WORD}|{AUXILIARY})"
    rf"\b[^,]*\b{PRONOUN}\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND_A_NAME = re.compile(rf"\s*(?:{PREPOSITION}\b.*)?", re.IGNORECASE)
_THE_ONE = re.compile(rf"the one (?P<which>{PREPOSITION}\b.*)$", re.IGNORECASE)
_OF_SOMETHING = frozenset(["the", "his", "her", "its", "their"])
_TIMES = frozenset([
    *("afternoon", "autumn", "day", "days", "eve", "evening", "fall", "month", "months", "morning"),
    *("night", "spring", "summer", "time", "times", "week", "weekend", "weeks", "winter", "year"),
    *("last", "next", "every", "years", *map(str.lower, WEEKDAYS)),
])  # fmt: skip


class NamedFirst(NamedTuple):
    """A question with what it names first in the place of its pronoun."""

    name: str
    question: str


def named_first(text: str) -> NamedFirst | None:
    """None where a question names nothing first, or has pronouns for several things."""
    found = _DISLOCATED.match(text)
    if not found:
        return None
    name, *others = (part.strip() for part in found["head"].split(","))
    asked = found["asked"]
    meant = [one for one in anaphora(asked, lambda phrase, kind: False) if one.kind]
    if len({one.kind for one in meant}) != 1 or not _is_named(name):
        return None
    for one in others:
        if not (more := _THE_ONE.match(one)):
            return None
        name = f"{name} {more['which']}"
    name = name[:1].lower() + name[1:] if noun_phrases(name)[0].determiner else name
    return NamedFirst(name, capitalised(replaced(asked, meant[0], name)))


def _is_named(text: str) -> bool:
    """Whether a text is "the singer" or "Joss Haske", with no more behind it than "with the hat";
    one word alone may be anything ("Yes", "Yesterday")."""
    phrases = noun_phrases(text)
    if not phrases or phrases[0].start:
        return False
    first, behind = phrases[0], phrases[1:]
    is_dated = bool(behind) and behind[0].is_time and behind[0].end == len(text)
    end = behind[0].start if is_dated else len(text)  # "the fire that month"
    if not _BEHIND_A_NAME.fullmatch(text[:end], first.end):
        return False
    if first.is_time or first.determiner:
        return first.determiner in _OF_SOMETHING and not (first.is_time or first.head in _TIMES)
    names = first.text.split()
    is_time = any(one.lower() in _TIMES for one in names)
    return len(names) > 1 and not is_time and all(one[0].isupper() for one in names)
