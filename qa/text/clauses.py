"""Clauses of a question: their names, their words, and whether they say enough to be searched."""

from __future__ import annotations

import re

from qa.text.lexicon import (
    AUXILIARY,
    FUNCTION_WORDS,
    MONTH,
    NAME,
    PREPOSITION,
    QUESTION_WORD,
    WEEKDAY,
)

LEAST_WORDS = 3
"""Words that are no function words of a clause that can be searched alone without a name."""

REPORT = r"(?:article|report|piece|story|interview|coverage|review|column|editorial)s?"


def pattern(*pieces: str) -> re.Pattern[str]:
    """Of the pieces one after the other, without regard to case."""
    return re.compile("".join(pieces), re.IGNORECASE)


_OPENING = pattern(
    rf"^(?:{PREPOSITION}\s+(?={QUESTION_WORD}\b))?(?:{QUESTION_WORD}\b\s*)?",
    rf"(?:{AUXILIARY}\b\s*)?(?:there\s)?",
)
_NAME = re.compile(rf"(?<![\w.-])(?<!\w[’'])(?:{NAME}|[A-Z])(?:\s+{NAME})*")
_DAY = re.compile(rf"{MONTH}|{WEEKDAY}")


def names_in(text: str) -> list[str]:
    """Names in `text`: capitals that are neither its first word nor days."""
    names = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        while words and (words[0].lower() in FUNCTION_WORDS or _DAY.fullmatch(words[0])):
            words.pop(0)
        if words and (match.start() > 0 or len(match[0].split()) > 1):
            names.append(re.sub(r"['’]s?$", "", " ".join(words)))
    return names


def content(text: str) -> list[str]:
    """Its words that are no function words."""
    return [word for word in re.findall(r"[\w’'-]+", text) if word.lower() not in FUNCTION_WORDS]


def has_substance(part: str) -> bool:
    """Whether it says enough to be searched alone."""
    return bool(names_in(part)) or len(content(part)) >= LEAST_WORDS


def without_opening(clause: str) -> str:
    """The clause without its question word and auxiliary verb."""
    return _OPENING.sub("", clause.strip())


def stands_in(words: str, text: str) -> bool:
    """Whether these words stand in a text, and are no parts of others there."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))
