"""The queue: first come, first served, and nobody holds up the others."""

import queue
import threading
from contextlib import ExitStack

import pytest
from misbehaving import LONG, until

from qa.llm.queue import FairQueue, Ticket, Turn


def test_first_come_first_served() -> None:
    turns = FairQueue(1)
    with turns.queue_up() as first:
        with turns.queue_up() as second, turns.queue_up() as third:
            assert (first.before, second.before, third.before) == (0, 1, 2)
        with turns.queue_up() as late:
            assert late.before == 1
        assert first.before == 0


def test_several_at_once() -> None:
    turns = FairQueue(3)
    with ExitStack() as queue:
        places = [queue.enter_context(turns.queue_up()) for _ in range(5)]
        assert [turn.before for turn in places] == [0, 0, 0, 1, 2]


def test_a_place_given_up_in_the_middle() -> None:
    turns = FairQueue(1)
    with turns.queue_up() as first:
        leaving = turns.queue_up()
        middle = leaving.__enter__()
        with turns.queue_up() as last:
            assert (middle.before, last.before) == (1, 2)
            leaving.__exit__(None, None, None)
            assert (first.before, last.before) == (0, 1)


def test_an_error_gives_the_place_up() -> None:
    turns = FairQueue(1)
    with pytest.raises(RuntimeError), turns.queue_up():
        raise RuntimeError
    with turns.queue_up() as turn:
        assert turn.before == 0


class Line:
    """Places that are taken and given up one by one."""

    def __init__(self, at_once: int = 1) -> None:
        self.turns = FairQueue(at_once)
        self._places: dict[str, tuple[ExitStack, Turn]] = {}
        self._tickets: dict[str, Ticket] = {}

    def comes(self, *names: str) -> None:
        """Each is a question by its name, whose first letter is who asks it."""
        for name in names:
            ticket = self._tickets.setdefault(name, Ticket(name[0]))
            stack = ExitStack()
            self._places[name] = stack, stack.enter_context(self.turns.queue_up(ticket))

    def leaves(self, name: str) -> None:
        self._places.pop(name)[0].close()

    def before(self) -> dict[str, int]:
        return {name: turn.before for name, (_, turn) in self._places.items()}

    def order(self) -> list[str]:
        """All of them in the order in which they are served, each until it ends."""
        served: list[str] = []
        while self._places:
            served.append(next(name for name, before in self.before().items() if before == 0))
            self.leaves(served[-1])
        assert len(self.turns) == 0
        return served


def test_whoever_asks_much_takes_turns_with_the_others() -> None:
    line = Line()
    line.comes("a1", "a2", "a3", "a4", "b1", "c1", "c2")
    told = line.before()
    order = line.order()
    assert order == ["a1", "a2", "b1", "c1", "a3", "c2", "a4"]
    assert {name: told[name] for name in order} == {name: n for n, name in enumerate(order)}


def test_a_hundred_questions_of_one_hold_up_another_by_two_at_most() -> None:
    line = Line()
    line.comes(*(f"a{number}" for number in range(100)), "b")
    assert line.before()["b"] == 2  # what is being written, and the one that had a place before
    line.leaves("a0")
    assert line.before()["b"] == 1
    line.leaves("a1")
    assert line.before()["b"] == 0


def test_who_asks_again_and_again_goes_to_the_end_and_nobody_overtakes() -> None:
    line = Line()
    line.comes("a0", "b", "c")
    known = line.before()
    for number in range(5):
        line.comes(f"a{number + 1}")  # before the one before it has ended
        line.leaves(f"a{number}")
        now = line.before()
        assert all(now[name] <= known[name] for name in ("b", "c"))
        known = now
    assert line.order() == ["b", "c", "a5"]


def test_of_whom_no_more_is_known_each_is_somebody_else() -> None:
    turns = FairQueue(1)
    with ExitStack() as stack:
        places = [stack.enter_context(turns.queue_up()) for _ in range(4)]
        assert [turn.before for turn in places] == [0, 1, 2, 3]


def test_the_second_turn_of_a_question_comes_first() -> None:
    line = Line()
    line.comes("a1", "b1", "c1", "a2")
    line.leaves("a1")  # it was put into words; now it is to be answered
    line.comes("a1")
    assert line.before() == {"b1": 0, "a1": 1, "c1": 2, "a2": 3}
    line.leaves("b1")
    line.comes("b1")
    assert line.order() == ["a1", "b1", "c1", "a2"]


def test_who_leaves_makes_room_for_their_next_question_where_it_would_stand() -> None:
    line = Line()
    line.comes("z", "a1", "b1", "a2", "c1")
    line.leaves("a1")
    assert line.before() == {"z": 0, "b1": 1, "a2": 2, "c1": 3}


def test_two_at_once_may_be_of_the_same_one_where_nobody_else_waits() -> None:
    line = Line(2)
    line.comes("a1", "a2", "a3", "b1")
    assert line.before() == {"a1": 0, "a2": 0, "a3": 1, "b1": 2}
    line.leaves("a1")
    assert line.before() == {"a2": 0, "a3": 0, "b1": 1}


def test_who_waits_is_woken_when_the_count_changes_and_not_before() -> None:
    turns = FairQueue(1)
    told: queue.SimpleQueue[int] = queue.SimpleQueue()
    with ExitStack() as first, ExitStack() as second, ExitStack() as third:
        first.enter_context(turns.queue_up())
        second.enter_context(turns.queue_up())
        turn = third.enter_context(turns.queue_up())

        def wait() -> None:
            before = turn.before
            while before:
                told.put(before)
                before = turn.wait(LONG)  # far longer than this test takes
            told.put(before)

        thread = threading.Thread(target=wait)
        thread.start()
        assert told.get(timeout=LONG) == 2
        second.close()
        assert told.get(timeout=LONG) == 1
        first.close()
        assert told.get(timeout=LONG) == 0
        thread.join()
        assert told.empty()


def test_who_waits_has_the_word_back_after_the_time_asked_for() -> None:
    turns = FairQueue(1)
    with turns.queue_up(), turns.queue_up() as turn:
        assert turn.wait(0.001) == 1


def test_eight_threads_are_served_in_order_and_never_more_than_two_at_once() -> None:
    turns = FairQueue(2)
    served: queue.SimpleQueue[int] = queue.SimpleQueue()
    may_end = [threading.Event() for _ in range(8)]

    def serve(number: int) -> None:
        with turns.queue_up() as turn:
            while turn.wait(LONG):
                pass
            served.put(number)
            assert may_end[number].wait(LONG)

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(8)]
    with turns.queue_up(), turns.queue_up():  # nobody is served before all have come
        for number, thread in enumerate(threads):
            thread.start()
            assert until(lambda number=number: len(turns) == number + 3)  # type: ignore[misc]
        assert served.empty()
    assert {served.get(timeout=LONG), served.get(timeout=LONG)} == {0, 1}
    for number in range(6):
        assert served.empty()  # two are inside
        may_end[number].set()
        assert served.get(timeout=LONG) == number + 2
    for event in may_end:
        event.set()
    for thread in threads:
        thread.join(LONG)
    assert len(turns) == 0
