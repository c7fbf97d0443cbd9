"""How long the parts of one answer took."""

from __future__ import annotations

import time

from qa.types import PartialAnswer, Timings


class Stopwatch:
    """Fills in the timings of one answer."""

    def __init__(self) -> None:
        """Runs from now on."""
        self.timings = Timings()
        self._start = self._lap = time.perf_counter()
        self._has_begun = False

    def lap(self) -> float:
        """Milliseconds since the last lap."""
        now = time.perf_counter()
        elapsed = (now - self._lap) * 1000
        self._lap = now
        return elapsed

    def note(self, partial: PartialAnswer) -> None:
        """Something was written, or is waited for."""
        self.timings.verify_ms = partial.verify_ms
        if not self._has_begun and (partial.draft or partial.sentences):
            self._has_begun = True
            self.timings.first_token_ms = (time.perf_counter() - self._start) * 1000

    def finish(self) -> None:
        """Everything is there."""
        self.timings.generate_ms = self.lap() - self.timings.verify_ms
        self.timings.total_ms = (time.perf_counter() - self._start) * 1000
        if not self._has_begun:
            self.timings.first_token_ms = self.timings.total_ms
