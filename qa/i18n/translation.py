"""What the program says in English whoever asks, put into the language of the page.

Notices, errors, what is waited for and the stages of a build are English in every answer that is
kept or handed to a program. The page knows them again by their English texts in the sections of
`Kind`, whose {places} stand for any words. What has no text there stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal, get_args

from qa.i18n import DEFAULT, language, long_day, read_texts, say

Kind = Literal["doing", "notice", "verdict", "trouble", "unread", "in_use", "phrase", "tongue"]
"""What is said; each has a section of its own in the files of texts."""
KINDS: tuple[Kind, ...] = get_args(Kind)

_NUMBERS = ("n", "most")
_DAYS = ("day", "first", "last", "today")
_PHRASES = ("days", "age", "reports", "older", "newer", "others")
"""Places that hold words of the program's with days in them."""
_HOLDS: dict[str, Kind] = {
    "error": "trouble",
    "verdicts": "verdict",
    "reason": "unread",
    "language": "tongue",
}
"""Places that hold what is said by itself as well, maybe several with semicolons between them. All
others hold names, and words of articles or of a person."""
_PLACE = re.compile(r"\{(\w+)\}")


def translated(said: str, kind: Kind) -> str:
    """What the program said, in the language of what is shown now."""
    if language() == DEFAULT:
        return said
    for key, pattern in _patterns(kind):
        if found := pattern.fullmatch(said):
            held = {name: _held(name, text) for name, text in found.groupdict().items()}
            return say(key, **{"n": 1, **held})
    return said


def _held(name: str, text: str) -> object:
    """What stands in a place, in that language."""
    if name in _NUMBERS:
        return int(text.replace(",", ""))
    if name in _DAYS:
        return _day(text)
    if kind := _HOLDS.get(name):
        whole = translated(text, kind)
        parts = [text] if whole != text else text.split("; ")
        return "; ".join(translated(one, kind) for one in parts)
    if name not in _PHRASES:
        return text
    phrase = translated(text, "phrase")
    if phrase != text:
        return phrase
    return _unquoted_day().sub(lambda found: _day(found[1]) if found[1] else found[0], text)


def _day(text: str) -> str:
    number, month, year = text.split()
    try:
        return long_day(date(int(year), _months().index(month) + 1, int(number)))
    except ValueError:  # there is no such day
        return text


@cache
def _patterns(kind: Kind) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English texts of a section, those first that say most by themselves."""
    texts = sorted(_english(kind), key=lambda one: -len(_PLACE.sub("", one[1])))
    return tuple((key, re.compile(_pattern(text), re.DOTALL)) for key, text in texts)


def _english(kind: Kind) -> Iterator[tuple[str, str]]:
    """Each text with its key; one that depends on a number in both forms."""
    for key, text in read_texts(DEFAULT).items():
        if key.startswith(f"{kind}."):
            yield from ((key, one) for one in (text.values() if isinstance(text, dict) else [text]))


def _pattern(text: str) -> str:
    """Finds the text with anything in its places."""
    pieces, seen = [], set[str]()
    for number, piece in enumerate(_PLACE.split(text)):
        if number % 2 == 0:
            pieces.append(re.escape(piece))
        elif piece in seen:
            pieces.append(f"(?P={piece})")
        else:
            seen.add(piece)
            pieces.append(f"(?P<{piece}>{_form(piece)})")
    return "".join(pieces)


def _form(place: str) -> str:
    if place in _NUMBERS:
        return r"\d[\d,]*"
    return _written_day() if place in _DAYS else ".+"


def _written_day() -> str:
    """Finds 28 July 2023."""
    return rf"\d{{1,2}} (?:{'|'.join(_months())}) \d{{4}}"


@cache
def _unquoted_day() -> re.Pattern[str]:
    """Finds days, and what is quoted, which holds none that is ours."""
    return re.compile(rf"“[^”]*”|\b({_written_day()})\b")


def _months() -> list[str]:
    months: list[str] = read_texts(DEFAULT)["format.months"]
    return months
