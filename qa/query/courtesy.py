"""Courtesy around a question: "Could you please tell me who won? Thanks in advance"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.text.lexicon import AUXILIARY, PREPOSITION, QUESTION_WORD, TELLING

_CALLS = "hi hello hey hiya please pls plz kindly um umm uh uhm erm hmm"
"""Before or behind a question they say nothing."""
_MARKING = """
    greetings thanks thank thx cheers sorry excuse bother trouble mind appreciate appreciated
    grateful well ok okay yeah morning afternoon evening question
"""
_NOTING = """
    ah aha alright amazing brilliant clear cool enough excellent fair fine fun got great haha
    interesting lovely makes nice noted oh perfect right see sense sure understood wonderful wow
"""
_TAKING_NOTE = frozenset(_NOTING.split())
"""What an answer is taken note of with, before a question: "great, and when does it open?"."""
_MARKS = frozenset([*_CALLS.split(), *_MARKING.split()])
"""A clause of nothing but courtesy has one of them."""
_ASKING_WORDS = """
    tell say explain know ask asking learn out remember recall understand wonder wondering wondered
    curious
"""
_ASKING = frozenset(_ASKING_WORDS.split())
"""Courtesy with one of them leads up to what is asked: "do you know", "I was wondering if"."""
_COURTEOUS = """
    a actually advance again all also am and another any anybody anyone anything anyway be been but
    by can chance could d day dear do does don dont else everyone everything find folks for good
    happen have help i if in interested is it its just let like ll lot love m many may maybe me
    might more much need not now one perhaps possible possibly quick quickly really s so somebody
    someone something t that the there this time to too us very want wanted was we what whether will
    would you your
"""
_COURTESY = _MARKS | _ASKING | frozenset(_COURTEOUS.split())
"""Words of which courtesy is made."""

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(
    rf"(?:(?!about\b){PREPOSITION}\s+)?(?:{QUESTION_WORD}|if|whether)\b", re.IGNORECASE
)
_ABOUT = re.compile(r"(?:about|on)\s+\w", re.IGNORECASE)
_WHETHER = re.compile(
    rf"^(?:if|whether)\s+((?:[\w’'-]+\s+){{1,7}}?)({AUXILIARY})\s+(?=\w)", re.IGNORECASE
)
_ORDER = re.compile(
    rf"^(?:can|could|would|will)\s+you\s+(?:(?:please|kindly|possibly|just)\s+)?(?={TELLING}\b)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"^(?:(?:{'|'.join(_CALLS.split())})\b[\s,]+)+(?:(?:so|yeah|like)\b[\s,]+)*|^anyway\b[\s,]*"
    rf"|^ok(?:ay)?[\s,]+(?={TELLING}\b)",
    re.IGNORECASE,
)
_BEGGED = re.compile(r"[\s,]+(?:please|pls|plz)(?=\W*$)", re.IGNORECASE)
_THANKED = re.compile(r"[\s,]+(?:thanks|thank you|thx)(?=\W*$)", re.IGNORECASE)


def without_courtesy(clauses: Sequence[str]) -> list[str]:
    """The clauses that say something; where courtesy bears the question mark, it is theirs."""
    kept: list[str] = []
    for place, clause in enumerate(clauses):
        if not kept and place + 1 < len(clauses) and _takes_note(clause):
            continue
        if not _is_courtesy(clause):
            kept.append(clause)
        elif kept and "?" in clause:
            kept[-1] = f"{kept[-1].rstrip(' ,;:–—')}? "
    return kept


def _is_courtesy(clause: str) -> bool:
    words = {word.casefold() for word in _WORD.findall(clause)}
    leads_up = words & _ASKING and clause.rstrip().endswith(",")  # "tell me, "
    return words <= _COURTESY and bool(words & _MARKS or leads_up)


def _takes_note(clause: str) -> bool:
    """Whether it is "I see." or "great," before a question; "Nice" may be the town."""
    words = _WORD.findall(clause)
    small = {word.casefold() for word in words}
    is_end = (
        clause.rstrip().endswith((",", ".", "!")) and "now" not in small and "Nice" not in words
    )
    return is_end and small <= _COURTESY | _TAKING_NOTE and bool(small & _TAKING_NOTE)


def behind_courtesy(clause: str) -> str:
    """What is asked in a clause that opens with courtesy; empty where it does not."""
    said: set[str] = set()
    for match in _WORD.finditer(clause):
        rest = clause[match.start() :]
        if said & _ASKING:
            if _ASKED.match(rest):  # "whether you know who": courtesy may go on
                return behind_courtesy(_ASKED.sub("", rest, count=1)) or rest
            if _ABOUT.match(rest):
                return f"Tell me {rest}"
        if match[0].casefold() not in _COURTESY:
            break
        said.add(match[0].casefold())
    return ""


def turned(asked: str) -> str:
    """ "Has the tram opened" for "whether the tram has opened"."""
    found = _WHETHER.match(asked)
    return f"{found[2].capitalize()} {found[1]}{asked[found.end() :]}" if found else asked


def ordered(question: str) -> str:
    """The question without a call before it or thanks behind, and "can you ..." as an order."""
    return unbegged(_THANKED.sub("", _ORDER.sub("", _CALLED.sub("", question))))


def unbegged(text: str) -> str:
    """The text without "please" behind it."""
    return _BEGGED.sub("", text)
