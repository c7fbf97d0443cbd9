"""What people type in a hurry, written out: "whats the fine", "wen didnt they pay"."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from qa.text.common_words import common_words
from qa.text.lexicon import AUXILIARY, QUESTION_WORD
from qa.text.word_classes import is_adjective, is_verb
from qa.text.wording import capitalised

_SHORT = {
    "im": "I'm", "gonna": "going to", "wanna": "want to", "gotta": "got to", "cuz": "because",
    "coz": "because", "cant": "can't", "wont": "won't", "dont": "don't", "abt": "about",
    "ppl": "people", "thru": "through", "wats": "what's", "wut": "what", "ur": "your",
    "yrs": "years", "hrs": "hours", "govt": "government", "pls": "please",
    "plz": "please",
}  # fmt: skip
_OPENS_DENYING = re.compile(r"^(?:Dont|Cant|Wont)\b(?!-)")
"""Some of them, opening a sentence; others with a capital are names: "Ur"."""
_OPENINGS = {"wat": "what", "wen": "when"}
"""What is a question word only as the first of a question."""
_YOU = re.compile(r"\b(do|did|can|could|would|will|are|have|if|tell|show|give|think) u\b")
_ARE = re.compile(r"\b(who|what|where|how|why|they|we|you|u) r(?= \w)")
_WITH = re.compile(r"(?<=\w )(?<!george )w(?= (?:the|his|her|its|their|my)\b)")
_YEAR = re.compile(r"\b(this|that|last|next|each|every|per|a|\d+) yr\b")
_DENIED = re.compile(
    r"\b((?:did|does|is|are|was|were|has|have|had|could|would|should|must)n)(t)\b", re.IGNORECASE
)
_IS = re.compile(r"\b(what|who|where|when|how|why|that|there|here|he|she)(s)\b", re.IGNORECASE)
_THEY_ARE = re.compile(r"\b(they|you)(re|ve|ll)\b", re.IGNORECASE)
_WILL = re.compile(r"\b([Ii]t|[Tt]hat|[Ww]hat|[Ww]ho|[Tt]here)(ll)\b")
_FILLER = r"(?:[Ll]o+l|lmao|rofl|omg|(?:ha){2,}h?|btw|tbh|fyi|smh|ngl)"
_BEFORE = re.compile(rf"^(?:{_FILLER}\b[\s,.!…]+)+")
_BEHIND = re.compile(
    rf"(?<!\b(?:is|of|by))(?<!\b(?:the|for|are|was))(?<!\b(?:does|mean))[\s,]+{_FILLER}(?=\W*$)"
)
"""What says nothing, unless something is asked of it: "what is smh"."""
_WORD = re.compile(r"(?<![\w@./’'&-])[^\W\d_]+(?![\w@/&’'-]|\.\w)")
_OPENS = re.compile(r"([^\W\d_]{2,6})\s+(?P<next>\w+)")
_MUCH = frozenset(["many", "much", "long", "often", "far", "old", "big"])
_ANY = re.compile(
    r"(?P<lead>(?:(?:and|but|so|ok|okay|also)\b[\s,]+)*+)"
    rf"(?:any (?:idea|clue) (?:(?:of|about) )?(?P<asked>(?:{QUESTION_WORD}|if|whether)\b.*)"
    r"|(?P<any>any(?:body|one)(?:\s+else)?|any)\s+(?P<word>(?-i:[a-z])[\w’'-]*)(?P<rest>.*))",
    re.IGNORECASE | re.DOTALL,
)
_HAS_VERB = re.compile(rf"\s{AUXILIARY}\b", re.IGNORECASE)
_LATER_CLAUSE = re.compile(r"\b(?:who|that|which|whose|where)\b.*|[.?!:;].*", re.I | re.DOTALL)
_STATES = frozenset(["alive", "dead", "hit", "hurt", "ill", "safe", "shot", "sick"])
_DONE = frozenset(["died", "escaped", "gone", "got", "quit", "resigned", "seen", "survived", "won"])
_ASKS_FOR_MORE = re.compile(
    r"(?:[\w’'-]+\s+){0,2}?(?:articles?|chance|coverage|developments?|else|headlines|information"
    r"|knows?|more|newer|news|progress|questions?|reports?|stor(?:y|ies)|thoughts|updates?|word)\b",
    re.IGNORECASE,
)
"""What asks for more, for news, or for an opinion: "any recent updates on it?"."""
_MANY = re.compile(r"(?!.*(?:ss|us|is|ness)$).*s$|people|men|women|children|kids|of", re.IGNORECASE)
_BEFELL = re.compile(
    r"(?:\s+(?!in\b|of\b|on\b|with\b|from\b|who\b|that\b|which\b)[\w’'-]+){1,4}?"
    r"\s+(?:\w+(?<!e)ed|hit|hurt|shot|made|found|given|held|taken|sent|lost)\b",
    re.IGNORECASE,
)
"""Whom something befell: "any police officers suspended"."""
_ASKING = ("who", "what", "when", "where", "which", "why", "how")


def written_out(text: str) -> str:
    """The text with apostrophes where they were left out, whole words for short ones, a question
    word for an opening that is one slip from it, and without "lol" and the like around it."""
    said = _BEHIND.sub("", _BEFORE.sub("", text)) or text
    said = _YEAR.sub(r"\1 year", _WITH.sub("with", said))
    said = _ARE.sub(r"\1 are", _YOU.sub(r"\1 you", said))
    said = _OPENS_DENYING.sub(lambda word: capitalised(_SHORT[word[0].lower()]), said)
    said = _WORD.sub(lambda word: _SHORT.get(word[0], word[0]), said)
    for lost in (_DENIED, _IS, _WILL, _THEY_ARE):
        said = lost.sub(r"\1'\2", said)
    said = _with_verb(said)
    opening = _OPENS.match(said)
    return f"{_asking(opening)}{said[opening.end(1) :]}" if opening else said


def _with_verb(said: str) -> str:
    """A question that opens with "any" with the verb that it leaves out: "any deaths in Iran?",
    "anybody hurt?"; one that has it, or asks for more or for news, as it is."""
    found = _ANY.fullmatch(said)
    if not found:
        return said
    if found["asked"]:  # "any idea why it fell?"
        return f"{found['lead']}{found['asked']}"
    word, named, rest = found["word"], found["any"].lower(), found["rest"]
    is_title = rest[:1] == ":" or re.match(r"\s+[A-Z]", rest)
    has_verb = re.fullmatch(AUXILIARY, word) or _HAS_VERB.search(_LATER_CLAUSE.sub("", rest))
    if is_title or has_verb or _ASKS_FOR_MORE.match(f"{word}{rest}"):
        return said
    left_out = "is there"
    if named == "any":
        left_out = "are there" if _MANY.fullmatch(word) else "is there"
        left_out = "were" if _BEFELL.match(said, found.end("any")) else left_out
    elif word in _DONE:
        left_out = "has"
    elif word in _STATES or is_adjective(word) or word.endswith("ed"):
        left_out = "was"
    elif is_verb(word):
        left_out = "did"
    return f"{found['lead']}{left_out} {named}{said[found.end('any') :]}"


def _asking(opening: re.Match[str]) -> str:
    """The word a question opens with, or the question word that was meant."""
    word = opening[1]
    if word in _OPENINGS:
        return _OPENINGS[word]
    if word in common_words() or not word.islower():
        return word
    meant = ("how",) if opening["next"] in _MUCH else _ASKING
    near = [one for one in meant if OSA.distance(one, word) == 1]
    return near[0] if len(near) == 1 else word
