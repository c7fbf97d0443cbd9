"""Embedding on the machines of a Ray cluster: `article-qa index --ray ADDRESS`.

Only texts go out and vectors come back; articles are read and cut, and vectors written, by the one
process that builds. So a build that ends early is resumed as any other. Each worker holds the
hashes of its model's files against those that this program expects before it embeds anything, and
its vectors of a few sentences against the driver's own: a store never mixes vectors of two models.
A worker that is lost costs what it was at work on; the others take that over.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from index.embedding import Embedder, load_embedder, longest_first
from index.errors import ArticleQAError, ModelError
from index.extras import need
from index.models import MODELS
from index.settings import DEFAULT_MODEL, Settings
from index.vectors import Vectors

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it reports home otherwise

TASK = 64
"""Texts that a worker embeds at a time …"""
AHEAD = 2
"""… and how many times that many it has, so that it need not wait for the next."""
WINDOW_A_WORKER = 2048
"""Texts handed over together, for each worker: between two windows some have nothing to do."""
ANSWERING_S = 10.0
"""Seconds after which a cluster that does not answer is not there."""
STARTING_S = 120.0
"""Seconds after which a machine's worker must be there."""
STARTS = 3
"""Times that a local cluster is started before it counts as one that does not start."""
_LEAST_MEMORY = 80 * 2**20
"""Bytes that Ray's store of objects takes at least."""
PROBES = (
    "The council voted 61 to 38.",
    "Ferry service resumes on Monday, the harbour master said; a strike had stopped it.",
    "€ 4.5 million",
)
ALIKE = 1 - 1e-4
"""Cosine from which on two vectors of one sentence count as the same."""


class Worker:
    """Embeds on one machine of the cluster, after its model was verified."""

    def __init__(self, embedding_model: str, model: str, threads: int) -> None:
        """Loads the model that the settings call `embedding_model`.

        Args:
            model: The name that it must have, with the hash of its weights.
            threads: Texts that it reads side by side.

        Raises:
            ModelError: it is another one, missing or damaged.
        """
        if embedding_model == DEFAULT_MODEL:
            for file in MODELS:
                file.verify()
        settings = Settings.model_construct(embedding_model=embedding_model)
        self._embedder = load_embedder(settings, threads)
        if self._embedder.model != model:
            raise ModelError(f"its model is {self._embedder.model}, not {model}")

    def embed(self, texts: list[str]) -> Vectors:
        """Vectors of `texts`, in their order."""
        return self._embedder.embed(texts)


@dataclass(frozen=True)
class RayEmbedder(Embedder):
    """The settings' model, run on a cluster, which is called for with the first texts."""

    cluster: Cluster

    @property
    def window(self) -> int:
        """Texts that are worth handing over together."""
        return WINDOW_A_WORKER * max(1, len(self.cluster.workers()))

    def embed_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """As of `Embedder`, in whatever order the workers are done.

        Raises:
            ModelError: a worker has another model, or none is left.
        """
        return self.cluster.embed(texts)


@dataclass
class Cluster:
    """The workers on a Ray cluster, one a machine. Not for several threads."""

    address: str
    settings: Settings
    own: Embedder
    """The driver's, whose vectors those of the workers must be."""
    _workers: list[Any] = field(default_factory=list)
    _is_connected: bool = False

    def workers(self) -> list[Any]:
        """Those that are left; at first they are started.

        Raises:
            ModelError: nothing answers at the address, or a worker has another model.
        """
        if not self._is_connected:
            _connect(self.address)
            self._is_connected = True
            self._workers = self._started()
        return self._workers

    def embed(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """Positions and vectors of `texts` as they are made."""
        import ray
        from ray.exceptions import RayError, RayTaskError

        order = longest_first(texts)
        waiting = deque(order[start : start + TASK] for start in range(0, len(order), TASK))
        running: dict[Any, tuple[Any, list[int]]] = {}
        busy: Counter[Any] = Counter()
        while waiting or running:
            for worker in self.workers():
                while waiting and busy[worker] < AHEAD:
                    positions = waiting.popleft()
                    work = worker.embed.remote([texts[position] for position in positions])
                    running[work] = (worker, positions)
                    busy[worker] += 1
            (done,), _ = ray.wait(list(running), num_returns=1)
            worker, positions = running.pop(done)
            busy[worker] -= 1
            try:
                vectors = ray.get(done)
            except RayTaskError as error:
                raise ModelError(f"A worker of {self.address} failed: {_cause(error)}.") from error
            except RayError as error:  # it, its machine, or what it made is gone
                self._lose(worker, error)
                waiting.appendleft(positions)
                continue
            yield positions, np.asarray(vectors)

    def close(self) -> None:
        """Ends the workers and leaves the cluster."""
        if self._is_connected:
            import ray

            self._is_connected, self._workers = False, []
            ray.shutdown()

    def _started(self) -> list[Any]:
        """A worker on each machine, all of them verified."""
        import ray
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        made = []
        kind = ray.remote(Worker)
        for node in ray.nodes():
            cores = int(node["Resources"].get("CPU", 0))
            if node["Alive"] and cores:
                there = NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
                options = kind.options(num_cpus=cores, scheduling_strategy=there)
                how = (self.settings.embedding_model, self.own.model, cores)
                made.append((node["NodeManagerAddress"], options.remote(*how)))
        if not made:
            raise ModelError(f"The cluster at {self.address} has no machine with a processor.")
        expected = self.own.embed(PROBES)
        tried = [(name, worker, worker.embed.remote(list(PROBES))) for name, worker in made]
        for name, _, work in tried:
            try:
                found = ray.get(work, timeout=STARTING_S)
            except Exception as error:  # of its set-up, which nobody knows from here
                raise ModelError(
                    f"The machine {name} of {self.address} cannot embed: {_cause(error)}. Install "
                    "the same version of article-qa on each machine, and see that nothing else "
                    "holds its processors."
                ) from error
            if float(np.min(np.sum(expected * found, axis=1))) < ALIKE:
                raise ModelError(
                    f"The machine {name} of {self.address} gives other vectors than this one. "
                    "Install the same version of article-qa, with its constraints.txt, on each."
                )
        return [worker for _, worker in made]

    def _lose(self, worker: Any, error: Exception) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        if not self._workers:
            raise ModelError(
                f"The last worker of {self.address} is gone. What was embedded so far is kept; "
                "start the cluster and run the same command again."
            ) from error


@contextlib.contextmanager
def ray_embedder(address: str, settings: Settings) -> Iterator[RayEmbedder]:
    """The settings' embedder, run on the Ray cluster at `address`; left at the end of the block.

    Args:
        address: HOST:PORT of its head, `auto` for the one of this machine, `local` for one that
            is started here and ends with the block.

    Raises:
        ExtraMissing: Ray is not installed.
        ModelError: the model is missing or damaged.
    """
    need("ray")
    own = load_embedder(settings)
    cluster = Cluster(address, settings, own)
    try:
        yield RayEmbedder(own.model, own.dimension, own.backend, cluster=cluster)
    finally:
        cluster.close()


@contextlib.contextmanager
def local_cluster(machines: int) -> Iterator[str]:
    """A cluster to try things with: so many machines of one processor each, all on this one; gives
    its address.

    Raises:
        ExtraMissing: Ray is not installed.
        ModelError: Ray did not start.
    """
    need("ray")
    cluster = _start_cluster(machines)
    try:
        yield cluster.address
    finally:
        cluster.shutdown()


def _start_cluster(machines: int) -> Any:
    from ray.cluster_utils import Cluster as LocalCluster

    machine: dict[str, Any] = {"num_cpus": 1, "object_store_memory": _LEAST_MEMORY}
    head = {**machine, "include_dashboard": False}
    for start in range(1, STARTS + 1):
        cluster = LocalCluster()
        try:
            for number in range(machines):
                cluster.add_node(**(machine if number else head))
            break
        except Exception as error:  # Ray names no class where its half a minute is too short
            cluster.shutdown()
            if start == STARTS:
                raise ModelError(f"Ray does not start here: {_cause(error)}.") from error
    return cluster


def _connect(address: str) -> None:
    import ray

    try:
        if ":" in address:  # Ray itself would wait for minutes
            host, _, port = address.removeprefix("ray://").rpartition(":")
            socket.create_connection((host, int(port)), ANSWERING_S).close()
        ray.init(
            address=address, log_to_driver=False, logging_level="error", configure_logging=True
        )
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        raise ModelError(
            f"No Ray cluster answers at {address}. Start one (ray start --head), name another, or "
            "leave --ray out."
        ) from error


def _cause(error: Exception) -> str:
    """What lies at the bottom of an error of Ray, in one line."""
    cause = getattr(error, "cause", None) or error
    if isinstance(cause, ArticleQAError):
        return str(cause).rstrip(".")
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    last = lines[-1] if lines else type(cause).__name__
    return last.removeprefix(f"{ArticleQAError.__module__}.{ModelError.__name__}: ").rstrip(".")
