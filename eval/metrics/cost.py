"""What an answer costs: milliseconds, and tokens where the answer tells them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from eval.case import Case, Scores

TOKENS = ("tokens read", "tokens written")
LATENCIES = ("first evidence ms", "first token ms", "total ms")


def cost(case: Case) -> Scores:
    """Milliseconds to the first evidence, the first word and the end; tokens under `usage`.

    `tokens read` and `tokens written` are there only if the answer has a `usage` with
    `prompt_tokens` and `completion_tokens`, the names of the OpenAI interface.
    """
    times = case.answer["timings"]
    scores = {
        "first evidence ms": float(times["search_ms"] + times["evidence_ms"]),
        "first token ms": float(times["first_token_ms"]),
        "total ms": float(times["total_ms"]),
    }
    usage = case.answer.get("usage")
    if usage:
        scores["tokens read"] = float(usage["prompt_tokens"])
        scores["tokens written"] = float(usage["completion_tokens"])
    return scores


def tokens(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """As `latencies`, by kind ("read", "written"), over the answers that tell them."""
    scores = [cost(case) for case in cases]
    told = {name: [one[name] for one in scores if name in one] for name in TOKENS}
    return {name.removeprefix("tokens "): quantiles(told[name]) for name in TOKENS if told[name]}


def latencies(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile in milliseconds, by kind: {"total": {"p50", "p95"}, …}."""
    scores = [cost(case) for case in cases]
    if not scores:
        return {}
    return {
        name.removesuffix(" ms"): quantiles([one[name] for one in scores]) for name in LATENCIES
    }


def quantiles(values: Iterable[float]) -> dict[str, float]:
    """`p50` and `p95` of at least one value, between neighbours by their distance."""
    middle, high = np.percentile(list(values), [50, 95])
    return {"p50": float(middle), "p95": float(high)}
