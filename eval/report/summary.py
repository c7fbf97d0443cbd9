"""The main results in plain sentences, made by rules; a rule without data gives none."""

from __future__ import annotations

from eval.report import confidence, tables
from eval.report.facts import ENOUGH, Facts
from eval.report.formatting import duration, is_number, listed, percent, share
from eval.report.outcome import Outcome, gold_rank

MOST = 8
"""Sentences at most; the last ones of `_RULES` are left out."""
NAMED = 3
"""Measures that the comparison names for each verdict, at most."""


def summarise(facts: Facts) -> list[str]:
    """At most `MOST` sentences."""
    found = [rule(facts) for rule in _RULES]
    return [sentence for sentence in found if sentence][:MOST]


def _answered(facts: Facts) -> str:
    among = facts.among(answerable=True)
    total = len(among)
    if not total:
        return "The set has no question that the articles answer." if facts.cases else ""
    right = among.count(Outcome.RIGHT)
    answered = right + among.count(Outcome.WRONG)
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
    cited = facts.metric("citation_hit")
    if not cited:
        return ""
    count = int(cited["count"])
    if count == 1:
        whether = "overlap" if cited["value"] else "do not overlap"
        return f"Its quotations {whether} the gold sentence."
    return (
        f"Of the {count:,} answers to these, {share(round(cited['value'] * count), count)} quote "
        "the gold sentence or a part of it (citation hit)."
    )


def _finding(facts: Facts) -> str:
    found = facts.metric("recall@10")
    if not found or found["count"] == 1:
        return ""
    return (
        f"Of the gold sentences, {percent(found['value'])} stand in the first ten passages found "
        "(Recall@10)."
    )


def _missed(facts: Facts) -> str:
    """Why questions did not get a right answer: refused, answered wrongly, passage not found."""
    missed = [
        (case, one)
        for case, one in zip(facts.cases, facts.outcomes, strict=True)
        if case.question.answerable and one not in (Outcome.RIGHT, Outcome.REFUSED_RIGHTLY)
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
    not_found = sum(gold_rank(case) is None for case in located)
    if not not_found:
        return f"{sentence}; the first ten passages of each hold a gold sentence."
    tail = "none of the first ten passages holds the gold sentence"
    return f"{sentence}; for {not_found:,} of them {tail}."


def _speed(facts: Facts) -> str:
    total = (facts.curve("latency_ms") or {}).get("total") or {}
    if len(facts.cases) < 2 or not (is_number(total.get("p50")) and is_number(total.get("p95"))):
        return ""
    return (
        f"An answer takes {duration(total['p50'])} (median), and {duration(total['p95'])} at the "
        "95th percentile."
    )


def _baseline(facts: Facts) -> str:
    """Which differences are significant."""
    rows = tables.compared(facts.run)
    rows = [row for row in rows if row.is_main] or rows
    if not rows:
        return ""
    name = str((facts.run["baseline"] or {}).get("name") or "the baseline")
    parts = []
    for verdict in ("better", "worse", "different"):
        labels = [f"{row.label} ({row.difference})" for row in rows if row.verdict == verdict]
        if labels:
            more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
            shown = ", ".join(labels[:NAMED]) if more else listed(labels)
            parts.append(f"{verdict} in {shown}{more}")
    if not parts:
        return f"Compared with {name}, no difference in the main measures is significant."
    unclear = sum(row.verdict == "no" for row in rows)
    others = "the other main measure" if unclear == 1 else f"the other {unclear} main measures"
    tail = f" In {others} the difference may be chance." if unclear else ""
    return f"Compared with {name} it is significantly {'; '.join(parts)}.{tail}"


def _tags(facts: Facts) -> str:
    """The tags with the highest and the lowest share of questions that ended well."""
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
        f"Among the tags, “{best}” has most questions answered or refused rightly "
        f"({share(sum(well), len(well))}), “{worst}” fewest ({share(sum(badly), len(badly))})."
    )


_RULES = (
    _answered,
    _quotations,
    _missed,
    confidence.abstention,
    confidence.high,
    confidence.calibration,
    _speed,
    _baseline,
    confidence.threshold,
    _finding,
    _tags,
)
