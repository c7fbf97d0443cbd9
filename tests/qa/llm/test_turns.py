"""Turns: first come, first served."""

import threading
import time
from contextlib import ExitStack

import pytest
from misbehaving import until

from qa.llm.turns import Turns


def test_first_come_first_served() -> None:
    turns = Turns(1)
    with turns.queue_up() as first:
        with turns.queue_up() as second, turns.queue_up() as third:
            assert (first.before, second.before, third.before) == (0, 1, 2)
        with turns.queue_up() as late:
            assert late.before == 1
        assert first.before == 0


def test_several_at_once() -> None:
    turns = Turns(3)
    with ExitStack() as queue:
        places = [queue.enter_context(turns.queue_up()) for _ in range(5)]
        assert [turn.before for turn in places] == [0, 0, 0, 1, 2]


def test_a_place_given_up_in_the_middle() -> None:
    turns = Turns(1)
    with turns.queue_up() as first:
        leaving = turns.queue_up()
        middle = leaving.__enter__()
        with turns.queue_up() as last:
            assert (middle.before, last.before) == (1, 2)
            leaving.__exit__(None, None, None)
            assert (first.before, last.before) == (0, 1)


def test_an_error_gives_the_place_up() -> None:
    turns = Turns(1)
    with pytest.raises(RuntimeError), turns.queue_up():
        raise RuntimeError
    with turns.queue_up() as turn:
        assert turn.before == 0


def test_eight_threads_are_served_in_order_and_never_more_than_two_at_once() -> None:
    turns = Turns(2)
    came: list[int] = []
    served: list[int] = []
    inside: set[int] = set()
    most = 0

    def serve(number: int) -> None:
        nonlocal most
        with turns.queue_up() as turn:
            came.append(number)
            while turn.before:
                time.sleep(0.001)
            served.append(number)
            inside.add(number)
            most = max(most, len(inside))
            time.sleep(0.02)
            inside.discard(number)

    with turns.queue_up(), turns.queue_up():  # nobody is served before all have come
        threads = [threading.Thread(target=serve, args=(number,)) for number in range(8)]
        for number, thread in enumerate(threads):
            thread.start()
            assert until(lambda number=number: len(came) > number)  # type: ignore[misc]
        assert not served
    for thread in threads:
        thread.join()
    assert most <= 2 and sorted(served) == came == list(range(8))
    # Two at a time: nobody is served before one who came two places earlier.
    assert all(abs(place - number) < 2 for place, number in enumerate(served))
