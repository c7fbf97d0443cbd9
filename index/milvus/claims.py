"""One build at a time, without anything to lock: a build writes down that it is at work, and looks.

Milvus has neither transactions nor conditional writes; it has reads that see every write which has
ended. So whoever wants to build writes a claim with a number that nobody had, and then reads all
claims: of two that do so at once, one at least sees the other, and both who see another step back.

A claim is renewed while its build is at work. One that is renewed no more is of a build that died:
the next names it among those given up, and its rows are never visible. Should it only have slept,
it finds out before it makes anything visible (`Claim.check`); and were it to write in that very
moment, its record is older than that of the build which has given it up.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.errors import ArticleQAError, StoreBusy
from index.milvus.client import Collections, Row
from index.milvus.schema import PLACEHOLDER, Part
from index.milvus.state import ENDED, State, last_state, read_records

CLAIMED = "claimed"
"""The kind of the records of builds that are at work."""
RENEW_S = 2.0
LEASE_S = 20.0
"""After which a claim that is not renewed is of a build that died."""
_LOOK_S = 0.2
_REMEMBERED = 1_000
"""Builds given up that are remembered."""


@dataclass(frozen=True, slots=True)
class _Seen:
    key: str
    number: int
    renewed: int
    gives_up: tuple[int, ...]


class Claim:
    """That this build alone is at work. `number` was never another's, and is greater than all."""

    def __init__(self, collections: Collections, number: int, gives_up: Sequence[int]) -> None:
        """Use `claimed`."""
        self.number = number
        self.gives_up = tuple(gives_up)
        self.base = State()
        """What the build begins from."""
        self._collections = collections
        self._key = f"{CLAIMED}-{uuid.uuid4().hex}"
        self._renewed = 0
        self._ended = threading.Event()
        self._lost: ArticleQAError | None = None
        self._thread = threading.Thread(target=self._renew, daemon=True, name="milvus-claim")

    def check(self) -> None:
        """That the claim still holds.

        Raises:
            StoreBusy: another build took this one for dead.
            StoreError: Milvus does not answer any more.
        """
        if self._lost is not None:
            raise self._lost
        claims = _claims(read_records(self._collections))
        others = [one for one in claims if one.key != self._key]
        if any(self.number in one.gives_up or one.number > self.number for one in others) or not (
            any(one.key == self._key for one in claims)
        ):
            raise _busy(self._collections)

    def _write(self) -> None:
        content = json.dumps({"renewed": self._renewed, "gives_up": self.gives_up})
        row = {"key": self._key, "kind": CLAIMED, "number": self.number, "place": 0, "of": 1}
        self._collections.upsert(Part.RECORDS, [{**row, "text": content, **PLACEHOLDER}])

    def _renew(self) -> None:
        while not self._ended.wait(RENEW_S):
            try:
                self.check()
                self._renewed += 1
                self._write()
            except ArticleQAError as error:
                self._lost = error
                return

    def _withdraw(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        with contextlib.suppress(ArticleQAError):
            self._collections.delete(Part.RECORDS, f'key in ["{self._key}"]')


@contextlib.contextmanager
def claimed(collections: Collections) -> Iterator[Claim]:
    """A claim for the block.

    Raises:
        StoreBusy: another build is at work.
    """
    dead = _dead_claims(collections)
    records = read_records(collections)
    state = last_state(records) or State()
    gives_up = {*state.given_up}.union(*({one.number, *one.gives_up} for one in dead))
    number = 1 + max((0, *gives_up, *(row["number"] for row in records)))
    claim = Claim(collections, number, sorted(gives_up)[-_REMEMBERED:])
    claim._write()
    try:
        records = read_records(collections)
        known = {claim._key, *(one.key for one in dead)}
        is_alone = all(one.key in known for one in _claims(records))
        if not is_alone or any(r["kind"] == ENDED and r["number"] >= number for r in records):
            raise _busy(collections)
        claim.base = last_state(records) or State()
        claim._thread.start()
        yield claim
    finally:
        claim._withdraw()


def forget_claims(collections: Collections, given_up: Sequence[int]) -> None:
    """Deletes the claims of builds that were given up, which a later one has written down."""
    keys = [one.key for one in _claims(read_records(collections)) if one.number in given_up]
    if keys:
        listed = ", ".join(f'"{key}"' for key in keys)
        collections.delete(Part.RECORDS, f"key in [{listed}]")


def _dead_claims(collections: Collections) -> list[_Seen]:
    """The claims of builds that died. Where there are any, it takes `LEASE_S` to know.

    Raises:
        StoreBusy: one is of a build that is at work.
    """
    first = {one.key: one for one in _claims(read_records(collections))}
    end = time.monotonic() + LEASE_S
    while first and time.monotonic() < end:
        time.sleep(_LOOK_S)
        now = {one.key: one for one in _claims(read_records(collections))}
        if any(first.get(key) != one for key, one in now.items()):
            raise _busy(collections)
        first = now
    return list(first.values())


def _claims(records: Sequence[Row]) -> list[_Seen]:
    found = []
    for one in records:
        if one["kind"] == CLAIMED:
            content = json.loads(one["text"])
            gives_up = tuple(content["gives_up"])
            found.append(_Seen(one["key"], one["number"], content["renewed"], gives_up))
    return found


def _busy(collections: Collections) -> StoreBusy:
    return StoreBusy(
        f"Another build is at work on {collections.address}. Wait until it ends, then try again."
    )
