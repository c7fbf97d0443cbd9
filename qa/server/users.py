"""Who may sign in where others can reach the chat: names, hashed passwords, hashed tokens.

The rules, wherever they are kept: in a file (`user_file`), or in a database that servers share
(`user_table`).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from index.errors import UsageError

SHORTEST = 10
"""Characters that a password must have."""
_LONGEST = 1000
_NAME = re.compile(r"\w[\w.@-]{0,63}")
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))
"""Is compared with where a name is unknown, so that this takes as long as a wrong password."""

Entry = dict[str, str | None]
"""Of one user: `password` (argon2id, salted) and `token` (SHA-256 of a random one, or null)."""


class Users(ABC):
    """The users; safe to use from threads and processes.

    Each method raises an ArticleQAError, in a sentence, where they cannot be read or changed.
    """

    @property
    @abstractmethod
    def place(self) -> str:
        """Where they are kept, as a person knows it."""

    @abstractmethod
    def _read(self) -> Mapping[str, Entry]:
        """All users as they are now."""

    @abstractmethod
    def _changing(self, name: str) -> AbstractContextManager[dict[str, Entry]]:
        """All users, among them the one of that name, who alone is changed in the block: kept at
        its end, while nobody else changes them."""

    def names(self) -> list[str]:
        """Everybody's names, sorted."""
        return sorted(self._read())

    def entries(self) -> dict[str, Entry]:
        """What is kept of everybody, by name."""
        return dict(self._read())

    def add(self, name: str, password: str) -> None:
        """Adds a user, or gives one who is known another password, with which the token ends.

        Raises:
            UsageError: the name or the password will not do.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name[:80]!r} is no name: take up to 64 letters, digits and . _ @ - signs."
            )
        if len(password) < SHORTEST:
            raise UsageError(f"The password must have {SHORTEST} characters or more.")
        if len(password) > _LONGEST:
            raise UsageError(f"The password must have no more than {_LONGEST} characters.")
        hashed = _HASHER.hash(password)  # takes long: not while others wait
        with self._changing(name) as users:
            users[name] = {"password": hashed, "token": None}

    def remove(self, name: str) -> None:
        """Removes a user, whose token and sessions end with it.

        Raises:
            UsageError: there is no such user.
        """
        with self._changing(name) as users:
            del users[_known(name, users)]

    def new_token(self, name: str) -> str:
        """A token with which programs sign in as this user; the one before ends.

        Raises:
            UsageError: as `remove`.
        """
        token = f"aqa-{secrets.token_urlsafe(32)}"
        with self._changing(name) as users:
            users[name] = {**users[_known(name, users)], "token": _digest(token)}
        return token

    def is_password(self, name: str, password: str) -> bool:
        """Whether this is the user's password; takes as long for a name that nobody has."""
        kept = self.password_hash(name) or _NOBODY
        try:
            return _HASHER.verify(kept, password[:_LONGEST]) and kept is not _NOBODY
        except (VerificationError, InvalidHashError):
            return False

    def password_hash(self, name: str) -> str | None:
        """The hash, which changes with the user's password; None where nobody has the name."""
        return self._entry(name).get("password")

    def name_of_token(self, token: str) -> str | None:
        """Who signs in with this token, or None."""
        return self._name_of(_digest(token))

    def _entry(self, name: str) -> Entry:
        """What is kept of one user; empty where nobody has the name."""
        return self._read().get(name, {})

    def _name_of(self, digest: str) -> str | None:
        """Whose token has this digest, or None."""
        for name, kept in self._read().items():
            if kept.get("token") and secrets.compare_digest(kept["token"] or "", digest):
                return name
        return None


def _known(name: str, users: Mapping[str, Entry]) -> str:
    if name not in users:
        raise UsageError(f"There is no {name[:80]!r}; article-qa users lists the names.")
    return name


def _digest(token: str) -> str:
    """A token is random and long: to hash it once is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
