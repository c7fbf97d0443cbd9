"""Copies a store to another place, of whatever engine, without embedding anything again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from index.engine import Purge, engine_of
from index.errors import UsageError
from index.places import Place, place_of
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What was copied, and a sentence on what could not be done to the end."""

    articles: int
    passages: int
    generation: int
    seconds: float
    warning: str | None = None


def copy_store(
    source: str | Place,
    target: str | Place,
    settings: Settings,
    progress: Callable[[str, int, int | None], None],
) -> CopyReport:
    """Makes a store at `target`, where there is none yet, of the one at `source`.

    Articles, passages, vectors and what is known of files are copied, as of one moment, and are
    visible at once when all are there. A copy that dies leaves nothing visible; it can be begun
    again.

    Raises:
        UsageError: there is a store already.
        StoreMissing: there is none to copy.
        StoreBusy: another build or copy is at work on `target`.
        StoreError: one of the two cannot be used.
    """
    begun = time.perf_counter()
    taken = UsageError(
        f"There is a store at {place_of(target)} already, and a copy would not replace it. Name "
        "another place."
    )
    if engine_of(target).exists():
        raise taken
    with (
        engine_of(source).copying(settings, progress) as known,
        engine_of(target).writing(settings) as there,
    ):
        if there.counts()[0]:  # made meanwhile
            raise taken
        generation = there.take_over(known, progress)
        articles, passages = there.counts()
        warning = there.finish(Purge.NOTHING, False, progress)
    seconds = round(time.perf_counter() - begun, 3)
    return CopyReport(articles, passages, generation, seconds, warning)
