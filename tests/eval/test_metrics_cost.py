"""Milliseconds and tokens."""

import pytest
from cases import TIMINGS, case

from eval.metrics.cost import cost, latencies, quantiles, tokens


def test_milliseconds_and_tokens() -> None:
    times = {"first_evidence_ms": 49.0, "first_token_ms": 40.0, "total_ms": 100.0}
    assert cost(case()) == times
    usage = {"prompt_tokens": 500, "completion_tokens": 40}
    assert cost(case(usage=usage)) == {**times, "prompt_tokens": 500.0, "completion_tokens": 40.0}


def test_tokens_over_the_answers_that_have_a_usage() -> None:
    counted = [case(usage={"prompt_tokens": n * 100, "completion_tokens": n}) for n in (1, 3)]
    assert tokens([*counted, case(), case(usage=None)]) == {
        "prompt": {"p50": 200.0, "p95": pytest.approx(290.0)},
        "completion": {"p50": 2.0, "p95": pytest.approx(2.9)},
    }
    assert tokens([case()]) == {}


def test_quantiles() -> None:
    assert quantiles(range(101)) == {"p50": 50.0, "p95": 95.0}
    slow = {**TIMINGS, "total_ms": 300.0}
    found = latencies([case(), case(timings=slow)])
    assert found["total"] == {"p50": 200.0, "p95": 290.0}
    assert list(found) == ["first_evidence", "first_token", "total"]
    assert latencies([]) == {}
