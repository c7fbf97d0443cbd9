"""Where the settings say that users are kept."""

from __future__ import annotations

from qa.database.choice import database_of
from qa.server.user_file import UserFile
from qa.server.user_table import UserTable
from qa.server.users import Users
from qa.settings import QASettings


def users_of(settings: QASettings) -> Users:
    """The users of the database that the settings name, else those of their file.

    Raises:
        ArticleQAError: as `database_of`.
    """
    if settings.database:
        return UserTable(database_of(settings))
    return UserFile(settings.users)
