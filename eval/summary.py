"""All measures of a run, with their intervals: the content of `metrics.json` and of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.case import Case, Metric, Scores
from eval.metrics.abstention import abstention
from eval.metrics.answers import short_answer, whole_answer
from eval.metrics.attribution import AttributionClassifier
from eval.metrics.catalog import CATALOG
from eval.metrics.citations import TextOf, citation_quality, gold_citations, verbatim
from eval.metrics.confidence import (
    Flags,
    Outcomes,
    aurc,
    auroc,
    auroc_right,
    calibration_error,
    reliability,
    risk_coverage,
    threshold_for,
    tnr_at_tpr,
)
from eval.metrics.cost import cost, latencies, tokens
from eval.metrics.retrieval import recall_curve, retrieval
from eval.statistics import interval, interval_of, paired

LEAST_OF_TAG = 5
"""Questions with a tag from which on its measures are computed."""

_OF_SETS: dict[str, tuple[Callable[[Outcomes], float | None], Callable[[Outcomes], Flags]]] = {
    "auroc": (auroc, lambda outcomes: outcomes.known),
    "auroc_right": (auroc_right, lambda outcomes: outcomes.answered),
    "tnr@tpr90": (tnr_at_tpr, lambda outcomes: outcomes.known),
    "aurc": (aurc, lambda outcomes: outcomes.answered),
    "ece": (calibration_error, lambda outcomes: outcomes.known),
}
"""Measures of a set, and which of its questions each is over."""


def summarise(
    cases: Sequence[Case],
    seed: int,
    classifier: AttributionClassifier | None,
    text_of: TextOf,
) -> dict[str, Any]:
    """Measures with 95 % intervals, by tag, curves, and every question's values.

    Args:
        cases: Each with an id of its own.
        seed: Of the resampling.
        classifier: Without one, there is no citation recall and precision.
        text_of: The stored text of an article, by its id.

    Returns:
        What JSON can hold: "metrics", "by_kind" and "by_tag" (keys as in `eval.metrics.catalog`;
        without those that apply to no question), "curves", "threshold_95", "attribution", and
        "scores" by the questions' ids.
    """
    scores = _scores(cases, classifier, text_of)
    outcomes = Outcomes.of(cases)

    def of(groups: Mapping[str, Sequence[Case]]) -> dict[str, dict[str, Any]]:
        return {
            name: _means([scores[one.question.id] for one in many], seed)
            | _of_set(Outcomes.of(many), seed)
            for name, many in groups.items()
        }

    return {
        "metrics": _described(_means(scores.values(), seed) | _of_set(outcomes, seed)),
        "by_kind": of(_kinds(cases)),
        "by_tag": of(_tags(cases)),
        "curves": {
            "risk_coverage": [list(point) for point in risk_coverage(outcomes)],
            "reliability": [list(row) for row in reliability(outcomes)],
            "recall_at_k": recall_curve(cases),
            "latency_ms": latencies(cases),
            "tokens": tokens(cases),
        },
        "threshold_95": threshold_for(outcomes, 0.95),
        "attribution": {"name": classifier.name, "accuracy": dict(classifier.accuracy)}
        if classifier
        else None,
        "scores": scores,
    }


def compare(
    ours: Mapping[str, Scores], theirs: Mapping[str, Scores], seed: int
) -> dict[str, dict[str, Any]]:
    """Compares two runs' "scores" on the questions that both have, by measure, under "metrics".

    Each: `ours` and `theirs` (means), `difference` with `low`, `high` and `p`, `count`, how
    many questions are `better` and `worse`, and which (`better_ids`, `worse_ids`).
    """
    metrics = {}
    for name, described in CATALOG.items():
        first, second = _column(ours, name), _column(theirs, name)
        if first.keys().isdisjoint(second):
            continue
        found = asdict(paired(first, second, seed, lower_wins=described.better == "lower"))
        for way in ("better", "worse"):
            found[f"{way}_ids"] = list(found[way])
            found[way] = len(found[way])
        metrics[name] = found
    return {"metrics": metrics}


def _scores(
    cases: Sequence[Case], classifier: AttributionClassifier | None, text_of: TextOf
) -> dict[str, dict[str, float]]:
    metrics: list[Metric] = [
        retrieval, whole_answer, lambda case: verbatim(case, text_of), gold_citations, abstention,
        cost,
    ]  # fmt: skip
    if any(case.answer["short"] is not None for case in cases):
        metrics.append(short_answer)  # or only abstentions would be scored
    if classifier is not None:
        metrics.append(lambda case: citation_quality(case, classifier))
    return {
        case.question.id: {
            name: value for metric in metrics for name, value in metric(case).items()
        }
        for case in cases
    }


def _means(scores: Iterable[Scores], seed: int) -> dict[str, dict[str, Any]]:
    values: dict[str, list[float]] = defaultdict(list)
    for one in scores:
        for name, value in one.items():
            values[name].append(value)
    return {name: asdict(interval(values[name], seed)) for name in CATALOG if name in values}


def _of_set(outcomes: Outcomes, seed: int) -> dict[str, dict[str, Any]]:
    found = {}
    for name, (statistic, over) in _OF_SETS.items():
        one = interval_of(
            lambda rows, statistic=statistic: statistic(outcomes.take(rows)),  # type: ignore[misc]
            len(outcomes.confidence),
            seed,
        )
        if one is not None:
            found[name] = {**asdict(one), "count": int(over(outcomes).sum())}
    return found


def _described(metrics: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {**metrics[name], **asdict(described)}
        for name, described in CATALOG.items()
        if name in metrics
    }


def _kinds(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Cases by the kind of question that the set gives, in its order; those of none left out."""
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.question.kind:
            found[case.question.kind].append(case)
    return found


def _tags(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Cases by tag, for the tags with `LEAST_OF_TAG` cases or more that are no kinds."""
    tagged: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for tag in dict.fromkeys(case.question.tags):
            if tag == case.question.kind:
                continue
            tagged[tag].append(case)
    return {tag: many for tag, many in sorted(tagged.items()) if len(many) >= LEAST_OF_TAG}


def _column(scores: Mapping[str, Scores], name: str) -> dict[str, float]:
    return {one: values[name] for one, values in scores.items() if name in values}
