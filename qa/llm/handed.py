"""A model's file from where a person has it: a folder, a file or an address, without a hub.

It is read once, into a draft that takes its place if it is the right file. The person named the
place, so an address of their own network is taken; but a public one cannot lead into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from index.errors import FetchError, ModelError
from index.fetch import Address, is_public, opened
from index.files import remove_drafts, replacing
from qa.llm.catalog import MAGIC, GgufModel
from qa.llm.source import CHUNK, Progress, need_space


def take(model: GgufModel, place: str, progress: Progress) -> None:
    """Puts the model's file from a place in its own; what was there stays if it is not right.

    It must have a size and SHA-256 that were published of the model. Where none is known it must
    be a GGUF file, and what it has is remembered as its own.

    Args:
        place: A folder that holds the file by its name, the file, or its http or https address.

    Raises:
        ModelError: the file is not there, cannot be read, is not the right one, or there is no
            room for it.
        OSError: it cannot be written.
    """
    path = model.path()
    remove_drafts(path)
    with _handed(model, place) as handed:
        most = _most(model, handed)
        need_space(path.parent, most)
        digest, done = hashlib.sha256(), 0
        with replacing(path) as file:
            for piece in _gguf(handed):
                done += file.write(piece)
                if done > most:
                    raise ModelError(f"{handed.place} is larger than the {most:,} bytes expected.")
                digest.update(piece)
                progress(handed.stage, done, most)
            _check(model, handed, done, digest.hexdigest())
    if not model.published():
        model.remember(done, digest.hexdigest(), is_published=False)


@dataclass(frozen=True, slots=True)
class _Handed:
    """A file that is being read: where from, the stage's name, its size if told, its bytes."""

    place: str
    stage: str
    size: int | None
    pieces: Iterator[bytes]


@contextmanager
def _handed(model: GgufModel, place: str) -> Iterator[_Handed]:
    """The file of a model at a place, opened.

    Raises:
        ModelError: there is none, or it cannot be read; also while its pieces are read.
    """
    if "://" in place:
        with _from_address(model, place) as handed:
            yield handed
        return
    path = _file_at(model, place)
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with file:
        yield _Handed(str(path), "from a file", size, _pieces(path, file))


def _file_at(model: GgufModel, place: str) -> Path:
    try:
        path = Path(place).expanduser()
        if not path.is_dir():
            if path.is_file():
                return path
            raise ModelError(f"There is no file and no folder {place}.")
        for inside in (path / model.file, path / Path(model.file).name):
            if inside.is_file():
                return inside
    except (OSError, RuntimeError, ValueError) as error:  # an unknown home, a name too long
        raise ModelError(f"{place!r} cannot be read: {error}.") from error
    raise ModelError(f"The folder {place} holds no file {Path(model.file).name}.")


@contextmanager
def _from_address(model: GgufModel, place: str) -> Iterator[_Handed]:
    try:
        with opened(place, is_allowed=_AsTheFirst()) as body:
            yield _Handed(_host(place), "from an address", body.length, body.pieces)
    except FetchError as error:
        raise ModelError(f"{model.name} could not be fetched: {_host(place)} {error}.") from error


class _AsTheFirst:
    """Allows every address if the one that was named is not public; else public ones alone."""

    def __init__(self) -> None:
        self._begins_inside: bool | None = None

    def __call__(self, address: Address) -> bool:
        if self._begins_inside is None:
            self._begins_inside = not is_public(address)
        return self._begins_inside or is_public(address)


def _host(place: str) -> str:
    """How an address is called in an error: by its host, so that no password is shown."""
    try:
        return urlsplit(place).hostname or "the address"
    except ValueError:
        return "the address"


def _pieces(path: Path, file: IO[bytes]) -> Iterator[bytes]:
    try:
        while piece := file.read(CHUNK):
            yield piece
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ModelError:
    return ModelError(f"{path} cannot be read: {error.strerror or error}.")


def _most(model: GgufModel, handed: _Handed) -> int:
    """Bytes that a file may have.

    Raises:
        ModelError: by its size it is another file, or its size is not known at all.
    """
    sizes = {size for size, _ in model.published()}
    if handed.size is None:
        if not sizes:
            raise ModelError(f"{handed.place} does not say how large the file is.")
        return max(sizes)
    if sizes and handed.size not in sizes:
        raise _wrong(model, handed, f"it has {handed.size:,} bytes, {_or(sizes)} are expected")
    return handed.size


def _gguf(handed: _Handed) -> Iterator[bytes]:
    """The pieces, the first of which begins as GGUF files do.

    Raises:
        ModelError: it does not.
    """
    head = b""
    for piece in handed.pieces:
        head += piece
        if len(head) >= len(MAGIC):
            break
    if not head.startswith(MAGIC):
        raise ModelError(f"What is at {handed.place} is not a GGUF file.")
    yield head
    yield from handed.pieces


def _check(model: GgufModel, handed: _Handed, size: int, digest: str) -> None:
    """Compares what was read with what is known.

    Raises:
        ModelError: it is another file.
    """
    known = model.published()
    if known and (size, digest) not in known:
        hashes = {sha256 for _, sha256 in known}
        raise _wrong(model, handed, f"its SHA-256 is {digest}, {_or(hashes)} is expected")


def _or(values: set[int] | set[str]) -> str:
    return " or ".join(f"{value:,}" if isinstance(value, int) else value for value in values)


def _wrong(model: GgufModel, handed: _Handed, why: str) -> ModelError:
    return ModelError(
        f"What is at {handed.place} is not the file of {model.name} that is expected ({why}). "
        "To use it all the same, name it as your own: ARTICLE_QA_LOCAL_MODEL=FILE.gguf"
    )
