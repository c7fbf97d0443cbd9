"""The process that serves a GGUF model: llama.cpp's own HTTP server. Knows xllamacpp alone.

Started as `python -m qa.llm.gguf_server`. The first line of its standard input is a
JSON object (`Serving`); the one line it writes is `{"address": …}` or `{"error": …}`.
It ends when its standard input does, so however its parent ends: the operating
system closes that pipe even after SIGKILL. The key comes that way too, since
arguments and environment can be read by others.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, and how.

    Args:
        context: Tokens of prompt and answer together, for each slot.
        slots: Answers that are written side by side.
        threads: Threads that compute; 0: as many as the machine has cores.
    """

    model: str
    key: str
    context: int = 4096
    slots: int = 1
    threads: int = 0


def main() -> None:
    """Serves until standard input ends."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what llama.cpp logs stays out of `answer`
    serving = Serving(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        server = _serve(serving)
        line = {"address": server.listening_address}
    except Exception as error:  # noqa: BLE001 - whatever the library raises is told to the parent
        line = {"error": f"{type(error).__name__}: {error}"}
    answer.write(json.dumps(line) + "\n")
    answer.flush()
    if "address" in line:
        threading.Event().wait()


def _end_with_parent() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    os._exit(0)


def _serve(serving: Serving):  # type: ignore[no-untyped-def]  # xllamacpp has no types
    import xllamacpp

    if not Path(serving.model).is_file():
        raise FileNotFoundError(serving.model)
    params = xllamacpp.CommonParams()
    params.model.path = serving.model
    params.model_alias = {"local"}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [serving.key]
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = 1
    params.n_ctx = serving.context * serving.slots
    params.n_parallel = serving.slots
    params.cache_ram_mib = 256  # openings of prompts that were read before, for all slots
    params.no_extra_bufts = True  # weights as they are in the file: 0.6 GB less, and read faster
    threads = serving.threads or len(_cores())
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    return xllamacpp.Server(params)


def _cores() -> set[int] | range:
    """The cores this process may use."""
    try:
        return os.sched_getaffinity(0)
    except AttributeError:  # not on every system
        return range(os.cpu_count() or 1)


if __name__ == "__main__":
    main()
