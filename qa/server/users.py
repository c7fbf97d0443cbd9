"""Who may use the chat where others can reach it: names, hashed passwords, hashed tokens."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import threading
from pathlib import Path
from typing import Any

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


class Users:
    """The people of a file that only its owner may read; looked at anew when it changes.

    The file is JSON: by name, `password` (argon2id, salted) and `token` (SHA-256 of a
    random one, or null). Safe to use from several threads.
    """

    def __init__(self, path: Path) -> None:
        """Users of the file at `path`, which need not be there."""
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._known: dict[str, dict[str, str | None]] = {}

    def names(self) -> list[str]:
        """Everybody's names.

        Raises:
            UsageError: the file cannot be used, or others may read it.
        """
        return sorted(self._read())

    def add(self, name: str, password: str) -> None:
        """Adds a person, or gives one who is known another password.

        Raises:
            UsageError: the name or the password will not do, or as `names`.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name[:80]!r} is no name: take up to 64 letters, digits and . _ @ - signs."
            )
        if not SHORTEST <= len(password) <= _LONGEST:
            raise UsageError(f"The password must have {SHORTEST} characters or more.")
        token = self._read().get(name, {}).get("token")
        self._write(self._read() | {name: {"password": _HASHER.hash(password), "token": token}})

    def remove(self, name: str) -> None:
        """Takes a person out, whose token and sessions end with it.

        Raises:
            UsageError: there is no such person, or as `names`.
        """
        leaving = self._of(name)
        self._write({one: kept for one, kept in self._read().items() if one != leaving})

    def new_token(self, name: str) -> str:
        """A token with which programs sign in as this person; the one before ends.

        Raises:
            UsageError: as `remove`.
        """
        token = f"aqa-{secrets.token_urlsafe(32)}"
        known = self._read()[self._of(name)]
        self._write(self._read() | {name: {**known, "token": _digest(token)}})
        return token

    def is_password(self, name: str, password: str) -> bool:
        """Whether this is the person's password; takes as long for a name that nobody has."""
        kept = self._read().get(name, {}).get("password") or _NOBODY
        try:
            return _HASHER.verify(kept, password[:_LONGEST]) and kept is not _NOBODY
        except (VerificationError, InvalidHashError):
            return False

    def mark(self, name: str) -> str | None:
        """Something that changes with the person's password; None where nobody has the name."""
        return self._read().get(name, {}).get("password")

    def of_token(self, token: str) -> str | None:
        """Whose token it is, or None."""
        digest = _digest(token)
        for name, kept in self._read().items():
            if kept.get("token") and secrets.compare_digest(kept["token"] or "", digest):
                return name
        return None

    def _of(self, name: str) -> str:
        if name not in self._read():
            raise UsageError(f"There is no {name[:80]!r}; article-qa people lists the names.")
        return name

    def _read(self) -> dict[str, dict[str, str | None]]:
        with self._lock:
            try:
                about = self.path.stat()
                if (about.st_mtime_ns, about.st_ino) != self._stamp:
                    self._known = self._parsed(about)
                    self._stamp = (about.st_mtime_ns, about.st_ino)
            except FileNotFoundError:
                self._known, self._stamp = {}, None
            return self._known

    def _parsed(self, about: os.stat_result) -> dict[str, dict[str, str | None]]:
        if os.name == "posix" and about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError(f"Others may read {self.path}. Run: chmod 600 {self.path}")
        try:
            return _checked(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise UsageError(f"The file of people {self.path} cannot be read: {error}.") from error

    def _write(self, people: dict[str, dict[str, str | None]]) -> None:
        """Puts the file in place as a whole, or not at all."""
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(draft, flags, 0o600), "w", encoding="utf-8") as file:
                json.dump({"people": people}, file, ensure_ascii=False, indent=1)
            draft.replace(self.path)
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written: {error.strerror}.") from error


def _checked(content: Any) -> dict[str, dict[str, str | None]]:
    people = content.get("people") if isinstance(content, dict) else None
    if not isinstance(people, dict) or not all(isinstance(one, dict) for one in people.values()):
        raise ValueError("it is no such file")
    return people


def _digest(token: str) -> str:
    """A token is random and long: to hash it once is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
