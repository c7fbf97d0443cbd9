"""One build at a time, without anything to lock: a build writes down that it is at work, and looks.

Milvus has neither transactions nor conditional writes; it has reads that see every write which has
ended. So whoever wants to build writes a claim with a number that nobody had, and then reads all
claims: of two that do so at once, one at least sees the other, and both who see another step back.

A claim is renewed while its build is at work. One that is renewed no more is of a build that died:
the next gives it up, in writing, and from then on nothing of it is visible, whatever it still
writes. Should it only have slept, it finds out before it begins to write (`BuildClaim.check`). It
may fall asleep between a look and what it then does: so what it deletes bears its own number or a
lower one, never that of the build that took over. A renewal that comes late does not bring it back.

A number under which rows were written is never given to another build.
"""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Iterator, Sequence

from index.errors import ArticleQAError, StoreBusy
from index.milvus.client import Collections, Row, one_of
from index.milvus.schema import PLACEHOLDER, Part
from index.milvus.state import ENDED, GIVEN_UP, State, given_up, last_state, read_records

CLAIMED = "claimed"
"""The kind of the records of builds that are at work."""
RENEW_S = 2.0
LEASE_S = 20.0
"""After which a claim that is not renewed is of a build that died."""
_LOOK_S = 0.2


class BuildClaim:
    """That this build alone is at work. `number` was never another's, and is greater than all."""

    def __init__(self, collections: Collections, number: int) -> None:
        """Use `claimed`."""
        self.number = number
        self.key = f"{CLAIMED}-{uuid.uuid4().hex}"
        self.base = State()
        """What the build begins from."""
        self.given_up: tuple[int, ...] = ()
        """Builds of which nothing may be visible."""
        self.has_written = False
        """Whether there may be rows with its number. Set it before they are written."""
        self._collections = collections
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
        records = read_records(self._collections)
        is_given_up = (GIVEN_UP, self.number) in {(row["kind"], row["number"]) for row in records}
        is_behind = any(row["number"] > self.number for row in records)
        state = last_state(records) or State()
        known = (self.base.generation, self.number)
        if (
            self.key not in _claims(records)
            or is_given_up
            or is_behind
            or state.generation not in known
        ):
            raise _busy(self._collections)

    def write(self) -> None:
        """Writes it down, or renews it."""
        self._renewed += 1
        _write(self._collections, self.key, CLAIMED, self.number, str(self._renewed))

    def hold(self) -> None:
        """Renews it from now on, until `withdraw`."""
        self._thread.start()

    def withdraw(self) -> None:
        """Ends it. If its build failed after it began to write, that is given up."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        with contextlib.suppress(ArticleQAError):
            records = read_records(self._collections)
            if self.key in _claims(records):
                state = last_state(records) or State()
                if self.has_written and state.generation < self.number:
                    _write_given_up(self._collections, self.number)
                self._collections.delete(Part.RECORDS, one_of("key", [self.key]))

    def _renew(self) -> None:
        while not self._ended.wait(RENEW_S):
            try:
                self.check()
                self.write()
            except ArticleQAError as error:
                self._lost = error
                return


@contextlib.contextmanager
def claimed(collections: Collections) -> Iterator[BuildClaim]:
    """A claim for the block.

    Raises:
        StoreBusy: another build is at work.
    """
    dead = _dead_claims(collections)
    records = read_records(collections)
    claim = BuildClaim(collections, 1 + max((row["number"] for row in records), default=0))
    claim.write()
    try:
        records = read_records(collections)
        ended = {row["number"] for row in records if row["kind"] == ENDED}
        if _claims(records).keys() - {claim.key} - dead.keys() or max(ended, default=0) >= (
            claim.number
        ):
            raise _busy(collections)
        _give_up(collections, dead, ended)
        records = read_records(collections)
        claim.base = last_state(records) or State()
        claim.given_up = tuple(sorted(given_up(records, claim.base)))
        claim.hold()
        yield claim
    finally:
        claim.withdraw()


def _give_up(collections: Collections, dead: dict[str, Row], ended: set[int]) -> None:
    """Writes down that nothing of dead builds may be visible; only withdraws the claims of those
    that had become so, or that a later one took over from: what is to be seen of them is settled.
    """
    last = max(ended, default=0)
    for number in sorted({row["number"] for row in dead.values() if row["number"] > last}):
        _write_given_up(collections, number)
    if dead:
        collections.delete(Part.RECORDS, one_of("key", dead))


def _dead_claims(collections: Collections) -> dict[str, Row]:
    """The claims of builds that died, by their keys. Where there are any, it takes `LEASE_S` to
    know.

    Raises:
        StoreBusy: one is of a build that is at work.
    """
    first = _claims(read_records(collections))
    end = time.monotonic() + LEASE_S
    while first and time.monotonic() < end:
        time.sleep(_LOOK_S)
        now = _claims(read_records(collections))
        if any(key not in first or first[key]["text"] != row["text"] for key, row in now.items()):
            raise _busy(collections)
        first = now
    return first


def _claims(records: Sequence[Row]) -> dict[str, Row]:
    return {row["key"]: row for row in records if row["kind"] == CLAIMED}


def _write_given_up(collections: Collections, number: int) -> None:
    """Under a key of its own, so that a claim which is renewed too late does not undo it."""
    _write(collections, f"given-up-{number}", GIVEN_UP, number, "")


def _write(collections: Collections, key: str, kind: str, number: int, text: str) -> None:
    row = {"key": key, "kind": kind, "number": number, "place": 0, "of": 1, "text": text}
    collections.upsert(Part.RECORDS, [{**row, **PLACEHOLDER}])


def _busy(collections: Collections) -> StoreBusy:
    return StoreBusy(
        f"Another build is at work on {collections.address}. Wait until it ends, then try again."
    )
