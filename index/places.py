"""Where a store is: a folder of this machine, or the address of an engine.

FOLDER                          the local engine
milvus://HOST:PORT/NAME         a Milvus server; milvus+tls:// where it wants TLS
milvus:FILE.db                  a file of Milvus Lite, for one process at a time
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError

SCHEME = "milvus:"
DEFAULT_PORT = 19530
_SERVER = re.compile(
    r"milvus(?P<tls>\+tls)?://(?P<host>[^/:@\s]+|\[[0-9a-fA-F:]+\])(?::(?P<port>\d{1,5}))?"
    r"/(?P<name>[A-Za-z_][A-Za-z0-9_]{0,99})/?"
)
_FILE_NAME = re.compile(r"[A-Za-z0-9._-]{1,32}\.db")
_OF_A_FILE = "articles"
"""The name of the one store of a file."""


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """A store on Milvus: a server or a file of Milvus Lite, and the store's name there."""

    name: str
    server: str = ""
    """HOST:PORT; empty where it is a file."""
    file: Path | None = None
    is_encrypted: bool = False

    def __str__(self) -> str:
        if self.file is not None:
            return f"{SCHEME}{self.file}"
        return f"milvus{'+tls' * self.is_encrypted}://{self.server}/{self.name}"


Place = Path | MilvusAddress


def place_of(text: str | Path | MilvusAddress) -> Place:
    """The place that a text names; what is a place already stays as it is.

    Raises:
        UsageError: it begins like an address and is none.
    """
    if not isinstance(text, str):
        return text
    if match := _SERVER.fullmatch(text):
        server = f"{match['host']}:{match['port'] or DEFAULT_PORT}"
        return MilvusAddress(match["name"], server, is_encrypted=bool(match["tls"]))
    if text.startswith(("milvus://", "milvus+tls:")):
        if "@" in text:  # a password is repeated nowhere
            raise UsageError(
                "The address of a store names no user and no password. Write "
                "milvus://HOST:PORT/NAME, and sign in by ARTICLE_QA_MILVUS_TOKEN."
            )
        raise UsageError(
            f"{text!r} is no address of a store. Write milvus://HOST:PORT/NAME, with a NAME of "
            "letters, digits and _."
        )
    if text.startswith(SCHEME):
        file = Path(text.removeprefix(SCHEME))
        if not _FILE_NAME.fullmatch(file.name):
            raise UsageError(
                f"{text!r} is no address of a store. Write milvus:FILE.db, where the name of the "
                "file has at most 35 letters, digits, dots, - and _."
            )
        return MilvusAddress(_OF_A_FILE, file=file)
    return Path(text)


def folder_of(place: Place) -> Path:
    """Where this machine keeps what belongs to the store there and is not in it."""
    if isinstance(place, Path):
        return place
    if place.file is not None:
        return place.file.with_suffix("")
    return Path(f"storage-{place.name}")


def local_folder(place: Place, what: str) -> Path:
    """The folder of a store of the local engine.

    Args:
        what: What only such a store has, as the subject of a sentence, with its verb.

    Raises:
        UsageError: it is of another engine.
    """
    if isinstance(place, Path):
        return place
    raise UsageError(f"{what} a store in a folder; {place} is on Milvus.")
