"""Sentences of the summary on abstention, calibration and thresholds."""

from __future__ import annotations

from eval.metrics.abstention import HIGH
from eval.report.facts import ENOUGH, Facts
from eval.report.formatting import figure, is_number, share
from eval.report.outcome import Outcome

WELL_CALIBRATED = 0.05
"""A smaller gap between mean confidence and the share that is right counts as none."""
_RANGES = (("low", 0.0, 1 / 3), ("middle", 1 / 3, 2 / 3), ("high", 2 / 3, 1.01))


def abstention(facts: Facts) -> str:
    """How many of the unanswerable questions were refused."""
    among = facts.among(answerable=False)
    total, refused = len(among), among.count(Outcome.REFUSED_RIGHTLY)
    if not facts.cases:
        return ""
    if not total:
        if any(case.question.answerable is None for case in facts.cases):
            return ""
        return (
            "The articles answer every question of the set, so it does not show whether the "
            "program refuses where it should."
        )
    if total == 1:
        verb = "refused" if refused else "answered all the same"
        return f"The one question that the articles do not answer was {verb}."
    if refused == total:
        return f"It refuses all {total:,} questions that the articles do not answer."
    if not refused:
        return f"It refuses none of the {total:,} questions that the articles do not answer."
    return (
        f"Of the {total:,} questions that the articles do not answer, it refuses "
        f"{share(refused, total)} (abstention recall) and answers the others all the same."
    )


def high(facts: Facts) -> str:
    """How many of the answers that are said to be sure are right."""
    sure = facts.metric("selective_accuracy@.85")
    if not sure or sure["count"] < ENOUGH:
        return ""
    count = int(sure["count"])
    right = share(round(sure["value"] * count), count)
    return f"Of the {count:,} answers with a confidence of {HIGH:.2f} or more, {right} are right."


def calibration(facts: Facts) -> str:
    """The range in which confidence is furthest from the share of right answers."""
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
    if size < WELL_CALIBRATED:
        return (
            "Confidence is well calibrated: in no range is it off by "
            f"{WELL_CALIBRATED} or more on average."
        )
    way = "high" if gap > 0 else "low"
    return (
        f"Confidence is calibrated worst in its {name} range: there it is too {way} by "
        f"{size:.2f} on average ({count:,.0f} answers)."
    )


def threshold(facts: Facts) -> str:
    """The confidence from which on 95 % of the answers are right, and how many those are."""
    if "threshold_95" not in facts.run or not facts.answered:
        return ""
    lowest = facts.run["threshold_95"]
    if not is_number(lowest):
        return "At no threshold of confidence are 95 % of its answers right."
    sure = sum(
        case.is_answered and (case.answer.get("confidence") or 0) >= lowest for case in facts.cases
    )
    return (
        f"At a confidence of {figure(float(lowest))} or more 95 % of its answers are right; "
        f"{sure:,} of its {facts.answered:,} answers have that."
    )
