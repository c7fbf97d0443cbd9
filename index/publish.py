"""The statements that change a store: vectors as they are made, and the one that shows them.

Everything here runs on the writer's connection, under the store's lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Mapping

from index import database
from index.errors import StoreMismatch
from index.places import Place
from index.sqlite import transaction

COMPACT_AT = 0.2
"""Dead passages, as a share of those alive, at which a store is compacted."""
_FEW = 1000
_COLUMNS = "id, title, source, date, url, authors, tags, text, hash, file, line, given_tags"
_TAKEN_OVER = {
    "articles": f"key, {_COLUMNS}",
    "vectors": "id, key, value",
    "passages": "id, article, start, stop, vector, generation",
    "files": "file, name, digest, state",
    "lines": "file, digest, line, id",
    "versions": "id, article, replaced, title, source, date, url, authors, tags, text",
}
_OF_VERSIONS = "title, source, date, url, authors, tags, text"


def vector_key(model: str, epoch: int, text: str) -> bytes:
    """Under which a vector is kept: sixteen bytes of (model, epoch, text)."""
    return hashlib.sha256(f"{model}\0{epoch}\0{text}".encode()).digest()[:16]


def vector_epoch(connection: sqlite3.Connection, rebuild: bool) -> int:
    """The epoch of the vectors to use; a rebuild asks for the next, so that all are made anew.

    A rebuild that was killed left its vectors under that same next epoch, and goes on.
    """
    epoch = int(database.meta(connection, "epoch") or 0)
    return epoch + 1 if rebuild and database.counts(connection)[0] else epoch


def keep_vectors(connection: sqlite3.Connection, rows: list[tuple[bytes, bytes]]) -> None:
    """Commits vectors (key, float32 bytes); no search sees them yet."""
    with transaction(connection):
        connection.executemany("INSERT OR IGNORE INTO vectors(key, value) VALUES (?, ?)", rows)


def check_recipe(connection: sqlite3.Connection, wanted: Mapping[str, str], folder: Place) -> None:
    """That the store was made with the settings that are set now.

    Raises:
        StoreMismatch: it was not; the text has the command that rebuilds.
    """
    check_model(database.meta(connection, "model"), wanted["model"], folder)
    name = "passages"
    made_with = database.meta(connection, name)
    if made_with is not None and made_with != wanted[name]:
        raise StoreMismatch(
            f"The store {folder} was made with {name} = {made_with!r}, but {wanted[name]!r} is "
            "set. Set it back, or split and embed everything again: "
            f"article-qa index --rebuild --store {folder}"
        )


def check_model(made_with: str | None, model: str, folder: Place) -> None:
    """That the store's vectors were made by the model that is set now, in the same version.

    Raises:
        StoreMismatch: they were not; the text has the command that rebuilds.
    """
    if made_with is None or made_with == model:
        return
    name = model.partition("@")[0]
    if made_with.partition("@")[0] == name:  # there is no setting to go back to
        raise StoreMismatch(
            f"The vectors of the store {folder} are of another version of the model {name}; make "
            f"them anew: article-qa index --rebuild --store {folder}"
        )
    raise StoreMismatch(
        f"The store {folder} was made with the embedding model {made_with}, but {model} is set. "
        "Set embedding_model back, or embed everything again: "
        f"article-qa index --rebuild --store {folder}"
    )


def recipe_of(connection: sqlite3.Connection) -> dict[str, str]:
    """What the store was made with, as `check_recipe` compares it."""
    values = {name: database.meta(connection, name) for name in ("model", "passages")}
    return {name: value for name, value in values.items() if value is not None}


def publish(
    connection: sqlite3.Connection,
    recipe: Mapping[str, str],
    epoch: int,
    rebuild: bool,
    versions: int | None = None,
) -> int:
    """Makes the build visible in one transaction; returns the new generation.

    Args:
        versions: Earlier texts that are kept of an article which changed; None: this one is not.
    """
    with transaction(connection):
        number = database.generation(connection) + 1
        _bury(connection, number, rebuild)
        if versions is not None:
            _keep_versions(connection, versions)
        _write_articles(connection)
        connection.execute(
            "INSERT INTO passages(article, start, stop, vector, generation) "
            "SELECT a.key, c.start, c.stop, v.id, ? FROM cuts c "
            "JOIN articles a ON a.id = c.article JOIN vectors v ON v.key = c.vector "
            "ORDER BY c.rowid",
            (number,),
        )
        _write_files(connection)
        for name, value in {**recipe, "epoch": str(epoch), "generation": str(number)}.items():
            database.set_meta(connection, name, value)
    return number


def take_over(
    connection: sqlite3.Connection,
    source: sqlite3.Connection,
    progress: Callable[[str, int, int | None], None],
) -> int:
    """Makes all of another database visible in this one, which is empty; returns the generation.

    Numbers of articles, passages and vectors stay.
    """
    with transaction(connection):
        number = database.generation(connection) + 1
        for table in reversed(_TAKEN_OVER):  # what a build that was killed has left
            connection.execute(f"DELETE FROM {table}")
        for table, columns in _TAKEN_OVER.items():
            values = f"VALUES (?{', ?' * columns.count(',')})"
            rows = source.execute(f"SELECT {columns} FROM {table}")
            done = 0
            while some := rows.fetchmany(_FEW):
                connection.executemany(f"INSERT INTO {table}({columns}) {values}", some)
                done += len(some)
                progress(f"Copying {table}", done, None)
        connection.execute("UPDATE passages SET generation = ?", (number,))
        epoch = database.meta(source, "epoch") or "0"
        for name, value in {**recipe_of(source), "epoch": epoch, "generation": str(number)}.items():
            database.set_meta(connection, name, value)
    return number


def remember_files(connection: sqlite3.Connection) -> None:
    """Where nothing else changed: keeps in mind which files were read, and where articles stand."""
    with transaction(connection):
        _write_articles(connection)
        _write_files(connection)


def is_compaction_due(connection: sqlite3.Connection) -> bool:
    """Whether so much is dead that `compact` pays."""
    dead = connection.execute("SELECT count(*) FROM tombstones").fetchone()[0]
    return bool(dead >= _FEW and dead >= COMPACT_AT * database.counts(connection)[1])


def compact(connection: sqlite3.Connection) -> None:
    """Forgets tombstones and unused vectors and gives the room back.

    An index older than this is then made from nothing; one that is not holds nothing dead.
    """
    _forget_dead(connection)
    with contextlib.suppress(sqlite3.OperationalError):  # a reader, or no room: next time then
        connection.execute("VACUUM")


def purge(connection: sqlite3.Connection) -> None:
    """Forgets at once and to the end: what was removed or changed is in neither file nor log.

    SQLite overwrites what is deleted (`secure_delete`); the file stays as long as it is.

    Raises:
        sqlite3.OperationalError: somebody reads, or there is no room.
    """
    _forget_dead(connection, only_theirs=True)
    _empty_log(connection)


def purge_all(connection: sqlite3.Connection) -> None:
    """As `purge`, and besides drops every vector that nobody refers to and gives the room back.

    Raises:
        sqlite3.OperationalError: as `purge`.
    """
    _forget_dead(connection)
    connection.execute("VACUUM")
    _empty_log(connection)


def _empty_log(connection: sqlite3.Connection) -> None:
    is_held, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_held:
        raise sqlite3.OperationalError("another program was reading all the while")


def _forget_dead(connection: sqlite3.Connection, only_theirs: bool = False) -> None:
    """Forgets tombstones, and the vectors that nobody refers to: all, or only those of the dead."""
    unknown = "SELECT 1 FROM tombstones WHERE vector IS NULL LIMIT 1"  # of earlier versions
    if only_theirs and connection.execute(unknown).fetchone() is None:
        of_dead = (
            "id IN (SELECT vector FROM tombstones) AND NOT EXISTS "
            "(SELECT 1 FROM passages WHERE passages.vector = vectors.id)"
        )
    else:
        of_dead = "id NOT IN (SELECT vector FROM passages)"
    with transaction(connection):
        connection.execute(f"DELETE FROM vectors WHERE {of_dead}")
        connection.execute("DELETE FROM tombstones")
        database.set_meta(connection, "compacted", str(database.generation(connection)))


def dimension(connection: sqlite3.Connection) -> int | None:
    """Length of the vectors of the store's passages, or None where it has none."""
    row = connection.execute(
        "SELECT length(v.value) FROM passages p JOIN vectors v ON v.id = p.vector LIMIT 1"
    ).fetchone()
    return None if row is None else int(row[0]) // 4


def _bury(connection: sqlite3.Connection, number: int, rebuild: bool) -> None:
    """Tombstones for the passages of what changed or went; the passages go."""
    from index import grouping

    which = (
        ""
        if rebuild
        else (
            "WHERE article IN (SELECT key FROM articles WHERE id IN (SELECT id FROM gone) "
            "OR id IN (SELECT id FROM staged WHERE state = 'changed'))"
        )
    )
    connection.execute(
        "INSERT OR REPLACE INTO tombstones(passage, generation, vector) "
        f"SELECT id, {number:d}, vector FROM passages {which}"
    )
    connection.execute(f"DELETE FROM passages {which}")
    changed = "id IN (SELECT id FROM gone) OR id IN (SELECT id FROM staged WHERE state = 'changed')"
    grouping.forget(connection, "" if rebuild else f"SELECT key FROM articles WHERE {changed}")
    connection.execute("DELETE FROM articles WHERE id IN (SELECT id FROM gone)")
    connection.execute("DELETE FROM versions WHERE article IN (SELECT id FROM gone)")


def _keep_versions(connection: sqlite3.Connection, most: int) -> None:
    """Keeps what articles said before they changed: of each the last `most` of its texts."""
    connection.execute(
        f"INSERT INTO versions(article, replaced, {_OF_VERSIONS}) "
        f"SELECT a.id, strftime('%Y-%m-%dT%H:%M:%SZ'), {_prefixed('a', _OF_VERSIONS)} "
        "FROM articles a JOIN staged s ON s.id = a.id "
        "WHERE s.state = 'changed' AND (a.text, a.title) IS NOT (s.text, s.title)"
    )
    connection.execute(
        "DELETE FROM versions WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER "
        "(PARTITION BY article ORDER BY id DESC) AS place FROM versions WHERE article IN "
        "(SELECT id FROM staged WHERE state = 'changed')) WHERE place > ?)",
        (most,),
    )


def forget_versions(connection: sqlite3.Connection) -> None:
    """Forgets all earlier texts of articles."""
    connection.execute("DELETE FROM versions")


def _prefixed(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{name}" for name in columns.split(", "))


def _write_articles(connection: sqlite3.Connection) -> None:
    connection.execute(
        f"INSERT INTO articles({_COLUMNS}) SELECT {_COLUMNS} FROM staged "
        "WHERE true ORDER BY staged.rowid ON CONFLICT(id) DO UPDATE SET title = excluded.title, "
        "source = excluded.source, date = excluded.date, url = excluded.url, "
        "authors = excluded.authors, tags = excluded.tags, text = excluded.text, "
        "hash = excluded.hash, file = excluded.file, line = excluded.line, "
        "given_tags = excluded.given_tags"
    )


def _write_files(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM files WHERE file IN (SELECT file FROM digests)")
    connection.execute(
        "INSERT INTO files(file, name, digest, state) SELECT file, name, digest, state FROM digests"
    )
    # of files with an article a line; what is as it was is not written again
    connection.execute(
        "DELETE FROM lines WHERE file IN (SELECT file FROM seen WHERE digest IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.id = lines.id AND s.file = lines.file "
        "AND s.digest = lines.digest)"
    )
    connection.execute(
        "DELETE FROM lines WHERE id IN (SELECT id FROM gone) OR EXISTS "
        "(SELECT 1 FROM staged s WHERE s.id = lines.id AND s.file <> lines.file)"
    )
    connection.execute(
        "INSERT OR REPLACE INTO lines(file, digest, line, id) "
        "SELECT file, digest, line, id FROM seen s WHERE digest IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM lines l WHERE l.file = s.file AND l.digest = s.digest "
        "AND l.line = s.line AND l.id = s.id)"
    )
