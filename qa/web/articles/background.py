"""A build in a thread of its own, and how far it is."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from index import BuildReport
from index.engine import Progress


@dataclass(frozen=True, slots=True)
class BuildStep:
    """How far a stage of a build is: `done` of `total` things; None where the number is unknown."""

    stage: str
    done: int
    total: int | None


def in_background(build: Callable[[Progress], BuildReport]) -> Iterator[BuildStep | BuildReport]:
    """The steps of a build as it tells them, then its report.

    Steps that come while the last one is being shown are skipped but for the newest.

    Raises:
        ArticleQAError: as the build.
    """
    steps: queue.SimpleQueue[BuildStep | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(1, "build") as pool:
        job = pool.submit(
            build, lambda stage, done, total: steps.put(BuildStep(stage, done, total))
        )
        job.add_done_callback(lambda _: steps.put(None))
        while (step := _latest(steps)) is not None:
            yield step
        yield job.result()


def _latest(steps: queue.SimpleQueue[BuildStep | None]) -> BuildStep | None:
    """The newest step there is, waiting for one; None at the end."""
    step = steps.get()
    while step is not None:
        try:
            step = steps.get_nowait()
        except queue.Empty:
            return step
    return None
