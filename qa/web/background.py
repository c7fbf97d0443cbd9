"""Work that takes a while, in a thread of its own, and how far it is."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from index import BuildReport
from index.build import Progress


@dataclass(frozen=True, slots=True)
class Step:
    """How far something is: `done` of `total` (None where unknown) of a stage's things."""

    stage: str
    done: int
    total: int | None


def working(build: Callable[[Progress], BuildReport]) -> Iterator[Step | BuildReport]:
    """The steps of a build as it tells them, then its report.

    Raises:
        ArticleQAError: as the build.
    """
    steps: queue.SimpleQueue[Step | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(1, "working") as pool:
        job = pool.submit(build, lambda stage, done, total: steps.put(Step(stage, done, total)))
        job.add_done_callback(lambda _: steps.put(None))
        while (step := _latest(steps)) is not None:
            yield step
        yield job.result()


def _latest(steps: queue.SimpleQueue[Step | None]) -> Step | None:
    """The newest step there is, waiting for one; None at the end."""
    step = steps.get()
    while step is not None:
        try:
            step = steps.get_nowait()
        except queue.Empty:
            return step
    return None
