"""The curves as SVG: text stays text, colours are the page's, the background is transparent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.report.formatting import duration, figure, is_number, percent
from eval.report.svg import ACCENT, INK, STYLE, to_svg


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of the report; `header` and `rows` are its numbers as a table."""

    key: str
    title: str
    reading: str
    svg: Markup
    header: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)


def plots(curves: Mapping[str, Any]) -> list[Plot]:
    """A plot of each curve that is there, by its key in `metrics.json`."""
    with matplotlib.rc_context(STYLE):
        made = (
            _risk_coverage(_points(curves.get("risk_coverage"), 2)),
            _reliability(_points(curves.get("reliability"), 3)),
            _recall(_points(curves.get("recall_at_k"), 2)),
            _latency(curves.get("latency_ms") or {}),
        )
    return [plot for plot in made if plot is not None]


def _risk_coverage(points: list[tuple[float, ...]]) -> Plot | None:
    if not points:
        return None
    canvas, axes = _canvas()
    axes.plot(*zip(*points, strict=True), color=ACCENT, marker="o" if len(points) < 3 else None)
    axes.set(xlabel="coverage: share of questions answered", ylabel="risk: share of these wrong")
    axes.set(xlim=(0, 1.02), ylim=(0, max(0.1, max(risk for _, risk in points) * 1.1)))
    return Plot(
        "risk-coverage",
        "Risk-coverage curve",
        "On the left only the most confident answers are given; towards the right the threshold "
        "falls, and more questions are answered, up to those that the program refuses. The lower "
        "the line, the fewer answers are wrong. AURC is its mean height.",
        to_svg(canvas, "risk-coverage"),
        ("Coverage", "Risk"),
        [(percent(coverage), percent(risk)) for coverage, risk in _thinned(points)],
    )


def _reliability(points: list[tuple[float, ...]]) -> Plot | None:
    points = [point for point in points if point[2] > 0]
    if not points:
        return None
    canvas = Figure(figsize=(4.6, 3.9), layout="constrained")
    above, below = canvas.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    confidence, shares, counts = (list(column) for column in zip(*points, strict=True))
    above.plot([0, 1], [0, 1], color=INK, linewidth=0.8, linestyle=(0, (4, 4)))
    above.plot(confidence, shares, color=ACCENT, marker="o", markersize=5)
    above.set(ylabel="share right", xlim=(0, 1.02), ylim=(-0.02, 1.05))
    below.bar(confidence, counts, width=0.04, color=ACCENT)
    below.set(xlabel="mean confidence", ylabel="answers")
    below.set_ylim(0, max(counts) * 1.35)
    below.grid(visible=False)
    for place, count in zip(confidence, counts, strict=True):
        below.annotate(
            f"{count:.0f}", (place, count), (0, 2), textcoords="offset points", ha="center",
            fontsize=8,
        )  # fmt: skip
    return Plot(
        "reliability",
        "Reliability diagram",
        "Confidence is the probability that an answer is right. On the dashed line it is "
        "calibrated: of the answers that got 0.7, 70 % are right. Points below the line are "
        "overconfident, points above it underconfident; a point of few answers "
        "says little. The mean distance from the line is ECE.",
        to_svg(canvas, "reliability"),
        ("Confidence", "Right", "Answers"),
        [(figure(at), figure(true), f"{count:.0f}") for at, true, count in points],
    )


def _recall(points: list[tuple[float, ...]]) -> Plot | None:
    if not points:
        return None
    canvas, axes = _canvas()
    ks = [k for k, _ in points]
    axes.plot(*zip(*points, strict=True), color=ACCENT, marker="o", markersize=5)
    if len(ks) <= 10:
        axes.set_xticks(ks, [f"{k:.0f}" for k in ks])
    axes.set(xlabel="k: first passages", ylabel="Recall@k", ylim=(0, 1.05))
    return Plot(
        "recall-at-k",
        "Recall@k of passages",
        "The share of the gold sentences that stand in the first k passages found. Where the "
        "passage is not found, the answer can hardly be right.",
        to_svg(canvas, "recall-at-k"),
        ("k", "Recall@k"),
        [(f"{k:.0f}", percent(value)) for k, value in points],
    )


def _latency(stages: Mapping[str, Any]) -> Plot | None:
    rows = [
        (str(name)[:24].replace("_", " "), float(one["p50"]), float(one["p95"]))
        for name, one in stages.items()
        if isinstance(one, Mapping) and is_number(one.get("p50")) and is_number(one.get("p95"))
    ]
    if not rows:
        return None
    canvas = Figure(figsize=(4.6, 0.9 + 0.55 * len(rows)), layout="constrained")
    axes = canvas.subplots()
    names, middle, slow = (list(column) for column in zip(*rows, strict=True))
    places = list(range(len(rows)))
    axes.hlines(places, middle, slow, color=ACCENT, linewidth=1.2)
    axes.barh(places, middle, height=0.45, color=ACCENT)
    axes.plot(slow, places, color=ACCENT, marker="|", markersize=10, linestyle="none")
    for place, (_, half, most) in enumerate(rows):
        axes.annotate(
            f"{duration(half)} / {duration(most)}", (most, place), (6, 0),
            textcoords="offset points", va="center", fontsize=8,
        )  # fmt: skip
    axes.set_yticks(places, names)
    axes.set(xlabel="milliseconds after the question", ylim=(len(rows) - 0.5, -0.5))
    axes.set_xlim(0, max(*slow, 1.0) * 1.35)
    axes.grid(visible=False, axis="y")
    return Plot(
        "latency",
        "Latency",
        "The bar ends at the median, the thin line at the 95th percentile: one question in twenty "
        "takes longer.",
        to_svg(canvas, "latency"),
        ("Until", "Median", "95th percentile"),
        [(name, duration(half), duration(most)) for name, half, most in rows],
    )


def _canvas() -> tuple[Figure, Axes]:
    canvas = Figure(figsize=(4.6, 3.1), layout="constrained")
    return canvas, canvas.subplots()


def _points(rows: Any, width: int) -> list[tuple[float, ...]]:
    """The first `width` numbers of each row; rows without as many numbers are left out."""
    return [
        tuple(float(one) for one in row[:width])
        for row in rows or ()
        if len(row) >= width and all(is_number(one) for one in row[:width])
    ]


def _thinned(points: Sequence[tuple[float, ...]], most: int = 20) -> list[tuple[float, ...]]:
    """At most `most` of the points, at equal steps, with the last one."""
    step = max(1, -(-len(points) // most))
    return list(reversed(list(points)[::-1][::step]))
