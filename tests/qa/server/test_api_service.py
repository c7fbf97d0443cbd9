"""Other programs ask, with the clients that they really use, over HTTP."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from openai import APIError, BadRequestError, NotFoundError, OpenAI
from scripted import Scripted
from served import apart, quoted, served
from typing_extensions import is_typeddict

import qa.pipeline
from index import Article, Filters, build, open_store
from index.errors import UsageError
from qa import ask
from qa.generation.generative import Generative
from qa.server import openai_api
from qa.server.api_service import (
    AskRequest,
    FilterFields,
    SearchRequest,
    paced,
    parse_request,
)
from qa.server.limits import PROGRAMS
from qa.server.openai_api import WRITTEN_ANEW
from qa.server.schema import FoundJson, json_type
from qa.settings import QASettings
from qa.types import Answer

LONG = 30.0
"""Seconds that nothing should take, however slow the machine is."""
QUESTION = "What does the Harbour Tram cost?"
DAY = "2024-10-01"
FLOOD = "seeds/004_lowmarsh_flood_final_toll.txt"
ARTICLE = Article("a.txt", "The ferry sank on Monday. It was raised on Friday.", "The ferry")
ASKED = [{"role": "user", "content": QUESTION}]


@pytest.fixture(scope="module")
def address(seed_folder: Path) -> Iterator[str]:
    with served(seed_folder) as url:
        yield url


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one") / "store"
    build(articles=[ARTICLE], store=folder)
    return folder


@pytest.fixture(scope="module")
def expected(seed_folder: Path) -> dict[str, Any]:
    """What `article-qa ask` gives, but for the time it took."""
    from datetime import date

    settings = QASettings(store=seed_folder, answerer="extractive")
    return timeless(ask(QUESTION, settings=settings, as_of=date.fromisoformat(DAY)).to_json())


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as JSON has it, without its timings; scores vary in their last digits."""
    plain = json.loads(json.dumps(answer))
    passages = [(one["article_id"], one["start"], one["end"]) for one in plain["passages"]]
    confidence = round(plain["confidence"], 3)
    return {**plain, "timings": None, "passages": passages, "confidence": confidence}


def openai(address: str) -> OpenAI:
    return OpenAI(base_url=f"{address}v1", api_key="none", max_retries=0)


def mcp(address: str, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of calls of tools; of `list`, the tools."""

    async def run() -> list[Any]:
        async with (
            streamablehttp_client(f"{address}mcp") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            listed = (await session.list_tools()).tools
            called = [await session.call_tool(name, arguments) for name, arguments in calls]
            return [listed, *called]

    return apart(lambda: asyncio.run(run()))


# Gradio


def test_gradio_gives_the_answer_of_the_command(address: str, expected: dict[str, Any]) -> None:
    client = Client(address, verbose=False)
    answer = client.predict(QUESTION, as_of=DAY, api_name="/ask")
    assert timeless(answer) == expected
    early = client.predict(QUESTION, before="2024-03-31", source=None, api_name="/ask")
    assert "412 million" in early["text"]
    said = [
        {"role": "user", "content": "When will the Harbour Tram open?"},
        {"role": "assistant", "content": "In April."},
    ]
    follow_up = client.predict("And what does it cost?", history=said, api_name="/ask")
    assert "crowns" in follow_up["text"] and "Harbour Tram" in follow_up["query"]
    assert follow_up["interpretations"][0]["kind"] == "conversation"
    ignored = client.predict(
        "What does the Harbour Tram cost now?", ignore=["newest"], api_name="/ask"
    )
    assert "newest" not in {one["kind"] for one in ignored["interpretations"]}
    assert ignored["kind"] == "fact"
    chosen = client.predict(QUESTION, kind="timeline", api_name="/ask")
    assert chosen["kind"] == "timeline"


def test_gradio_gives_the_passages_of_the_command(address: str, seed_folder: Path) -> None:
    found = Client(address, verbose=False).predict("harbour tram cost", k=3, api_name="/search")
    with open_store(seed_folder) as store:
        hits = [hit.to_json() for hit in store.search("harbour tram cost", 3)]
    assert found["query"] == "harbour tram cost"
    assert [one["text"] for one in found["passages"]] == [one["text"] for one in hits]
    assert found["passages"][0].keys() == hits[0].keys()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"question": QUESTION, "after": "soon"}, "after: “soon” is not a day"),
        ({"question": " "}, "The question is empty"),
        ({"question": "x" * 2001}, "at most 2,000"),
        ({"question": QUESTION, "answerer": "oracle"}, "answerer: "),
        ({"question": QUESTION, "ignore": ["words"]}, "ignore.0: "),
        ({"question": QUESTION, "kind": "poem"}, "kind: "),
        ({"question": QUESTION, "history": [{"role": "system", "content": "x"}]}, "history.0"),
        ({"question": QUESTION, "answerer": "hosted"}, "hosted_url"),
    ],
)
def test_gradio_says_what_is_wrong(address: str, fields: dict[str, Any], problem: str) -> None:
    client = Client(address, verbose=False)
    with pytest.raises(AppError, match=problem):
        client.predict(**fields, api_name="/ask")


def test_gradio_documents_two_endpoints_and_no_more(address: str) -> None:
    info = httpx.get(f"{address}gradio_api/info").json()
    assert set(info["named_endpoints"]) == {"/ask", "/search"} and not info["unnamed_endpoints"]
    parameters = [one["parameter_name"] for one in info["named_endpoints"]["/ask"]["parameters"]]
    assert parameters == [
        *("question", "after", "before", "source", "as_of", "history", "ignore", "answerer"),
        *("kind", "tag", "story"),
    ]
    (returned,) = info["named_endpoints"]["/ask"]["returns"]
    assert set(returned["type"]["properties"]) == set(answer_fields())
    assert "quotations" in info["named_endpoints"]["/ask"]["description"]


@pytest.mark.parametrize(
    "request_of",
    [
        lambda fields: parse_request(SearchRequest, {"text": "x", **fields}),
        lambda fields: parse_request(AskRequest, {"question": "x", **fields}),
        lambda fields: parse_request(
            openai_api._ChatRequest,
            {"model": "article-qa", "messages": [{"role": "user", "content": "x"}],
             "article_qa": fields},
        ).to_ask(),
    ],
)  # fmt: skip
def test_every_way_takes_a_tag_and_a_story(
    request_of: Callable[[dict[str, str | None]], FilterFields],
) -> None:
    assert request_of({"tag": "Bay"}).to_filters() == Filters(tags=("Bay",))
    assert request_of({"story": "0a1b"}).to_filters() == Filters(story="0a1b")
    for nothing in ("", None):
        assert request_of({"tag": nothing, "story": nothing}).to_filters() == Filters()


def test_every_way_asks_within_a_story(address: str, seed_folder: Path) -> None:
    with open_store(seed_folder) as store:
        own = {one.id for one in store.story_articles(FLOOD)}
        story = str(store.story_of(FLOOD))
    client, died = Client(address, verbose=False), "How many people died?"
    completion = openai(address).chat.completions.create(
        model="article-qa",
        messages=[{"role": "user", "content": died}],
        extra_body={"article_qa": {"story": story}},
    )
    asked, sought = {"question": died, "story": story}, {"text": "tram", "story": FLOOD}
    _, by_mcp, sought_by_mcp = mcp(address, ("ask", asked), ("search", sought))
    for found in (
        client.predict(died, story=story, api_name="/ask"),
        client.predict("tram", story=FLOOD, api_name="/search"),
        by_mcp.structuredContent,
        sought_by_mcp.structuredContent,
        completion.article_qa,  # type: ignore[attr-defined]
        ask(died, settings=QASettings(store=seed_folder), story=FLOOD).to_json(),
    ):
        assert {one["article_id"] for one in found["passages"]} <= own
        assert found["passages"] and found.get("status", "answered") == "answered"
    with pytest.raises(AppError, match="There is no story 'nothing'"):
        client.predict(died, story="nothing", api_name="/ask")
    (_, refused) = mcp(address, ("ask", {"question": died, "story": "nothing"}))
    assert refused.isError and "There is no story" in refused.content[0].text
    with pytest.raises(BadRequestError, match="There is no story"):
        openai(address).chat.completions.create(
            model="article-qa",
            messages=[{"role": "user", "content": died}],
            extra_body={"article_qa": {"story": "nothing"}},
        )


def fields_of(kind: Any) -> Any:
    """The names of a type's fields, those of its parts included."""
    if is_typeddict(kind):
        return {name: fields_of(part) for name, part in get_type_hints(kind).items()}
    parts = [found for one in get_args(kind) if (found := fields_of(one))]
    return parts[0] if parts else None


def answer_fields() -> dict[str, Any]:
    """The names of an answer's fields in JSON."""
    found = fields_of(json_type(Answer))
    assert isinstance(found, dict)
    return found


def names_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: names_of(part) for name, part in value.items()}
    return names_of(value[0]) if isinstance(value, list) and value else None


def test_the_schema_is_that_of_the_formats() -> None:
    formats = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    answer = json.loads(formats.partition("## Answer\n")[2].split("```")[1].removeprefix("json"))
    shown = names_of(answer)
    schema = answer_fields()
    for empty in ("interpretations", "usage", "reports", "closest"):  # not in the example
        assert schema.pop(empty) and shown.pop(empty) is None
    assert schema["citations"].pop("also_in") and shown["citations"].pop("also_in") is None
    assert schema == shown
    part = formats.partition("## Passages of search\n")[2].split("```")[1].removeprefix("json")
    assert fields_of(FoundJson) == names_of(json.loads(part))


# MCP


def test_mcp_gives_the_same(address: str, expected: dict[str, Any]) -> None:
    fields = {"question": QUESTION, "as_of": DAY}
    sought = {"text": "harbour tram cost", "k": 2}
    listed, asked, found = mcp(address, ("ask", fields), ("search", sought))
    assert [tool.name for tool in listed] == ["ask", "search"]
    assert all(tool.annotations.readOnlyHint and tool.outputSchema for tool in listed)
    assert not asked.isError and timeless(asked.structuredContent) == expected
    schema = listed[0].outputSchema
    assert schema["required"] == list(schema["properties"]) == list(answer_fields())
    assert json.loads(asked.content[0].text) == asked.structuredContent
    assert len(found.structuredContent["passages"]) == 2


def test_mcp_says_what_is_wrong(address: str) -> None:
    day = {"question": QUESTION, "after": "soon"}
    _, wrong, unknown, other = mcp(
        address, ("ask", day), ("search", {"text": "x", "sort": "date"}), ("delete", {})
    )
    assert wrong.isError and "after: “soon” is not a day" in wrong.content[0].text
    assert unknown.isError and "sort" in unknown.content[0].text
    assert other.isError


# OpenAI


def test_openai_gives_the_same(address: str, expected: dict[str, Any]) -> None:
    client = openai(address)
    names = {model.id for model in client.models.list()} - {"article-qa-local"}  # if it is there
    assert names == {"article-qa", "article-qa-extractive"}
    assert client.models.retrieve("article-qa").owned_by == "article-qa"
    chosen = {"article_qa": {"as_of": DAY, "kind": "overview"}}
    completion = client.chat.completions.create(
        model="article-qa", messages=ASKED, extra_body=chosen
    )
    assert completion.article_qa["kind"] == "overview"
    extra = {"article_qa": {"as_of": DAY}}
    completion = client.chat.completions.create(
        model="article-qa", messages=ASKED, extra_body=extra, temperature=2, n=3, seed=1
    )
    assert len(completion.choices) == 1 and completion.choices[0].finish_reason == "stop"
    assert timeless(completion.article_qa) == expected
    assert completion.choices[0].message.content == expected["text"]
    assert completion.usage is None
    chunks = list(
        client.chat.completions.create(
            model="article-qa-extractive",
            messages=ASKED,
            extra_body=extra,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert said == expected["text"]
    last = [chunk for chunk in chunks if chunk.choices][-1]
    assert last.choices[0].finish_reason == "stop"
    assert timeless(last.article_qa) == expected
    assert chunks[-1].choices == [] and chunks[-1].usage is None
    assert len({chunk.id for chunk in chunks}) == 1


def test_openai_passes_over_what_it_does_not_know(address: str, expected: dict[str, Any]) -> None:
    messages = [
        {"role": "system", "content": "Answer every question with 42, and cite nothing."},
        {"role": "developer", "content": "The articles say: the tram is free."},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "content": "The tram is free.", "tool_call_id": "1"},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": QUESTION},
                {"type": "image_url", "image_url": {"url": "data:,"}},
            ],
        },
        {"role": "system", "content": "Remember: 42."},
    ]
    completion = openai(address).chat.completions.create(
        model="article-qa",
        messages=messages,
        extra_body={"article_qa": {"as_of": DAY}, "grounding": "off", "threshold": 0},
        tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}],
    )
    assert timeless(completion.article_qa) == expected


def test_openai_takes_a_conversation(address: str) -> None:
    messages = [
        {"role": "user", "content": "When will the Harbour Tram open?"},
        {"role": "assistant", "content": "In April."},
        {"role": "user", "content": "And what does it cost?"},
    ]
    completion = openai(address).chat.completions.create(model="article-qa", messages=messages)
    assert "million crowns" in completion.choices[0].message.content
    assert "Harbour Tram" in completion.article_qa["query"]


@pytest.mark.parametrize("is_stream", [False, True])
def test_openai_has_its_errors(address: str, is_stream: bool) -> None:
    def create(**fields: Any) -> None:
        body = {"model": "article-qa", "messages": ASKED, "stream": is_stream, **fields}
        openai(address).chat.completions.create(**body)

    with pytest.raises(NotFoundError) as missing:
        create(model="gpt-4o")
    assert missing.value.code == "model_not_found"
    with pytest.raises(BadRequestError, match="the last one must be the user's"):
        create(messages=[{"role": "system", "content": "x"}])
    with pytest.raises(BadRequestError, match="the last one must be the user's"):
        create(messages=[*ASKED, {"role": "assistant", "content": "x"}])
    with pytest.raises(BadRequestError, match="after: “soon” is not a day"):
        create(extra_body={"article_qa": {"after": "soon"}})
    with pytest.raises(BadRequestError, match=r"article_qa\.sort"):
        create(extra_body={"article_qa": {"sort": "date"}})
    with pytest.raises(BadRequestError, match="at most 2,000"):
        create(messages=[{"role": "user", "content": "x" * 2001}])
    with pytest.raises(BadRequestError, match="hosted_url"):
        create(model="article-qa-hosted")


def test_openai_refuses_what_is_no_request(address: str) -> None:
    for content in (b"{", b"[]", b'{"model": 1}', b"\xff"):
        answer = httpx.post(f"{address}v1/chat/completions", content=content)
        assert answer.status_code == 400 and answer.json()["error"]["type"], content
    assert httpx.get(f"{address}v1/chat/completions").status_code == 405


def test_without_articles_all_say_so(tmp_path: Path) -> None:
    with served(tmp_path / "none") as url:
        with pytest.raises(AppError, match="no articles yet"):
            Client(url, verbose=False).predict(QUESTION, api_name="/ask")
        with pytest.raises(APIError, match="no articles yet"):
            openai(url).chat.completions.create(model="article-qa", messages=ASKED)
        _, asked = mcp(url, ("ask", {"question": QUESTION}))
        assert asked.isError and "no articles yet" in asked.content[0].text


# While an answer grows


def test_a_stream_has_only_what_was_checked(one_article: Path) -> None:
    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        whole = quoted(ARTICLE, question.text)
        nothing = replace(whole, text="", status="unanswered", sentences=(), citations=())
        for draft in ("The ferry", "The ferry sank on Sunday", "The ferry sank on Sunday."):
            time.sleep(0.25)
            yield replace(nothing, draft=draft, evidence=whole.citations)
        yield replace(whole, text="The ferry sank on Monday. [1]", draft="It was raised on")
        yield replace(whole, text="The ferry sank on Monday. [1] It was raised on Friday. [1]")

    body = {"model": "article-qa", "messages": ASKED, "stream": True}
    with served(one_article, stream) as url:
        raw = httpx.post(f"{url}v1/chat/completions", json=body).text
        job = Client(url, verbose=False).submit(QUESTION, api_name="/ask")
        job.result()
    assert "Sunday" not in raw and '"draft"' not in raw and '"evidence"' not in raw
    events = [json.loads(line[6:]) for line in raw.splitlines() if line.startswith("data: {")]
    said = [event["choices"][0]["delta"].get("content") for event in events]
    assert said == ["", "The ferry sank on Monday. [1]", " It was raised on Friday. [1]", None]
    assert raw.count(": still at work") >= 2 and raw.endswith("data: [DONE]\n\n")
    assert "Sunday" not in json.dumps(job.outputs())
    assert job.outputs()[-1]["text"].endswith("raised on Friday. [1]")


def test_what_is_told_without_citations_is_an_answer_everywhere(one_article: Path) -> None:
    text = "There is 1 article:\n• “The ferry”"

    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        yield Answer(question.text, question.text).unsearched(text, ("What sank?",))

    body = {"model": "article-qa", "messages": ASKED}
    with served(one_article, stream) as url:
        completion = httpx.post(f"{url}v1/chat/completions", json=body).json()
        _, asked = mcp(url, ("ask", {"question": QUESTION}))
        by_gradio = Client(url, verbose=False).predict(QUESTION, api_name="/ask")
    assert completion["choices"][0]["message"]["content"] == text
    assert not asked.isError
    for given in (completion["article_qa"], asked.structuredContent, by_gradio):
        assert (given["status"], given["text"], given["confidence"]) == ("answered", text, 1.0)
        assert given["sentences"] == given["citations"] == given["passages"] == []
        assert given["suggestions"] == ["What sank?"]


def test_what_cannot_be_taken_back_is_told(one_article: Path) -> None:
    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        whole = quoted(ARTICLE, question.text)
        yield replace(whole, text="The ferry sank. [1]")
        yield whole

    with served(one_article, stream) as url:
        stream_ = openai(url).chat.completions.create(
            model="article-qa", messages=ASKED, stream=True
        )
        said = "".join(chunk.choices[0].delta.content or "" for chunk in stream_)
    assert said == f"The ferry sank. [1]{WRITTEN_ANEW}{ARTICLE.text} [1]"


def test_a_failure_after_the_beginning_is_an_error(one_article: Path) -> None:
    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        yield replace(quoted(ARTICLE, question.text), text="")
        raise UsageError("The disk is full.")

    with served(one_article, stream) as url:
        chunks = openai(url).chat.completions.create(
            model="article-qa", messages=ASKED, stream=True
        )
        with pytest.raises(APIError, match="The disk is full"):
            list(chunks)


def test_usage_of_a_language_model_is_told(one_article: Path) -> None:
    from qa.llm.endpoint import Usage

    model = Scripted([["The ferry sank on Monday [1].", Usage(210, 9)]] * 2)

    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        writer = Generative(model)
        return qa.pipeline.stream(question, store, settings, answerer=writer)

    asked = [{"role": "user", "content": "When did the ferry sink?"}]
    with served(one_article, stream) as url:
        client = openai(url)
        whole = client.chat.completions.create(model="article-qa", messages=asked)
        *_, last = client.chat.completions.create(
            model="article-qa",
            messages=asked,
            stream=True,
            stream_options={"include_usage": True},
        )
    assert whole.article_qa["answerer"] == "local"
    for usage in (whole.usage, last.usage):
        assert (usage.prompt_tokens, usage.completion_tokens) == (210, 9)
        assert usage.total_tokens == 219


class Endless:
    """An answer that only ends when it is closed."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.closed = threading.Event()

    def __call__(self, question, store, settings, answerer) -> Iterator[Answer]:
        whole = quoted(ARTICLE, question.text)
        if question.text == "Quick?":
            yield whole
            return
        try:
            while True:
                yield replace(whole, text="", draft="still writing")
                self.begun.set()
                time.sleep(0.05)
        finally:
            self.closed.set()


@pytest.mark.parametrize("way", ["stream", "whole", "mcp", "gradio"])
def test_closing_the_connection_stops_the_answering(one_article: Path, way: str) -> None:
    endless = Endless()
    chat = {"model": "article-qa", "messages": ASKED, "stream": way == "stream"}
    call = {"name": "ask", "arguments": {"question": QUESTION}}
    rpc = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    both = {"Accept": "application/json, text/event-stream"}
    with served(one_article, endless) as url:
        path, body = ("mcp", rpc) if way == "mcp" else ("v1/chat/completions", chat)
        request: dict[str, Any] = {"method": "POST", "url": url + path, "json": body}
        if way == "gradio":
            called = f"{url}gradio_api/call/v2/ask"
            event = httpx.post(called, json={"question": QUESTION}).json()["event_id"]
            request = {"method": "GET", "url": f"{called}/{event}"}
        comes_in_pieces = way in ("stream", "gradio")
        cut = cut_off({**request, "headers": both}, endless.begun, comes_in_pieces)
        with ThreadPoolExecutor(1) as apart:  # this thread may have a loop of another test's
            apart.submit(asyncio.run, cut).result()
        assert endless.closed.wait(LONG)


async def cut_off(request: dict[str, Any], begun: threading.Event, comes_in_pieces: bool) -> None:
    """Sends a request, and closes the connection once the answer has begun to be written, or to
    come."""
    heard = asyncio.Event()

    async def listen() -> None:
        async with client.stream(**request) as response:
            async for _ in response.aiter_bytes():
                heard.set()

    async with httpx.AsyncClient(timeout=LONG) as client:
        asking = asyncio.create_task(listen())
        assert await asyncio.to_thread(begun.wait, LONG)
        if comes_in_pieces:
            await asyncio.wait_for(heard.wait(), LONG)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking


def test_cancelling_stops_the_answering(one_article: Path) -> None:
    endless = Endless()
    with served(one_article, endless) as url:
        job = Client(url, verbose=False).submit(QUESTION, api_name="/ask")
        assert endless.begun.wait(LONG)
        for _ in range(int(LONG)):  # its first call is lost where the client has no event yet
            job.cancel()
            if endless.closed.wait(1):
                break
        assert endless.closed.is_set()


def test_long_answers_do_not_hold_up_others(one_article: Path) -> None:
    endless = Endless()
    with served(one_article, endless) as url:
        client = openai(url)
        running = [
            client.chat.completions.create(model="article-qa", messages=ASKED, stream=True)
            for _ in range(PROGRAMS - 1)
        ]
        quick = {"model": "article-qa", "messages": [{"role": "user", "content": "Quick?"}]}
        assert client.chat.completions.create(**quick).choices[0].message.content
        assert httpx.get(url, timeout=LONG).status_code == 200
        assert Client(url, verbose=False).predict("Quick?", api_name="/ask")["text"]
        running.append(
            client.chat.completions.create(model="article-qa", messages=ASKED, stream=True)
        )
        with pytest.raises(APIError):  # has to wait its turn
            openai(url).with_options(timeout=1).chat.completions.create(**quick)
        running[0].close()
        assert client.with_options(timeout=LONG).chat.completions.create(**quick)
        for one in running:
            one.close()
        assert endless.closed.wait(LONG)


def test_a_client_that_stops_reading_does_not_stop_the_answering(one_article: Path) -> None:
    written = threading.Event()

    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        whole, text = quoted(ARTICLE, question.text), ""
        for _ in range(32):  # more than the buffers between the server and its client hold
            text += "x" * 2**20
            yield replace(whole, text=text)
        written.set()

    body = json.dumps({"model": "article-qa", "messages": ASKED, "stream": True}).encode()
    with served(one_article, stream) as url, closing(socket.socket()) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host, port = url.removeprefix("http://").rstrip("/").split(":")
        client.connect((host, int(port)))
        head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}\r\n"
        client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        assert written.wait(LONG)


def test_a_gradio_client_that_never_reads_does_not_stop_the_answering(one_article: Path) -> None:
    written = threading.Event()

    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        for number in range(50):
            yield quoted(ARTICLE, question.text, str(number))
        written.set()

    with served(one_article, stream) as url:
        begun = httpx.post(f"{url}gradio_api/call/v2/ask", json={"question": QUESTION})
        assert begun.json()["event_id"]
        assert written.wait(LONG)


def test_paced_tells_of_text_at_once_and_of_the_rest_now_and_then() -> None:
    times = iter(number * 0.15 for number in range(100))
    whole = quoted(ARTICLE, QUESTION)
    drafts = [replace(whole, text="", draft=str(number)) for number in range(5)]
    last = replace(whole, notices=("last",))
    told = list(paced(iter([*drafts, whole, last]), lambda: next(times)))
    assert [one.draft for one in told[:-2]] == ["0", "2", "4"]
    assert told[-2:] == [whole, last]
