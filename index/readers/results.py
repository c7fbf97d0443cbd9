"""What reading yields: an article, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.articles import Article
from index.errors import ReadError

MAX_RAW = 2_000
"""Characters of a broken record that are handed on."""

_KNOWN_BY = ("id", "url", "title", "source", "date", "authors", "author", "text")


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was read, and its line or record number where a file holds several."""

    article: Article
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that could not be read.

    `reason` reads on from "FILE: "; `line` is None where the whole file, or all the
    rest of it, is meant; `raw` is the beginning of the broken record, its id first; `count` says
    how many it stands for.
    """

    file: str
    line: int | None
    reason: str
    raw: str = ""
    count: int = 1


Result = Found | Unreadable
Results = Iterator[Result]


def refusal(
    file: str, line: int | None, error: ReadError, raw: bytes | str | Mapping[str, object] = ""
) -> Unreadable:
    """The error as a result: one line, and an excerpt of what was broken."""
    return Unreadable(file, line, " ".join(str(error).split())[:500], _excerpt(raw))


def unforeseen(error: Exception) -> ReadError:
    """What a parser raised where it met data that it does not foresee, in words."""
    return ReadError(f"cannot be read ({type(error).__name__}: {error})")


def _excerpt(raw: bytes | str | Mapping[str, object]) -> str:
    if isinstance(raw, bytes):
        raw = raw[: 4 * MAX_RAW].decode(errors="replace")
    if isinstance(raw, Mapping):
        values = [raw.get(name) for name in _KNOWN_BY]
        raw = "\n".join(str(value)[:MAX_RAW] for value in values if isinstance(value, str | int))
    return raw[:MAX_RAW].encode(errors="replace").decode()
