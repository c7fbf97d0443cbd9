"""Keeps conversations, lists and searches them, renames and removes them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from index import Article
from index.articles import one_line
from index.errors import ReadError
from qa.database.base import Database, stamp, storable
from qa.database.choice import database_of
from qa.history.exchange import ChatExchange
from qa.history.record import from_json, to_json
from qa.history.search import condition, excerpt, index_words, words_of
from qa.history.standing import standings
from qa.settings import QASettings

LONGEST_TITLE = 120
"""Characters."""
LISTED = 200
"""Conversations that are listed at once; a search finds the others."""

Row = dict[str, Any]
"""A row of a table by the names of its columns."""


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
    exchanges: tuple[ChatExchange, ...]
    judgements: dict[int, str]
    """By the number of the exchange, the id of what was said of its answer."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A conversation that was removed, row by row, so that it can be put back as it was."""

    id: str
    title: str
    row: Row
    turns: tuple[Row, ...]


class Conversations:
    """The conversations of one `owner` in one database. Safe to use from several threads.

    Every method raises StoreError, in a sentence, where the database cannot be used.
    """

    def __init__(self, database: Database, owner: str = "") -> None:
        """Opens nothing yet; the tables are made when the first conversation is kept."""
        self.database = database
        self.owner = owner

    def listed(self, typed: str = "", limit: int | None = LISTED) -> list[Entry]:
        """The conversations that hold all words of `typed`, the latest first; None: all of them."""
        words = words_of(typed)
        with self.database.reading() as connection:
            if connection is None:
                return []
            which, values = condition(connection, words)
            query = (
                "SELECT c.id, c.title, c.changed, f.words, "
                "(SELECT count(*) FROM turns WHERE conversation = c.key) "
                "FROM conversations c JOIN found f ON f.rowid = c.key "
                f"WHERE c.owner = :owner{which} ORDER BY c.changed DESC, c.key DESC"
            )
            if limit is not None:
                query += f" LIMIT {limit:d}"
            rows = connection.execute(text(query), {**values, "owner": self.owner}).all()
        return [
            Entry(id_, title, _time(changed), questions, excerpt(said, title, words))
            for id_, title, changed, said, questions in rows
        ]

    def count(self) -> int:
        """How many there are."""
        with self.database.reading() as connection:
            if connection is None:
                return 0
            query = text("SELECT count(*) FROM conversations WHERE owner = :owner")
            return int(connection.execute(query, {"owner": self.owner}).scalar_one())

    def opened(self, conversation: str) -> Conversation | None:
        """The conversation of that id, or None."""
        with self.database.reading() as connection:
            return self._read(connection, conversation) if connection else None

    def keep(
        self, conversation: str, exchanges: Sequence[ChatExchange], instead_of: int | None = None
    ) -> str:
        """Keeps `exchanges` as that conversation, which is begun where it is new.

        Where it was continued elsewhere meanwhile, nothing of that is lost: these
        exchanges become a conversation of their own.

        Args:
            instead_of: The number of an exchange whose place the last one takes.

        Returns:
            The id under which they are kept.
        """
        with self.database.writing(conversation) as connection:
            key, kept = self._turns(connection, conversation)
            kept.pop(instead_of or 0, None)
            if key == _NOT_OURS or not _continues(kept, exchanges):
                conversation, key, kept = new_id(), None, {}
            if key is None:
                key = self._begin(connection, conversation, exchanges[0])
            elif instead_of is not None and len(exchanges) == 1:
                _retitle(connection, key, instead_of, exchanges[0])
            _write(connection, key, exchanges, kept, instead_of)
            index_words(connection, key)
        return conversation

    def note(self, conversation: str, number: int, judgement: str) -> None:
        """Remembers which judgement was given of an answer."""
        statement = (
            "UPDATE turns SET judgement = :judgement WHERE number = :number AND conversation = "
            "(SELECT key FROM conversations WHERE id = :id AND owner = :owner)"
        )
        which = {"id": conversation, "owner": self.owner, "number": number}
        with self.database.writing(conversation) as connection:
            connection.execute(text(statement), {**which, "judgement": judgement})

    def rename(self, conversation: str, title: str) -> bool:
        """Gives it another title; False where there is no such conversation, or no title."""
        if not (title := as_title(title)):
            return False
        statement = text("UPDATE conversations SET title = :title WHERE key = :key")
        with self.database.writing(conversation) as connection:
            key, _ = self._turns(connection, conversation)
            if key is None or key == _NOT_OURS:
                return False
            connection.execute(statement, {"title": title, "key": key})
            index_words(connection, key)
        return True

    def remove(self, conversation: str) -> Removed | None:
        """Removes it from the database for good; what was removed, for `put_back`, or None."""
        if not self.database.exists():
            return None
        with self.database.writing(conversation) as connection:
            key, _ = self._turns(connection, conversation)
            if key is None or key == _NOT_OURS:
                return None
            own = {"key": key}
            row = _named(connection, f"SELECT {_COLUMNS} FROM conversations WHERE key = :key", own)
            query = f"SELECT {_TURN_COLUMNS} FROM turns WHERE conversation = :key"
            turns = tuple(_named(connection, query, own))
            connection.execute(text("DELETE FROM found WHERE rowid = :key"), own)
            connection.execute(text("DELETE FROM conversations WHERE key = :key"), own)
        self.database.forget()
        return Removed(conversation, str(row[0]["title"]), row[0], turns)

    def put_back(self, removed: Removed) -> None:
        """Keeps again what was removed; nothing, where it is there already."""
        with self.database.writing(removed.id) as connection:
            add_conversation(connection, removed.row, removed.turns)

    def _read(self, connection: Connection, conversation: str) -> Conversation | None:
        query = "SELECT key, title, began FROM conversations WHERE id = :id AND owner = :owner"
        which = {"id": conversation, "owner": self.owner}
        row = connection.execute(text(query), which).first()
        if row is None:
            return None
        key, title, began = row
        query = (
            "SELECT number, content, judgement FROM turns WHERE conversation = :key ORDER BY number"
        )
        turns = connection.execute(text(query), {"key": key}).all()
        exchanges = tuple(from_json(number, content) for number, content, _ in turns)
        judgements = {number: judgement for number, _, judgement in turns if judgement}
        return Conversation(conversation, title, _time(began), exchanges, judgements)

    def _turns(
        self, connection: Connection, conversation: str
    ) -> tuple[int | None, dict[int, str]]:
        """The key of a conversation, None where there is none, and when each turn was asked."""
        query = text("SELECT key, owner FROM conversations WHERE id = :id")
        row = connection.execute(query, {"id": conversation}).first()
        if row is None:
            return None, {}
        if row[1] != self.owner:
            return _NOT_OURS, {}
        query = text("SELECT number, asked FROM turns WHERE conversation = :key")
        asked = connection.execute(query, {"key": row[0]}).all()
        return row[0], {turn[0]: turn[1] for turn in asked}

    def _begin(self, connection: Connection, conversation: str, first: ChatExchange) -> int:
        title, began = as_title(first.question) or _NO_TITLE, stamp(first.asked)
        row = {"id": conversation, "owner": self.owner, "title": title, "began": began}
        return int(connection.execute(_ADD, {**row, "changed": ""}).scalar_one())


_NOT_OURS = -1
_COLUMNS = "id, owner, title, began, changed"
_TURN_COLUMNS = "number, asked, question, answer, content, judgement"
_ADD = text(
    f"INSERT INTO conversations({_COLUMNS}) VALUES (:id, :owner, :title, :began, :changed) "
    "ON CONFLICT DO NOTHING RETURNING key"
)
_ADD_TURN = text(
    f"INSERT INTO turns(conversation, {_TURN_COLUMNS}) "
    "VALUES (:key, :number, :asked, :question, :answer, :content, :judgement)"
)
_NO_TITLE = "Conversation"


def add_conversation(connection: Connection, row: Row, turns: Sequence[Row]) -> bool:
    """Adds a conversation row by row; False where one of its id is there already."""
    key = connection.execute(_ADD, row).scalar()
    if key is None:
        return False
    if turns:
        connection.execute(_ADD_TURN, [{**turn, "key": key} for turn in turns])
    index_words(connection, key)
    return True


def conversation_rows(connection: Connection) -> Iterator[tuple[Row, list[Row]]]:
    """All conversations of all owners, row by row, for `add_conversation`."""
    for row in _named(connection, f"SELECT key, {_COLUMNS} FROM conversations ORDER BY key", {}):
        query = f"SELECT {_TURN_COLUMNS} FROM turns WHERE conversation = :key ORDER BY number"
        key = {"key": row.pop("key")}
        yield row, _named(connection, query, key)


def conversations_of(settings: QASettings, owner: str = "") -> Conversations | None:
    """Where the settings say that conversations are kept; None where they are not."""
    if not settings.keep_conversations:
        return None
    return Conversations(database_of(settings), owner)


def checked(conversation: Conversation, find: Callable[[str], Article | None]) -> Conversation:
    """The conversation with what has become of the quotations in it since.

    Args:
        find: Gives the article of an id as it is now, or None.
    """
    exchanges = tuple(
        replace(one, since=standings(one.answer.quotations, find)) if one.answer else one
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


def _continues(kept: Mapping[int, str], exchanges: Sequence[ChatExchange]) -> bool:
    """Whether all turns that are kept are among the exchanges."""
    asked = {one.number: stamp(one.asked) for one in exchanges}
    return all(asked.get(number) == when for number, when in kept.items())


def _retitle(connection: Connection, key: int, replaced: int, first: ChatExchange) -> None:
    """Has a conversation stand under its first question as it is asked now, if it stood under the
    one that this replaces."""
    query = (
        "SELECT title, question FROM conversations JOIN turns ON conversation = key "
        "WHERE key = :key AND number = :number"
    )
    row = connection.execute(text(query), {"key": key, "number": replaced}).first()
    if row is not None and row[0] == as_title(row[1]):
        statement = text("UPDATE conversations SET title = :title WHERE key = :key")
        title = as_title(first.question) or _NO_TITLE
        connection.execute(statement, {"title": title, "key": key})


def _write(
    connection: Connection,
    key: int,
    exchanges: Sequence[ChatExchange],
    kept: Mapping[int, str],
    instead_of: int | None,
) -> None:
    """Writes the last exchange, and the others where they are not kept yet."""
    last = exchanges[-1]
    statement = text("UPDATE conversations SET changed = :changed WHERE key = :key")
    connection.execute(statement, {"changed": stamp(last.asked), "key": key})
    statement = text("DELETE FROM turns WHERE conversation = :key AND number = :number")
    for number in {instead_of, last.number} - {None}:
        connection.execute(statement, {"key": key, "number": number})
    connection.execute(
        _ADD_TURN,
        [_row(key, one) for one in exchanges if one is last or one.number not in kept],
    )


def _row(key: int, exchange: ChatExchange) -> Row:
    return {
        "key": key,
        "number": exchange.number,
        "asked": stamp(exchange.asked),
        "question": storable(exchange.question),
        "answer": storable(exchange.answer.text if exchange.answer else ""),
        "content": to_json(exchange),
        "judgement": None,
    }


def _named(connection: Connection, query: str, values: Mapping[str, object]) -> list[Row]:
    """Rows by the names of their columns, which outlive the connection."""
    return [dict(row) for row in connection.execute(text(query), values).mappings()]


def _time(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
