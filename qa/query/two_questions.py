"""Two questions asked in one: "Who bought the team, and for how much?"."""

from __future__ import annotations

import re

from qa.query.comparison import LONGEST
from qa.text.clauses import content, names_in, pattern
from qa.text.lexicon import AUXILIARY, PREPOSITION, QUESTION_WORD

_ASKS = rf"(?:(?:{PREPOSITION})\s+)?{QUESTION_WORD}\b"
_JOINT = pattern(
    rf"(?:\?\s*(?:and\s+)?|[,;]?\s+(?:and|&)\s+)(?={_ASKS})"
    r"|[,;]\s+(?=(?:how|what|why)\b)"
)
"""What stands between two questions. Behind a mere comma "who" and "which" tell more of what stands
before them."""
_OPENS = pattern(rf"(?:^|[:,;–—-]\s+)(?:{_ASKS}|{AUXILIARY}\b)")
_ENDS_ASKING = pattern(rf"\b{QUESTION_WORD}$")
"""What is joined then is two question words: "when and where"."""
_CLAUSE = pattern(rf"(?:when|where)\s+(?!{AUXILIARY}\b)(?!and\b)")
"""What is told before a question: "When the bridge fell, how many died?"."""
_RELATIVE = pattern(r"\w\s+(?:who|which|whose)\s")
_GOES_ON = pattern(r"(?:who|which|whose)\b")
"""Behind one relative clause another: "the man who sued and who lost"."""
_AGENCY = re.compile(r"(?:[a-z]+\s+)?WHO\b")
"""The World Health Organization, where not all is in capitals."""
_TOPICS = pattern(r"(?:\s?\([^()]*\))*\s?\??$")
"""What a conversation put in brackets behind a question; the first of two has it, too."""


def two_questions(text: str) -> tuple[str, str] | None:
    """The first question and the second, as they were asked; None where there is but one.

    The second may lean on the first: "and why?".
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return None
    asked = _TOPICS.sub("", text)
    topics = text[len(asked) :].rstrip(" ?")
    for joint in _JOINT.finditer(asked):
        first, second = asked[: joint.start()].rstrip(), asked[joint.end() :]
        is_clause = joint[0].strip() in (",", ";") and _CLAUSE.match(first)
        if _is_question(first) and not is_clause and not _goes_on(first, second):
            return f"{first}{topics}?", f"{second}?"
    return None


def _is_question(text: str) -> bool:
    """Whether it asks something that can be searched."""
    if not _OPENS.search(text) or _ENDS_ASKING.search(text):
        return False
    return bool(content(text) or names_in(text))


def _goes_on(first: str, second: str) -> bool:
    """Whether what stands behind the joint is still the first question."""
    if _AGENCY.match(second):
        return True
    return bool(_GOES_ON.match(second) and _RELATIVE.search(first))
