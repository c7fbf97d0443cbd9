"""Milliseconds and tokens."""

import pytest
from cases import TIMINGS, case

from eval.metrics.cost import cost, latencies, quantiles, tokens


def test_milliseconds_and_tokens() -> None:
    times = {"first evidence ms": 30.0, "first token ms": 40.0, "total ms": 100.0}
    assert cost(case()) == times
    usage = {"prompt_tokens": 500, "completion_tokens": 40}
    assert cost(case(usage=usage)) == {**times, "tokens read": 500.0, "tokens written": 40.0}


def test_tokens_over_the_answers_that_tell_them() -> None:
    told = [case(usage={"prompt_tokens": n * 100, "completion_tokens": n}) for n in (1, 3)]
    assert tokens([*told, case(), case(usage=None)]) == {
        "read": {"p50": 200.0, "p95": pytest.approx(290.0)},
        "written": {"p50": 2.0, "p95": pytest.approx(2.9)},
    }
    assert tokens([case()]) == {}


def test_quantiles() -> None:
    assert quantiles(range(101)) == {"p50": 50.0, "p95": 95.0}
    slow = {**TIMINGS, "total_ms": 300.0}
    found = latencies([case(), case(timings=slow)])
    assert found["total"] == {"p50": 200.0, "p95": 290.0}
    assert list(found) == ["first evidence", "first token", "total"]
    assert latencies([]) == {}
