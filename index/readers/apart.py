"""Reading in a process of its own, which may take so much time and memory and no more.

What a parser of pages, feeds, PDF, front matter or JSON takes for a file cannot be told before.
So that no file holds up a build or the server, they run in a child (`index.readers.child`), one
for all files of a build or an upload. What takes too long ends the child, is named, and the next
file is read by a new one. Plain text and what is read line by line is read here.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from index.errors import FetchError, ReadError
from index.readers import is_packed, is_plain, read_file
from index.readers.limits import BY_THE_CLOCK, PACKED_TO, Limits
from index.readers.results import Results, refusal
from index.readers.wire import BrokenOff, pack, receive, result_from_json, send, unpack

if TYPE_CHECKING:
    from index.fetch import Fetched

_ROOT = Path(__file__).parents[2]


class ReadingProcess:
    """Reads files and addresses, for one thread; its child starts with the first that needs it."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child; the next file starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()

    def read_file(self, path: Path, name: str) -> Results:
        """As `index.readers.read_file`, within the limits."""
        if is_plain(path):
            yield from read_file(path, name)
            return
        try:
            size = path.stat().st_size * (PACKED_TO if is_packed(path) else 1)
        except OSError:  # the reader says why
            size = 0
        yield from self._read({"path": str(path.absolute()), "name": name}, b"", size)

    def read_url(self, url: str, get: Callable[[str], Fetched] | None = None) -> Results:
        """As `index.readers.read_url`, within the limits; it is fetched here."""
        from index.fetch import fetch  # with it comes a client of HTTP

        try:
            reply = (get or fetch)(url)
        except FetchError as error:
            yield refusal(url, None, error)
            return
        request = {"content_type": reply.content_type, "name": url}
        yield from self._read(request, reply.body, len(reply.body))

    def _read(self, request: dict[str, Any], body: bytes, size: int) -> Results:
        seconds = self._limits.seconds_for(size)
        frame = pack({**request, "memory": self._limits.memory, "seconds": seconds})
        name = request["name"]
        try:
            child = self._running_child()
        except OSError as error:
            yield refusal(name, None, ReadError(f"cannot be read now: {error.strerror}"))
            return
        deadline = _Deadline(seconds * BY_THE_CLOCK, child.kill)
        stdin, stdout = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
        is_whole = False
        try:
            with deadline.running():
                send(stdin, frame)
                send(stdin, body)
            while True:
                with deadline.running():
                    said = unpack(receive(stdout))
                if "is_worn" in said:
                    is_whole = not said["is_worn"]
                    break
                yield result_from_json(said)
        except (BrokenOff, OSError):
            reason = _why(child, deadline.is_over, seconds)
            yield refusal(name, None, ReadError(reason))
        finally:
            if not is_whole:  # also where nobody asks for the rest
                self.close()

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "index.readers.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                start_new_session=True,  # Ctrl+C is for us; it ends when we do
            )
        return self._child


class _Deadline:
    """So many seconds, of which only those count in which something is waited for."""

    def __init__(self, seconds: float, end: Callable[[], None]) -> None:
        self._left = seconds
        self._end = end
        self.is_over = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts while the block runs.

        Raises:
            BrokenOff: the time was over.
        """
        began = time.monotonic()
        timer = threading.Timer(max(0.0, self._left), self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            self._left -= time.monotonic() - began
        if self.is_over:
            raise BrokenOff

    def _expire(self) -> None:
        self.is_over = True
        self._end()


def _why(child: subprocess.Popen[bytes], is_late: bool, seconds: int) -> str:
    """Why a child has ended."""
    child.kill()
    status = child.wait()
    if is_late or status == -getattr(signal, "SIGXCPU", 0):
        return f"takes longer than {seconds} seconds to read"
    with suppress(ValueError):
        return f"broke off the process that reads it ({signal.Signals(-status).name})"
    return f"broke off the process that reads it (exit status {status})"
