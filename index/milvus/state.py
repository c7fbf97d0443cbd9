"""Which rows are visible: what the last build that ended has written down.

A row bears the number of the build that it came with. It is visible to whoever reads at a
generation if that build has ended by then and was not given up, and its article has not died.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from index.milvus.client import Collections, Row, all_of, batches, one_of
from index.milvus.schema import PIECE, PLACEHOLDER, Part

ENDED = "ended"
"""The kind of the records of builds that are visible, or were."""
GIVEN_UP = "given up"
"""The kind of the records of builds that died, or slept too long, before they were visible."""
_REMEMBERED = 1_000
"""Builds given up that are remembered."""
FORMAT = 1
"""Counted up when the collections change; a store of another format must be copied anew."""


@dataclass(frozen=True, slots=True)
class State:
    """A generation of a store, as its build wrote it down."""

    generation: int = 0
    floor: int = 0
    """Rows of builds before it are dead: a rebuild writes all anew."""
    given_up: tuple[int, ...] = ()
    """Builds that died, or lost their claim: their rows are never visible."""
    store: str = ""
    format: int = FORMAT
    model: str = ""
    splitting: str = ""
    epoch: int = 0
    articles: int = 0
    passages: int = 0
    sources: tuple[tuple[str, int, str], ...] = ()
    """Names with their articles and first day."""
    tags: tuple[tuple[str, int], ...] = ()

    def visible(self, article: str, dead: Sequence[int]) -> str:
        """The condition that a row is visible.

        Args:
            article: The field with the number of its article.
            dead: Articles that have died, and whose rows are not deleted yet.
        """
        given_up = [one for one in self.given_up if self.floor <= one <= self.generation]
        return all_of(
            (
                f"born <= {self.generation}",
                f"born >= {self.floor}" if self.floor else "",
                one_of("born", given_up, is_not=True) if given_up else "",
                one_of(article, dead, is_not=True) if dead else "",
            )
        )

    def with_passages(self, passages: int) -> State:
        """The same with the number of its passages."""
        return replace(self, passages=passages)

    def to_rows(self) -> list[Row]:
        """The records that make it visible."""
        pieces = ["".join(one) for one in batches(json.dumps(asdict(self)), PIECE)]
        return [
            {
                "key": f"{ENDED}-{self.generation}-{place}",
                "kind": ENDED,
                "number": self.generation,
                "place": place,
                "of": len(pieces),
                "text": piece,
                **PLACEHOLDER,
            }
            for place, piece in enumerate(pieces)
        ]


def last_state(records: Sequence[Row]) -> State | None:
    """The state that holds now, by all records of the store; None before the first build."""
    lost = {row["number"] for row in records if row["kind"] == GIVEN_UP}
    pieces: dict[int, dict[int, Row]] = {}
    for one in records:
        if one["kind"] == ENDED and one["number"] not in lost:
            pieces.setdefault(one["number"], {})[one["place"]] = one
    for number in sorted(pieces, reverse=True):
        own = pieces[number]
        if len(own) == own[next(iter(own))]["of"]:
            return _state(json.loads("".join(own[place]["text"] for place in sorted(own))))
    return None


def given_up(records: Sequence[Row], base: State) -> list[int]:
    """The builds of which nothing may be visible after this state: the last `_REMEMBERED`."""
    lost = {row["number"] for row in records if row["kind"] == GIVEN_UP}
    return sorted({*base.given_up, *lost})[-_REMEMBERED:]


def read_records(collections: Collections) -> list[Row]:
    """All records; there are few."""
    fields = ["key", "kind", "number", "place", "of", "text"]
    return collections.read(Part.RECORDS, "", fields)


def read_deaths(collections: Collections, state: State) -> list[int]:
    """Articles that have died by this state, and whose rows may still be there."""
    condition = all_of(
        (
            f"at <= {state.generation}",
            one_of("at", state.given_up, is_not=True) if state.given_up else "",
        )
    )
    return sorted({row["article"] for row in collections.read_all(Part.DEATHS, condition, DEATH)})


DEATH = ("key", "article", "at")


def _state(content: dict[str, Any]) -> State:
    content["given_up"] = tuple(content["given_up"])
    content["sources"] = tuple((name, count, first) for name, count, first in content["sources"])
    content["tags"] = tuple((name, count) for name, count in content["tags"])
    return State(**content)
