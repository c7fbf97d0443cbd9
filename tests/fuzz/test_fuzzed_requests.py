"""Requests drawn at random: each gets JSON that says what is wrong, or an answer; none fails."""

import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

sys.path.append(str(Path(__file__).parents[1] / "qa"))
from generated_requests import OddRequest, request_of
from served import served

REQUESTS = int(os.environ.get("FUZZED_REQUESTS", "90"))
"""How many are drawn; set more for a long run."""
GOOD = "What does the Harbour Tram cost?"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(seed_folder: Path) -> Iterator[httpx.Client]:
    """Of a server over the sample, on this machine alone, where nobody signs in."""
    with served(seed_folder) as address, httpx.Client(base_url=address, timeout=120) as client:
        yield client


@pytest.mark.timeout(120 + 5 * REQUESTS)
def test_every_request_is_answered_in_words(client: httpx.Client) -> None:
    rng, statuses = random.Random(20261127), set()
    for number in range(REQUESTS):
        request = request_of(rng)
        try:
            statuses.add(check(client, request))
        except (AssertionError, ValueError, httpx.HTTPError) as error:
            raise AssertionError(f"request {number}: {request.method} {request.path}") from error
    assert {200, 400} <= statuses
    body = {"model": "article-qa", "messages": [{"role": "user", "content": GOOD}]}
    answer = client.post("v1/chat/completions", json=body).json()
    assert "million crowns" in answer["choices"][0]["message"]["content"]


def check(client: httpx.Client, request: OddRequest) -> int:
    """What is promised of each answer; gives its status."""
    headers = {b"Content-Type": b"application/json", **request.headers}
    answer = client.request(request.method, request.path, content=request.body(), headers=headers)
    assert answer.status_code < 500, f"{answer.status_code} {answer.text[:500]}"
    assert "Traceback" not in answer.text
    if answer.headers["content-type"].startswith("text/event-stream"):
        check_events(answer.text)
        return answer.status_code
    said = strict(answer.text)
    assert isinstance(said, dict)
    if answer.status_code >= 400:
        why = said.get("detail") or said["error"]
        assert why if isinstance(why, str | list) else why["message"]
    elif "/call/" in request.path and "event_id" in said:
        result = client.get(f"{request.path}/{said['event_id']}")
        assert result.status_code == 200
        check_events(result.text)
    return answer.status_code


def check_events(text: str) -> None:
    """The data of a stream's events are JSON, but for the mark of its end."""
    lines = [line for line in text.split("\n") if line and not line.startswith((":", "event:"))]
    assert lines and "Traceback" not in text
    for line in lines:
        assert line.startswith("data: ")
        if line != "data: [DONE]":
            strict(line.removeprefix("data: "))


def strict(text: str) -> Any:
    """JSON as the standard has it."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(name: str) -> NoReturn:
    raise AssertionError(f"{name} is no JSON")
