"""The reader: which passage answers, where in it, or none.

layout    question and passage as tokens   network   runs the graph that ships with the package
decode    numbers to places in the text    hub       another cross-encoder, by its name
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from qa.types import PassageReading

PACKAGED = "packaged"


class Reader(Protocol):
    """Reads passages beside a question."""

    def read(
        self, question: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[PassageReading]:
        """One reading for each passage, in order; `headings` stand before the passages."""
        ...


@cache
def load_reader(name: str = PACKAGED) -> Reader:
    """The reader that ships with the package, or a cross-encoder of a hub or folder.

    Raises:
        ModelError: it cannot be loaded.
    """
    if name == PACKAGED:
        from qa.ranking.reader.network import packaged

        return packaged()
    from qa.ranking.reader.hub import CrossEncoderReader

    return CrossEncoderReader(name)
