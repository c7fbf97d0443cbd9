"""The numbers of a text, in digits or in words: "3", "three" and "3.0" are one value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from qa.text.unicode import without_lookalikes

SMALL_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
"""The words for 0 to 19, each at the place that is its value."""
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGE = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
LARGE = "|".join(_LARGE)
"""Part of a regular expression: the words for what stands behind a number, "hundred" and above."""
_WORDS = (
    {word: float(value) for value, word in enumerate(SMALL_NUMBERS)}
    | {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
    | _LARGE
    | {"dozen": 12.0, "half": 0.5, "twice": 2.0, "double": 2.0, "triple": 3.0}
)
ORDINALS = {
    "third": 3.0, "fourth": 4.0, "fifth": 5.0, "sixth": 6.0, "seventh": 7.0, "eighth": 8.0,
    "ninth": 9.0, "tenth": 10.0, "first": 1.0, "second": 2.0,
}  # fmt: skip
"""Number words of an order."""
_SIZES = ("dozen", *_LARGE)
_ONE = rf"(?:(?:{'|'.join(_WORDS)})s?|{'|'.join(ORDINALS)})\b"
_ROW = re.compile(rf"\b{_ONE}(?:(?:[ -]|(?<=hundred) and ){_ONE}){{0,12}}", re.IGNORECASE)
"""Number words in a row."""
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_PART = re.compile(
    rf"\b(?P<whole>\d{{1,3}}|{'|'.join(SMALL_NUMBERS[1:13])}) and a (?P<more>half|quarter)"
    rf"(?:[ -](?P<times>{LARGE}))?\b"
    r"|\b(?:(?:an?|(?P<three>three)) )?(?P<of>half|quarter)s? (?:of )?an? "
    rf"(?P<size>dozen|{LARGE})\b"
    rf"|\b(?P<count>an?|one|two|three|four)[ -](?P<part>{'|'.join(_PARTS)})s?(?= of\b)",
    re.IGNORECASE,
)
"""A part of something: "a third of the houses", "half a million", "two and a half million"."""
_MINUS = re.compile(r"(?:(?<![\w.])[-−–]\s?|\bminus\s)$", re.IGNORECASE)
_DEGREES = re.compile(r"\s?(?:°|degrees?\b)", re.IGNORECASE)
_MAGNITUDES = {**_LARGE, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:[ -]?(?P<size>{'|'.join(_MAGNITUDES)})\b)?(?:st|nd|rd|th|s)?",
    re.IGNORECASE,
)
_COMMON = {"one", "zero", "first", "second"}
"""Number words that mostly do not count anything where they stand alone ("one of them")."""
_COUNTING = re.compile(
    rf"\d|\b(?:{'|'.join((*SMALL_NUMBERS[1:], *_TENS, *_SIZES))}|half)\b", re.IGNORECASE
)


def has_count(text: str, start: int, end: int) -> bool:
    """Whether a part of a text has a digit, or a word that counts: "twelve", "half", "a million";
    "third", "twice" and "hundreds" are none."""
    return bool(_COUNTING.search(text, start, end))


def numbers(text: str) -> Iterator[tuple[int, int, float]]:
    """The figures of a text, in digits or in words: where they stand and what they are."""
    text = without_lookalikes(text)
    parts = list(_PART.finditer(text))
    for match in _NUMBER.finditer(text):
        if any(part.start() <= match.start() < part.end() for part in parts):
            continue
        size = _MAGNITUDES[match["size"].lower()] if match["size"] else 1.0
        figure = float(Decimal(match["digits"].replace(",", "")) * int(size))  # 16.1 * 1e6 is less
        is_below = _DEGREES.match(text, match.end()) and _MINUS.search(
            text, max(0, match.start() - 8), match.start()
        )
        yield *match.span(), -figure if is_below else figure
    for match in parts:
        yield *match.span(), _part(match)
    for match in _ROW.finditer(text):
        if any(part.start() <= match.start() < part.end() for part in parts):
            continue
        words = [word for word in re.findall(r"[a-z]+", match[0].lower()) if word != "and"]
        if words[0] in _MAGNITUDES and re.search(r"\d[ -]?$", text[: match.start()][-2:]):
            words = words[1:]  # it belongs to a figure in digits
        for value in _row_values(words):
            yield *match.span(), value


def _part(match: re.Match[str]) -> float:
    if match["whole"]:
        whole = match["whole"].lower()
        value = float(whole) if whole.isdigit() else _WORDS[whole]
        value += 1 / _PARTS[match["more"].lower()]
        return value * (_WORDS[match["times"].lower()] if match["times"] else 1.0)
    if match["of"]:
        share = (3 if match["three"] else 1) / _PARTS[match["of"].lower()]
        return share * _WORDS[match["size"].lower()]
    return _WORDS.get(match["count"].lower(), 1.0) / _PARTS[match["part"].lower()]


def _row_values(row: list[str]) -> Iterable[float]:
    """The numbers that a row of words makes: "two hundred five" is one, "five six" are two."""
    taken: list[str] = []
    summands: list[float] = []
    for word in row:
        single = word.removesuffix("s")
        value = _WORDS[single] if single in _WORDS else ORDINALS[word]
        small = sum(one for one in summands if one < value)
        if single in _SIZES and small and _has_size(summands, value):
            yield sum(one for one in summands if one >= value)  # "one hundred and two hundred"
            summands = [small * value]
        elif single in _SIZES and small:
            summands = [*(one for one in summands if one >= value), small * value]
        elif summands and (summands[-1] >= 100 or (value < 10 and taken[-1] in _TENS)):
            summands.append(value)
        else:
            yield from _number(taken, summands)
            taken, summands = [], [value]
        taken.append(word)
    yield from _number(taken, summands)


def _has_size(summands: Iterable[float], size: float) -> bool:
    """Whether one of them is so many hundreds, thousands … already."""
    return any(size <= one < size * (10 if size == 100 else 1000) for one in summands)


def _number(words: list[str], summands: list[float]) -> Iterable[float]:
    if len(words) > 1 or (words and words[0] not in _COMMON):
        yield sum(summands)


def in_words(number: float) -> str:
    """A number as one would write it: 412 million, 18."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:g} {word}"
    return f"{number:.12g}"
