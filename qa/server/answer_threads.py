"""Answers beside a server's loop: made in threads, in turn, stopped when nobody listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import aclosing
from typing import Any, TypeVar

from starlette.types import Message

from qa.types import Answer

Result = TypeVar("Result")
Answers = Generator[Answer, None, None]


class AnswerThreads:
    """Takes answers step by step, several side by side; those above `at_once` wait their turn."""

    def __init__(self, at_once: int) -> None:
        """Threads begin with the first answer."""
        self._turns = asyncio.Semaphore(at_once)
        self._pool = ThreadPoolExecutor(2 * at_once, "answering")  # half of them to close

    async def of(self, answers: Answers) -> AsyncGenerator[Answer, None]:
        """Each state of an answer; closing this closes `answers` as soon as it can be.

        Raises:
            ArticleQAError: as `answers`.
        """
        async with self._turns:
            step = None
            try:
                while True:
                    step = self._pool.submit(next, answers, None)
                    if (answer := await asyncio.wrap_future(step)) is None:
                        return
                    yield answer
            finally:
                self._pool.submit(_close, answers, step)

    async def last(self, answers: Answers) -> Answer:
        """The whole answer.

        Raises:
            ArticleQAError: as `answers`.
        """
        async with aclosing(self.of(answers)) as states:
            answer = await anext(states)
            async for later in states:
                answer = later
        return answer


async def unless_gone(
    receive: Callable[[], Awaitable[Message]], work: Coroutine[Any, Any, Result]
) -> Result | None:
    """What the work gives; None, and the work is stopped, once the other side has hung up.

    Args:
        receive: Of the request, whose body has been read.
    """
    working = asyncio.ensure_future(work)
    listening = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({working, listening}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        listening.cancel()
        await asyncio.gather(working, listening, return_exceptions=True)


async def _gone(receive: Callable[[], Awaitable[Message]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _close(answers: Answers, step: Future[Answer | None] | None) -> None:
    """Closes `answers`, which cannot be done while a step is still at work on it."""
    if step is not None:
        wait([step])
    answers.close()
