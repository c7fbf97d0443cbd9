"""What the page says, in the language of the browser that it is shown in.

All texts stand in one file by language beside this one, under the same keys; `say` looks one up.
What the articles say, and answers with their quotations, are English in every language. What the
program says of them, it says in English as well; `translation` puts that into the page's language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = "en"
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages that there are texts in, each with its name in itself."""
COOKIE = "article_qa_language"
"""Holds the language that was chosen in the settings."""
_LONGEST_HEADER = 4_000

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The language of what is shown now."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Has `say` use a language."""
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def language_for(headers: Mapping[str, str]) -> str:
    """The language for a browser: the one that was chosen there, else the first of those it asks
    for that there is.

    Args:
        headers: Of a request, by their names in small letters.
    """
    if chosen := chosen_language(headers):
        return chosen
    asked = headers.get("accept-language", "")[:_LONGEST_HEADER].split(",")
    for tag in sorted(map(_weighed, asked), key=lambda one: -one[1]):
        if tag[1] > 0 and tag[0] in LANGUAGES:
            return tag[0]
    return DEFAULT


def chosen_language(headers: Mapping[str, str]) -> str:
    """The language that was chosen in the browser that sent a request; empty for none."""
    cookies = (one.partition("=") for one in headers.get("cookie", "").split(";"))
    chosen = next((value.strip() for name, _, value in cookies if name.strip() == COOKIE), "")
    return chosen if chosen in LANGUAGES else ""


def say(key: str, /, **values: object) -> str:
    """The text of that key, with the values in their places; whole numbers are written as the
    language groups them.

    A text that depends on a number has a form for one and a form for others; `n` decides.
    """
    text = texts()[key]
    if isinstance(text, dict):
        text = text["one" if values["n"] == 1 else "other"]
    return str(text.format_map({name: _written(value) for name, value in values.items()}))


def script_texts() -> dict[str, Any]:
    """What the page's scripts say, by key."""
    opening = "script."
    return {
        key.removeprefix(opening): text for key, text in texts().items() if key.startswith(opening)
    }


def number(value: int) -> str:
    """A whole number with its digits in groups."""
    return f"{value:,}".replace(",", texts()["format.group"])


def decimal(value: float, digits: int = 1) -> str:
    """A number with digits behind the point."""
    return f"{value:.{digits}f}".replace(".", texts()["format.point"])


def long_day(day: date) -> str:
    """28 July 2023."""
    month = texts()["format.months"][day.month - 1]
    return say("format.day", day=str(day.day), month=month, year=str(day.year))


def short_day(day: date) -> str:
    """28 Jul 2023."""
    return say("format.day_short", day=str(day.day), month=_short(day), year=str(day.year))


def short_month(day: date) -> str:
    """Jul 2023."""
    return f"{_short(day)} {day.year}"


def texts() -> Mapping[str, Any]:
    """All texts of the language by key, such as "answer.stopped"."""
    return read_texts(language())


@cache
def read_texts(language: str) -> dict[str, Any]:
    """The texts of a file by key: the name of the section, a dot, the name in it."""
    sections = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8"))
    return {
        f"{section}.{name}": text
        for section, named in sections.items()
        for name, text in named.items()
    }


def _short(day: date) -> str:
    return str(texts()["format.months_short"][day.month - 1])


def _written(value: object) -> object:
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _weighed(tag: str) -> tuple[str, float]:
    """The language of an entry of Accept-Language, and how much it is wanted: "de-AT;q=0.8"."""
    name, _, rest = tag.partition(";")
    weight = rest.strip().removeprefix("q=") or "1"
    try:
        return name.strip().partition("-")[0].lower(), float(weight)
    except ValueError:
        return "", 0.0
