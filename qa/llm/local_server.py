"""A GGUF model served by a process of its own (`qa.llm.gguf_server`).

It is started when it is needed, and again after a crash. A crash in it is not one of this program,
its memory is given back when it ends, and it ends with this program, however that ends.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Literal

import httpx

from index.extras import ExtraMissing
from qa.llm.endpoint import STEP, LanguageModelError
from qa.llm.gguf_server import Serving

START_SECONDS = 180.0
"""Longest wait for a model to be loaded from a slow disk."""
CRASHES = 3
"""So many within `CRASHES_WITHIN` seconds, and it is not started again until that time is over."""
CRASHES_WITHIN = 300.0


ServerState = Literal["ended", "loading", "loaded"]


class LocalServer:
    """Keeps one model served on this machine; safe to use from several threads."""

    def __init__(self, model: Path, *, slots: int, context: int) -> None:
        """Nothing is started yet."""
        self.model = model
        self.key = secrets.token_urlsafe(32)
        self._serving = Serving(str(model), self.key, context, slots)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._log: IO[bytes] | None = None
        self._address: str | None = None
        self._problem: str | None = None
        self._crashes: deque[float] = deque(maxlen=CRASHES)
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The process that serves, where there is one."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    @property
    def state(self) -> ServerState:
        """Whether the model is loaded; one that was not started yet counts as ended."""
        if self.pid is None:
            return "ended"
        address = self._address
        return "loaded" if address and self._is_healthy(address) else "loading"

    def start(self) -> None:
        """Begins to load the model unless that is done or under way; returns at once."""
        with self._lock:
            if self._is_closed or (self._process and self._process.poll() is None):
                return
            if self._has_crashed_too_often():
                return
            self._address = self._problem = None
            self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore::RuntimeWarning:runpy", "-m", "qa.llm.gguf_server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                text=True,
                encoding="utf-8",
                cwd=Path(__file__).parents[2],
                start_new_session=True,  # Ctrl+C is for us; it ends when we do
            )
            threading.Thread(target=self._run, args=(self._process,), daemon=True).start()

    def address(self) -> Iterator[str | None]:
        """Where it listens, once it does; None each `STEP` seconds until then.

        Raises:
            LanguageModelError: it cannot be started, or not within `START_SECONDS`.
        """
        end = time.monotonic() + START_SECONDS
        known = self._process
        self.start()
        while time.monotonic() < end:
            process = self._process
            if process is None or process.poll() is not None:
                if process is None or process is not known:
                    raise LanguageModelError(self._start_problem())
                known = None  # it ended in the very moment it was asked for: once more
                self.start()
                continue
            if self._address and self._is_healthy(self._address):
                yield self._address
                return
            yield None
            time.sleep(STEP)
        raise LanguageModelError(
            f"The local model was not ready after {START_SECONDS:.0f} seconds."
        )

    def close(self) -> None:
        """Ends the process and gives its memory back."""
        with self._lock:
            self._is_closed = True
            process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        process.wait()

    def _run(self, process: subprocess.Popen[str]) -> None:
        """Tells the process what to serve, hears where, and waits until it ends."""
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        try:
            process.stdin.write(json.dumps(asdict(self._serving)) + "\n")
            process.stdin.flush()
            said = json.loads(process.stdout.readline() or "{}")
        except (OSError, ValueError):
            said = {}
        address, problem = said.get("address"), said.get("error")
        self._tell(process, address, problem)
        if problem:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()
        self._tell(process, None, problem)
        if not self._is_closed:
            self._crashes.append(time.monotonic())

    def _tell(
        self, process: subprocess.Popen[str], address: str | None, problem: str | None
    ) -> None:
        """Keeps where a process listens or why it does not, unless another has taken its place."""
        with self._lock:
            if self._process is process:
                self._address, self._problem = address, problem

    def _has_crashed_too_often(self) -> bool:
        full = len(self._crashes) == CRASHES
        return full and time.monotonic() - self._crashes[0] < CRASHES_WITHIN

    def _start_problem(self) -> str:
        name = self.model.name
        if self._is_closed:
            return "The local model was ended."
        if self._problem and "xllamacpp" in self._problem:
            return str(ExtraMissing("local"))
        reason = self._problem or self._last_log_line()
        again = (
            f" It ended {CRASHES} times and is tried again in a few minutes."
            if self._has_crashed_too_often()
            else ""
        )
        return f"The local model {name} could not be started ({reason}).{again}"

    def _last_log_line(self) -> str:
        """The last line that the process logged."""
        try:
            if self._log is None:
                return "it left no reason"
            self._log.seek(0)
            lines = self._log.read()[-4000:].decode(errors="replace").strip().splitlines()
        except (OSError, ValueError):
            lines = []
        return lines[-1][:200] if lines else "it left no reason"

    def _is_healthy(self, address: str) -> bool:
        try:
            with httpx.Client(trust_env=False, timeout=5) as client:
                return client.get(f"{address}/health").status_code == 200
        except httpx.HTTPError:
            return False
