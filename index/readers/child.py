"""The process that reads files and pages of which nobody knows what they cost.

Started as `python -m index.readers.child`. A request on its standard input is a frame of JSON
(`wire`), then one with the bytes of a fetched page. It answers with a frame a result, then one
that says that these were all. It ends when its standard input does, and where a limit ends it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import ReadError
from index.readers import read_file
from index.readers.limits import is_worn, keep_to_memory, keep_to_seconds
from index.readers.results import Result, Results, refusal, unforeseen
from index.readers.wire import BrokenOff, pack, receive, result_to_json, send, unpack


def main() -> None:
    """Reads what it is asked to until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    try:
        while True:
            request = unpack(receive(sys.stdin.buffer))
            _answer(request, receive(sys.stdin.buffer), answers)
    except (BrokenOff, BrokenPipeError):  # the parent has ended
        os._exit(0)


def _answer(request: dict[str, Any], body: bytes, answers: BinaryIO) -> None:
    keep_to_memory(request["memory"])
    keep_to_seconds(request["seconds"])
    is_out_of_memory = False
    try:
        for result in _results(request, body):
            send(answers, pack(result_to_json(result)))
    except MemoryError:
        is_out_of_memory = True
        reason = f"takes more than {request['memory'] / 1e9:.2g} GB of memory to read"
        refused = refusal(request["name"], None, ReadError(reason))
        send(answers, pack(result_to_json(refused)))
    send(answers, pack({"is_worn": is_out_of_memory or is_worn()}))


def _results(request: dict[str, Any], body: bytes) -> Iterator[Result]:
    """What is there; whatever a parser raises is a refusal."""
    name = request["name"]
    try:
        yield from _read(request, name, body)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - of parsers that met what they do not foresee
        yield refusal(name, None, unforeseen(error))


def _read(request: dict[str, Any], name: str, body: bytes) -> Results:
    if path := request.get("path"):
        return read_file(Path(path), name)
    from index.fetch import Fetched
    from index.readers.web import read_reply

    return read_reply(Fetched(name, request["content_type"], body), name)


if __name__ == "__main__":
    main()
