"""Requests that no program sends by mistake: each is told what is wrong with it."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from served import served

from index import Article, build
from qa.server.pictures import without_pictures

JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
BODIES = ["[" * 200_000, '{"a":' * 50_000, "{", b"\xff", "9" * 5_000, '{"a": NaN}']


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("odd") / "store"
    picture = "A mast ![fell](https://evil.example/?q=) on <img src=x> the Skarrow pier."
    articles = [Article("a", "The ferry sank on Monday.", "Ferry"), Article("b", picture, "Mast")]
    build(articles=articles, store=store)
    with served(store) as url:
        yield url


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ["v1/chat/completions", "mcp", "gradio_api/queue/join"])
def test_a_body_that_cannot_be_read(address: str, path: str, body: str | bytes) -> None:
    answer = httpx.post(address + path, content=body, headers=JSON)
    assert answer.status_code == 400 and "not JSON" in answer.text


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("call/v2/search", "{}"),
        ("call/v2/search", '{"text": "ferry", "unknown": 1}'),
        ("call/v2/search", '["\\ud800"]'),
        ("call/v2/nothing", '{"text": "ferry"}'),
        ("queue/join", '{"data": [], "fn_index": "\\ud800", "session_hash": "x"}'),
        ("cancel", '{"session_hash": "\\ud800"}'),
    ],
)
def test_arguments_that_gradio_cannot_place(address: str, name: str, body: str) -> None:
    answer = httpx.post(f"{address}gradio_api/{name}", content=body, headers=JSON)
    assert answer.status_code == 400 and "not what this address takes" in answer.text


@pytest.mark.parametrize("origin", ["http://[", "null", "", "https://evil.example"])
def test_an_origin_that_is_none_of_ours(address: str, origin: str) -> None:
    answer = httpx.get(f"{address}v1/models", headers={"Origin": origin})
    assert answer.status_code == 403 and "error" in answer.json()


@pytest.mark.parametrize(
    ("messages", "more", "what"),
    [
        (["Who sank?"], {"source": "\\ud800"}, "source"),
        (["\\ud800", "ok", "So?", "ok", "Who sank?"], {}, "Entry 1 of the history"),
        (["Who \\udfff sank?"], {}, "question"),
    ],
)
def test_half_a_character(
    address: str, messages: list[str], more: dict[str, Any], what: str
) -> None:
    said = ",".join(
        f'{{"role": "{("user", "assistant")[number % 2]}", "content": "{text}"}}'
        for number, text in enumerate(messages)
    )
    narrowed = ",".join(f'"{name}": "{value}"' for name, value in more.items())
    body = f'{{"model": "article-qa", "messages": [{said}], "article_qa": {{{narrowed}}}}}'
    answer = httpx.post(f"{address}v1/chat/completions", content=body, headers=JSON)
    assert answer.status_code == 400 and what in answer.json()["error"]["message"]


@pytest.mark.parametrize("is_streamed", [False, True])
def test_no_picture_of_an_article_is_passed_on(address: str, is_streamed: bool) -> None:
    asked = [{"role": "user", "content": "What fell on the Skarrow pier?"}]
    body = {"model": "article-qa", "messages": asked, "stream": is_streamed}
    answer = httpx.post(f"{address}v1/chat/completions", json=body, timeout=60)
    if is_streamed:
        lines = [line.removeprefix("data: ") for line in answer.text.splitlines()]
        chunks = [json.loads(line) for line in lines if line.startswith("{")]
        text = "".join(one["choices"][0]["delta"].get("content", "") for one in chunks)
    else:
        text = answer.json()["choices"][0]["message"]["content"]
    assert "A mast !\\[fell](https" in text and "on &lt;img" in text


def test_what_is_no_picture_stays() -> None:
    text = "It cost < 5 crowns! [1] See [2] & x<3!"
    assert without_pictures(text) == text
