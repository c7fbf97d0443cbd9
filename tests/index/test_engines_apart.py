"""Processes side by side on one store, of either engine: builders that die or sleep, two at once,
and readers meanwhile."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest
from fakes import assert_whole, contents, found_by, one_article, opened, run_build, settings_for

from index import remove
from index.errors import StoreBusy, StoreError
from index.places import Place

ROOT = Path(__file__).parent.parent.parent
NEVER = 10**6
pytestmark = pytest.mark.slow

BUILDER = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from fakes import fake_embedder, one_article, run_build
from index.errors import StoreBusy
from index.places import place_of
place, first, last, version, act_at, action = sys.argv[2], *map(int, sys.argv[3:7]), sys.argv[7]

if action != "none":
    from index.milvus.client import Collections
    from index.milvus.schema import Part
    written, has_acted = 0, False

    def watched(write, is_delete):
        def act(self, part, rows):
            global written, has_acted
            is_claim = sys._getframe(1).f_code.co_filename.endswith("claims.py")
            rows = rows if isinstance(rows, str) else list(rows)
            if not is_claim and rows:
                written += 1
                named = "stop delete" if is_delete else "stop " + part.value
                if written == act_at or (action == named and not has_acted):
                    has_acted = True
                    print("acting", flush=True)
                    os.kill(os.getpid(), signal.SIGKILL if action == "kill" else signal.SIGSTOP)
            return write(self, part, rows)
        return act

    for name in ("insert", "upsert", "delete"):
        setattr(Collections, name, watched(getattr(Collections, name), name == "delete"))

if action == "wait":
    def tell(stage, done, total):
        if stage == "Embedding" and not done:
            print("embedding", flush=True)
            sys.stdin.readline()
else:
    def tell(stage, done, total): pass

articles = [one_article(number, version) for number in range(first, last)]
print("begun", flush=True)
sys.stdin.readline()
try:
    run_build(place_of(place), articles=articles, progress=tell)
    print("built", flush=True)
except StoreBusy:
    print("busy", flush=True)
"""

READER = """
import sys
sys.path.insert(0, sys.argv[1])
from fakes import opened
from index.places import place_of
last = int(sys.argv[3])
with opened(place_of(sys.argv[2])) as store:
    store.search("version", 50)
    print("reading", flush=True)
    while True:
        hits = store.search("version", 50)
        versions = {hit.text.split(" version ")[1].split()[0] for hit in hits}
        assert len(versions) <= 1, versions
        article = store.article("a3")
        assert len({part.split()[0] for part in article.text.split(" version ")[1:]}) == 1
        if versions == {str(last)}:
            print("seen", flush=True)
            break
"""


class Process:
    """A program of ours in another process."""

    def __init__(self, code: str, *arguments: object) -> None:
        tests = str(Path(__file__).parent)
        command = [sys.executable, "-c", code, tests, *map(str, arguments)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin and self.process.stdout
        self.input: IO[str] = self.process.stdin
        self.output: IO[str] = self.process.stdout

    def go_on(self) -> None:
        self.input.write("\n")
        self.input.flush()

    def says(self) -> str:
        """The next line; empty when it has ended."""
        return self.output.readline().strip()

    def end(self) -> int:
        self.process.kill()
        self.input.close()
        self.output.close()
        return self.process.wait()


Starter = Callable[..., Process]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts processes, which end with the test."""
    started: list[Process] = []

    def begin(code: str, *arguments: object) -> Process:
        started.append(Process(code, *arguments))
        return started[-1]

    yield begin
    for one in started:
        with suppress(ProcessLookupError):
            one.end()


def builder(
    start: Starter,
    place: Place,
    numbers: range,
    version: int,
    act_at: int = NEVER,
    action: str = "none",
) -> Process:
    """A build of articles in another process, which begins when told to go on."""
    about = (place, numbers.start, numbers.stop, version, act_at, action)
    process = start(BUILDER, *about)
    assert process.says() == "begun"
    return process


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process takes a build for dead at once; those of these tests are, or sleep."""
    monkeypatch.setattr("index.milvus.claims.LEASE_S", 0.0)


def version_of(place: Place, article_id: str) -> str:
    with opened(place) as store:
        article = store.article(article_id)
    assert article is not None
    return article.text.split(" version ")[1].split()[0]


def test_killed_at_every_write(
    milvus_place: Place, tmp_path: Path, start: Starter, short_lease: None
) -> None:
    """Before it, or where nothing could be written any more, the old generation is there; the next
    build brings the new one, and leaves nothing over."""
    old, new = tmp_path / "old", tmp_path / "new"
    run_build(old, articles=[one_article(number) for number in range(9)])
    run_build(new, articles=[one_article(number) for number in range(9)])
    run_build(new, articles=[one_article(number, 1) for number in range(4, 12)])
    before, after, found = contents(old), contents(new), found_by(new)
    run_build(milvus_place, articles=[one_article(number) for number in range(9)])
    assert contents(milvus_place) == before
    outcomes = []
    for act_at in range(1, NEVER):
        run_build(milvus_place, articles=[one_article(number) for number in range(9)])
        extra = contents(milvus_place).keys() - before.keys()
        assert extra == (after.keys() - before.keys() if act_at > 1 else set())
        if extra:
            remove(sorted(extra), store=milvus_place, settings=settings_for(milvus_place))
        assert contents(milvus_place) == before
        child = builder(start, milvus_place, range(4, 12), 1, act_at, "kill")
        child.go_on()
        said = child.says()
        if said == "built":
            break
        assert said == "acting" and child.process.wait() == -signal.SIGKILL
        there = contents(milvus_place)
        assert there in (before, after), f"killed before write {act_at}"
        assert_whole(milvus_place)
        outcomes.append(there == after)
        report = run_build(
            milvus_place, articles=[one_article(number, 1) for number in range(4, 12)]
        )
        assert report.warning is None
        assert contents(milvus_place) == after and found_by(milvus_place) == found
        assert rows_left(milvus_place) == (12, 60)
    assert outcomes == sorted(outcomes), "once it is visible it stays so"
    assert set(outcomes) == {False, True} and len(outcomes) > 8


def rows_left(place: Place) -> tuple[int, int]:
    """Rows of articles and of passages, visible or not."""
    from index import Settings
    from index.milvus.client import Collections
    from index.milvus.schema import Part

    collections = Collections(place, Settings())  # type: ignore[arg-type]
    assert collections.count(Part.DEATHS) == collections.count(Part.DRAFTS) == 0
    return collections.count(Part.ARTICLES), collections.count(Part.PASSAGES)


def test_a_second_builder_is_sent_away(place: Place, start: Starter) -> None:
    run_build(place, articles=[one_article(1)])
    first = builder(start, place, range(5), 1, action="wait")
    first.go_on()
    assert first.says() == "embedding"
    with pytest.raises(StoreBusy, match="Another build is at work"):
        run_build(place, articles=[one_article(2)])
    assert contents(place).keys() == {"a1"} and version_of(place, "a1") == "0"
    first.go_on()
    assert first.says() == "built"
    assert version_of(place, "a1") == "1" and len(contents(place)) == 5


@pytest.mark.parametrize("is_new", [True, False])
def test_several_that_begin_at_once(place: Place, start: Starter, is_new: bool) -> None:
    """What the store has afterwards is what those made that were not sent away."""
    if not is_new:
        run_build(place, articles=[one_article(0)])
    several = [builder(start, place, range(10 * n, 10 * n + 4), 0) for n in (1, 2, 3)]
    for one in several:
        one.go_on()
    said = [one.says() for one in several]
    assert set(said) <= {"built", "busy"}
    built = [n for n, word in enumerate(said, start=1) if word == "built"]
    expected = {f"a{10 * n + i}" for n in built for i in range(4)}
    run_build(place, articles=[one_article(0)])
    assert contents(place).keys() == expected | {"a0"}
    assert_whole(place)


@pytest.mark.parametrize("at", ["delete", "passages", "records"])
def test_a_builder_that_slept_finds_that_another_took_over(
    milvus_place: Place, start: Starter, short_lease: None, at: str
) -> None:
    """It sleeps before it deletes what others left over, before it writes its rows, or after the
    last look at its claim, before it makes itself visible."""
    run_build(milvus_place, articles=[one_article(number) for number in range(6)])
    sleeper = builder(start, milvus_place, range(3, 8), 1, action=f"stop {at}")
    sleeper.go_on()
    assert sleeper.says() == "acting"
    run_build(milvus_place, articles=[one_article(number, 2) for number in range(4)])
    there = contents(milvus_place)
    assert there.keys() == {f"a{number}" for number in range(6)}
    os.kill(sleeper.process.pid, signal.SIGCONT)
    assert sleeper.says() == "busy"
    assert contents(milvus_place) == there and version_of(milvus_place, "a3") == "2"
    run_build(milvus_place, articles=[one_article(9)])
    assert contents(milvus_place).keys() == {*there, "a9"}
    assert_whole(milvus_place)
    assert rows_left(milvus_place) == (7, 35)


@pytest.mark.parametrize("takes_over", ["published", "nothing new"])
def test_a_late_renewal_does_not_bring_a_claim_back(
    milvus_place: Place, short_lease: None, monkeypatch: pytest.MonkeyPatch, takes_over: str
) -> None:
    from index import Settings
    from index.milvus import claims
    from index.milvus.client import Collections

    monkeypatch.setattr(claims, "RENEW_S", 1e6)  # only as this test says
    run_build(milvus_place, articles=[one_article(1)])
    collections = Collections(milvus_place, Settings())  # type: ignore[arg-type]
    with claims.claimed(collections) as slow:
        slow.check()
        second = [one_article(1)] if takes_over == "nothing new" else [one_article(2)]
        run_build(milvus_place, articles=second)
        slow.write()
        with pytest.raises(StoreBusy):
            slow.check()
    with claims.claimed(collections) as next_one:
        assert next_one.number > slow.number
        next_one.check()


def test_a_late_renewal_hides_nothing_that_was_visible(
    milvus_place: Place, short_lease: None
) -> None:
    """A build is visible, sleeps while another ends, renews its claim and dies."""
    from index import Settings
    from index.milvus.claims import BuildClaim
    from index.milvus.client import Collections
    from index.milvus.state import last_state, read_records

    run_build(milvus_place, articles=[one_article(1)])
    collections = Collections(milvus_place, Settings())  # type: ignore[arg-type]
    first = last_state(read_records(collections))
    assert first is not None
    run_build(milvus_place, articles=[one_article(2)])
    BuildClaim(collections, first.generation).write()
    run_build(milvus_place, articles=[one_article(3)])
    assert contents(milvus_place).keys() == {"a1", "a2", "a3"}
    assert rows_left(milvus_place) == (3, 15)


@pytest.mark.parametrize("at", ["deaths", "records"])
def test_what_failed_does_not_come_into_force_later(
    milvus_place: Place, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """A change and a removal fail before or after a write, and the process goes on."""
    from index.milvus.client import Collections

    run_build(milvus_place, articles=[one_article(number) for number in range(4)])
    before = contents(milvus_place)
    insert = Collections.insert

    def failing(self: Collections, part: Any, rows: Iterable[Any]) -> int:
        written = insert(self, part, rows) if at == "deaths" or part.value != at else 0
        if part.value == at:
            raise StoreError("The network went away.")
        return written

    with monkeypatch.context() as patched:
        patched.setattr(Collections, "insert", failing)
        with pytest.raises(StoreError, match="went away"):
            remove(["a0"], store=milvus_place, settings=settings_for(milvus_place))
        with pytest.raises(StoreError, match="went away"):
            run_build(milvus_place, articles=[one_article(1, 1), one_article(8)])
    assert contents(milvus_place) == before
    with monkeypatch.context() as patched:  # the next one dies as soon as it is visible
        patched.setattr("index.milvus.target.MilvusTarget._clear_away", lambda self: None)
        run_build(milvus_place, articles=[one_article(9)])
    there = contents(milvus_place)
    assert {**there, **before} == there and there.keys() == {*before, "a9"}
    assert_whole(milvus_place)
    run_build(milvus_place, articles=[one_article(9, 1)])
    assert contents(milvus_place).keys() == there.keys()
    assert rows_left(milvus_place) == (5, 25)


def test_readers_see_one_generation_at_a_time(place: Place, start: Starter) -> None:
    """Two programs search while a third builds: never do they find two generations together."""
    run_build(place, articles=[one_article(number) for number in range(8)])
    readers = [start(READER, place, 5) for _ in range(2)]
    assert [one.says() for one in readers] == ["reading", "reading"]
    for version in range(1, 6):
        run_build(place, articles=[one_article(number, version) for number in range(8)])
    assert [one.says() for one in readers] == ["seen", "seen"]
    assert [one.process.wait() for one in readers] == [0, 0]
