"""The queue: first come, first served, and nobody holds up the others."""

import queue
import threading
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import ExitStack

import pytest
from misbehaving import LONG, until

from qa.llm.queue import PATIENCE, FairQueue, Place, PlaceLost, Ticket


def test_first_come_first_served() -> None:
    line = FairQueue(1)
    with line.enter() as first:
        with line.enter() as second, line.enter() as third:
            assert (first.ahead, second.ahead, third.ahead) == (0, 1, 2)
        with line.enter() as late:
            assert late.ahead == 1
        assert first.ahead == 0


def test_several_at_once() -> None:
    line = FairQueue(3)
    with ExitStack() as queue:
        places = [queue.enter_context(line.enter()) for _ in range(5)]
        assert [place.ahead for place in places] == [0, 0, 0, 1, 2]


def test_a_place_given_up_in_the_middle() -> None:
    line = FairQueue(1)
    with line.enter() as first:
        leaving = line.enter()
        middle = leaving.__enter__()
        with line.enter() as last:
            assert (middle.ahead, last.ahead) == (1, 2)
            leaving.__exit__(None, None, None)
            assert (first.ahead, last.ahead) == (0, 1)


def test_an_error_gives_the_place_up() -> None:
    line = FairQueue(1)
    with pytest.raises(RuntimeError), line.enter():
        raise RuntimeError
    with line.enter() as place:
        assert place.ahead == 0


class Line:
    """Places that are taken and given up one by one."""

    def __init__(self, at_once: int = 1) -> None:
        self.queue = FairQueue(at_once)
        self._places: dict[str, tuple[ExitStack, Place]] = {}
        self._tickets: dict[str, Ticket] = {}

    def comes(self, *names: str) -> None:
        """Each is a question by its name, whose first letter is who asks it."""
        for name in names:
            ticket = self._tickets.setdefault(name, Ticket(name[0]))
            stack = ExitStack()
            self._places[name] = stack, stack.enter_context(self.queue.enter(ticket))

    def leaves(self, name: str) -> None:
        self._places.pop(name)[0].close()

    def before(self) -> dict[str, int]:
        return {name: place.ahead for name, (_, place) in self._places.items()}

    def order(self) -> list[str]:
        """All of them in the order in which they are served, each until it ends."""
        served: list[str] = []
        while self._places:
            served.append(next(name for name, before in self.before().items() if before == 0))
            self.leaves(served[-1])
        assert len(self.queue) == 0
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
    line = FairQueue(1)
    with ExitStack() as stack:
        places = [stack.enter_context(line.enter()) for _ in range(4)]
        assert [place.ahead for place in places] == [0, 1, 2, 3]


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
    line = FairQueue(1)
    told: queue.SimpleQueue[int] = queue.SimpleQueue()
    with ExitStack() as first, ExitStack() as second, ExitStack() as third:
        first.enter_context(line.enter())
        second.enter_context(line.enter())
        place = third.enter_context(line.enter())

        def wait() -> None:
            before = place.ahead
            while before:
                told.put(before)
                before = place.wait(LONG)  # far longer than this test takes
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
    line = FairQueue(1)
    with line.enter(), line.enter() as place:
        assert place.wait(0.001) == 1


def test_eight_threads_are_served_in_order_and_never_more_than_two_at_once() -> None:
    line = FairQueue(2)
    served: queue.SimpleQueue[int] = queue.SimpleQueue()
    may_end = [threading.Event() for _ in range(8)]

    def serve(number: int) -> None:
        with line.enter() as place:
            while place.wait(LONG):
                pass
            served.put(number)
            assert may_end[number].wait(LONG)

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(8)]
    with line.enter(), line.enter():  # nobody is served before all have come
        for number, thread in enumerate(threads):
            thread.start()
            assert until(lambda number=number: len(line) == number + 3)  # type: ignore[misc]
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
    assert len(line) == 0


# Consumers that do not read


class Clock:
    """A time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A queue for one at a time, by a clock of its own, with answers that never end."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.queue = FairQueue(1, now=self.clock)
        self.requests: list[Future[None]] = []

    def answer(self) -> Generator[int]:
        """As a language model writes: the count of those ahead, then ever more words."""
        with self.queue.enter() as place:
            yield from place.wait_for_turn(0.0)
            self.requests.append(Future())
            place.bind(self.requests[-1])
            yield from place.watch(self._words())

    def _words(self) -> Generator[int]:
        while True:
            yield 0


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_who_does_not_read_loses_the_place_to_who_waits(watched: Watched) -> None:
    unread = watched.answer()
    assert next(unread) == 0
    with watched.queue.enter() as waiting:
        watched.clock.now += PATIENCE - 1
        assert waiting.wait(0.0) == 1
        watched.clock.now += 1
        assert waiting.wait(0.0) == 0
        assert watched.requests[0].cancelled()  # though nobody has pulled since
        with pytest.raises(PlaceLost, match="for 30 seconds while others waited"):
            next(unread)
        assert waiting.ahead == 0


def test_one_who_comes_finds_out_at_once_that_a_place_is_lost(watched: Watched) -> None:
    unread = watched.answer()
    next(unread)
    watched.clock.now += PATIENCE
    with watched.queue.enter() as place:
        assert place.ahead == 0
    unread.close()


def test_who_reads_slowly_keeps_the_place(watched: Watched) -> None:
    slow = watched.answer()
    next(slow)
    with watched.queue.enter() as waiting:
        for _ in range(10):
            watched.clock.now += PATIENCE - 1
            assert waiting.wait(0.0) == 1
            next(slow)
        slow.close()
        assert waiting.ahead == 0


def test_where_nobody_waits_one_may_read_as_late_as_one_likes(watched: Watched) -> None:
    unread = watched.answer()
    next(unread)
    watched.clock.now += 100 * PATIENCE
    assert next(unread) == 0
    with watched.queue.enter() as waiting:
        assert waiting.wait(0.0) == 1
    unread.close()


def test_who_waits_without_reading_is_not_waited_for(watched: Watched) -> None:
    served = watched.answer()
    next(served)
    unread = [watched.answer() for _ in range(3)]
    assert [next(one) for one in unread] == [1, 2, 3]
    with watched.queue.enter() as waiting:
        assert waiting.ahead == 4
        watched.clock.now += PATIENCE - 1
        next(served)
        watched.clock.now += 1
        assert waiting.wait(0.0) == 1
        served.close()
        assert waiting.ahead == 0
        for one in unread:
            with pytest.raises(PlaceLost):
                next(one)


def test_long_work_between_two_pulls_costs_nobody_the_place(watched: Watched) -> None:
    with watched.queue.enter() as working, watched.queue.enter() as waiting:
        watched.clock.now += 2 * PATIENCE  # such as reading sixteen passages on a busy machine
        assert waiting.wait(0.0) == 1
        assert working.ahead == 0


def test_a_request_that_has_ended_frees_its_place_though_it_is_not_read(watched: Watched) -> None:
    unread = watched.answer()
    next(unread)
    with watched.queue.enter() as waiting:
        watched.requests[0].set_result(None)
        assert waiting.ahead == 0
        watched.clock.now += 2 * PATIENCE
        assert next(unread) == 0  # what was written is still there
    unread.close()
    assert len(watched.queue) == 0
