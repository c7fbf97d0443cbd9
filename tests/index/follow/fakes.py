"""A follower with a clock that the test turns."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.fetch import Address
from index.follow.follower import Follower, Look
from index.follow.subscriptions import begun
from tests.index.fakes import fake_embedder, settings_for

STEP = 400.0
"""Seconds, after which what is followed every 5 minutes is due again."""


def this_machine(address: Address) -> bool:
    return str(address) == "127.0.0.1"


@dataclass
class Clock:
    """Seconds since 1970, and the pauses that were made."""

    now: float = field(default_factory=time.time)
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Following:
    """A store in `folder` and its follower."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.clock = Clock()
        self.settings = settings_for(folder, **settings)
        self.follower = Follower(
            self.settings,
            is_allowed=this_machine,
            embedder=fake_embedder,
            now=self.clock,
            sleep=self.clock.sleep,
        )
        self.subscriptions = self.follower.subscriptions

    def follow(self, *places: str | Path, tags: tuple[str, ...] = ()) -> None:
        for place in places:
            self.subscriptions.follow(begun(str(place), "5m", tags, self.clock.now))

    def look(self, step: float = STEP) -> dict[str, Look]:
        """What comes of a look at all that is due after a step of time."""
        self.clock.now += step
        return {look.address: look for look in self.follower.look_at_due()}

    def state(self, address: str) -> Any:
        return self.subscriptions.get(address)
