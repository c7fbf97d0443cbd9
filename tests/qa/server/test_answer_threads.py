"""Answers beside an event loop: none of them waits for its reader."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing
from dataclasses import replace

import pytest
from served import apart, quoted

from index import Article
from index.errors import UsageError
from qa.server.answer_threads import BUFFERED, AnswerThreads
from qa.types import Answer

LONG = 20.0
"""Seconds that nothing should take, however slow the machine is."""
WHOLE = quoted(Article("a.txt", "The ferry sank on Monday.", "The ferry"), "What sank?")


class Counted:
    """An answer of so many states, told apart by their text; knows how it ended."""

    def __init__(self, states: int, error: Exception | None = None) -> None:
        self.states = states
        self.error = error
        self.closed = threading.Event()

    def answers(self) -> Generator[Answer, None, None]:
        try:
            for number in range(self.states):
                yield replace(WHOLE, text=str(number))
            if self.error:
                raise self.error
        finally:
            self.closed.set()


def run(test: Callable[[AnswerThreads], Awaitable[None]], at_once: int = 1) -> None:
    async def main() -> None:
        await asyncio.wait_for(test(AnswerThreads(at_once)), LONG)

    apart(lambda: asyncio.run(main()))


async def texts_of(states: AsyncGenerator[Answer, None]) -> list[str]:
    return [answer.text async for answer in states]


async def until(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, LONG)


def test_every_state_comes_in_order() -> None:
    async def test(threads: AnswerThreads) -> None:
        assert await texts_of(threads.stream(Counted(5).answers())) == list("01234")
        assert (await threads.last(Counted(5).answers())).text == "4"

    run(test)


def test_an_answer_that_is_not_read_goes_on_and_holds_up_nobody() -> None:
    async def test(threads: AnswerThreads) -> None:
        states, counted = 3 * BUFFERED, Counted(3 * BUFFERED)
        async with aclosing(threads.stream(counted.answers())) as unread:
            assert (await anext(unread)).text == "0"
            await until(counted.closed)
            assert await texts_of(threads.stream(Counted(3).answers())) == list("012")
            late = await texts_of(unread)
        assert len(late) <= BUFFERED and late == sorted(late, key=int)
        assert late[-1] == str(states - 1)

    run(test)


def test_an_error_comes_after_what_was_written_before_it() -> None:
    async def test(threads: AnswerThreads) -> None:
        async with aclosing(threads.stream(Counted(1, UsageError("Full.")).answers())) as states:
            assert (await anext(states)).text == "0"
            with pytest.raises(UsageError, match="Full"):
                await anext(states)
        with pytest.raises(UsageError, match="Full"):
            await threads.last(Counted(1, UsageError("Full.")).answers())

    run(test)


def test_who_closes_stops_the_answering() -> None:
    async def test(threads: AnswerThreads) -> None:
        endless = Counted(10**9)
        async with aclosing(threads.stream(endless.answers())) as states:
            await anext(states)
        await until(endless.closed)
        assert (await threads.last(Counted(1).answers())).text == "0"

    run(test)
