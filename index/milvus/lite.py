"""Milvus Lite: a file of this machine, served by a program of the package to this process alone.

The package's own module is not imported: it needs `pkg_resources`, which setuptools no longer has.
Import this module only where an address is a file's: the package is not there for every system, and
neither is `fcntl`.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import subprocess
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from index.errors import StoreBusy, StoreError

_PATIENCE_S = 20.0
_servers: dict[Path, LiteServer] = {}
_lock = threading.Lock()


class LiteServer:
    """A server of one file, which ends with this process at the latest."""

    def __init__(self, file: Path, address: str | None = None) -> None:
        """Starts it and waits until it listens.

        Args:
            address: HOST:PORT; None: a socket of this user's alone.

        Raises:
            StoreBusy: another process has the file open.
            StoreError: it does not start.
        """
        self._held = _held(file)  # the server ends once nobody holds it
        self._folder = tempfile.TemporaryDirectory(prefix="milvus-")
        socket = f"{self._folder.name}/s"
        self.address = address or f"unix:{socket}"
        program = _libraries() / "milvus"
        searched = f"{program.parent}:{os.environ.get('LD_LIBRARY_PATH', '')}"
        self._process = subprocess.Popen(  # noqa: S603 - the program of the package
            [program, file, self.address, "FATAL", self._held.name],
            env={**os.environ, "LD_LIBRARY_PATH": searched, "DYLD_LIBRARY_PATH": searched},
            cwd=file.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + _PATIENCE_S
        while address is None and not Path(socket).exists():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise StoreError(
                    f"{file} cannot be opened by Milvus Lite. Look whether it is a file of Milvus "
                    "and its folder can be written, or name another --store."
                )
            time.sleep(0.01)

    def has_ended(self) -> bool:
        """Whether it died."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._held.close()
        self._folder.cleanup()


def serve(file: Path) -> str:
    """The address at which this process reaches a file; its server is started at the first call,
    and anew if it has died.

    Raises:
        StoreBusy, StoreError: as `LiteServer`.
    """
    file = file.absolute()
    with _lock:
        if file in _servers and _servers[file].has_ended():
            _servers.pop(file).stop()
        if file not in _servers:
            _servers[file] = LiteServer(file)
        return _servers[file].address


def stop(file: Path) -> None:
    """Lets go of a file, so that another process may open it."""
    with _lock:
        server = _servers.pop(file.absolute(), None)
    if server is not None:
        server.stop()


@atexit.register
def _stop_all() -> None:
    for file in list(_servers):
        stop(file)


def _held(file: Path) -> IO[str]:
    """The lock of a file, as the package takes it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        held = (file.parent / f".{file.name}.lock").open("a", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{file.parent} cannot be written ({error.strerror}).") from error
    try:
        fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        with contextlib.suppress(OSError):
            held.close()
        raise StoreBusy(
            f"Another program has {file} open: a file of Milvus Lite is for one at a time. End it, "
            "or use a Milvus server: --store milvus://HOST:PORT/NAME"
        ) from error
    return held


def _libraries() -> Path:
    found = find_spec("milvus_lite")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("milvus-lite is not installed.")
    return Path(found.submodule_search_locations[0]) / "lib"
