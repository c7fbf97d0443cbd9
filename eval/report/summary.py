"""What the numbers say, in plain sentences made by rules; what is not known is not said."""

from __future__ import annotations

from eval.report import tables, trust
from eval.report.facts import ENOUGH, Facts
from eval.report.outcome import Outcome, gold_rank
from eval.report.words import duration, is_number, listed, percent, share

MOST = 8
"""Sentences at most; the last of `_RULES` go first."""
NAMED = 3
"""Measures of each kind that the comparison names."""


def summarise(facts: Facts) -> list[str]:
    """At most `MOST` sentences."""
    found = [rule(facts) for rule in _RULES]
    return [sentence for sentence in found if sentence][:MOST]


def _answered(facts: Facts) -> str:
    total = facts.answerable
    if not total:
        return "The set has no question that the articles answer." if facts.cases else ""
    answered = total - facts.count(Outcome.REFUSED_WRONGLY)
    right = facts.count(Outcome.RIGHT)
    if total == 1:
        how = "answered rightly" if right else "answered wrongly" if answered else "refused"
        return f"The one question that the articles answer was {how}."
    if not answered:
        return f"None of the {total:,} questions that the articles answer got an answer."
    return (
        f"Of {total:,} questions that the articles answer, {share(answered, total)} got an answer "
        f"and {share(right, total)} a right one."
    )


def _quotations(facts: Facts) -> str:
    cited = facts.metric("gold cited")
    if not cited:
        return ""
    count = int(cited["count"])
    if count == 1:
        whether = "points" if cited["value"] else "does not point"
        return f"Its quotation {whether} to the gold sentence."
    return (
        f"Of the {count:,} answers to these, {share(round(cited['value'] * count), count)} quote "
        "the gold sentence or a part of it."
    )


def _finding(facts: Facts) -> str:
    found = facts.metric("passage recall@10")
    if not found or found["count"] == 1:
        return ""
    return (
        f"Of the gold sentences, {percent(found['value'])} stand in the first ten passages found."
    )


def _missed(facts: Facts) -> str:
    """Where right answers are lost: by refusing, by answering wrongly, by not finding."""
    missed = [
        (case, one)
        for case, one in zip(facts.cases, facts.outcomes, strict=True)
        if case.question.answerable and one is not Outcome.RIGHT
    ]
    if len(missed) < 2:
        return ""
    refused = sum(one is Outcome.REFUSED_WRONGLY for _, one in missed)
    sentence = (
        f"Of the {len(missed):,} that did not get a right answer, {refused:,} were refused and "
        f"{len(missed) - refused:,} answered wrongly"
    )
    located = [case for case, _ in missed if case.gold]
    if len(located) < len(missed):
        return f"{sentence}."
    unread = sum(gold_rank(case) is None for case in located)
    tail = "none of the first ten passages holds the gold sentence"
    return f"{sentence}; for {unread:,} of them {tail}."


def _speed(facts: Facts) -> str:
    total = (facts.curve("latency_ms") or {}).get("total") or {}
    if len(facts.cases) < 2 or not (is_number(total.get("p50")) and is_number(total.get("p95"))):
        return ""
    return (
        f"Half of the questions are done within {duration(total['p50'])}; the slowest twentieth "
        f"takes longer than {duration(total['p95'])}."
    )


def _baseline(facts: Facts) -> str:
    """Which differences are more than chance."""
    rows = tables.compared(facts.run)
    rows = [row for row in rows if row.is_main] or rows
    if not rows:
        return ""
    name = str((facts.run["baseline"] or {}).get("name") or "the baseline")
    parts = []
    for verdict in ("better", "worse", "different"):
        titles = [f"“{row.title}” ({row.difference})" for row in rows if row.verdict == verdict]
        if titles:
            more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
            shown = ", ".join(titles[:NAMED]) if more else listed(titles)
            parts.append(f"{verdict} in {shown}{more}")
    if not parts:
        return f"Compared with {name}, no difference in the main measures is more than chance."
    unclear = sum(row.verdict == "no" for row in rows)
    others = "the other main measure" if unclear == 1 else f"the other {unclear} main measures"
    tail = f" In {others} the difference may be chance." if unclear else ""
    return f"Compared with {name} it is, by more than chance, {'; '.join(parts)}.{tail}"


def _tags(facts: Facts) -> str:
    """The kind of question that goes best, and the one that goes worst."""
    ended: dict[str, list[bool]] = {}
    for case, one in zip(facts.cases, facts.outcomes, strict=True):
        for tag in set(case.question.tags):
            good = one in (Outcome.RIGHT, Outcome.REFUSED_RIGHTLY)
            ended.setdefault(tag, []).append(good)
    shares = sorted(
        (sum(many) / len(many), tag, many) for tag, many in ended.items() if len(many) >= ENOUGH
    )
    if len(shares) < 2 or shares[0][0] == shares[-1][0]:
        return ""
    (_, worst, badly), (_, best, well) = shares[0], shares[-1]
    return (
        f"Among the tags it does best on “{best}” ({share(sum(well), len(well))} answered or "
        f"refused rightly) and worst on “{worst}” ({share(sum(badly), len(badly))})."
    )


_RULES = (
    _answered,
    _quotations,
    _missed,
    trust.refusals,
    trust.confidence,
    _speed,
    _baseline,
    trust.threshold,
    _finding,
    _tags,
)
