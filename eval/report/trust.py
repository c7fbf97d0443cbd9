"""Sentences of the summary: whether refusals and confidence can be trusted."""

from __future__ import annotations

from eval.report.facts import ENOUGH, Facts
from eval.report.outcome import Outcome
from eval.report.words import figure, is_number, share

NOTEWORTHY = 0.05
"""A smaller gap between confidence and truth is not spoken of."""
_RANGES = (("low", 0.0, 1 / 3), ("middle", 1 / 3, 2 / 3), ("high", 2 / 3, 1.01))


def refusals(facts: Facts) -> str:
    """What became of the questions that the articles do not answer."""
    total = len(facts.cases) - facts.answerable
    refused = facts.count(Outcome.REFUSED_RIGHTLY)
    if not facts.cases:
        return ""
    if not total:
        return (
            "Every question of the set has an answer, so it does not show whether the program "
            "knows when not to answer."
        )
    if total == 1:
        verb = "refuses" if refused else "answers all the same"
        return f"The one question that the articles do not answer, it {verb}."
    if refused == total:
        return f"It refuses all {total:,} questions that the articles do not answer."
    if not refused:
        return f"It refuses none of the {total:,} questions that the articles do not answer."
    return (
        f"Of the {total:,} questions that the articles do not answer, it refuses "
        f"{share(refused, total)} and answers the others all the same."
    )


def confidence(facts: Facts) -> str:
    """The range in which confidence is furthest from the truth."""
    rows = [row for row in facts.curve("reliability") or () if row[2] > 0]
    gaps = []
    for name, low, high in _RANGES:
        inside = [row for row in rows if low <= row[0] < high]
        count = sum(row[2] for row in inside)
        if count >= ENOUGH:
            gap = sum((row[0] - row[1]) * row[2] for row in inside) / count
            gaps.append((abs(gap), gap, name, count))
    if not gaps:
        return ""
    size, gap, name, count = max(gaps)
    if size < NOTEWORTHY:
        return (
            "Confidence can be taken at its word: in no range is it off by "
            f"{NOTEWORTHY} or more on average."
        )
    way = "high" if gap > 0 else "low"
    return (
        f"Confidence that the articles answer is furthest off in the {name} range: there it is "
        f"too {way} by {size:.2f} on average ({count:,.0f} questions)."
    )


def threshold(facts: Facts) -> str:
    """From which confidence on its answers are nearly always right, and how many those are."""
    if "threshold_95" not in facts.run or not facts.answered:
        return ""
    lowest = facts.run["threshold_95"]
    if not is_number(lowest):
        return "There is no confidence above which 95 % of its answers are right."
    sure = sum(
        case.is_answered and (case.answer.get("confidence") or 0) >= lowest for case in facts.cases
    )
    return (
        f"Where its confidence is {figure(float(lowest))} or more, 95 % of its answers are right; "
        f"that holds for {sure:,} of its {facts.answered:,} answers."
    )
