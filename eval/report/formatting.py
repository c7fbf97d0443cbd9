"""Numbers as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeGuard

NONE = "–"
"""In place of a number that is not there."""
FEW = 20
"""A share of fewer questions than this is given as a count: 3 of 5."""


def is_number(value: Any) -> TypeGuard[float]:
    """Whether it is a number; NaN and truth values are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def figure(value: Any) -> str:
    """A value of any measure: 0.713, 12.4, 1,243."""
    if not is_number(value):
        return NONE
    size = abs(value)
    if size >= 100:
        return _minus(f"{value:,.0f}")
    return _minus(f"{value:.{3 if size < 2 else 2 if size < 10 else 1}f}")


def number(value: Any) -> str:
    """A count: 1, 1,243."""
    return f"{value:,.0f}" if is_number(value) else NONE


def signed(value: Any) -> str:
    """A difference: +0.021, −0.300."""
    text = figure(value)
    return f"+{text}" if is_number(value) and value > 0 else text


def brief(value: float) -> str:
    """A score of one question: 1, 0.631, 422."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def interval(low: Any, high: Any) -> str:
    """0.610 to 0.702."""
    return f"{figure(low)} to {figure(high)}" if is_number(low) and is_number(high) else NONE


def percent(value: float) -> str:
    """71 %; only 0 and 1 are given as 0 % and 100 %."""
    rounded = round(value * 100)
    if rounded == 100 and value < 1:
        return "more than 99 %"
    if rounded == 0 and value > 0:
        return "less than 1 %"
    return f"{rounded} %"


def share(part: int, whole: int) -> str:
    """71 %, or 3 of 5 where there are fewer than `FEW`."""
    return f"{part} of {whole}" if whole < FEW else percent(part / whole)


def duration(ms: float) -> str:
    """85 ms, 1.2 s, 75 s."""
    if ms < 995:
        return f"{ms:.0f} ms"
    return f"{ms / 1000:.1f} s" if ms < 59_950 else f"{ms / 60_000:.1f} min"


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def is_lower_better(better: Any) -> bool:
    """Whether a measure's direction, as a run gives it, is that lower is better."""
    return str(better).startswith(("low", "less", "small", "down"))


def direction(better: Any) -> str:
    """The direction of a measure, as tables give it: higher, lower, or `NONE`."""
    if is_lower_better(better):
        return "lower"
    return "higher" if str(better).startswith(("high", "more", "great", "up")) else NONE


def _minus(text: str) -> str:
    return text.replace("-", "−")
