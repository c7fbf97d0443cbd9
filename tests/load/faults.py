"""What goes on beside the questions: builds and removals, some of which are killed or find the disk
full, and a store that is gone for a moment."""

import random
import resource
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.server import command, environment

PAUSE_S = 4.0
"""Between two of them."""
AWAY_S = 0.5
"""How long a store is gone, and within which time after that its absence may still be told."""
AFTERWARDS_S = 5.0
_ROOM = 4096
"""Bytes that a build may write to a file where the disk is "full"."""


@dataclass
class Disturber:
    """Does one thing after the other until it is told to stop; notes what it did."""

    place: Path
    done: list[tuple[str, float, float]] = field(default_factory=list)
    """What was done, from when to when."""
    problems: list[str] = field(default_factory=list)
    away: list[tuple[float, float]] = field(default_factory=list)
    """From when to when the store was gone."""
    kept: set[str] = field(default_factory=set)
    """Ids of articles that a build said it has stored, and none has removed."""

    def work(self, stop: threading.Event, seed: int = 7) -> None:
        """Adds, removes and disturbs by turns; each tells whether there was anything to do."""
        chance, number = random.Random(seed), 0
        while not stop.wait(PAUSE_S):
            number += 1
            what = (self.add, self.kill, self.remove, self.add, self.fill_disk, self.move_away)
            act = what[number % len(what)]
            start = time.time()
            if act(number, chance):
                self.done.append((act.__name__, start, time.time()))

    def add(self, number: int, chance: random.Random) -> bool:
        """A build that is left alone."""
        names = self._write(number, chance)
        ended = subprocess.run(self._build(), env=environment(self.place), capture_output=True)
        if ended.returncode == 0:
            self.kept |= names
        else:
            self.problems.append(f"a build ended with {ended.returncode}: {_last(ended.stderr)}")
        return True

    def kill(self, number: int, chance: random.Random) -> bool:
        """A build that is killed somewhere on its way."""
        self._write(number, chance)
        build = subprocess.Popen(
            self._build(), env=environment(self.place), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.3, 4))
        build.kill()
        build.wait()
        return True

    def fill_disk(self, number: int, chance: random.Random) -> bool:
        """A build whose files may not grow."""
        self._write(number, chance)

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, _ROOM))

        ended = subprocess.run(
            self._build(), env=environment(self.place), capture_output=True, preexec_fn=limit
        )
        if ended.returncode != 1 or b"Free some space" not in ended.stderr:
            self.problems.append(f"a full disk: {ended.returncode}, {_last(ended.stderr)}")
        return True

    def remove(self, number: int, chance: random.Random) -> bool:
        """An article goes for good."""
        if not self.kept:
            return False
        gone = chance.choice(sorted(self.kept))
        (self.place / gone).unlink()
        words = command("articles", "remove", gone)
        ended = subprocess.run(words, env=environment(self.place), capture_output=True)
        if ended.returncode == 0:
            self.kept.remove(gone)
        else:
            self.problems.append(f"a removal ended with {ended.returncode}: {_last(ended.stderr)}")
        return True

    def move_away(self, number: int, chance: random.Random) -> bool:
        """The store's folder goes and comes back."""
        start = time.time()
        (self.place / "store").rename(self.place / "aside")
        time.sleep(AWAY_S)
        (self.place / "aside").rename(self.place / "store")
        self.away.append((start, time.time() + AFTERWARDS_S))
        return True

    def _write(self, number: int, chance: random.Random) -> set[str]:
        """New articles in the folder; their ids."""
        folder = self.place / "news"
        folder.mkdir(exist_ok=True)
        names = set()
        for part in range(3):
            said = " ".join(
                f"Balloon {number}-{part} rose {chance.randrange(9, 999)} metres over Lowmarsh in "
                f"round {one}, the club said."
                for one in range(12)
            )
            name = f"news/{number:04}-{part}.txt"
            (self.place / name).write_text(said, encoding="utf-8")
            names.add(name)
        return names

    def _build(self) -> list[str]:
        return command("index", str(self.place / "news"))


def _last(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
