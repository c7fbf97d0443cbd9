"""An answer asked for, until the endpoint takes the request and the model comes to an answer.

By llama-index's client for language models.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qa.llm.asking.complaints import is_limit_too_large, is_too_much, refused_field
from qa.llm.asking.dialect import Dialect, known, learn
from qa.llm.asking.failures import OnlyThoughts
from qa.llm.asking.thoughts import Heard, ThoughtsShown
from qa.llm.proxy import proxy_errors
from qa.types import Usage, Waiting

if TYPE_CHECKING:
    import httpx
    from openai import APIError, AsyncOpenAI

    from qa.llm.endpoint import Endpoint, Message, Piece

THINKING = "The model is thinking …"
"""Why one waits while only thoughts come."""


def warm() -> None:
    """Imports what the first request needs, which takes a second or more."""
    import llama_index.llms.openai_like  # noqa: F401
    import openai  # noqa: F401


async def answer_of(
    endpoint: Endpoint, messages: Sequence[Message], max_tokens: int, stop: Sequence[str]
) -> AsyncGenerator[Piece]:
    """The words of an answer and last what it has cost; `Waiting` for each piece without words.

    It is asked for again while the endpoint tells what it wants otherwise.

    Raises:
        APIError, HTTPError, ConnectionError, ValueError: see `failures.explained`.
        OnlyThoughts: the model came to no answer.
        ProxyUnusable: it cannot be asked through the proxy that the environment names.
        ThoughtsShown: as `Heard.take`.
    """
    import openai

    dialect = known(endpoint.url, endpoint.model)
    changes = _Changes()
    spent: Usage | None = None
    async with _client(endpoint) as client:
        while True:
            fields = dialect.fields(max_tokens, stop)
            is_accepted = dialect == known(endpoint.url, endpoint.model)
            heard = Heard(() if "stop" in fields else stop, opens_inside=dialect.opens_inside)
            try:
                async with aclosing(_asked(endpoint, client, messages, fields, heard)) as pieces:
                    async for piece in pieces:
                        if not is_accepted:
                            learn(endpoint.url, endpoint.model, dialect)
                            is_accepted = True
                        if isinstance(piece, Usage):
                            spent = piece.plus(spent)
                        else:
                            yield piece
            except openai.APIError as error:
                better = changes.after_error(dialect, error, fields)
                if heard.has_spoken or better is None:
                    raise
                dialect = better
            except OnlyThoughts as error:
                better = changes.after_thoughts(dialect, error)
                if better is None:
                    raise
                dialect = better
                learn(endpoint.url, endpoint.model, dialect)
            except ThoughtsShown:
                learn(endpoint.url, endpoint.model, replace(dialect, opens_inside=True))
                raise
            else:
                if (learned := _learned(dialect, heard)) != dialect:
                    learn(endpoint.url, endpoint.model, learned)
                break
    if spent:
        yield spent


@asynccontextmanager
async def _client(endpoint: Endpoint) -> AsyncGenerator[AsyncOpenAI]:
    """A client that takes nothing from the environment but, of an address elsewhere, the proxy."""
    import httpx
    from openai import AsyncOpenAI

    local = urlsplit(endpoint.url).hostname in ("127.0.0.1", "localhost", "::1")
    with proxy_errors():
        made = httpx.AsyncClient(timeout=_pause(endpoint), trust_env=not local)
    async with (
        made as http,
        AsyncOpenAI(
            base_url=endpoint.url,
            api_key=endpoint.key or "none",
            max_retries=endpoint.retries,
            timeout=_pause(endpoint),
            http_client=http,
        ) as client,
    ):
        client.organization = client.project = None  # what it took from the environment …
        client._custom_headers = {}  # … also from OPENAI_CUSTOM_HEADERS
        yield client


def _pause(endpoint: Endpoint) -> httpx.Timeout:
    import httpx

    return httpx.Timeout(endpoint.patience, connect=min(endpoint.timeout, 10.0))


async def _asked(
    endpoint: Endpoint,
    client: AsyncOpenAI,
    messages: Sequence[Message],
    fields: Mapping[str, Any],
    heard: Heard,
) -> AsyncGenerator[Piece]:
    """One request's words and usage; raises as `answer_of`."""
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike
    from openai import omit

    model = OpenAILike(
        model=endpoint.model,
        api_base=endpoint.url,
        api_key=endpoint.key or "none",
        is_chat_model=True,
        max_retries=0,
        additional_kwargs={"extra_body": dict(endpoint.options)} if endpoint.options else {},
        async_openai_client=client,
    )
    turns = [ChatMessage(role=role, content=content) for role, content in messages]
    sent = {"temperature": omit, **fields, "timeout": _pause(endpoint)}
    has_begun = False
    finish: str | None = None
    usage: Usage | None = None
    async with aclosing(await model.astream_chat(turns, **sent)) as responses:
        async for response in responses:
            has_begun = True
            if "thinking_delta" in response.additional_kwargs:
                heard.think()
            words = heard.take(response.delta or "")
            yield words or Waiting(THINKING if heard.is_thinking else "")
            choices = getattr(response.raw, "choices", None)
            finish = (choices and choices[0].finish_reason) or finish
            usage = _usage(response.raw) or usage
            if heard.has_ended:
                break
    if not has_begun:
        raise ValueError("there is nothing in the stream")
    if not finish and not heard.has_ended:
        raise ConnectionError("the answer ended before its end")
    if words := heard.rest(is_whole=finish != "length"):
        yield words
    if usage:
        yield usage
    if not heard.has_spoken and (heard.has_thought or finish == "length"):
        raise OnlyThoughts(
            is_cut_off=finish == "length" or "stop" in fields, is_unseen=not heard.has_thought
        )


class _Changes:
    """What may be done otherwise in the next request for the same answer, each thing once."""

    def __init__(self) -> None:
        self._has_grown = self._has_shrunk = False

    def after_error(
        self, dialect: Dialect, error: APIError, fields: Mapping[str, Any]
    ) -> Dialect | None:
        """How to ask after an error; None where that would not help."""
        if is_too_much(error) or (dialect.room and is_limit_too_large(error)):
            if not dialect.room or self._has_shrunk:
                return None
            self._has_shrunk = True
            return dialect.with_half_the_room()
        field = refused_field(error, fields)
        return dialect.without(field) if field else None

    def after_thoughts(self, dialect: Dialect, thoughts: OnlyThoughts) -> Dialect | None:
        """How to ask a model that thought and did not come to an answer; None: not again."""
        better = dialect.thinking(is_unseen=thoughts.is_unseen, needs_more=True)
        if self._has_grown or not thoughts.is_cut_off or better == dialect:
            return None
        self._has_grown = True
        return better


def _learned(dialect: Dialect, heard: Heard) -> Dialect:
    """What an answer has told of its model."""
    opens_inside = dialect.opens_inside and not heard.was_mistaken
    dialect = replace(dialect, opens_inside=opens_inside)
    return dialect.thinking(is_unseen=False) if heard.has_thought else dialect


def _usage(chunk: Any) -> Usage | None:
    """What a piece of an answer says of tokens; mostly only the last one does."""
    usage = getattr(chunk, "usage", None)
    read, written = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    return Usage(read, written) if type(read) is type(written) is int else None
