"""Who may sign in where others can reach the chat: names, hashed passwords, hashed tokens.

They are kept in one JSON file, `users.json`, which only its owner may read. Any number of threads
and processes may change it side by side: each change is made under a lock, on what the file holds
at that moment, and takes the file's place as a whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout

from index.errors import UsageError
from index.files import write_text

FILE = "users.json"
FORMER_FILE = "people.json"
"""Its name in earlier versions."""
SHORTEST = 10
"""Characters that a password must have."""
_LONGEST = 1000
_ONLY_OWNER = 0o600
_LOCK_SECONDS = 30.0
"""Longest wait for another process that is changing the file."""
_NAME = re.compile(r"\w[\w.@-]{0,63}")
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))
"""Is compared with where a name is unknown, so that this takes as long as a wrong password."""

Entry = dict[str, str | None]
"""Of one user: `password` (argon2id, salted) and `token` (SHA-256 of a random one, or null)."""


class Users:
    """The users in a file; read again when it changes. Safe to use from threads and processes."""

    def __init__(self, path: Path) -> None:
        """Users of the file at `path`, which need not be there."""
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._known: dict[str, Entry] = {}

    def names(self) -> list[str]:
        """Everybody's names, sorted.

        Raises:
            UsageError: the file cannot be used, or others may read it.
        """
        return sorted(self._read())

    def add(self, name: str, password: str) -> None:
        """Adds a user, or gives one who is known another password, with which the token ends.

        Raises:
            UsageError: the name or the password will not do, the file cannot be written, or as
                `names`.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name[:80]!r} is no name: take up to 64 letters, digits and . _ @ - signs."
            )
        if not SHORTEST <= len(password) <= _LONGEST:
            raise UsageError(f"The password must have {SHORTEST} characters or more.")
        hashed = _HASHER.hash(password)  # takes long: not under the lock
        with self._changing() as users:
            users[name] = {"password": hashed, "token": None}

    def remove(self, name: str) -> None:
        """Removes a user, whose token and sessions end with it.

        Raises:
            UsageError: there is no such user, the file cannot be written, or as `names`.
        """
        with self._changing() as users:
            del users[_known(name, users)]

    def new_token(self, name: str) -> str:
        """A token with which programs sign in as this user; the one before ends.

        Raises:
            UsageError: as `remove`.
        """
        token = f"aqa-{secrets.token_urlsafe(32)}"
        with self._changing() as users:
            users[name] = {**users[_known(name, users)], "token": _digest(token)}
        return token

    def is_password(self, name: str, password: str) -> bool:
        """Whether this is the user's password; takes as long for a name that nobody has."""
        kept = self._read().get(name, {}).get("password") or _NOBODY
        try:
            return _HASHER.verify(kept, password[:_LONGEST]) and kept is not _NOBODY
        except (VerificationError, InvalidHashError):
            return False

    def password_hash(self, name: str) -> str | None:
        """The hash, which changes with the user's password; None where nobody has the name."""
        return self._read().get(name, {}).get("password")

    def name_of_token(self, token: str) -> str | None:
        """Who signs in with this token, or None."""
        digest = _digest(token)
        for name, kept in self._read().items():
            if kept.get("token") and secrets.compare_digest(kept["token"] or "", digest):
                return name
        return None

    def _read(self) -> dict[str, Entry]:
        with self._lock:
            try:
                about = self.path.stat()
                if (about.st_mtime_ns, about.st_ino) != self._stamp:
                    self._known = self._parsed(about)
                    self._stamp = (about.st_mtime_ns, about.st_ino)
            except FileNotFoundError:
                self._refuse_former_file()
                self._known, self._stamp = {}, None
            return self._known

    def _read_again(self) -> dict[str, Entry]:
        """As `_read`, from the file in any case: two changes may have one time stamp."""
        with self._lock:
            self._stamp = None
        return self._read()

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Entry]]:
        """All users, to be changed; written at the end of the block, which runs nowhere else.

        Raises:
            UsageError: the file cannot be read or written, or another process is at work on it.
        """
        lock = FileLock(self.path.with_name(f"{self.path.name}.lock"), _LOCK_SECONDS, _ONLY_OWNER)
        try:
            with lock:
                users = dict(self._read_again())
                yield users
                content = json.dumps({"users": users}, ensure_ascii=False, indent=1)
                write_text(self.path, content, _ONLY_OWNER)
                self._read_again()
        except Timeout as error:
            raise UsageError(
                f"Another process is changing {self.path}. Wait until it has ended, then run this "
                "again."
            ) from error
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written: {error.strerror}.") from error

    def _parsed(self, about: os.stat_result) -> dict[str, Entry]:
        if os.name == "posix" and about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError(f"Others may read {self.path}. Run: chmod 600 {self.path}")
        try:
            return _checked(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise UsageError(f"The file of users {self.path} cannot be read: {error}.") from error

    def _refuse_former_file(self) -> None:
        """So that nobody who could sign in with an earlier version is left out unnoticed."""
        former = self.path.with_name(FORMER_FILE)
        if self.path.name == FILE and former.exists():
            raise UsageError(f"{former} is called {FILE} now. Run: mv {former} {self.path}")


def _known(name: str, users: dict[str, Entry]) -> str:
    if name not in users:
        raise UsageError(f"There is no {name[:80]!r}; article-qa users lists the names.")
    return name


def _checked(content: Any) -> dict[str, Entry]:
    """The users of a file's content; earlier versions wrote "people" for "users".

    Raises:
        ValueError: it is not such a file.
    """
    users = content.get("users", content.get("people")) if isinstance(content, dict) else None
    if not isinstance(users, dict) or not all(isinstance(one, dict) for one in users.values()):
        raise ValueError("it is no such file")
    return users


def _digest(token: str) -> str:
    """A token is random and long: to hash it once is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
