"""What the inputs hold, beside what the store knows: new, changed, unchanged, gone.

What did not change is not read: a file whose size, times and inode are those of last time, else
one with the same bytes; of a file with an article a line, a line with the same bytes. All of it
stands in temporary tables, so that a collection larger than memory can be compared, and nothing of
it is visible to anyone else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from index.articles import Article
from index.database import FILE as STORE_FILE
from index.entry_ids import with_ids
from index.errors import TooManyRemoved, UsageError
from index.given import is_web
from index.hits import source_key
from index.readers import ENDINGS, Found, Unreadable, has_lines, read_new_lines, read_stream
from index.readers.apart import ReadingProcess
from index.readers.refusals import Refusals
from index.tags import merged

READERS = 6
"""Counted up when a reader changes what it makes of a file: files are then read anew."""

SETTLED_S = 2.0
"""After which no clock of a file system shows the same time for another state of a file."""

FEW = 10
"""Below this many known articles, the loss of most of them raises no question."""

_TABLES = """
    CREATE TEMP TABLE staged(id TEXT PRIMARY KEY, title, source, date, url, authors, tags, text,
                             hash, file TEXT, line INTEGER, given_tags, state TEXT);
    CREATE TEMP TABLE seen(id TEXT PRIMARY KEY, file TEXT, line INTEGER, digest BLOB);
    CREATE TEMP TABLE gone(id TEXT PRIMARY KEY);
    CREATE TEMP TABLE digests(file TEXT PRIMARY KEY, name TEXT, digest TEXT, state TEXT);
"""


@dataclass(frozen=True, slots=True)
class _Input:
    """One file of the inputs: where it is, and the id of the article if it holds one."""

    path: Path
    name: str


class Comparison:
    """Compares inputs with the store behind `connection`, input by input."""

    def __init__(self, connection: sqlite3.Connection, tags: Sequence[str] = ()) -> None:
        """`tags` are given to every article that is read, beside those it has."""
        self._connection = connection
        self._tags = tags
        self.unreadable = Refusals()
        self.kept = 0
        self._unchanged = 0
        self._looked_at: set[str] = set()
        connection.executescript(_TABLES)
        self.text = lru_cache(maxsize=64)(self._text)

    def read(
        self,
        paths: Sequence[str | Path],
        articles: Iterable[Article | Unreadable],
        fetched: Mapping[str, Iterable[Found | Unreadable]],
        yes: bool,
        force: bool = False,
    ) -> Iterator[str]:
        """Compares everything given, yielding the id of each article as it is done.

        `force` reads files anew even if their bytes are those of last time.

        Raises:
            TooManyRemoved: most of a path's known articles are gone, and `yes` is not said.
        """
        self._connection.execute("BEGIN")  # of the temporary tables; commits cost nothing then
        try:
            with ReadingProcess() as reading:
                for path in paths:
                    yield from self._read_path(path, force, reading)
            for address, results in fetched.items():
                yield from self._take_all(address, results)
            for article in articles:
                yield from self._take_all("", [_given(article)])
            for path in filter(_is_local, paths):
                self._find_gone(absolute(path), yes)
        finally:
            if self._connection.in_transaction:  # not so after a full disk
                self._connection.execute("COMMIT")

    def remove(self, article_ids: Iterable[str]) -> None:
        """Marks articles as gone, and their files as to be read anew next time."""
        for article_id in article_ids:
            query = "SELECT file FROM articles WHERE id = ?"
            row = self._connection.execute(query, (article_id,)).fetchone()
            if row is None:
                raise _unknown(article_id)
            self._connection.execute("INSERT OR IGNORE INTO gone VALUES (?)", (article_id,))
            self._forget_file(row[0])

    def retag(self, article_ids: Iterable[str], tag: str, is_given: bool) -> None:
        """Gives a tag to known articles, or takes it off.

        Raises:
            UsageError: there is no such article.
        """
        for article_id in dict.fromkeys(article_ids):
            query = (
                "SELECT text, title, source, date, url, authors, tags, given_tags, file, line "
                "FROM articles WHERE id = ?"
            )
            row = self._connection.execute(query, (article_id,)).fetchone()
            if row is None:
                raise _unknown(article_id)
            text, title, source, day, url, authors, tags, given, file, line = row
            had, was_given = json.loads(tags), json.loads(given)
            when = date.fromisoformat(day) if day else None
            names = (tuple(json.loads(authors)), _with(had, tag, is_given))
            article = Article(article_id, text, title, source, when, url, *names)
            if list(article.tags) != had:
                given_now = _with(was_given, tag, is_given)
                self._stage(article, file, line, given_now, "changed")

    def _forget_file(self, file: str) -> None:
        """Has a file read anew next time, though its bytes be the same."""
        query = (
            "INSERT OR IGNORE INTO digests SELECT file, name, NULL, NULL FROM files WHERE file = ?"
        )
        self._connection.execute(query, (file,))

    def counts(self) -> dict[str, int]:
        """How many articles are added, changed, removed, unchanged."""
        states = dict(self._connection.execute("SELECT state, count(*) FROM staged GROUP BY state"))
        removed = self._connection.execute("SELECT count(*) FROM gone").fetchone()[0]
        return {
            "added": states.get("added", 0),
            "changed": states.get("changed", 0),
            "removed": int(removed),
            "unchanged": self._unchanged,
        }

    def removed_ids(self) -> list[str]:
        """Ids of the articles that would go, in order."""
        return [str(row[0]) for row in self._connection.execute("SELECT id FROM gone ORDER BY id")]

    def texts(self, everything: bool) -> Iterator[tuple[str, str]]:
        """Ids and texts of what is new or changed; with `everything`, of all that will be there."""
        which = "" if everything else "WHERE state IN ('added', 'changed')"
        query = f"SELECT id FROM staged {which} ORDER BY rowid"
        for (article_id,) in self._connection.execute(query).fetchall():
            yield article_id, self.text(article_id)
        if everything:
            query = (
                "SELECT id FROM articles WHERE id NOT IN (SELECT id FROM staged) "
                "AND id NOT IN (SELECT id FROM gone) ORDER BY key"
            )
            for (article_id,) in self._connection.execute(query).fetchall():
                yield article_id, self.text(article_id)

    def _text(self, article_id: str) -> str:
        for table in ("staged", "articles"):
            query = f"SELECT text FROM {table} WHERE id = ?"
            row = self._connection.execute(query, (article_id,)).fetchone()
            if row is not None:
                return str(row[0])
        raise KeyError(article_id)

    def _read_path(self, path: str | Path, force: bool, reading: ReadingProcess) -> Iterator[str]:
        if _is_local(path):
            yield from self._read_files(absolute(path), force, reading)
        elif str(path) == "-":
            yield from self._take_all("-", map(_by_content, read_stream(sys.stdin.buffer, "stdin")))
        else:
            yield from self._take_all(str(path), with_ids(reading.read_url(str(path)), str(path)))

    def _read_files(self, place: Path, force: bool, reading: ReadingProcess) -> Iterator[str]:
        for found in _files(place):
            file = found.file if isinstance(found, Unreadable) else str(found.path)
            real = os.path.realpath(file)
            if real in self._looked_at:  # by another path of the same command
                continue
            self._looked_at.add(real)
            if isinstance(found, Unreadable):
                self.unreadable.add(found)
            else:
                yield from self._read_one(found, force, reading)

    def _read_one(self, found: _Input, force: bool, reading: ReadingProcess) -> Iterator[str]:
        file = str(found.path)
        name = self._known_name(file) or found.name
        lines = _Lines(self._connection, file, name)
        try:
            state = _state(found.path)
            if not force and self._is_untouched(file, state):
                yield from self._see_all(file)
                return
            digest = None if has_lines(found.path) else _digest(found.path)
        except OSError as error:
            reason = f"cannot be read ({error.strerror or error})"
            self.unreadable.add(Unreadable(file, None, reason))
            return
        if not force and digest is not None and self._is_as_before(file, digest):
            yield from self._see_all(file)
        elif digest is not None:
            before = len(self.unreadable)
            yield from self._take_all(file, reading.read_file(found.path, name), name)
            digest = digest if len(self.unreadable) == before else None
        else:
            before = len(self.unreadable)
            anew = force or self._is_elsewhere(file) or not self._has_tags(file)
            is_known = lines.is_new if anew else lines.is_known
            results = read_new_lines(found.path, name, is_known)
            yield from self._take_all(file, results, name, lines)
            self._unchanged += lines.known
            digest = lines.digest() if len(self.unreadable) == before else None
        self._connection.execute(
            "INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?)", (file, name, digest, state)
        )

    def _known_name(self, file: str) -> str | None:
        """The name a file had when it was first read, so that its articles keep their ids."""
        query = "SELECT name FROM files WHERE file = ?"
        row = self._connection.execute(query, (file,)).fetchone()
        return None if row is None else str(row[0])

    def _is_untouched(self, file: str, state: str | None) -> bool:
        """Whether the file is the one of last time, by what the system says of it."""
        query = "SELECT digest, state FROM files WHERE file = ?"
        row = self._connection.execute(query, (file,)).fetchone()
        if state is None or row is None or row[1] != state:
            return False
        digest = str(row[0])
        return digest.startswith(f"{READERS}:") and self._is_as_before(file, digest)

    def _is_as_before(self, file: str, digest: str) -> bool:
        """Whether the file's bytes are those of last time, and its articles still its own."""
        query = "SELECT digest FROM files WHERE file = ?"
        row = self._connection.execute(query, (file,)).fetchone()
        if row is None or row[0] != digest:
            return False
        query = "SELECT 1 FROM articles WHERE file = ? LIMIT 1"
        has_any = self._connection.execute(query, (file,)).fetchone() is not None
        return has_any and not self._is_elsewhere(file) and self._has_tags(file)

    def _has_tags(self, file: str) -> bool:
        """Whether the articles of a file have all tags that are to be given."""
        query = "SELECT given_tags FROM articles WHERE file = ?"
        wanted = set(map(source_key, self._tags))
        return not wanted or all(
            wanted <= set(map(source_key, json.loads(given)))
            for (given,) in self._connection.execute(query, (file,))
        )

    def _is_elsewhere(self, file: str) -> bool:
        """Whether an article that is known from the file was seen in another one."""
        query = "SELECT 1 FROM articles JOIN seen USING (id) WHERE articles.file = ? LIMIT 1"
        return self._connection.execute(query, (file,)).fetchone() is not None

    def _see_all(self, file: str) -> Iterator[str]:
        """Takes the known articles of a file for unchanged."""
        rows = self._connection.execute("SELECT id FROM articles WHERE file = ?", (file,))
        for (article_id,) in rows.fetchall():
            self._see(article_id, file, None)
            self._unchanged += 1
            yield article_id

    def _take_all(
        self,
        file: str,
        found: Iterable[Found | Unreadable],
        derived: str | None = None,
        lines: _Lines | None = None,
    ) -> Iterator[str]:
        for one in found:
            if isinstance(one, Unreadable):
                self.unreadable.add(replace(one, file=file or one.file))
            elif (reason := self._conflict(one, file, derived)) is not None:
                self.unreadable.add(Unreadable(file or one.article.id, one.line, reason))
            else:
                self._take(one, file, lines.last if lines else None)
                yield one.article.id

    def _conflict(self, found: Found, file: str, derived: str | None) -> str | None:
        """Why this article may not have its id, or None."""
        article_id = found.article.id
        query = "SELECT file, line FROM seen WHERE id = ?"
        if row := self._connection.execute(query, (article_id,)).fetchone():
            where = f"{row[0] or 'an earlier article'}" + (f" line {row[1]}" if row[1] else "")
            return f"has the id {article_id!r} that {where} has too"
        if derived is None or not article_id.startswith(derived):
            return None
        query = "SELECT file FROM articles WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        if row is not None and row[0] != file and os.path.isfile(row[0]):
            return f"would have the id {article_id!r} of {row[0]}; rename one of the two folders"
        return None

    def _take(self, found: Found, file: str, digest: bytes | None) -> None:
        article, line = found.article, found.line
        self._see(article.id, file, line, digest)
        query = "SELECT hash, file, line, given_tags FROM articles WHERE id = ?"
        known = self._connection.execute(query, (article.id,)).fetchone()
        given = merged(json.loads(known[3]) if known else (), self._tags)
        article = replace(article, tags=merged(article.tags, given))
        if known == (article.content_hash, file, line, json.dumps(given)):
            self._unchanged += 1
            return
        if known is not None and known[1] != file:
            self._forget_file(known[1])  # read anew next time: it may hold the article, too
        state = "added" if known is None else "changed"
        if known is not None and known[0] == article.content_hash:
            state = "moved"  # the same article at another place: nothing to embed
            self._unchanged += 1
        self._stage(article, file, line, given, state)

    def _stage(
        self, article: Article, file: str, line: int | None, given: Sequence[str], state: str
    ) -> None:
        day = article.date.isoformat() if article.date else None
        content = (article.id, article.title, article.source, day, article.url)
        lists = (json.dumps(article.authors), json.dumps(article.tags))
        rest = (article.text, article.content_hash, file, line, json.dumps(given), state)
        row = (*content, *lists, *rest)
        self._connection.execute(f"INSERT INTO staged VALUES (?{', ?' * (len(row) - 1)})", row)

    def _has_any(self, file: str) -> bool:
        """Whether any article of a file could be read."""
        query = "SELECT 1 FROM seen WHERE file = ? LIMIT 1"
        return self._connection.execute(query, (file,)).fetchone() is not None

    def _see(
        self, article_id: str, file: str, line: int | None, digest: bytes | None = None
    ) -> None:
        row = (article_id, file, line, digest)
        self._connection.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", row)

    def _find_gone(self, place: Path, yes: bool) -> None:
        """Marks the known articles of `place` that were not seen, unless they may be hidden."""
        broken: dict[str, list[Unreadable]] = {}
        for bad in self.unreadable.listed():
            broken.setdefault(bad.file, []).append(bad)
        emptied = {file for file in broken if not self._has_any(file)}
        gone: list[str] = []
        lost: Counter[str] = Counter()
        for article_id, file in self._unseen(place):
            around = _folders(file)
            hidden = file in broken and self._is_hidden(article_id, file, broken[file])
            if hidden or around & broken.keys() or file in emptied:
                self.kept += 1
                continue
            gone.append(article_id)
            lost.update({str(place), file, *(one for one in around if _is_in(one, place))})
        if not yes:
            _refuse_heavy_loss({one: self._known(one) for one in lost}, lost)
        query = "INSERT OR IGNORE INTO gone VALUES (?)"
        self._connection.executemany(query, ((article_id,) for article_id in gone))

    def _unseen(self, place: Path) -> list[tuple[str, str]]:
        """Id and file of the known articles of a place that were not seen."""
        unseen = "NOT EXISTS (SELECT 1 FROM seen WHERE seen.id = articles.id)"
        query = (  # apart, so that the file is read from its index: the text stands before it
            f"SELECT id, file FROM articles WHERE file = ? AND {unseen} UNION ALL "
            f"SELECT id, file FROM articles WHERE file >= ? AND file < ? AND {unseen}"
        )
        return self._connection.execute(query, (str(place), *_within(place))).fetchall()

    def _known(self, place: str) -> int:
        """How many articles are known from a file or folder."""
        query = "SELECT count(*) FROM articles WHERE file = ? OR (file >= ? AND file < ?)"
        row = self._connection.execute(query, (place, *_within(place))).fetchone()
        return int(row[0])

    def _is_hidden(self, article_id: str, file: str, broken: list[Unreadable]) -> bool:
        """Whether something unreadable in its file may be what is left of a known article."""
        query = "SELECT line, url FROM articles WHERE id = ?"
        line, url = self._connection.execute(query, (article_id,)).fetchone()
        query = "SELECT line FROM lines WHERE file = ? AND id = ?"
        if row := self._connection.execute(query, (file, article_id)).fetchone():
            line = row[0]  # lines may have been put in above it since it was read
        return any(_hides(bad, article_id, line, url) for bad in broken)


class _Lines:
    """The lines of a file beside those of last time, as they are read one after the other."""

    def __init__(self, connection: sqlite3.Connection, file: str, name: str) -> None:
        self._connection = connection
        self._file = file
        self._derived = f"{name}#"
        """What the ids begin with that are made of a line's number."""
        self._all = hashlib.sha256()
        self.known = 0
        """How many were as they were."""
        self.last = b""
        """Sixteen bytes of the line that is being read."""

    def is_new(self, number: int, line: bytes) -> bool:
        """False: every line is to be read."""
        self.last = hashlib.sha256(b"%d:%b" % (READERS, line)).digest()[:16]
        self._all.update(self.last)
        return False

    def is_known(self, number: int, line: bytes) -> bool:
        """Whether the line was there last time, and its article is still free to be seen."""
        self.is_new(number, line)
        length = len(self._derived)
        seen = self._connection.execute(
            "INSERT INTO seen SELECT id, file, ?, digest FROM lines WHERE file = ? AND digest = ? "
            "AND (line = ? OR substr(id, 1, ?) <> ?) "
            "AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.id = lines.id)",
            (number, self._file, self.last, number, length, self._derived),
        )
        self.known += seen.rowcount
        return seen.rowcount > 0

    def digest(self) -> str:
        """Of all lines so far."""
        return f"{READERS}:{self._all.hexdigest()}"


def _unknown(article_id: str) -> UsageError:
    return UsageError(f"There is no article {article_id!r}. article-qa articles lists them.")


def _with(tags: Sequence[str], tag: str, is_given: bool) -> tuple[str, ...]:
    """The tags with one more, or one less."""
    others = [one for one in tags if source_key(one) != source_key(tag)]
    return merged(tags, [tag]) if is_given else tuple(others)


def absolute(path: str | Path) -> Path:
    """Links are not followed: a folder has the name that was given."""
    return Path(os.path.normpath(Path(path).absolute()))


@lru_cache(maxsize=64)  # the articles of a file come one after the other
def _folders(file: str) -> frozenset[str]:
    return frozenset(str(folder) for folder in Path(file).parents)


def _within(place: Path | str) -> tuple[str, str]:
    """Between which two texts the names of the files in a folder lie."""
    return f"{place}{os.sep}", f"{place}{chr(ord(os.sep) + 1)}"


def _is_in(folder: str, place: Path) -> bool:
    return folder.startswith(f"{place}{os.sep}")


def _refuse_heavy_loss(known: Mapping[str, int], lost: Counter[str]) -> None:
    """That no file or folder with `FEW` known articles or more loses over half of them."""
    for place, count in known.items():
        if count >= FEW and 2 * lost[place] > count:
            raise TooManyRemoved(
                f"{lost[place]} of the {count} articles known from {place} are no longer there. "
                "Nothing was changed. If they shall go, say so: add --yes."
            )


def _by_content(found: Found | Unreadable) -> Found | Unreadable:
    """A record without an id gets one of its content: another stream must not replace it."""
    if isinstance(found, Unreadable) or not found.article.id.startswith("stdin#"):
        return found
    name = f"stdin/{found.article.content_hash[:12]}"
    return replace(found, article=replace(found.article, id=name))


def _hides(bad: Unreadable, article_id: str, line: int | None, url: str | None) -> bool:
    """Whether something unreadable may be what is left of a known article of the same file."""
    named = article_id in bad.raw or (url is not None and url in bad.raw)
    return bad.line is None or line == bad.line or named


def _files(place: Path) -> Iterator[_Input | Unreadable]:
    """The files at `place` in a steady order, hidden ones and stores left out."""
    if place.is_file():
        yield _Input(place, f"{place.parent.name}/{place.name}")
        return
    failures: list[OSError] = []
    for path in files_below(place, failures.append):
        printable = os.fsencode(path).decode(errors="replace")
        if printable != str(path):
            yield Unreadable(printable, None, "has a name that is not UTF-8; rename it")
        elif not path.name.lower().endswith(tuple(ENDINGS)):
            kinds = ", ".join(sorted(ENDINGS))
            reason = f"is of no kind that is read ({kinds})"
            yield Unreadable(str(path), None, reason)
        elif not _is_there(path, Path.is_file):
            yield Unreadable(str(path), None, "is no file that can be read")
        else:
            yield _Input(path, f"{place.name}/{path.relative_to(place).as_posix()}")
    for error in failures:
        yield Unreadable(str(error.filename), None, f"cannot be read ({error.strerror})")


def files_below(place: Path, failed: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    """All files of a folder and its folders in a steady order, hidden ones and stores left out.

    Args:
        failed: Is told of folders that cannot be read.
    """
    for folder, folders, files in os.walk(place, onerror=failed):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _is_there(Path(folder, name, STORE_FILE))
        )
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def _is_there(path: Path, test: Callable[[Path], bool] | None = None) -> bool:
    """Whether something is there; not where nobody lets one look, of which older versions of
    Python raise an error."""
    try:
        return test(path) if test else path.exists()
    except OSError:
        return False


def _state(path: Path) -> str | None:
    """What the system says of a file that changes with its bytes; None where it was changed so
    lately that a further change might not show.

    Raises:
        OSError: it is not there.
    """
    known = path.stat()
    if max(known.st_mtime, known.st_ctime) > time.time() - SETTLED_S:
        return None
    numbers = (known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino, known.st_dev)
    return " ".join(map(str, numbers))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"{READERS}:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def check_inputs(paths: Sequence[str | Path]) -> None:
    """That each path can be read at all: a file or folder that exists, an address, or `-`.

    Raises:
        UsageError: one is empty or does not exist.
    """
    for path in paths:
        if not str(path):  # would be the folder one is in
            raise UsageError("A path is empty. Name a file, a folder, a URL, or -.")
        if _is_local(path) and not _is_there(Path(path)):
            raise UsageError(f"{path} does not exist. Name a file, a folder, a URL, or -.")


def _given(article: Article | Unreadable) -> Found | Unreadable:
    return article if isinstance(article, Unreadable) else Found(article)


def _is_local(path: str | Path) -> bool:
    """Whether a path names a file or a folder, not an address or standard input."""
    return not is_web(str(path)) and str(path) != "-"
