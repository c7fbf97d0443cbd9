"""Intervals and tests whose results are known."""

import numpy as np
import pytest

from eval.statistics import CHUNK, interval, interval_of, paired

SEED = 3


def test_interval_of_a_mean() -> None:
    values = np.random.default_rng(1).normal(5, 2, 400)
    found = interval(values.tolist(), SEED)
    half = 1.96 * values.std() / 20  # the normal approximation
    assert found.value == pytest.approx(values.mean()) and found.count == 400
    assert found.low == pytest.approx(values.mean() - half, abs=0.02)
    assert found.high == pytest.approx(values.mean() + half, abs=0.02)


def test_interval_of_two_values() -> None:
    # resamples of (0, 1) have the means 0, 1/2 and 1, a quarter of them 0 and a quarter 1
    found = interval([0.0, 1.0], SEED)
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)
    same = interval([0.3, 0.3], SEED)
    assert (same.low, same.high) == (0.3, 0.3)
    with pytest.raises(ValueError, match="at least one"):
        interval([], SEED)


def test_the_same_seed_gives_the_same() -> None:
    values = np.random.default_rng(2).normal(size=60).tolist()
    assert interval(values, SEED) == interval(values, SEED)
    assert interval(values, SEED) != interval(values, SEED + 1)


def test_batches_bound_memory_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(2).normal(size=60).tolist()
    ours = {str(number): value for number, value in enumerate(values)}
    theirs = dict.fromkeys(ours, 0.1)
    whole = interval(values, SEED), paired(ours, theirs, SEED)
    assert CHUNK > 60 * 10_000  # all at once
    monkeypatch.setattr("eval.statistics.CHUNK", 60 * 33)
    assert (interval(values, SEED), paired(ours, theirs, SEED)) == whole


@pytest.mark.filterwarnings("error")
def test_interval_of_a_statistic() -> None:
    values = np.arange(100.0)
    found = interval_of(lambda rows: float(np.median(values[rows])), 100, SEED)
    assert found and found.value == 49.5 and 35 < found.low < 42 < 57 < found.high < 65
    assert interval_of(lambda rows: None, 5, SEED) is None
    assert interval_of(lambda rows: 1.0, 0, SEED) is None
    one = interval_of(lambda rows: 3.0, 1, SEED)
    assert one and (one.value, one.low, one.high, one.count) == (3.0, 3.0, 3.0, 1)
    often = interval_of(lambda rows: None if len(set(rows.tolist())) < 2 else 2.0, 3, SEED)
    assert often and (often.low, often.high) == (2.0, 2.0)


def test_paired_by_permutation() -> None:
    ours = {str(n): 1.0 for n in range(10)} | {"only ours": 9.0}
    theirs = {str(n): 0.0 for n in range(10)} | {"only theirs": 9.0}
    found = paired(ours, theirs, SEED)
    assert (found.ours, found.theirs, found.difference, found.count) == (1.0, 0.0, 1.0, 10)
    assert (found.low, found.high) == (1.0, 1.0)
    assert found.p == pytest.approx(2 / 2**10)  # of all signs, only all equal ones
    assert len(found.better) == 10 and not found.worse


def test_paired_one_against_two() -> None:
    # |sum| of the signed (1, 1, -1) is 3 for 2 of 8 signs and 1 for all others
    found = paired({"a": 1, "b": 1, "c": 0}, {"a": 0, "b": 0, "c": 1}, SEED)
    assert found.p == 1.0 and found.better == ("a", "b") and found.worse == ("c",)
    alike = paired({"a": 2, "b": 2, "c": 2}, {"a": 1, "b": 1, "c": 1}, SEED)
    assert alike.p == pytest.approx(0.25)
    turned = paired({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 2, "c": 2}, SEED)
    assert turned.p == alike.p and turned.difference == -1


def test_p_of_many_is_drawn_with_the_seed_and_never_0() -> None:
    theirs = dict.fromkeys(map(str, range(40)), 0.0)
    clear = paired(dict.fromkeys(theirs, 1.0), theirs, SEED)
    assert clear.p == pytest.approx(1 / 10_001)
    values = np.random.default_rng(4).normal(0.2, 1, 40).tolist()
    ours = dict(zip(theirs, values, strict=True))
    p = [paired(ours, theirs, seed).p for seed in (SEED, SEED, SEED + 1)]
    assert p[0] == p[1] != p[2] and p[0] == pytest.approx(p[2], abs=0.03)


def test_questions_without_a_difference_leave_p_as_it_is() -> None:
    ours, theirs = {"a": 2.0, "b": 2.0, "c": 2.0}, {"a": 1.0, "b": 1.0, "c": 1.0}
    ties = {f"tie {n}": 1.0 for n in range(500)}
    assert paired(ours | ties, theirs | ties, SEED).p == paired(ours, theirs, SEED).p


def test_paired_ties_and_direction() -> None:
    found = paired({"a": 5, "b": 1}, {"a": 9, "b": 1}, SEED, lower_wins=True)
    assert found.difference == -2 and found.better == ("a",) and found.worse == ()
    same = paired({"a": 1}, {"a": 1}, SEED)
    assert same.p == 1.0 and same.better == same.worse == ()
    with pytest.raises(ValueError, match="in common"):
        paired({"a": 1}, {"b": 1}, SEED)
