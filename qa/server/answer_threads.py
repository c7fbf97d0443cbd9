"""Answers for a server that runs in an event loop (MCP, OpenAI's API).

An answer is a generator that computes: it would block the loop. `AnswerThreads` runs its steps in
threads, so many answers side by side, and hands the states over to the loop. How fast they are
written does not depend on how fast a client reads: states that it has not read yet are buffered,
and where it is far behind the oldest are left out, since each state holds the whole answer so far.
Whoever stops waiting (`cancel_on_disconnect`, or closing the iterator) stops the answering.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from starlette.types import Message

from qa.types import Answer

BUFFERED = 32
"""States of an answer that are kept for a client which has not read them yet."""

Result = TypeVar("Result")
Answers = Generator[Answer, None, None]


class AnswerThreads:
    """Runs answers in threads, `at_once` side by side; the others wait in the order they came."""

    def __init__(self, at_once: int) -> None:
        """Threads begin with the first answer."""
        self._running = asyncio.Semaphore(at_once)
        self._threads = ThreadPoolExecutor(2 * at_once, "answering")  # half of them to close

    async def stream(self, answers: Answers) -> AsyncGenerator[Answer, None]:
        """The states of an answer; closing this closes `answers` as soon as it can be.

        Raises:
            ArticleQAError: as `answers`.
        """
        unread: deque[Answer] = deque(maxlen=BUFFERED)
        has_more = asyncio.Event()

        def take(answer: Answer) -> None:
            unread.append(answer)
            has_more.set()

        def ended(task: asyncio.Task[None]) -> None:
            has_more.set()
            if not task.cancelled():
                task.exception()  # or asyncio would log one that nobody has waited for

        running = asyncio.create_task(self._run(answers, take))
        running.add_done_callback(ended)
        try:
            while True:
                await has_more.wait()
                has_more.clear()
                while unread:
                    yield unread.popleft()
                if running.done():
                    running.result()
                    return
        finally:
            running.cancel()

    async def last(self, answers: Answers) -> Answer:
        """The whole answer.

        Raises:
            ArticleQAError: as `answers`.
        """
        states: deque[Answer] = deque(maxlen=1)
        await self._run(answers, states.append)
        return states.pop()

    async def _run(self, answers: Answers, take: Callable[[Answer], None]) -> None:
        """Hands every state to `take`; when this is cancelled, `answers` is closed."""
        async with self._running:
            step: Future[Answer | None] | None = None
            try:
                while True:
                    step = self._threads.submit(next, answers, None)
                    if (answer := await asyncio.wrap_future(step)) is None:
                        return
                    take(answer)
            finally:
                self._threads.submit(_close, answers, step)


async def cancel_on_disconnect(
    receive: Callable[[], Awaitable[Message]], work: Coroutine[Any, Any, Result]
) -> Result | None:
    """What the work gives; None, and the work is cancelled, once the client has disconnected.

    Args:
        receive: Of the request, whose body has been read.
    """
    working = asyncio.ensure_future(work)
    listening = asyncio.ensure_future(_disconnected(receive))
    try:
        await asyncio.wait({working, listening}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        listening.cancel()
        await asyncio.gather(working, listening, return_exceptions=True)


async def _disconnected(receive: Callable[[], Awaitable[Message]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _close(answers: Answers, step: Future[Answer | None] | None) -> None:
    """Closes `answers`, which cannot be done while a step is still at work on it."""
    if step is not None:
        wait([step])
    answers.close()
