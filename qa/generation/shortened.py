"""Less evidence for a model whose context is too small for all of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from qa.llm.endpoint import ContextTooSmall
from qa.types import Shown, Step, Usage, Waiting

PARTS = (1, 2, 4)
"""All the evidence, a half, a quarter."""


def with_less(write: Callable[[int], Generator[Step]]) -> Iterator[Step]:
    """What `write` gives, with a smaller part of the evidence where its model cannot take in more.

    Args:
        write: Writes from one part in so many of the evidence.

    Raises:
        ContextTooSmall: a quarter is too much, too, or something was written already.
        LanguageModelError: as `write`.
    """
    for part in PARTS:
        has_written = False
        try:
            with closing(write(part)) as steps:
                for step in steps:
                    has_written = has_written or not isinstance(step, Shown | Usage | Waiting)
                    yield step
            return
        except ContextTooSmall:
            if has_written or part == PARTS[-1]:
                raise
