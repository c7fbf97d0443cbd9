"""Any OpenAI-compatible endpoint: hosted services, Ollama, vLLM, LM Studio, our own local server.

The request (`qa.llm.asking`) runs in a thread with an event loop of its own, so that whoever reads
the words can stop at any moment: the request is cancelled, its connection closed,
and the server stops writing.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, aclosing
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from qa.llm.asking.dialect import known
from qa.llm.asking.failures import ContextTooSmall, LanguageModelError, explained
from qa.llm.asking.request import answer_of, warm
from qa.types import Usage, Waiting

__all__ = ["INSTEAD", "STEP", "ContextTooSmall", "Endpoint", "LanguageModelError", "Message"]
__all__ += ["Piece", "warm"]

STEP = 0.2
"""Seconds after which a caller is given the word even if nothing has happened."""

INSTEAD = "The articles are quoted instead."
"""Ends the notice that tells why no language model answered."""


Piece = str | Waiting | Usage
"""What a stream is made of: words, pauses, and once, at its end, what it has cost."""


class Message(NamedTuple):
    """A turn as a model is given it."""

    role: Literal["system", "user", "assistant"]
    content: str


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
    timeout: float = 60.0
    retries: int = 2
    options: tuple[tuple[str, Any], ...] = ()
    is_ours: bool = False

    @property
    def patience(self) -> float:
        """Seconds of silence that are borne, by what is known of the model."""
        return known(self.url, self.model).patience(self.timeout)

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
                async with aclosing(answer_of(self, messages, max_tokens, stop)) as pieces:
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
            last_piece = last_notice = time.monotonic()
            why = ""
            while True:
                try:
                    piece = words.get(timeout=STEP)
                except queue.Empty:
                    # retries as a whole are not waited for longer than one silence
                    silence = time.monotonic() - last_piece - 2 * STEP
                    if silence > self.timeout and silence > self.patience:
                        raise explained(TimeoutError(), self) from None
                    yield Waiting(why)
                    continue
                last_piece = time.monotonic()
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise explained(piece, self) from piece
                if isinstance(piece, Waiting):
                    if piece.why and (piece.why != why or last_piece - last_notice >= STEP):
                        why, last_notice = piece.why, last_piece
                        yield piece
                    continue
                why = ""
                yield piece
