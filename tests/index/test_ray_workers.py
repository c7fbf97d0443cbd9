"""Embedding on a Ray cluster: the same store as by one process, whatever is lost on the way."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from fakes import fake_embedder
from typer.testing import CliRunner

import app
from index import Article, Settings, build, database
from index.embedding import PACKAGED, Embedder, load_packaged
from index.errors import ModelError
from index.extras import ExtraMissing
from index.models import MINILM
from index.ray_workers import (
    PROBES,
    STARTS,
    TASK,
    Cluster,
    Worker,
    local_cluster,
    ray_embedder,
)
from index.settings import DEFAULT_MODEL
from index.vectors import Vectors

ROOT = Path(__file__).parents[2]
MACHINES = 2


def articles(count: int) -> list[Article]:
    said = "The council of Port Aldry voted on line {0}; it costs {0} million crowns. " * 8
    return [
        Article(f"{number}.txt", said.format(number), f"Line {number}") for number in range(count)
    ]


def vectors_in(folder: Path) -> dict[bytes, bytes]:
    with closing(sqlite3.connect(folder / database.FILE)) as connection:
        return dict(connection.execute("SELECT key, value FROM vectors").fetchall())


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two machines, each with one processor, on this one."""
    pytest.importorskip("ray", reason="Ray is not installed")
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        patch.setenv("PYTHONPATH", path)  # of the workers
        with ExitStack() as stack:
            try:
                address = stack.enter_context(local_cluster(MACHINES))
            except ModelError as error:  # a busy machine, as Ray says
                pytest.skip(str(error))
            yield address


# A worker's model


def test_a_worker_gives_the_vectors_of_this_machine() -> None:
    texts = [*PROBES, "Another sentence."]
    found = Worker(DEFAULT_MODEL, PACKAGED, 1).embed(texts)
    assert (found == load_packaged().embed(texts)).all()


def test_a_worker_with_another_model_embeds_nothing() -> None:
    with pytest.raises(ModelError, match=r"its model is all-MiniLM-L6-v2@.*, not another@1"):
        Worker(DEFAULT_MODEL, "another@1", 1)


def test_a_worker_whose_file_was_changed_embeds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.ray_workers.MODELS", (replace(MINILM, sha256="0" * 64),))
    with pytest.raises(ModelError, match="is not the file of all-MiniLM-L6-v2"):
        Worker(DEFAULT_MODEL, PACKAGED, 1)


def test_the_package_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.extras.is_installed", lambda extra: False)
    with pytest.raises(ExtraMissing, match=r"article-qa\[ray\]"), ray_embedder("auto", Settings()):
        pass


@pytest.mark.parametrize("option", ["--watch", "--dry-run"])
def test_what_does_not_go_together(option: str) -> None:
    result = CliRunner().invoke(app.program, ["index", "x", "--ray", "auto", option])
    assert result.exit_code != 0
    assert "--ray does not go together" in (result.stderr or str(result.exception))


# A cluster to try things with


class Slow:
    """Ray's cluster on a machine too busy to start it the first times."""

    started: ClassVar[list[str]] = []
    slow: ClassVar[int] = 0
    address = "127.0.0.1:1"

    def add_node(self, **machine: Any) -> None:
        Slow.started.append("head" if "include_dashboard" in machine else "worker")
        if len(Slow.started) <= Slow.slow:
            raise Exception("The current node timed out during startup.")

    def shutdown(self) -> None:
        pass


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    pytest.importorskip("ray", reason="Ray is not installed")
    monkeypatch.setattr("ray.cluster_utils.Cluster", Slow)
    monkeypatch.setattr(Slow, "started", [])
    return Slow


def test_a_cluster_that_does_not_start_in_time_is_started_again(
    slow: type[Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow, "slow", 1)
    with local_cluster(2) as address:
        assert address == slow.address
    assert slow.started == ["head", "head", "worker"]


def test_a_cluster_that_never_starts_is_an_error(
    slow: type[Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow, "slow", 9)
    with pytest.raises(ModelError, match=r"Ray does not start here: .*timed out"), local_cluster(2):
        pass
    assert slow.started == ["head"] * STARTS


# What is lost, without a cluster


class Far:
    """A worker as the driver sees it; the first thing asked of it ends in `error`, if any."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.embed = self

    def remote(self, texts: list[str]) -> Callable[[], Vectors]:
        error, self.error = self.error, None

        def get() -> Vectors:
            if error:
                raise error
            return np.array([[float(text)] for text in texts], np.float32)

        return get


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cluster]:
    """Makes a cluster of the workers given, with Ray's own calls replaced."""
    pytest.importorskip("ray", reason="Ray is not installed")
    monkeypatch.setattr("ray.wait", lambda works, num_returns: (works[:1], works[1:]))
    monkeypatch.setattr("ray.get", lambda work: work())
    own = fake_embedder(dimension=1)
    return lambda *workers: Cluster("here:1", Settings(), own, list(workers), True)


def losses() -> list[Exception]:
    """As Ray tells that a worker, its machine or what it made is gone."""
    ray = pytest.importorskip("ray.exceptions", reason="Ray is not installed")
    return [
        ray.RayActorError(),
        ray.NodeDiedError("gone"),
        ray.WorkerCrashedError(),
        ray.ObjectLostError("ff" * 28, None, ""),
        ray.OwnerDiedError("ff" * 28, None, ""),
        ray.ObjectFetchTimedOutError("ff" * 28, None, ""),
    ]


def test_whatever_is_lost_is_made_by_the_others(near: Callable[..., Cluster]) -> None:
    texts = [str(number) for number in range(5 * TASK)]
    for error in losses():
        lost, other = Far(error), Far()
        cluster = near(lost, other)
        made = {
            position: float(vector[0])
            for positions, vectors in cluster.embed(texts)
            for position, vector in zip(positions, vectors, strict=True)
        }
        assert made == {number: float(number) for number in range(5 * TASK)}, error
        assert cluster.workers() == [other]
        with pytest.raises(ModelError, match="The last worker of here:1 is gone"):
            list(near(Far(error)).embed(texts))


def test_a_worker_that_fails_is_not_one_that_is_lost(near: Callable[..., Cluster]) -> None:
    from ray.exceptions import RayTaskError

    failed = RayTaskError("embed", "", ValueError("no such tensor"))
    with pytest.raises(ModelError, match="A worker of here:1 failed: no such tensor"):
        list(near(Far(failed), Far()).embed(["1"]))


# The cluster


@pytest.mark.slow
def test_the_store_is_that_of_one_process(address: str, tmp_path: Path) -> None:
    settings = Settings(passage_characters=300)
    told: list[tuple[str, int, int | None]] = []
    with ray_embedder(address, settings) as embedder:
        assert embedder.window > 2048
        report = build(
            articles=articles(60), store=tmp_path / "ray", settings=settings, embedder=embedder,
            progress=lambda *now: told.append(now),
        )  # fmt: skip
    alone = build(articles=articles(60), store=tmp_path / "alone", settings=settings)
    assert report.embedded == alone.embedded > 100
    assert vectors_in(tmp_path / "ray") == vectors_in(tmp_path / "alone")
    embedding = [done for stage, done, total in told if stage == "Embedding" and total]
    assert embedding == sorted(embedding) and embedding[-1] == report.embedded
    again = build(articles=articles(60), store=tmp_path / "ray", settings=settings)
    assert (again.embedded, again.unchanged) == (0, 60)


@pytest.mark.slow
def test_a_worker_that_is_lost_loses_nothing(address: str) -> None:
    import ray

    texts = [article.text for article in articles(400)]
    with ray_embedder(address, Settings()) as embedder:
        batches = embedder.embed_batches(texts)
        found = [next(batches)]
        ray.kill(embedder.cluster.workers()[0])
        found += batches
        assert len(embedder.cluster.workers()) == MACHINES - 1
    assert sorted(p for positions, _ in found for p in positions) == list(range(400))
    expected = load_packaged().embed([texts[position] for position in found[-1][0]])
    assert (found[-1][1] == expected).all()


@pytest.mark.slow
def test_where_the_last_worker_is_lost_what_was_embedded_is_kept(
    address: str, tmp_path: Path
) -> None:
    import ray

    settings, given = Settings(passage_characters=300), articles(500)  # more than they have ahead
    with ray_embedder(address, settings) as embedder:

        def kill_all(stage: str, done: int, total: int | None) -> None:
            if stage == "Embedding" and done >= 400:
                for worker in list(embedder.cluster.workers()):
                    ray.kill(worker)

        with pytest.raises(ModelError, match=r"The last worker of .* is gone"):
            build(
                articles=given, store=tmp_path / "a", settings=settings, embedder=embedder,
                progress=kill_all,
            )  # fmt: skip
    kept = len(vectors_in(tmp_path / "a"))
    with ray_embedder(address, settings) as embedder:
        report = build(articles=given, store=tmp_path / "a", settings=settings, embedder=embedder)
    whole = len(vectors_in(tmp_path / "a"))
    assert 0 < kept < whole and report.embedded == whole - kept


@pytest.mark.slow
def test_machines_with_other_vectors_are_refused(address: str) -> None:
    own = Embedder(PACKAGED, 384, fake_embedder(dimension=384).backend)
    cluster = Cluster(address, Settings(), own)
    try:
        with pytest.raises(ModelError, match="gives other vectors than this one"):
            list(cluster.embed(["A sentence."]))
    finally:
        cluster.close()


@pytest.mark.slow
def test_machines_with_another_model_are_refused(address: str) -> None:
    own = replace(load_packaged(), model="another@1")
    cluster = Cluster(address, Settings(), own)
    try:
        with pytest.raises(ModelError, match=r"cannot embed: its model is .*, not another@1\."):
            list(cluster.embed(["A sentence."]))
    finally:
        cluster.close()


HALTING = """
import runpy, sys
from index.build import COMMIT_EVERY
from index.ray_workers import Cluster

embed = Cluster.embed

def halting(self, texts):
    handed = 0
    for positions, vectors in embed(self, texts):
        if handed > COMMIT_EVERY:
            print("halted", flush=True)
            sys.stdin.read()
        yield positions, vectors
        handed += len(positions)

Cluster.embed = halting
runpy.run_module("qa.cli.main", run_name="__main__", alter_sys=True)
"""
"""The program, which waits to be killed once some vectors are committed."""


@pytest.mark.slow
def test_a_command_that_is_killed_is_resumed(address: str, tmp_path: Path) -> None:
    lines = [json.dumps({"id": one.id, "text": one.text}) for one in articles(500)]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    words = ["index", "news.jsonl", "--ray", address, "--json"]
    how: dict[str, Any] = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", HALTING, *words], stderr=log, **pipes, **how
        ) as run,
    ):
        try:
            assert run.stdout
            assert run.stdout.readline() == "halted\n", (tmp_path / "log").read_text()
        finally:
            run.kill()
    kept = len(vectors_in(tmp_path / "storage"))
    assert run.returncode == -signal.SIGKILL and kept
    command = [sys.executable, "-m", "qa.cli.main", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=250, check=False, **how)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    whole = len(vectors_in(tmp_path / "storage"))
    assert report["articles"] == 500 and report["embedded"] <= whole - kept


@pytest.mark.slow
def test_an_address_where_nothing_is() -> None:
    pytest.importorskip("ray")
    with (
        ray_embedder("127.0.0.1:1", Settings()) as embedder,
        pytest.raises(ModelError, match="No Ray cluster answers at 127"),
    ):
        list(embedder.embed_batches(["A sentence."]))
