"""The tables: measures by group, by tag, and against the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from eval.report import words

GROUPS = {
    "retrieval": "Finding passages",
    "answers": "Answers",
    "citations": "Quotations",
    "abstention": "Knowing when not to answer",
    "cost": "Time and cost",
}
MAIN = (
    "passage recall@10",
    "answered of answerable",
    "holds gold answer",
    "gold cited",
    "refused of unanswerable",
    "total ms",
)
"""Measures that the table of tags shows, and the comparison before all others."""
LEVEL = 0.05
"""A difference with a larger `p` may be chance."""
MOST = 6
"""Columns of the table of tags."""
Verdict = Literal["better", "worse", "different", "no"]
"""Whether a difference is more than chance, and which way."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as its table shows it."""

    name: str
    title: str
    value: str
    interval: str
    count: str
    direction: str
    by_judge: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure beside the baseline's."""

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
        """Whether it is worth a look: a main measure, or a clear difference."""
        return self.is_main or self.verdict != "no"


def groups(metrics: Mapping[str, Any]) -> list[tuple[str, list[Row]]]:
    """The measures under the titles of their groups, in the order of `GROUPS`."""
    found: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for name, metric in metrics.items():
        found.setdefault(metric.get("group") or "other", []).append(_row(name, metric))
    return [(GROUPS.get(name, name.capitalize()), rows) for name, rows in found.items() if rows]


def _row(name: str, metric: Mapping[str, Any]) -> Row:
    return Row(
        name,
        title(name, metric),
        words.figure(metric.get("value")),
        words.interval(metric.get("low"), metric.get("high")),
        words.number(metric.get("count")),
        words.direction(metric.get("better")),
        "judge" in title(name, metric),
    )


def title(name: str, metric: Mapping[str, Any] | None) -> str:
    """What a measure is called."""
    return str((metric or {}).get("title") or name)


def by_tag(
    run: Mapping[str, Any],
) -> tuple[list[str], list[tuple[str, str, list[tuple[str, str]]]]]:
    """Titles of the columns; for each tag its name, count, and value with interval."""
    tags: Mapping[str, Mapping[str, Any]] = run.get("by_tag") or {}
    metrics = run.get("metrics") or {}
    there = {name for values in tags.values() for name in values}
    names = [name for name in MAIN if name in there]
    names += [name for name in metrics if name in there and name not in names]
    names = names[:MOST]
    rows = []
    for tag, values in tags.items():
        most = max((one.get("count") or 0 for one in values.values()), default=0)
        cells = [_cell(values.get(name) or {}) for name in names]
        rows.append((tag, words.number(most), cells))
    return [title(name, metrics.get(name)) for name in names], rows if names else []


def _cell(metric: Mapping[str, Any]) -> tuple[str, str]:
    between = words.interval(metric.get("low"), metric.get("high"))
    return words.figure(metric.get("value")), "" if between == words.NONE else between


def compared(run: Mapping[str, Any]) -> list[Compared]:
    """Each measure beside the baseline's."""
    metrics = run.get("metrics") or {}
    baseline = (run.get("baseline") or {}).get("metrics") or {}
    return [
        Compared(
            title(name, metrics.get(name)),
            words.figure(one.get("ours")),
            words.figure(one.get("theirs")),
            words.signed(one.get("difference")),
            _between(one),
            _p(one.get("p")),
            words.number(one.get("better")),
            words.number(one.get("worse")),
            verdict(one, (metrics.get(name) or {}).get("better")),
            name in MAIN,
        )
        for name, one in baseline.items()
    ]


def verdict(one: Mapping[str, Any], better: Any) -> Verdict:
    """Whether a difference is more than chance, and which way.

    It is where the interval leaves out 0 and `p` is below `LEVEL`: an interval of few questions
    has hardly any width, so that it leaves out 0 by chance.
    """
    low, high, p = one.get("low"), one.get("high"), one.get("p")
    if not (words.is_number(low) and words.is_number(high) and words.is_number(p)):
        return "no"
    if low <= 0 <= high or p >= LEVEL:
        return "no"
    way = words.direction(better)
    if way == words.NONE:
        return "different"
    return "better" if (low > 0) == (way == "higher") else "worse"


def in_both(run: Mapping[str, Any]) -> str:
    """How many questions are compared with the baseline, as a sentence; empty if not known."""
    common = (run.get("baseline") or {}).get("in_both")
    if not words.is_number(common):
        return ""
    asked = words.number(len(run.get("scores") or ()))
    return f"{words.number(common)} of {asked} questions are in both."


def changes(run: Mapping[str, Any]) -> dict[str, str]:
    """By id, which questions went better or worse than in the baseline."""
    baseline = run.get("baseline") or {}
    return {str(one): way for way in ("better", "worse") for one in baseline.get(way) or ()}


def _between(one: Mapping[str, Any]) -> str:
    low, high = one.get("low"), one.get("high")
    if not (words.is_number(low) and words.is_number(high)):
        return words.NONE
    return f"{words.signed(low)} to {words.signed(high)}"


def _p(value: Any) -> str:
    if not words.is_number(value):
        return words.NONE
    return "< 0.001" if value < 0.001 else words.figure(float(value))


def judge_lines(run: Mapping[str, Any]) -> list[str]:
    """How often the judge itself is right, a line for each set it was tried on."""
    judge = run.get("judge") or {}
    lines = []
    for name, one in (judge.get("accuracy") or {}).items():
        if words.is_number(one.get("value")):
            between = words.interval(one.get("low"), one.get("high"))
            tail = "" if between == words.NONE else f" ({between})"
            judgements = f"{words.number(one.get('count'))} judgements of {name}"
            lines.append(f"{words.figure(one['value'])}{tail} on {judgements}")
    return lines
