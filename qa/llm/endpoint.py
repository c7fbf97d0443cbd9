"""Any OpenAI-compatible endpoint, through llama-index's client; the one module that knows it.

Hosted services, Ollama, vLLM, LM Studio and our own local server all speak this.
The request runs in a thread with an event loop of its own, so that whoever reads
the words can stop at any moment: the request is cancelled, its connection closed,
and the server stops writing.
"""

from __future__ import annotations

import queue
import re
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, aclosing
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from index.errors import ArticleQAError
from qa.types import Usage, Waiting

STEP = 0.2
"""Seconds after which a caller is given the word even if nothing has happened."""


INSTEAD = "The articles are quoted instead."
"""Ends the notice that tells why no language model answered."""


class LanguageModelError(ArticleQAError):
    """A language model could not write; the text says why, and what to do."""


Piece = str | Waiting | Usage
"""What a stream is made of: words, pauses, and once, at its end, what it has cost."""


class Message(NamedTuple):
    """A turn as a model is given it."""

    role: Literal["system", "user", "assistant"]
    content: str


def warm() -> None:
    """Imports what the first request needs, which takes a second or more."""
    import llama_index.llms.openai_like  # noqa: F401
    import openai  # noqa: F401


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked.

    Args:
        url: Base of the API, usually ending in /v1.
        key: Sent as bearer token; None where none is needed.
        name: What errors call it.
        timeout: Longest silence, in seconds, retries included.
        retries: Times a request is sent again after 408, 409, 429, 5xx, silence or no
            connection, with growing pauses, or with the pause that the server asks for.
        options: Further fields of the request.
        is_ours: We serve it ourselves, so that no setting is to be looked at.
    """

    url: str
    model: str
    key: str | None = field(repr=False)
    name: str
    context: int = 4096
    timeout: float = 60.0
    retries: int = 2
    options: tuple[tuple[str, Any], ...] = ()
    is_ours: bool = False

    def stream(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        stop: Sequence[str] = (),
        on_start: Callable[[Future[None]], None] = lambda request: None,
    ) -> Generator[Piece]:
        """The words as they come, and `Waiting` each `STEP` seconds in which none came.

        Last comes `Usage`, where the server tells it. Closing the iterator ends the generation.
        The request goes on whether or not the words are read; they are kept until then.

        Args:
            on_start: Is given the request when it is sent, to wait for its end or to cancel it.

        Raises:
            LanguageModelError: no answer, a broken one, or one that was cut off.
        """
        from anyio.from_thread import start_blocking_portal

        words: queue.SimpleQueue[str | Usage | BaseException | None] = queue.SimpleQueue()

        async def read() -> None:
            try:
                async with aclosing(self._words(messages, max_tokens, stop)) as pieces:
                    async for piece in pieces:
                        words.put(piece)
                words.put(None)
            except Exception as error:  # noqa: BLE001 - handed to the thread that reads
                words.put(error)

        with ExitStack() as at_the_end:
            portal = at_the_end.enter_context(start_blocking_portal())
            request = portal.start_task_soon(read)
            at_the_end.callback(request.cancel)
            on_start(request)
            last_word = time.monotonic()
            while True:
                try:
                    piece = words.get(timeout=STEP)
                except queue.Empty:
                    # retries as a whole are not waited for longer than one silence
                    if time.monotonic() - last_word > self.timeout + 2 * STEP:
                        raise self._explained(TimeoutError()) from None
                    yield Waiting()
                    continue
                last_word = time.monotonic()
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise self._explained(piece) from piece
                yield piece

    async def _words(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str]
    ) -> AsyncGenerator[str | Usage]:
        import httpx
        from llama_index.core.llms import ChatMessage
        from llama_index.llms.openai_like import OpenAILike
        from openai import AsyncOpenAI

        pause = httpx.Timeout(self.timeout, connect=min(self.timeout, 10.0))
        local = urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "::1")
        async with (
            httpx.AsyncClient(timeout=pause, trust_env=not local) as http,
            AsyncOpenAI(
                base_url=self.url,
                api_key=self.key or "none",
                max_retries=self.retries,
                timeout=pause,
                http_client=http,
            ) as client,
        ):
            client.organization = client.project = None  # what it took from the environment …
            client._custom_headers = {}  # … also from OPENAI_CUSTOM_HEADERS
            model = OpenAILike(
                model=self.model,
                api_base=self.url,
                api_key=self.key or "none",
                is_chat_model=True,
                context_window=self.context,
                max_tokens=max_tokens,
                temperature=0.0,
                max_retries=0,
                additional_kwargs={
                    "stream_options": {"include_usage": True},
                    **({"extra_body": dict(self.options)} if self.options else {}),
                },
                async_openai_client=client,
            )
            turns = [ChatMessage(role=role, content=content) for role, content in messages]
            more = {"stop": list(stop)} if stop else {}
            has_begun = has_thought = has_words = is_whole = False
            usage: Usage | None = None
            async with aclosing(await model.astream_chat(turns, **more)) as responses:
                async for response in responses:
                    has_begun = True
                    has_thought = has_thought or "thinking_delta" in response.additional_kwargs
                    if response.delta:
                        has_words = True
                        yield response.delta
                    choices = getattr(response.raw, "choices", None)
                    is_whole = is_whole or bool(choices and choices[0].finish_reason)
                    usage = _usage(response.raw) or usage
            if not has_begun:
                raise ValueError("there is nothing in the stream")
            if not is_whole:
                raise ConnectionError("the answer ended before its end")
            if has_thought and not has_words:
                raise EOFError("the answer ended before its beginning")
            if usage:
                yield usage

    def _explained(self, error: BaseException) -> LanguageModelError:
        """What went wrong and what to do; the key never stands in it."""
        import httpx
        import openai

        name = self.name
        again = "Ask again: it is started anew where it has ended."
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            said = f"{name} refuses the key ({error.status_code}). Check it, and what it may use."
        elif isinstance(error, openai.NotFoundError):
            said = (
                f"{name} does not know the model {self.model!r} or the address (404). Check "
                "hosted_model and hosted_url, which usually ends in /v1."
            )
        elif isinstance(error, openai.RateLimitError):
            said = f"{name} asks to wait (429). Ask again in a minute."
        elif isinstance(error, openai.APITimeoutError | httpx.TimeoutException | TimeoutError):
            longer = again if self.is_ours else "Ask again, or raise hosted_timeout."
            said = f"{name} was silent for {self.timeout:g} seconds. {longer}"
        elif isinstance(error, openai.InternalServerError):
            said = f"{name} failed ({error.status_code}). Ask again in a minute."
        elif isinstance(error, openai.APIStatusError):
            said = f"{name} refused the request ({error.status_code}: {self._reason(error)})."
        elif isinstance(error, openai.APIConnectionError):
            cause = error.__cause__
            look = "See whether its server runs, and whether hosted_url is its address."
            why = self._clean(str(cause or error))
            said = f"{name} cannot be reached ({why}). {again if self.is_ours else look}"
        elif isinstance(error, ConnectionError | httpx.TransportError):
            said = f"{name} broke off in the middle of the answer."
        elif isinstance(error, EOFError):
            said = (
                f"{name} only thought and wrote no answer. Name a model that does not think, or "
                "have it think less."
            )
        elif isinstance(error, ValueError | TypeError | AttributeError | IndexError):
            look = "" if self.is_ours else " Check hosted_url, which usually ends in /v1."
            said = f"{name} sent something that is not an answer.{look}"
        elif isinstance(error, openai.APIError):
            said = f"{name} reported an error ({self._reason(error)})."
        else:
            said = f"{name} failed ({type(error).__name__})."
        return LanguageModelError(said)

    def _reason(self, error: Any) -> str:
        body = error.body if isinstance(error.body, dict) else {}
        return self._clean(str(body.get("message") or error.message))

    def _clean(self, text: str) -> str:
        """At most 200 characters in a line, without the key."""
        if self.key:
            text = text.replace(self.key, "…")
        text = re.sub(r"\s+", " ", text).strip().rstrip(".")
        return text if len(text) <= 200 else text[:199] + "…"


def _usage(chunk: Any) -> Usage | None:
    """What a piece of an answer says of tokens; mostly only the last one does."""
    told = getattr(chunk, "usage", None)
    read, written = getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None)
    return Usage(read, written) if type(read) is type(written) is int else None
