"""What was kept in one database, copied to another: all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from qa.database.base import Database
from qa.history.conversations import add_conversation, conversation_rows
from qa.history.feedback import Feedback, store_key

_ADD = text(
    "INSERT INTO judgements(store, id, given, content) VALUES (:store, :id, :given, :content) "
    "ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How much there is, of all owners and of answers from all stores."""

    conversations: int = 0
    judgements: int = 0


def kept_in(database: Database) -> Kept:
    """How much a database holds.

    Raises:
        StoreError: it cannot be used.
    """
    with database.reading() as connection:
        if connection is None:
            return Kept()
        return Kept(_count(connection, "conversations"), _count(connection, "judgements"))


def copy_kept(source: Database, target: Database) -> Kept:
    """Copies conversations and judgements; those that the target has stay as they are there.

    What earlier versions kept in the store's folder is taken over first.

    Returns:
        How much was new.

    Raises:
        StoreError: one of the two cannot be used; then nothing was copied.
    """
    Feedback(source.home, source).read()
    conversations = judgements = 0
    with source.reading() as there, target.writing("transfer") as here:
        if there is None:
            return Kept()
        for row, turns in conversation_rows(there):
            conversations += add_conversation(here, row, turns)
        query = text("SELECT store, id, given, content FROM judgements ORDER BY key")
        for judgement in there.execute(query).mappings():
            folder = Path(judgement["store"]) if judgement["store"] else source.home
            row = {**judgement, "store": store_key(folder, target)}
            judgements += here.execute(_ADD, row).rowcount
    return Kept(conversations, judgements)


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
