"""The tables: measures by group, by kind and tag, and against the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from eval.metrics.catalog import USES_ATTRIBUTION
from eval.report import formatting

GROUPS = {
    "retrieval": "Retrieval",
    "answers": "Answers",
    "citations": "Citations",
    "abstention": "Abstention and confidence",
    "cost": "Latency and tokens",
}
MAIN = (
    "right",
    "recall@10",
    "coverage_answerable",
    "cover_em",
    "citation_hit",
    "abstention_recall",
    "total_ms",
)
"""Measures of the tables of kinds and tags; the comparison shows them before all others."""
LEVEL = 0.05
"""Level of significance: a difference with a larger `p` may be chance."""
MOST = 6
"""Columns of the table of tags."""
Verdict = Literal["better", "worse", "different", "no"]
"""Whether a difference is significant, and in which direction."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as its table shows it."""

    label: str
    title: str
    value: str
    interval: str
    count: str
    direction: str
    uses_attribution: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure beside the baseline's."""

    label: str
    title: str
    ours: str
    theirs: str
    difference: str
    interval: str
    p: str
    better: str
    worse: str
    verdict: Verdict
    is_main: bool

    @property
    def is_shown(self) -> bool:
        """Whether it is shown at once: a main measure, or a significant difference."""
        return self.is_main or self.verdict != "no"


def groups(metrics: Mapping[str, Any]) -> list[tuple[str, list[Row]]]:
    """The measures under the titles of their groups, in the order of `GROUPS`."""
    found: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for name, metric in metrics.items():
        found.setdefault(metric.get("group") or "other", []).append(_row(name, metric))
    return [(GROUPS.get(name, name.capitalize()), rows) for name, rows in found.items() if rows]


def _row(name: str, metric: Mapping[str, Any]) -> Row:
    return Row(
        label(name, metric),
        title(metric),
        formatting.figure(metric.get("value")),
        formatting.interval(metric.get("low"), metric.get("high")),
        formatting.number(metric.get("count")),
        formatting.direction(metric.get("better")),
        name in USES_ATTRIBUTION,
    )


def label(name: str, metric: Mapping[str, Any] | None) -> str:
    """The field's name of a measure; its key where the run does not give one."""
    return str((metric or {}).get("label") or name)


def title(metric: Mapping[str, Any] | None) -> str:
    """A measure in plain words; empty where the run does not give them."""
    return str((metric or {}).get("title") or "")


def grouped(
    run: Mapping[str, Any], by: Literal["by_kind", "by_tag"]
) -> tuple[list[tuple[str, str]], list[tuple[str, str, list[tuple[str, str]]]]]:
    """The table of kinds of question, or of tags.

    Returns:
        Label and title of each column; for each row its name, count, and value with interval.
    """
    groups: Mapping[str, Mapping[str, Any]] = run.get(by) or {}
    metrics = run.get("metrics") or {}
    there = {name for values in groups.values() for name in values}
    names = [name for name in MAIN if name in there]
    names += [name for name in metrics if name in there and name not in names]
    names = names[:MOST]
    rows = []
    for group, values in groups.items():
        most = max((one.get("count") or 0 for one in values.values()), default=0)
        cells = [_cell(values.get(name) or {}) for name in names]
        rows.append((group, formatting.number(most), cells))
    columns = [(label(name, metrics.get(name)), title(metrics.get(name))) for name in names]
    return columns, rows if names else []


def _cell(metric: Mapping[str, Any]) -> tuple[str, str]:
    between = formatting.interval(metric.get("low"), metric.get("high"))
    return formatting.figure(metric.get("value")), "" if between == formatting.NONE else between


def compared(run: Mapping[str, Any]) -> list[Compared]:
    """Each measure beside the baseline's."""
    metrics = run.get("metrics") or {}
    baseline = (run.get("baseline") or {}).get("metrics") or {}
    return [
        Compared(
            label(name, metrics.get(name)),
            title(metrics.get(name)),
            formatting.figure(one.get("ours")),
            formatting.figure(one.get("theirs")),
            formatting.signed(one.get("difference")),
            _between(one),
            _p(one.get("p")),
            formatting.number(one.get("better")),
            formatting.number(one.get("worse")),
            verdict(one, (metrics.get(name) or {}).get("better")),
            name in MAIN,
        )
        for name, one in baseline.items()
    ]


def verdict(one: Mapping[str, Any], better: Any) -> Verdict:
    """Whether a difference is significant, and in which direction.

    It is where its interval excludes 0 and `p` is below `LEVEL`. The interval alone does not
    suffice: with few questions it is so narrow that it excludes 0 by chance.
    """
    low, high, p = one.get("low"), one.get("high"), one.get("p")
    if not (formatting.is_number(low) and formatting.is_number(high) and formatting.is_number(p)):
        return "no"
    if low <= 0 <= high or p >= LEVEL:
        return "no"
    way = formatting.direction(better)
    if way == formatting.NONE:
        return "different"
    return "better" if (low > 0) == (way == "higher") else "worse"


def in_both(run: Mapping[str, Any]) -> str:
    """How many questions are compared with the baseline, as a sentence; empty if not known."""
    common = (run.get("baseline") or {}).get("in_both")
    if not formatting.is_number(common):
        return ""
    asked = formatting.number(len(run.get("scores") or ()))
    return f"{formatting.number(common)} of {asked} questions are in both."


def changes(run: Mapping[str, Any]) -> dict[str, str]:
    """By id, which questions are better or worse than in the baseline."""
    baseline = run.get("baseline") or {}
    return {str(one): way for way in ("better", "worse") for one in baseline.get(way) or ()}


def _between(one: Mapping[str, Any]) -> str:
    low, high = one.get("low"), one.get("high")
    if not (formatting.is_number(low) and formatting.is_number(high)):
        return formatting.NONE
    return f"{formatting.signed(low)} to {formatting.signed(high)}"


def _p(value: Any) -> str:
    if not formatting.is_number(value):
        return formatting.NONE
    return "< 0.001" if value < 0.001 else formatting.figure(float(value))


def classifier_lines(run: Mapping[str, Any]) -> list[str]:
    """Balanced accuracy of the attribution classifier, a line for each set it was measured on."""
    classifier = run.get("attribution") or {}
    lines = []
    for name, one in (classifier.get("accuracy") or {}).items():
        if formatting.is_number(one.get("value")):
            between = formatting.interval(one.get("low"), one.get("high"))
            tail = "" if between == formatting.NONE else f" ({between})"
            claims = f"{formatting.number(one.get('count'))} claims of {name}"
            lines.append(f"{formatting.figure(one['value'])}{tail} on {claims}")
    return lines
