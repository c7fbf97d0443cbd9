"""Users in one JSON file, `users.json`, which only its owner may read.

Any number of threads and processes may change it side by side: each change is made under a lock,
on what the file holds at that moment, and takes the file's place as a whole.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import UsageError
from index.files import write_text
from qa.server.users import Entry, Users

FILE = "users.json"
FORMER_FILE = "people.json"
"""Its name in earlier versions."""
_ONLY_OWNER = 0o600
_LOCK_SECONDS = 30.0
"""Longest wait for another process that is changing the file."""


class UserFile(Users):
    """The users in a file; read again when it changes. Safe to use from threads and processes.

    Each method raises UsageError where the file cannot be used, or others may read it.
    """

    def __init__(self, path: Path) -> None:
        """Users of the file at `path`, which need not be there."""
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._known: dict[str, Entry] = {}

    @property
    def place(self) -> str:
        """The path of the file."""
        return str(self.path)

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
    def _changing(self, name: str) -> Iterator[dict[str, Entry]]:
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


def _checked(content: Any) -> dict[str, Entry]:
    """The users of a file's content; earlier versions wrote "people" for "users".

    Raises:
        ValueError: it is not such a file.
    """
    users = content.get("users", content.get("people")) if isinstance(content, dict) else None
    if not isinstance(users, dict) or not all(isinstance(one, dict) for one in users.values()):
        raise ValueError("it is no such file")
    return users
