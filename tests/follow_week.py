"""A week of three feeds, a page and a folder that are followed, in a minute or two.

    python -m tests.follow_week [--days 9] [--seed 1]

A server on this machine has three feeds that change all day: entries come, are corrected
and drop out; a server fails, asks to be left alone, breaks off, sends what is no feed, redirects to
a private address, sends without an end, lets one wait, sends bombs, and gives its entries the ids
of others. A clock is turned by three hours after each look, so that pauses and backoff are those of
the program. What the store must hold is reckoned beside it, from what was served whenever a look
worked; after every look the two are compared, text by text, earlier texts too. Days eight and nine
are quiet: by their end everything that was ever published must be there. Prints a line a day.
Exit status 1: something is lost, doubled or altered.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from index.embedding import load_embedder
from index.follow.follower import Follower, Look
from index.follow.subscriptions import begun
from index.integrity import examine_store
from index.settings import Settings
from index.store import open_store
from tests.index.follow.fakes import Clock, this_machine
from tests.index.follow.site import Site, feed, page, served

LOOKS = 8
"""A day."""
STEP_S = 24 * 3600 / LOOKS
FIRST = date(2026, 3, 2)
WINDOW = 8
"""Entries that a feed shows."""
KEPT = 3
"""Earlier texts that the store keeps."""
console = Console(soft_wrap=True, highlight=False, markup=False)
WORDS = [
    "harbour",
    "bridge",
    "council",
    "ferry",
    "storm",
    "budget",
    "strike",
    "museum",
    "tram",
    "reservoir",
    "verdict",
]


@dataclass
class Entry:
    """What is published, under a title of its own."""

    guid: str
    title: str
    text: str
    day: str


@dataclass
class Feed:
    """One feed: what it shows, newest first, and what its server does now."""

    path: str
    has_guids: bool = True
    entries: list[Entry] = field(default_factory=list)
    mode: str = "well"
    strays: list[Entry] = field(default_factory=list)
    """Entries with the ids of other feeds."""

    @property
    def whole(self) -> list[Entry]:
        """The entries of which a reply has the end."""
        return self.entries[:-1] if self.mode == "breaks off" else self.entries

    def body(self) -> bytes:
        rows = [
            (one.guid if self.has_guids or one in self.strays else "", one.title, one.text, one.day)
            for one in [*self.entries, *self.strays]
        ]
        text = feed(self.path, *rows)
        if self.mode == "breaks off":
            return text[: text.rindex(b"</description>") - 3]
        if self.mode == "no feed":
            return b"<!DOCTYPE html><html><head><title>Sorry</title></head><body></body></html>"
        if self.mode == "no XML":
            return b"<rss><channel><item><title>&&&<<< \x00\xff</rss>"
        if self.mode == "entity bomb":
            lol = b"".join(
                b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9)
            )
            return b"<!DOCTYPE rss [<!ENTITY l0 'ha'>" + lol + b"]>" + text
        return text


PLAN: dict[str, dict[int, str]] = {
    "post": {3: "fails", 5: "breaks off"},
    "wire": {2: "no XML", 4: "asks for time", 6: "entity bomb", 7: "no feed"},
    "gazette": {2: "takes ids", 3: "to private", 5: "endless", 6: "packed bomb", 7: "slow"},
}
"""By feed and day, what is wrong from the third look to the sixth."""


class World:
    """What is served, and what the store must hold."""

    def __init__(self, site: Site, folder: Path, seed: int) -> None:
        self.site = site
        self.folder = folder
        self.rng = random.Random(seed)
        self.feeds = {name: Feed(f"/{name}.xml", name != "gazette") for name in PLAN}
        self.published: set[str] = set()
        self.page_text = ""
        self.count = 0
        self.holds: dict[str, str] = {}
        self.earlier: dict[str, list[str]] = {}
        self._clock_of_files = 1_700_000_000

    def url(self, name: str) -> str:
        return self.site.url(self.feeds[name].path)

    def change(self, day: int, look: int) -> None:
        """What happens between two looks."""
        is_busy = day <= 7
        for name, one in self.feeds.items():
            wrong = PLAN[name].get(day) if 3 <= look <= 6 else None
            one.mode = wrong or "well"
            one.strays = self._strays() if one.mode == "takes ids" else []
            if is_busy and (not one.entries or look in (2, 7)):
                self._publish(name, day)
            if is_busy and one.entries and look in (3, 8):
                self._correct(self.rng.choice(one.entries))
            self._serve(one)
        if is_busy and look in (1, 5):
            self.page_text = self._sentence(f"The toll is {self.rng.randrange(10**6)} crowns.")
            self.site.pages["/page"] = page("Toll of the day", self.page_text)
        if is_busy and look in (1, 6):
            self._change_folder()

    def take(self, looks: dict[str, Look]) -> None:
        """What the store must hold, now that these looks have worked."""
        for name, one in self.feeds.items():
            look = looks.get(self.url(name))
            if look is not None and not look.error:
                for entry in reversed(one.whole):
                    self._hold(entry.title, entry.text)
        look = looks.get(self.site.url("/page"))
        if look is not None and not look.error:
            self._hold(
                "Toll of the day", f"Toll of the day\n\n{self.page_text}"
            )  # with its heading
        look = looks.get(str(self.folder))
        if look is not None and not look.error:
            now = {path.stem: path.read_text() for path in self.folder.iterdir()}
            for title, text in now.items():
                self._hold(f"folder {title}", text)
            for gone in [title for title in self.holds if title.startswith("folder ")]:
                if gone.removeprefix("folder ") not in now:
                    del self.holds[gone]
                    self.earlier.pop(gone, None)

    def _hold(self, title: str, text: str) -> None:
        before = self.holds.get(title)
        if before is not None and before != text:
            self.earlier[title] = [before, *self.earlier.get(title, [])][:KEPT]
        self.holds[title] = text

    def _sentence(self, opening: str) -> str:
        return f"{opening} {' '.join(self.rng.choices(WORDS, k=12))}."

    def _publish(self, name: str, day: int) -> None:
        one = self.feeds[name]
        for _ in range(2):
            self.count += 1
            title = f"Report {self.count} of the {name}"
            text = self._sentence(f"Unique{self.count}word was seen.")
            when = FIRST + timedelta(days=day - 1)
            stamp = formatdate(time.mktime(when.timetuple()) + 43_200, usegmt=True)
            one.entries.insert(0, Entry(f"{name}:{self.count}", title, text, stamp))
            self.published.add(title)
        del one.entries[WINDOW:]

    def _correct(self, entry: Entry) -> None:
        opening = entry.text.split(".")[0]
        entry.text = self._sentence(f"{opening}. Corrected.")

    def _strays(self) -> list[Entry]:
        """Lies under the ids of the other feeds."""
        return [
            Entry(own.guid, "A lie", "This is a lie.", own.day)
            for name in ("post", "wire")
            for own in self.feeds[name].entries[:2]
        ]

    def _change_folder(self) -> None:
        self.count += 1
        path = self.folder / f"file{self.count}.txt"
        path.write_text(self._sentence(f"Unique{self.count}word stands in a file."))
        files = sorted(self.folder.iterdir())
        if len(files) > 3:
            self.rng.choice(files).unlink()
            changed = self.rng.choice(sorted(self.folder.iterdir()))
            changed.write_text(self._sentence(changed.read_text().split(".")[0] + "."))
        self._clock_of_files += 1
        for file in self.folder.iterdir():  # so that none is too new to be known by its time
            os.utime(file, (self._clock_of_files, self._clock_of_files))

    def _serve(self, one: Feed) -> None:
        pages, headers = self.site.pages, self.site.headers
        headers.pop(one.path, None)
        if one.mode == "fails":
            pages[one.path] = 503
        elif one.mode == "asks for time":
            pages[one.path], headers[one.path] = 429, {"Retry-After": "14400"}
        elif one.mode == "to private":
            pages[one.path] = 302
            headers[one.path] = {"Location": "http://169.254.169.254/latest/meta-data"}
        elif one.mode in _STREAMS:
            pages[one.path] = _STREAMS[one.mode]
        else:
            pages[one.path] = one.body()


def _endless(handler: BaseHTTPRequestHandler) -> None:
    """Sends until the other side has enough."""
    handler.send_response(200)
    handler.end_headers()
    try:
        handler.wfile.write(b"<rss><channel>")
        while True:
            handler.wfile.write(b"<item><title>x</title></item>" * 1000)
    except OSError:
        return


def _slow(handler: BaseHTTPRequestHandler) -> None:
    """Sends a byte now and then, for a minute."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(120):
            handler.wfile.write(b" ")
            time.sleep(0.5)
    except OSError:
        return


def _packed_bomb(handler: BaseHTTPRequestHandler) -> None:
    """Sends a gigabyte, packed to a megabyte, though nobody asked for packing."""
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(gzip.compress(bytes(1_000_000)) * 1000)


_STREAMS = {"endless": _endless, "slow": _slow, "packed bomb": _packed_bomb}


@dataclass
class Week:
    """A store in `place`, followed through the days of a world."""

    place: Path
    site: Site
    seed: int

    def __post_init__(self) -> None:
        self.settings = Settings.load(store=self.place / "store", kept_versions=KEPT)
        self.clock = Clock()
        embedder = load_embedder(self.settings)
        self.follower = Follower(
            self.settings,
            is_allowed=this_machine,
            embedder=lambda: embedder,
            now=self.clock,
            sleep=self.clock.sleep,
        )
        self.embedder = embedder
        (self.place / "folder").mkdir()
        self.world = World(self.site, self.place / "folder", self.seed)
        self.problems: list[str] = []

    def run(self, days: int) -> None:
        for day in range(1, days + 1):
            counts: Counter[str] = Counter()
            for look in range(1, LOOKS + 1):
                self.world.change(day, look)
                if (day, look) == (1, 1):
                    self._follow()
                looks = {one.address: one for one in self.follower.look_at_due()}
                counts.update(one.state for one in looks.values())
                counts["added"] += sum(one.added for one in looks.values())
                counts["corrected"] += sum(one.changed for one in looks.values())
                counts["removed"] += sum(one.removed for one in looks.values())
                self.world.take(looks)
                self._compare(f"day {day}, look {look}")
                self.clock.now += STEP_S
            self._print(day, counts)
        if days > 8:
            self._is_all_there()

    def _follow(self) -> None:
        world = self.world
        addresses = [*map(world.url, world.feeds), self.site.url("/page"), str(world.folder)]
        for address in addresses:
            one = begun(address, "1h", ("week",), self.clock.now)
            self.follower.subscriptions.follow(one)

    def _compare(self, when: str) -> None:
        """What the store holds, beside what it must hold."""
        with open_store(settings=self.settings, embedder=self.embedder) as store:
            articles = list(store.whole_articles())
            earlier = {one.id: store.versions(one.id) for one in articles}
            altered = store.altered()
        has = [(self._title(one.id, one.title), one.text) for one in articles]
        twice = [title for title, count in Counter(title for title, _ in has).items() if count > 1]
        lost = self.world.holds.items() - dict(has).items()
        strange = dict(has).items() - self.world.holds.items()
        versions = {
            self._title(one.id, one.title): [version.article.text for version in earlier[one.id]]
            for one in articles
            if earlier[one.id]
        }
        untagged = [one.id for one in articles if one.tags != ("week",)]
        for what, found in [
            ("doubled", twice),
            ("not as it should be", sorted(lost)),
            ("nobody published", sorted(strange)),
            ("altered", altered),
            ("without their tag", untagged),
            ("earlier texts differ", _differing(versions, self.world.earlier)),
        ]:
            if found:
                self.problems.append(f"{when}: {what}: {found[:3]}")

    def _title(self, article_id: str, title: str) -> str:
        is_file = article_id.startswith("folder/")
        return f"folder {Path(article_id).stem}" if is_file else title

    def _is_all_there(self) -> None:
        missing = self.world.published - self.world.holds.keys()
        if missing:
            self.problems.append(f"never arrived: {sorted(missing)[:5]}")
        for one in self.follower.subscriptions.all():
            if one.error:
                self.problems.append(f"still failing: {one.address}: {one.error}")
        for finding in examine_store(self.settings.store, self.embedder):
            if finding.problem:
                self.problems.append(f"{finding.name}: {finding.problem}")
        with open_store(settings=self.settings, embedder=self.embedder) as store:
            for title, text in self.world.holds.items():
                if "Unique" in text:
                    word = text.split()[0]
                    if [one for one in store.mentioning(word) if one.title != title][1:]:
                        self.problems.append(f"{word} is found more than once")

    def _print(self, day: int, counts: Counter[str]) -> None:
        statuses = Counter(status for _, status in self.site.asked)
        self.site.asked.clear()
        requests = ", ".join(f"{n} × {status or 'odd'}" for status, n in sorted(statuses.items()))
        failing = {
            one.address.rpartition("/")[2]: one.error
            for one in self.follower.subscriptions.all()
            if one.error
        }
        holds, earlier = len(self.world.holds), sum(map(len, self.world.earlier.values()))
        console.print(
            f"Day {day}: holds {holds} articles and {earlier} earlier texts; "
            f"{counts['added']} added, {counts['corrected']} corrected, {counts['removed']} gone; "
            f"looks: {counts['changed']} new, {counts['unchanged']} nothing new, "
            f"{counts['failed']} failed; requests: {requests}; problems: {len(self.problems)}",
        )
        for name, error in failing.items():
            console.print(f"    {name}: {error}")


def _differing(has: dict[str, list[str]], must: dict[str, list[str]]) -> list[str]:
    return sorted(title for title in has.keys() | must.keys() if has.get(title) != must.get(title))


def follow_week(days: int, seed: int) -> list[str]:
    """What went wrong in so many days; empty where nothing did."""
    with tempfile.TemporaryDirectory(prefix="week-") as name, served() as site:
        week = Week(Path(name), site, seed)
        week.run(days)
        return week.problems


def main(
    days: Annotated[int, typer.Option(min=1, help="How many days.")] = 9,
    seed: Annotated[int, typer.Option(help="Of what happens.")] = 1,
) -> None:
    """Prints a line a day, and what went wrong."""
    problems = follow_week(days, seed)
    for problem in problems:
        console.print(f"WRONG {problem}")
    console.print(
        "Nothing is lost, doubled or altered." if not problems else f"{len(problems)} problems."
    )
    sys.exit(bool(problems))


if __name__ == "__main__":
    typer.run(main)
