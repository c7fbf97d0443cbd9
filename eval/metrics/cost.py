"""What an answer costs: milliseconds, and tokens where a language model wrote it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from eval.case import Case, Scores

TOKENS = ("prompt_tokens", "completion_tokens")
LATENCIES = ("first_evidence_ms", "first_token_ms", "total_ms")


def cost(case: Case) -> Scores:
    """Milliseconds from the question to three moments, and tokens.

    `first_evidence_ms`: evidence is found. `first_token_ms`: the first word of the answer is
    there. `total_ms`: all of it is. `prompt_tokens` and `completion_tokens`, named as in OpenAI's
    interface, only where the answer has a `usage`.
    """
    times = case.answer["timings"]
    scores = {
        "first_evidence_ms": float(times["total_ms"] - times["generate_ms"] - times["verify_ms"]),
        "first_token_ms": float(times["first_token_ms"]),
        "total_ms": float(times["total_ms"]),
    }
    usage = case.answer.get("usage")
    if usage:
        scores |= {name: float(usage[name]) for name in TOKENS}
    return scores


def tokens(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """`quantiles` by kind ("prompt", "completion"), over the answers that have a `usage`."""
    scores = [cost(case) for case in cases]
    known = {name: [one[name] for one in scores if name in one] for name in TOKENS}
    return {name.removesuffix("_tokens"): quantiles(known[name]) for name in TOKENS if known[name]}


def latencies(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """`quantiles` in milliseconds by kind: {"first_evidence": {"p50", "p95"}, …}."""
    scores = [cost(case) for case in cases]
    if not scores:
        return {}
    return {
        name.removesuffix("_ms"): quantiles([one[name] for one in scores]) for name in LATENCIES
    }


def quantiles(values: Iterable[float]) -> dict[str, float]:
    """Median `p50` and 95th percentile `p95` of at least one value, interpolated linearly."""
    middle, high = np.percentile(list(values), [50, 95])
    return {"p50": float(middle), "p95": float(high)}
