"""Two questions asked in one: "Who bought the team, and for how much?"."""

from __future__ import annotations

from qa.text.clauses import content, names_in, pattern
from qa.text.lexicon import AUXILIARY, PREPOSITION, QUESTION_WORD

_ASKS = rf"(?:(?:{PREPOSITION})\s+)?{QUESTION_WORD}\b"
_JOINT = pattern(
    rf"(?:\s*\?\s*(?:and\s+)?|\s*[,;]?\s+(?:and|&)\s+)(?={_ASKS})"
    r"|\s*[,;]\s+(?=(?:how|what|why)\b)"
)
"""Behind a mere comma "who" and "which" tell more of what stands before them."""
_OPENS = pattern(rf"(?:^|[:,;–—-]\s+)(?:{_ASKS}|{AUXILIARY}\b)")
_TOPICS = pattern(r"((?:\s*\([^()]*\))*)\s*\??$")
"""What a conversation put in brackets behind a question belongs to both."""


def two_questions(text: str) -> tuple[str, str] | None:
    """The first question and the second, as they were asked; None where there is but one.

    The second may lean on the first: "and why?".
    """
    topics = _TOPICS.search(text)
    asked = text[: topics.start()] if topics else text
    for joint in _JOINT.finditer(asked):
        first, second = asked[: joint.start()], asked[joint.end() :]
        if _OPENS.search(first) and (content(first) or names_in(first)):
            behind = topics[1] if topics else ""
            return f"{first}{behind}?", f"{second}?"
    return None
