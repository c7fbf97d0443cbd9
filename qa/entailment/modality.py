"""Negation and modality: what may not get lost where a sentence is put in other words.

"The bridge is expected to open in May" does not support "The bridge opened in May", and "He was
not told" does not support "He was told". The clause that a claim takes up is found by its words;
where the claim leaves out, or adds, a word that changes what is said, it is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

_CLAUSE = re.compile(r"[,;:—–]\s+|\s+(?:but|while|whereas|although|though)\s+")
_NOT = re.compile(
    r"\b(?:not(?! only)|never|no longer|neither|cannot|(?:fail(?:s|ed)?|refus(?:es|ed)) to|nobody|"
    r"none|no(?! \d| (?:later|earlier|sooner|fewer|less|doubt|matter)\b|\.))\b"
    r"|\b\w+n['’]t\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:without|den(?:y|ies|ied|ying)|rul(?:es?|ed|ing) out|reject(?:s|ed|ing)?|"
    r"(?:is|was|are|were) (?:false|untrue|a hoax|a lie)|falsely|wrongly)\b",
    re.IGNORECASE,
)
"""What is told under such a word is not so; who denies something may be told in other words."""
_INSERTED = re.compile(r",\s+(?:[^,;]{1,40}?\s)?(?:said|says|added|told)\b[^,;]{0,40},\s+")
"""Who says it, in the middle of what is said."""
_UNSURE = re.compile(
    r"\b(?:may(?= [a-z])|might|could|would|if|unless|whether|likely|possibly|perhaps|probably|"
    r"allegedly|reportedly|believed|considering|unconfirmed|proposal|forecasts?|rumou?r(?:s|ed)?|"
    r"(?:expect|intend|predict|suspect)(?:s|ed)?|(?:propos|alleg|accus)(?:es|ed)|allegations?|"
    r"(?:plan(?:s|ned)?|hop(?:es|ed)|aims?|thought|due|set|scheduled|tr(?:ies|ied)|seeks?|sought|"
    r"(?:attempt|threaten|vow|offer)(?:s|ed)?)(?= to)|"
    r"claim(?:s|ed)?(?= that| to|,))\b",
    re.IGNORECASE,
)
_STILL_OPEN = re.compile(
    r"\b(?:will|(?:is|are|was|were|has|have|had|wants?|due|set|about) to|plans?|says?|said|"
    r"according|appears?|seems?)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|going to|(?:is|are|was|were|due|set|about|scheduled|expected|planned|wants?|"
    r"plans?|hopes?|intends?) to|(?:put off|postponed|delayed)|wait until)\b",
    re.IGNORECASE,
)
"""What is told with such words has not happened when it is told."""
TAKEN_UP = 0.6
"""Share of a claim's words that a clause must hold to be the one it takes up."""


def lost_modality(
    claim: str, sentences: Iterable[str], terms: Callable[[str], Collection[str]]
) -> tuple[str, ...]:
    """The words that make the difference between a claim and the clause it takes up; none where
    they agree, or no clause is near enough to tell.

    Args:
        sentences: What the claim rests on.
        terms: A text's words in the form in which they are compared, without function words.
    """
    nearest = _taken_up(claim, sentences, terms)
    return (*_denied(claim, nearest), *_forgotten(claim, nearest)) if nearest else ()


def is_hedged(text: str) -> bool:
    """Whether words stand in a text that deny, or leave open, what is told beside them."""
    return any(words.search(text) for words in (_NOT, _DENIED, _UNSURE))


def lost_negation(claim: str, text: str) -> bool:
    """Whether one of the two denies and the other does not."""
    return bool(_NOT.search(claim)) != bool(_NOT.search(text))


def is_still_ahead(
    claim: str, sentences: Iterable[str], terms: Callable[[str], Collection[str]]
) -> bool:
    """Whether the clause that a claim takes up speaks of what is still to come, where the claim
    says that it is so. Arguments as of `lost_modality`."""
    nearest = _taken_up(claim, sentences, terms)
    return bool(nearest and _AHEAD.search(nearest)) and not _AHEAD.search(claim)


def _taken_up(claim: str, sentences: Iterable[str], terms: Callable[[str], Collection[str]]) -> str:
    """The clause that holds most of the claim's words; empty where none holds enough of them."""
    clauses = [clause for sentence in sentences for clause in _clauses(sentence)]
    own = set(terms(_UNSURE.sub(" ", _NOT.sub(" ", claim))))
    if not own or not clauses:
        return ""
    nearest = max(clauses, key=lambda clause: len(own & set(terms(clause))))
    return nearest if len(own & set(terms(nearest))) >= TAKEN_UP * len(own) else ""


def _clauses(sentence: str) -> list[str]:
    """The sentence whole where it is one clause, else its clauses, each with what opens it."""
    sentence = _INSERTED.sub(" ", sentence)
    parts = [part for part in _CLAUSE.split(sentence) if part]
    return parts if len(parts) > 1 else [sentence]


def _denied(claim: str, clause: str) -> tuple[str, ...]:
    here, there = _NOT.search(claim), _NOT.search(clause)
    if bool(here) == bool(there):
        hidden = None if here or _DENIED.search(claim) else _DENIED.search(clause)
        return (hidden[0].lower(),) if hidden else ()
    if here and _DENIED.search(clause):
        return ()
    if there and _DENIED.search(claim):
        return ()
    found = here or there
    return (found[0].lower(),) if found else ()


def _forgotten(claim: str, clause: str) -> tuple[str, ...]:
    found = _UNSURE.search(clause)
    if not found or _UNSURE.search(claim) or _STILL_OPEN.search(claim):
        return ()
    return (found[0].lower(),)
