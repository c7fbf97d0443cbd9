"""When an address is due again."""

import random

import pytest

from index.errors import UsageError
from index.follow.schedule import DAY, HOUR, LONGEST_WAIT, delay, interval, read_interval


@pytest.mark.parametrize(
    ("typed", "seconds"), [("5m", 300), (" 1 H ", HOUR), ("36h", 36 * HOUR), ("365d", 365 * DAY)]
)
def test_intervals(typed: str, seconds: int) -> None:
    assert read_interval(typed) == seconds
    assert read_interval(interval(seconds)) == seconds


@pytest.mark.parametrize("typed", ["", "1", "h", "4m", "366d", "-1h", "1h30m", "٣h", "9" * 99])
def test_what_is_no_interval(typed: str) -> None:
    with pytest.raises(UsageError, match="no interval"):
        read_interval(typed)


def test_what_works_comes_again_after_its_interval_and_a_little() -> None:
    rng = random.Random(1)
    delays = [delay(HOUR, 0, None, rng) for _ in range(500)]
    assert HOUR <= min(delays) < max(delays) <= 1.1 * HOUR
    assert len(set(delays)) == 500


def test_what_fails_is_left_alone_for_longer_and_longer() -> None:
    rng = random.Random(1)
    for failures, least in [(1, HOUR), (2, 2 * HOUR), (5, 16 * HOUR), (6, DAY), (10_000, DAY)]:
        delays = [delay(HOUR, failures, None, rng) for _ in range(200)]
        assert least <= min(delays) < max(delays) <= 1.5 * least
    assert delay(7 * DAY, 9, None, rng) >= 7 * DAY


def test_a_server_that_asks_for_time_gets_it_but_not_forever() -> None:
    rng = random.Random(1)
    assert delay(HOUR, 1, 3 * DAY, rng) == 3 * DAY
    assert delay(HOUR, 1, 1e12, rng) == LONGEST_WAIT
    assert delay(HOUR, 1, -5, rng) >= HOUR
