"""Keeps conversations, lists and searches them, renames and removes them.

Each call opens the file anew, so that any number of threads and processes can share it.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from index import Article
from index.articles import one_line
from index.errors import ReadError
from qa.history.database import FILE, empty_log, reading, stamp, storable, writing
from qa.history.exchange import Exchange
from qa.history.record import from_json, to_json
from qa.history.search import condition, excerpt, index_words, words_of
from qa.history.standing import standings
from qa.settings import QASettings

LONGEST_TITLE = 120
"""Characters."""
LISTED = 200
"""Conversations that are listed at once; a search finds the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation as a list shows it."""

    id: str
    title: str
    changed: datetime
    """When the last question was asked."""
    questions: int
    excerpt: str = ""
    """Where the words that were looked for stand in it, if not in the title."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with all that was asked and answered."""

    id: str
    title: str
    began: datetime
    exchanges: tuple[Exchange, ...]
    judgements: dict[int, str]
    """By the number of the exchange, the id of what was said of its answer."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A conversation that was removed, row by row, so that it can be put back as it was."""

    id: str
    title: str
    row: tuple[str, ...]
    turns: tuple[tuple[str | int | None, ...], ...]


class Conversations:
    """The conversations of one `owner` in one file. Safe to use from several threads.

    Every method raises StoreError, in a sentence, where the file cannot be used.
    """

    def __init__(self, path: Path, owner: str = "") -> None:
        """Opens nothing yet; the file is made when the first conversation is kept."""
        self.path = path
        self.owner = owner

    def listed(self, typed: str = "", limit: int = LISTED) -> list[Entry]:
        """The conversations that hold all words of `typed`, the latest first."""
        words = words_of(typed)
        with reading(self.path) as connection:
            if connection is None:
                return []
            which, values = condition(connection, words)
            rows = connection.execute(
                "SELECT c.id, c.title, c.changed, f.words, "
                "(SELECT count(*) FROM turns WHERE conversation = c.key) "
                f"FROM conversations c JOIN found f ON f.rowid = c.key WHERE c.owner = ?{which} "
                "ORDER BY c.changed DESC, c.key DESC LIMIT ?",
                (self.owner, *values, limit),
            ).fetchall()
        return [
            Entry(id_, title, _time(changed), questions, excerpt(text, title, words))
            for id_, title, changed, text, questions in rows
        ]

    def count(self) -> int:
        """How many there are."""
        with reading(self.path) as connection:
            if connection is None:
                return 0
            query = "SELECT count(*) FROM conversations WHERE owner = ?"
            return int(connection.execute(query, (self.owner,)).fetchone()[0])

    def opened(self, conversation: str) -> Conversation | None:
        """The conversation of that id, or None."""
        with reading(self.path) as connection:
            return self._read(connection, conversation) if connection else None

    def keep(
        self, conversation: str, exchanges: Sequence[Exchange], instead_of: int | None = None
    ) -> str:
        """Keeps `exchanges` as that conversation, which is begun where it is new.

        Where it was continued elsewhere meanwhile, nothing of that is lost: these
        exchanges become a conversation of their own.

        Args:
            instead_of: The number of an exchange whose place the last one takes.

        Returns:
            The id under which they are kept.
        """
        with writing(self.path) as connection:
            key, kept = self._turns(connection, conversation)
            kept.pop(instead_of or 0, None)
            if key == _NOT_OURS or not _continues(kept, exchanges):
                conversation, key, kept = new_id(), None, {}
            if key is None:
                key = self._begin(connection, conversation, exchanges[0])
            _write(connection, key, exchanges, kept, instead_of)
            index_words(connection, key)
        return conversation

    def note(self, conversation: str, number: int, judgement: str) -> None:
        """Remembers which judgement was given of an answer."""
        with writing(self.path) as connection:
            connection.execute(
                "UPDATE turns SET judgement = ? WHERE number = ? AND conversation = "
                "(SELECT key FROM conversations WHERE id = ? AND owner = ?)",
                (judgement, number, conversation, self.owner),
            )

    def rename(self, conversation: str, title: str) -> bool:
        """Gives it another title; False where there is no such conversation, or no title."""
        if not (title := as_title(title)):
            return False
        with writing(self.path) as connection:
            key, _ = self._turns(connection, conversation)
            if key is None or key == _NOT_OURS:
                return False
            connection.execute("UPDATE conversations SET title = ? WHERE key = ?", (title, key))
            index_words(connection, key)
        return True

    def remove(self, conversation: str) -> Removed | None:
        """Removes it from the file for good; what was removed, for `put_back`, or None."""
        if not self.path.exists():
            return None
        with writing(self.path) as connection:
            key, _ = self._turns(connection, conversation)
            if key is None or key == _NOT_OURS:
                return None
            query = f"SELECT {_COLUMNS} FROM conversations WHERE key = ?"
            row = connection.execute(query, (key,)).fetchone()
            query = f"SELECT {_TURN_COLUMNS} FROM turns WHERE conversation = ?"
            turns = tuple(connection.execute(query, (key,)).fetchall())
            connection.execute("DELETE FROM found WHERE rowid = ?", (key,))
            connection.execute("DELETE FROM conversations WHERE key = ?", (key,))
        empty_log(self.path)
        return Removed(conversation, row[2], row, turns)

    def put_back(self, removed: Removed) -> None:
        """Keeps again what was removed; nothing, where it is there already."""
        with writing(self.path) as connection:
            key = connection.execute(
                f"INSERT INTO conversations({_COLUMNS}) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING RETURNING key",
                removed.row,
            ).fetchone()
            if key is None:
                return
            connection.executemany(
                f"INSERT INTO turns(conversation, {_TURN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((*key, *turn) for turn in removed.turns),
            )
            index_words(connection, *key)

    def _read(self, connection: sqlite3.Connection, conversation: str) -> Conversation | None:
        query = "SELECT key, title, began FROM conversations WHERE id = ? AND owner = ?"
        row = connection.execute(query, (conversation, self.owner)).fetchone()
        if row is None:
            return None
        key, title, began = row
        query = (
            "SELECT number, content, judgement FROM turns WHERE conversation = ? ORDER BY number"
        )
        turns = connection.execute(query, (key,)).fetchall()
        exchanges = tuple(from_json(number, content) for number, content, _ in turns)
        judgements = {number: judgement for number, _, judgement in turns if judgement}
        return Conversation(conversation, title, _time(began), exchanges, judgements)

    def _turns(
        self, connection: sqlite3.Connection, conversation: str
    ) -> tuple[int | None, dict[int, str]]:
        """The key of a conversation, None where there is none, and when each turn was asked."""
        query = "SELECT key, owner FROM conversations WHERE id = ?"
        row = connection.execute(query, (conversation,)).fetchone()
        if row is None:
            return None, {}
        if row[1] != self.owner:
            return _NOT_OURS, {}
        query = "SELECT number, asked FROM turns WHERE conversation = ?"
        return row[0], dict(connection.execute(query, (row[0],)).fetchall())

    def _begin(
        self, connection: sqlite3.Connection, conversation: str, first: Exchange
    ) -> int | None:
        title = as_title(first.question) or _NO_TITLE
        values = (conversation, self.owner, title, stamp(first.asked))
        return connection.execute(
            "INSERT INTO conversations(id, owner, title, began, changed) VALUES (?, ?, ?, ?, '')",
            values,
        ).lastrowid


_NOT_OURS = -1
_COLUMNS = "id, owner, title, began, changed"
_TURN_COLUMNS = "number, asked, question, answer, content, judgement"
_NO_TITLE = "Conversation"


def conversations_of(settings: QASettings, owner: str = "") -> Conversations | None:
    """Where the settings say that conversations are kept; None where they are not."""
    if not settings.keep_conversations:
        return None
    return Conversations(settings.conversations or settings.store / FILE, owner)


def checked(conversation: Conversation, find: Callable[[str], Article | None]) -> Conversation:
    """The conversation with what has become of the quotations in it since.

    Args:
        find: Gives the article of an id as it is now, or None.
    """
    exchanges = tuple(
        replace(one, since=standings(one.answer.citations, find)) if one.answer else one
        for one in conversation.exchanges
    )
    return replace(conversation, exchanges=exchanges)


def new_id() -> str:
    """A random id, which cannot be guessed."""
    return secrets.token_hex(16)


def as_title(text: str) -> str:
    """A question, or what a person typed, as a title: one line, not too long."""
    try:
        title = one_line(text) or ""
    except ReadError:  # half a character
        return ""
    if len(title) <= LONGEST_TITLE:
        return title
    cut = title[: LONGEST_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _continues(kept: Mapping[int, str], exchanges: Sequence[Exchange]) -> bool:
    """Whether all turns that are kept are among the exchanges."""
    asked = {one.number: stamp(one.asked) for one in exchanges}
    return all(asked.get(number) == when for number, when in kept.items())


def _write(
    connection: sqlite3.Connection,
    key: int | None,
    exchanges: Sequence[Exchange],
    kept: Mapping[int, str],
    instead_of: int | None,
) -> None:
    """Writes the last exchange, and the others where they are not kept yet."""
    last = exchanges[-1]
    connection.execute(
        "UPDATE conversations SET changed = ? WHERE key = ?", (stamp(last.asked), key)
    )
    connection.execute(
        "DELETE FROM turns WHERE conversation = ? AND number IN (?, ?)",
        (key, instead_of, last.number),
    )
    connection.executemany(
        "INSERT INTO turns(conversation, number, asked, question, answer, content) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (_row(key, one) for one in exchanges if one is last or one.number not in kept),
    )


def _row(key: int | None, exchange: Exchange) -> tuple[int | str | None, ...]:
    question, answer = exchange.question, exchange.answer.text if exchange.answer else ""
    said = storable(question), storable(answer)
    return key, exchange.number, stamp(exchange.asked), *said, to_json(exchange)


def _time(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
