"""One look at everything that is due: fetched, read, built into the store, remembered."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from filelock import FileLock, Timeout

from index import database
from index.build import BuildReport, Skipped, build
from index.errors import ArticleQAError, ReadError, StoreBusy
from index.fetch import Fetched, IsAllowed, Validators, is_public
from index.follow.client import Client
from index.follow.entries import own_entries
from index.follow.folders import fingerprint
from index.follow.schedule import delay
from index.follow.subscriptions import Known, Subscription, Subscriptions, state_of
from index.readers import Found, Result, Unreadable
from index.readers.apart import ReadingProcess

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.settings import Settings

LOCK = "follow.lock"
BUSY_S = 60.0
"""Seconds after which an address is tried again whose articles met another build."""

State = Literal["changed", "unchanged", "failed", "postponed"]


@dataclass(frozen=True, slots=True)
class Look:
    """What came of a look at one address."""

    address: str
    state: State
    added: int = 0
    changed: int = 0
    removed: int = 0
    error: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look found: the report of the build, if there was something to build."""

    known: Known
    report: BuildReport | None = None
    note: str = ""


class Follower:
    """Keeps a store up to date with what it follows; for one thread, one at a time for a store."""

    def __init__(
        self,
        settings: Settings,
        *,
        is_allowed: IsAllowed = is_public,
        embedder: Callable[[], Embedder | None] = lambda: None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Nothing is opened yet.

        Args:
            is_allowed: Which addresses may be connected to.
            embedder: Gives the one that is loaded already, if one is.
            now: Seconds since 1970.
            sleep: Waits for the pause of a host.
        """
        self.subscriptions = Subscriptions(settings.folder)
        self._settings = settings
        self._folder: Path = settings.folder
        self._client = Client(settings.follow_pause, is_allowed, now, sleep)
        self._embedder = embedder
        self._now = now
        self._rng = random.Random()
        self._reading = ReadingProcess()

    def next_due(self) -> float | None:
        """When the next address is due, in seconds since 1970; None where none is followed."""
        return min((one.due for one in self.subscriptions.all()), default=None)

    def look_at_due(self, only: Iterable[str] | None = None) -> Iterator[Look]:
        """Looks at what is due, one after the other; or at the addresses `only`, due or not.

        A failure is remembered with the address, and the others are looked at all the same.

        Raises:
            StoreBusy: another run is at work.
            StoreError: what is followed cannot be read or written.
        """
        if not self.subscriptions.path.exists():
            return
        with self._alone(), ReadingProcess() as self._reading:
            wanted = None if only is None else set(only)
            for listed in sorted(self.subscriptions.all(), key=lambda one: one.due):
                one = self.subscriptions.get(listed.address)  # it may be stopped meanwhile
                if one is None:
                    continue
                if one.address in wanted if wanted is not None else one.due <= self._now():
                    yield self._look(one)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreBusy(
                "Another run looks at what is followed just now, perhaps the chat. It does all "
                "that is due."
            ) from error
        except OSError as error:
            raise database.explain(error, self._folder) from error
        try:
            yield
        finally:
            lock.release()

    def _look(self, one: Subscription) -> Look:
        try:
            seen = self._read_web(one) if one.is_web else self._read_folder(one)
        except StoreBusy as error:
            self.subscriptions.update(replace(one, due=self._now() + BUSY_S))
            return Look(one.address, "postponed", error=str(error))
        except ArticleQAError as error:
            return self._failed(one, str(error), getattr(error, "wait_s", None))
        except Exception as error:  # noqa: BLE001 - one address must not keep the others from it
            return self._failed(one, f"could not be looked at ({type(error).__name__}: {error})")
        return self._worked(one, seen)

    def _worked(self, one: Subscription, seen: _Seen) -> Look:
        now, report = self._now(), seen.report or BuildReport()
        is_new = bool(report.added or report.changed or report.removed)
        self.subscriptions.update(
            replace(
                one,
                due=now + delay(one.every, 0, None, self._rng),
                checked=now,
                succeeded=now,
                changed=now if is_new else one.changed,
                error="",
                failures=0,
                note=seen.note,
                known=seen.known,
            )
        )
        counts = (report.added, report.changed, report.removed)
        state: State = "changed" if is_new else "unchanged"
        return Look(one.address, state, *counts, note=seen.note or None)

    def _failed(self, one: Subscription, error: str, wait_s: float | None = None) -> Look:
        now, failures = self._now(), one.failures + 1
        due = now + delay(one.every, failures, wait_s, self._rng)
        self.subscriptions.update(
            replace(one, due=due, checked=now, error=error[:500], failures=failures)
        )
        return Look(one.address, "failed", error=error)

    def _read_web(self, one: Subscription) -> _Seen:
        """Fetches, reads and builds.

        Raises:
            FetchError: it could not be fetched.
            ReadError: nothing of it can be read.
            StoreError: as `index.build`.
        """
        known = one.known if one.known.is_of(*state_of(self._folder)) else Known()
        reply = self._client.get(one.address, known.validators)
        if reply is None:
            return _Seen(known, note=one.note)
        digest = hashlib.sha256(reply.body).hexdigest()
        if digest == known.digest:
            return _Seen(replace(known, validators=reply.validators), note=one.note)
        results = _read(one.address, reply, self._reading)
        followed = {other.address for other in self.subscriptions.all()}
        taken = own_entries(results, one.address, self._folder, followed)
        report = self._build(one, fetched={one.address: taken.results})
        is_whole = not any(isinstance(bad, Unreadable) and bad.line is None for bad in results)
        validators = reply.validators if is_whole else Validators()
        seen = Known(validators, digest if is_whole else "", *state_of(self._folder))
        return _Seen(seen, report, _note(report.skipped, taken.foreign))

    def _read_folder(self, one: Subscription) -> _Seen:
        """Builds, where anything has changed since.

        Raises:
            ArticleQAError: as `index.build`.
        """
        digest = fingerprint(Path(one.address))
        known = one.known if one.known.is_of(*state_of(self._folder)) else Known()
        if digest and digest == known.digest:
            return _Seen(known, note=one.note)
        report = self._build(one, paths=[one.address])
        seen = Known(Validators(), digest, *state_of(self._folder))
        return _Seen(seen, report, _note(report.skipped, 0))

    def _build(
        self,
        one: Subscription,
        paths: Sequence[str] = (),
        fetched: dict[str, list[Result]] | None = None,
    ) -> BuildReport:
        return build(
            paths,
            fetched=fetched or {},
            tags=one.tags,
            versions=self._settings.kept_versions,
            store=self._folder,
            settings=self._settings,
            embedder=self._embedder(),
        )


def _read(address: str, reply: Fetched, reading: ReadingProcess) -> list[Result]:
    """What a reply holds.

    Raises:
        ReadError: nothing that can be read.
    """
    results = list(reading.read_url(address, get=lambda _: reply))
    if not any(isinstance(one, Found) for one in results):
        reasons = [one.reason for one in results if isinstance(one, Unreadable)]
        raise ReadError(reasons[0] if reasons else "holds no articles")
    return results


def _note(skipped: Sequence[Skipped], foreign: int) -> str:
    """What was not taken in, in words."""
    parts = []
    if count := sum(one.count for one in skipped):
        parts.append(f"{count} could not be read, such as: {skipped[0].reason}")
    if foreign:
        parts.append(f"{foreign} the store has from elsewhere, and keeps as they are")
    return "; ".join(parts)[:500]
