"""A build killed at any moment leaves the old store or the new one, and goes on from there."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from fakes import (
    assert_whole,
    contents,
    found_by,
    query_database,
    run_build,
    segments,
    story,
    write_jsonl,
)

KILLS = int(os.environ.get("KILLED_BUILDS", "20"))
"""How many builds are killed; set more for a long run."""
PAUSE_S = 0.005
"""Of the fake model, for each batch of eight passages."""
STAGES = ("start", "embedded", "published", "done")
ROOT = Path(__file__).parent.parent.parent

CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
import index.build, index.sidecars
from fakes import fake_embedder, run_build
from pathlib import Path
sys.modules["index.build"].COMMIT_EVERY = 32
def tell(stage, done, total):
    if stage == "Embedding" and done == total:
        print("embedded", flush=True)
    if stage == "Updating the indexes":
        print("published", flush=True)
sys.stdin.readline()
print("start", flush=True)
embedder = fake_embedder(float(sys.argv[4]))
run_build(Path(sys.argv[2]), Path(sys.argv[3]), embedder=embedder, progress=tell)
print("done", flush=True)
"""


class Child:
    """A build in another process. It imports what it needs at once and starts when told."""

    def __init__(self, store: Path, articles: Path) -> None:
        tests = str(Path(__file__).parent)
        command = [sys.executable, "-c", CHILD, tests, str(store), str(articles), str(PAUSE_S)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin and self.process.stdout
        self.output = self.process.stdout

    def start(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def times(self) -> dict[str, float]:
        """When each stage was announced, in seconds from the start, of an undisturbed build."""
        self.start()
        moments = {line.strip(): time.perf_counter() for line in self.output}
        assert self.process.wait() == 0
        return {stage: moments[stage] - moments["start"] for stage in STAGES}

    def kill_at(self, stage: str, delay_s: float) -> bool:
        """Kills the build so long after a stage; returns whether it was still running."""
        self.start()
        while (line := self.output.readline().strip()) != stage:
            assert line, "the build ended by itself, too early"
        time.sleep(delay_s)
        os.kill(self.process.pid, signal.SIGKILL)
        return self.process.wait() == -signal.SIGKILL


def write_set(folder: Path, new: bool) -> None:
    """The old set of articles, or the new one: some added, some changed, some removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    records = []
    for number in range(30 if new else 0, 430 if new else 120):
        version = 1 if new and number < 60 else 0
        if number % 2:
            text = (
                f"source: {'Wire' if new and number < 90 else 'Post'}\n\n{story(number, version)}"
            )
            (folder / f"{number}.txt").write_text(text)
        else:
            records.append({"id": f"line{number}", "text": story(number, version)})
    write_jsonl(folder / "more.jsonl", records)


class Scene(NamedTuple):
    """The articles in their new state, a store in the old one, and what is expected."""

    articles: Path
    store: Path
    old: dict[str, str]
    new: dict[str, str]
    found: list[list[tuple[str, int]]]
    to_embed: int
    vectors: int
    times: dict[str, float]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    place = tmp_path_factory.mktemp("crash")
    articles, store = place / "news", place / "old"
    write_set(articles, new=False)
    run_build(store, articles)
    old, vectors = contents(store), query_database(store, "SELECT count(*) FROM vectors")
    write_set(articles, new=True)
    run_build(place / "fresh", articles)
    shutil.copytree(store, place / "straight")
    report = run_build(place / "straight", articles)
    assert (report.added, report.changed, report.removed) == (310, 45, 30)
    shutil.copytree(store, place / "timed")
    times = Child(place / "timed", articles).times()
    new, found = contents(place / "fresh"), found_by(place / "fresh")
    assert contents(place / "straight") == contents(place / "timed") == new
    assert found_by(place / "straight") == found_by(place / "timed") == found
    return Scene(articles, store, old, new, found, report.embedded, vectors, times)


def moments(times: dict[str, float]) -> list[tuple[str, float]]:
    """Half of them anywhere in a build, half in the short time at its end."""
    chance = random.Random(20)
    anywhere = [("start", chance.uniform(0, times["done"])) for _ in range(KILLS - KILLS // 2)]
    late = times["done"] - times["embedded"]
    return anywhere + [("embedded", chance.uniform(0, late)) for _ in range(KILLS // 2)]


@pytest.mark.slow
@pytest.mark.timeout(240 + 10 * KILLS)
def test_killed_at_any_moment(scene: Scene, tmp_path: Path) -> None:
    outcomes = []
    plan = moments(scene.times)
    stores = [tmp_path / str(number) for number in range(len(plan))]
    waiting = None
    for number, (stage, delay_s) in enumerate(plan):
        store = stores[number]
        shutil.copytree(scene.store, store)
        child = waiting or Child(store, scene.articles)
        waiting = Child(stores[number + 1], scene.articles) if number + 1 < len(plan) else None
        was_running = child.kill_at(stage, delay_s)
        kept = query_database(store, "SELECT count(*) FROM vectors") - scene.vectors

        there = contents(store)
        assert there in (scene.old, scene.new)
        assert_whole(store)
        outcomes.append((was_running, there == scene.new, kept))

        report = run_build(store, scene.articles)
        assert report.warning is None and not report.skipped
        assert report.embedded == scene.to_embed - kept
        assert (report.added > 0) == (there == scene.old)
        if stage == "embedded":
            assert report.embedded == 0
        assert contents(store) == scene.new
        assert found_by(store) == scene.found
        late = "SELECT count(*) FROM articles WHERE key NOT IN (SELECT article FROM sketches)"
        assert query_database(store, late) == 0
        assert_whole(store)
        named = json.loads((store / "dense.json").read_bytes())["segments"]
        left_over = {path.name for path in segments(store)} - {one["name"] for one in named}
        assert not left_over
        shutil.rmtree(store)

    killed = [outcome for outcome in outcomes if outcome[0]]
    assert len(killed) >= KILLS // 2
    assert any(not published and 0 < kept < scene.to_embed for _, published, kept in killed)
    assert len({published for _, published, _ in killed}) == 2, "both sides of publishing"
