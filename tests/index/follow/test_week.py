"""A week of feeds that change and servers that misbehave: nothing is lost, doubled or altered."""

import pytest

from tests.follow_week import follow_week


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2])
def test_a_week(seed: int) -> None:
    assert follow_week(9, seed) == []
