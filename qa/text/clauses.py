"""Clauses of a question: their names and words, and what one of them shares with the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
FEW_WORDS = 4
"""A second question this short takes up all of the first: "... and at whose request?"."""
FEW_SHARED = 8
"""Words of a first question that are shared with one that leans on it; of more, its names."""

REPORT = r"(?:article|report|piece|story|interview|coverage|review|column|editorial)s?"
REPORTED = (
    r"(?:reported|covered|described|noted|mentioned|claimed|stated|discussed|detailed|"
    r"highlighted|featured|reviewed|quoted|suggested|accused|portrayed|presented)"
)
FINDS = r"(?:suggests?|indicates?|claims?|focus(?:es)?|describes?|discuss(?:es)?)"


def pattern(*pieces: str) -> re.Pattern[str]:
    """Of the pieces one after the other, without regard to case."""
    return re.compile("".join(pieces), re.IGNORECASE)


_OPENING = pattern(
    rf"^(?:{PREPOSITION}\s+(?={QUESTION_WORD}\b))?(?:{QUESTION_WORD}\b\s*)?(?:{AUXILIARY}\b\s*)?(?:there\s)?"
)
_NAME = re.compile(rf"(?<![\w.-])(?<!\w[’'])(?:{NAME}|[A-Z])(?:\s+{NAME})*")
_DAY = re.compile(rf"{MONTH}|{WEEKDAY}")
_LEANS = pattern(r"\b(?:it|its|he|him|his|she|her|they|them|their|this|these|those)\b")


def with_subject(questions: Sequence[str], names_only: bool = False) -> list[str]:
    """The questions; those that lean on the first, with its names or else its words."""
    first = questions[0]
    names = _subjects(first)
    parts = [first]
    for question in questions[1:]:
        own = names_in(question)
        if len(question.split()) <= FEW_WORDS and not own:
            parts.append(f"{without_opening(first)} {question}")
        elif _leans(question):
            words = content(without_opening(first))
            shared = names if names_only or len(words) > FEW_SHARED else words
            parts.append(" ".join([*(one for one in shared if one not in own), question]))
        else:
            parts.append(question)
    return parts


def _leans(question: str) -> bool:
    """Whether it names nobody, or only after a pronoun."""
    subjects = _subjects(question)
    pronoun = _LEANS.search(question)
    return not subjects or bool(pronoun and pronoun.start() < question.find(subjects[0]))


def _subjects(text: str) -> list[str]:
    """Its names but those of reports' sources."""
    return [
        name
        for name in names_in(text)
        if not re.search(rf"{re.escape(name)}[\"'’”]*\s(?:{REPORT}|{FINDS})\b", text)
    ]


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
