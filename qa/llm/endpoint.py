"""Any OpenAI-compatible endpoint, through llama-index's client; the one module that knows it.

Hosted services, Ollama, vLLM, LM Studio and our own local server all speak this.
The request runs in a thread with an event loop of its own, so that whoever reads
the words can stop at any moment: the request is cancelled, its connection closed,
and the server stops writing.

What an endpoint refuses is left out and asked again, and what a model thinks is kept back
(`qa.llm.dialect`, `qa.llm.complaints`, `qa.llm.thoughts`).
"""

from __future__ import annotations

import queue
import re
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from index.errors import ArticleQAError
from qa.llm.complaints import is_limit_too_large, is_too_much, refused_field
from qa.llm.dialect import Dialect, known, learn
from qa.llm.thoughts import Heard, ThoughtsShown
from qa.types import Usage, Waiting

if TYPE_CHECKING:
    import httpx
    from openai import APIError, AsyncOpenAI

STEP = 0.2
"""Seconds after which a caller is given the word even if nothing has happened."""


INSTEAD = "The articles are quoted instead."
"""Ends the notice that tells why no language model answered."""
THINKING = "The model is thinking …"
"""Why one waits while only thoughts come."""


class LanguageModelError(ArticleQAError):
    """A language model could not write; the text says why, and what to do."""


class ContextTooSmall(LanguageModelError):
    """A language model cannot take in so much text at once; with less it may."""


class _OnlyThoughts(Exception):
    """A model wrote thoughts and no answer.

    Args:
        is_cut_off: It reached its limit in them, or may have stopped at a word in them.
        is_unseen: Its thoughts were not sent.
    """

    def __init__(self, *, is_cut_off: bool, is_unseen: bool) -> None:
        super().__init__("only thoughts")
        self.is_cut_off = is_cut_off
        self.is_unseen = is_unseen


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
        timeout: Longest silence, in seconds, retries included; three times as long for a model
            that thinks without sending its thoughts.
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

        While only thoughts come, which are not among the words, `Waiting` says so. Last comes
        `Usage`, where the server tells it, of all requests that the answer took. Closing the
        iterator ends the generation. The request goes on whether or not the words are read; they
        are kept until then.

        Args:
            max_tokens: Limit of the answer; a model that thinks gets room for that besides.
            on_start: Is given the request when it is sent, to wait for its end or to cancel it.

        Raises:
            ContextTooSmall: the messages are longer than the model can read.
            LanguageModelError: no answer, a broken one, or one that was cut off.
        """
        from anyio.from_thread import start_blocking_portal

        words: queue.SimpleQueue[Piece | BaseException | None] = queue.SimpleQueue()

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
            last_piece = last_told = time.monotonic()
            why = ""
            while True:
                try:
                    piece = words.get(timeout=STEP)
                except queue.Empty:
                    # retries as a whole are not waited for longer than one silence
                    silence = time.monotonic() - last_piece - 2 * STEP
                    if silence > self.timeout and silence > self._patience():
                        raise self._explained(TimeoutError()) from None
                    yield Waiting(why)
                    continue
                last_piece = time.monotonic()
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise self._explained(piece) from piece
                if isinstance(piece, Waiting):
                    if piece.why and (piece.why != why or last_piece - last_told >= STEP):
                        why, last_told = piece.why, last_piece
                        yield piece
                    continue
                why = ""
                yield piece

    async def _words(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str]
    ) -> AsyncGenerator[Piece]:
        """The answer; asked for again while the endpoint tells what it wants otherwise."""
        import openai

        dialect = known(self.url, self.model)
        changes = _Changes()
        spent: Usage | None = None
        async with self._client() as client:
            while True:
                fields = dialect.fields(max_tokens, stop)
                is_accepted = dialect == known(self.url, self.model)
                heard = Heard(() if "stop" in fields else stop, opens_inside=dialect.opens_inside)
                try:
                    async with aclosing(self._asked(client, messages, fields, heard)) as pieces:
                        async for piece in pieces:
                            if not is_accepted:
                                learn(self.url, self.model, dialect)
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
                except _OnlyThoughts as error:
                    better = changes.after_thoughts(dialect, error)
                    if better is None:
                        raise
                    dialect = better
                    learn(self.url, self.model, dialect)
                except ThoughtsShown:
                    learn(self.url, self.model, replace(dialect, opens_inside=True))
                    raise
                else:
                    learn(self.url, self.model, _learned(dialect, heard))
                    break
        if spent:
            yield spent

    @asynccontextmanager
    async def _client(self) -> AsyncGenerator[AsyncOpenAI]:
        """A client that takes nothing from the environment."""
        import httpx
        from openai import AsyncOpenAI

        local = urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "::1")
        async with (
            httpx.AsyncClient(timeout=self._pause(), trust_env=not local) as http,
            AsyncOpenAI(
                base_url=self.url,
                api_key=self.key or "none",
                max_retries=self.retries,
                timeout=self._pause(),
                http_client=http,
            ) as client,
        ):
            client.organization = client.project = None  # what it took from the environment …
            client._custom_headers = {}  # … also from OPENAI_CUSTOM_HEADERS
            yield client

    def _patience(self) -> float:
        return known(self.url, self.model).patience(self.timeout)

    def _pause(self) -> httpx.Timeout:
        import httpx

        return httpx.Timeout(self._patience(), connect=min(self.timeout, 10.0))

    async def _asked(
        self,
        client: AsyncOpenAI,
        messages: Sequence[Message],
        fields: Mapping[str, Any],
        heard: Heard,
    ) -> AsyncGenerator[Piece]:
        """One request's words and usage, and a `Waiting` for each piece without words.

        Raises:
            APIError, HTTPError, ConnectionError, ValueError: as `_explained` tells of.
            ThoughtsShown: as `Heard.take`.
            _OnlyThoughts: there was no answer.
        """
        from llama_index.core.llms import ChatMessage
        from llama_index.llms.openai_like import OpenAILike
        from openai import omit

        model = OpenAILike(
            model=self.model,
            api_base=self.url,
            api_key=self.key or "none",
            is_chat_model=True,
            context_window=self.context,
            max_retries=0,
            additional_kwargs={"extra_body": dict(self.options)} if self.options else {},
            async_openai_client=client,
        )
        turns = [ChatMessage(role=role, content=content) for role, content in messages]
        sent = {"temperature": omit, **fields, "timeout": self._pause()}
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
            raise _OnlyThoughts(
                is_cut_off=finish == "length" or "stop" in fields, is_unseen=not heard.has_thought
            )

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
        elif isinstance(error, openai.APIError) and is_too_much(error):
            return ContextTooSmall(
                f"{name} cannot take in so much text at once ({self._reason(error)}). Name a model "
                "with a larger context, or serve it with one."
            )
        elif isinstance(error, openai.RateLimitError):
            said = f"{name} asks to wait (429). Ask again in a minute."
        elif isinstance(error, openai.APITimeoutError | httpx.TimeoutException | TimeoutError):
            longer = again if self.is_ours else "Ask again, or raise hosted_timeout."
            said = f"{name} was silent for {self._patience():g} seconds. {longer}"
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
        elif isinstance(error, ThoughtsShown):
            said = f"{name} wrote down thoughts as if they were the answer. Ask again."
        elif isinstance(error, _OnlyThoughts):
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

    def after_thoughts(self, dialect: Dialect, thoughts: _OnlyThoughts) -> Dialect | None:
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
    told = getattr(chunk, "usage", None)
    read, written = getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None)
    return Usage(read, written) if type(read) is type(written) is int else None
