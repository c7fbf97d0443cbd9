"""A zip archive of files of the other kinds, each read as it would be in a folder."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from index.errors import ReadError
from index.readers import ENDINGS, read_file
from index.readers.archives import MAX_ARCHIVE_BYTES, Archive, ArchiveQuota, Member
from index.readers.decoding import Source, read_bytes
from index.readers.results import Result, Results, Unreadable, refusal, unforeseen

MAX_DEPTH = 2
"""Archives within archives: a file may lie in two, one in the other."""
_DRIVE = re.compile(r"[A-Za-z]:")
NO_LINE = 0
"""The line of what is not read of an archive at all, and so hides no article known from it."""


def read_zip(source: Source, name: str) -> Results:
    """The articles of all files in an archive, in the order of their names.

    An article without an id of its own has that of its file, `name` and its place in the archive.
    """
    depth = source.depth + 1 if isinstance(source, Member) else 1
    quota = source.quota if isinstance(source, Member) else ArchiveQuota()
    try:
        if depth > MAX_DEPTH:
            raise ReadError(f"is an archive in {depth - 1} others; at most {MAX_DEPTH} are opened")
        archive = Archive(read_bytes(source, MAX_ARCHIVE_BYTES), quota)
    except ReadError as error:
        yield refusal(name, None, error)
        return
    passed_over: list[str] = []
    is_empty = True
    for place, info in sorted(archive.files.items()):
        if _is_hidden(place):
            continue
        is_empty = False
        if not place.lower().endswith(ENDINGS) or _is_link(info):
            passed_over.append(place)
        else:
            yield from _member(archive, place, name, depth)
    if is_empty:
        yield refusal(name, None, ReadError("is empty"))
    if passed_over:
        yield _passed_over(passed_over, name)


def _member(archive: Archive, place: str, name: str, depth: int) -> Iterator[Result]:
    """What one file holds; what is wrong with it is told of the archive, with its place there."""
    shown = place.replace("\\", "/")  # as some programs on Windows write it
    try:
        if _leads_out(shown):
            raise ReadError("has a name that leads out of the archive")
        data = archive.read(place, MAX_ARCHIVE_BYTES)
        member = Member(shown.rpartition("/")[2], data, depth, archive.quota)
        for result in read_file(member, f"{name}/{shown}"):
            yield _in_archive(result, shown, name) if isinstance(result, Unreadable) else result
    except MemoryError:
        raise
    except ReadError as error:
        yield _in_archive(refusal(name, None, error), shown, name)
    except Exception as error:  # noqa: BLE001 - of parsers that met what they do not foresee
        yield _in_archive(refusal(name, None, unforeseen(error)), shown, name)


def _in_archive(bad: Unreadable, place: str, name: str) -> Unreadable:
    return replace(bad, file=name, reason=f"{place[:200]}: {bad.reason}")


def _passed_over(places: list[str], name: str) -> Unreadable:
    first, count = places[0][:200], len(places)
    what = f"{count:,} files, such as {first}, are" if count > 1 else f"{first} is"
    reason = f"{what} of no kind that is read"
    return Unreadable(name, NO_LINE, reason, count=count)


def _is_hidden(place: str) -> bool:
    """Whether a file is left out as it is in a folder, or is one that macOS adds of itself."""
    parts = place.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _leads_out(place: str) -> bool:
    """Whether a name is that of no place in the archive. It is never a path, but part of an id."""
    parts = place.split("/")
    return not all(parts) or ".." in parts or "." in parts or bool(_DRIVE.match(place))
