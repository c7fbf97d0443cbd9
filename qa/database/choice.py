"""Which database the settings name."""

from __future__ import annotations

from pathlib import Path

from qa.database.base import Database
from qa.database.postgres import Postgres
from qa.database.sqlite_file import FILE, SqliteFile
from qa.settings import QASettings


def database_of(settings: QASettings, folder: Path | None = None) -> Database:
    """Where the settings say that conversations and judgements are kept.

    Args:
        folder: That of the store whose judgements are meant, where it is not the settings' own:
            where nothing else is named, they lie in it.

    Raises:
        UsageError: the settings name what is no address.
        ExtraMissing: they name PostgreSQL, and psycopg is not installed.
    """
    if settings.database:
        return Postgres(settings.database.get_secret_value(), settings.folder)
    return SqliteFile(settings.conversations or (folder or settings.folder) / FILE)
