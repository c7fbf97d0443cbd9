"""Whether a question leans on what was said before it, and what of that its search is given."""

from __future__ import annotations

import re

from qa.question import REFUSAL, InterpretationKind, Question
from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS, NAME, QUESTION_WORD

ASKS_BACK = (
    "Who or what do you mean? Nothing was asked before this, so please name it in the question."
)
_LEANS_BACK = re.compile(
    r"^(?:and|but|so|then|what about|how about|who else|where else|why not)\b(?!-)"
    r"|\b(?!(?-i:IT)\b)(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|these|those|former|"
    r"latter)\b"
    r"|\b(?:that|this|there|then|one|ones|so)\W*$"
    r"|\b(?:is|was|does|did|will|would|has|can) (?:that|this)\b"
    r"|\bthis (?:one|time|case)\b",
    re.IGNORECASE,
)
_OF_ITS_OWN = re.compile(
    rf"^\W*(?:(?:which|what|how many)\s+(?!{AUXILIARY}\b)\w+\b.*?\b(?:its|their|(?:said|says?|"
    r"thought|thinks?|believed?s?|claim(?:ed|s)?|hope[ds]?|fear(?:ed|s)?|announced?|admit(?:ted|s)?|"
    r"while|when|after|before|because|if|that|until|as)\s+(?:it|they|he|she))"
    rf"|(?:why|how|when|where)\s+{AUXILIARY}\s+(?!th(?:is|ese|ose)\b)(?:\w+\s+)?\w{{3,}}s\b.*?\b"
    r"their)\b",
    re.IGNORECASE | re.DOTALL,
)
"""A pronoun that leans on the question itself: "Which party lost its majority?"."""
_NAME_OR_NUMBER = re.compile(rf"(?<=\s){NAME}|\d[\w.,]*")
_QUESTION_WORD = re.compile(QUESTION_WORD, re.IGNORECASE)
_EMPTY = frozenset(
    [
        *("another", "else", "first", "happened", "last", "latter", "former", "many", "much"),
        *("next", "one", "ones", "other", "second", "tell", "third", "thing", "two", "went"),
        *("come", "exactly", "explain", "go", "mean", "please", "really"),
    ]
)
"""Words by which nothing can be found."""
REMEMBERED = 300
"""Characters of an earlier question that a follow-up is searched with."""
SAID = 0.3
"""Weight of the question before and of its answer, beside the question's 1."""
KEPT_TO = 0.1
"""The same where the question has been made complete."""
_FEW_WORDS = 4
"""A question this short that names nothing leans on the one before it."""


def context_of(question: Question, *, is_complete: bool = False) -> tuple[tuple[str, float], ...]:
    """What was said just before, with its weight in a search beside the question's 1.

    Args:
        is_complete: The question is searched with what of the conversation it leans on, so that
            what was said only keeps it to the matter.

    Empty where the topic changes: the question does not lean on what was said, and shares no
    name with it, or where it has none, no other word that says something.
    """
    if not question.history or InterpretationKind.CONVERSATION in question.ignored:
        return ()
    text = " ".join(question.text.split())
    said = _words(" ".join(turn.content for turn in question.history))
    names = _words(" ".join(_NAME_OR_NUMBER.findall(text)))
    if not is_follow_up(text) and not (names or _words(text)) & said:
        return ()
    latest = {turn.role: turn.content for turn in question.history if turn.content.strip()}
    if latest.get("assistant", "").startswith(REFUSAL):
        del latest["assistant"]
    weight = KEPT_TO if is_complete else SAID
    return tuple((" ".join(one.split())[:REMEMBERED], weight) for one in latest.values())


def asks_back(question: Question) -> str:
    """What to ask where nothing was said before and the question names nothing; else empty.

    Such as "who?", and "what about it?", which leans on what was said.
    """
    if question.history or _names_something(question.text):
        return ""
    said = _words(question.text)
    return "" if said - _EMPTY else ASKS_BACK


def _names_something(text: str) -> bool:
    """Whether a word in capitals is a name, as in "What about IT?"; not where all is in capitals
    and it is a question word, as in "WHY?"."""
    capitals = (word for word in re.findall(r"\w{2,}", text) if word.isupper())
    return any(not (text.isupper() and _QUESTION_WORD.fullmatch(word)) for word in capitals)


def _words(text: str) -> set[str]:
    """The words that say something, in small letters."""
    found = re.findall(r"[\w’'-]+", text.casefold())
    return {re.sub(r"[’']s$", "", word) for word in found} - FUNCTION_WORDS


def is_follow_up(text: str) -> bool:
    """Whether the question leans on what was said: not where it names whom it speaks of first."""
    if leaning := _LEANS_BACK.search(text):
        own = _OF_ITS_OWN.match(text)
        if own and own.end() >= leaning.end():
            return bool(_LEANS_BACK.search(text, own.end()))
        return not _NAME_OR_NUMBER.search(text, 0, leaning.start())
    return len(text.split()) <= _FEW_WORDS and not _NAME_OR_NUMBER.search(text)
