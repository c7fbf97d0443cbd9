"""An answer against the gold answers. Only for answerable questions that have some.

A refusal scores 0 everywhere. `short` is compared as SQuAD does; where an answer has no `short`
these two do not apply, so their mean is over the refused and those with one: to be read
together with their count.
"""

from __future__ import annotations

import re
from collections import Counter

from eval.case import Case, Scores
from eval.metrics.squad import exact_match, holds, normal, token_f1

_MARK = re.compile(r"\s*\[\d+\]")
_YES_OR_NO = {"yes", "no"}
_OPENING = re.compile(r"\W*(yes|no)\b(?!['’-]\w)(?:[^\w\s]|\s+[—–-]|\s*?(?:\n|$))", re.IGNORECASE)
"""Yes or no as a word of its own, not as in "No one was hurt"."""


def short_answer(case: Case) -> Scores:
    """`exact match` and `token f1` of `short`: the best over the gold answers, 0 or 1 and 0..1."""
    if not _applies(case):
        return {}
    if not case.is_answered:
        return {"exact match": 0.0, "token f1": 0.0}
    short = case.answer["short"]
    if short is None:
        return {}
    golds = case.question.answers
    return {
        "exact match": max(exact_match(short, gold) for gold in golds),
        "token f1": max(token_f1(short, gold) for gold in golds),
    }


def whole_answer(case: Case) -> Scores:
    """`holds gold answer`, and `yes/no` and `choice` for questions of these kinds; 0 or 1.

    `holds gold answer`: one of the gold answers stands in the text, between whole tokens. Not
    for yes/no questions: "no" stands in many a text. `yes/no`: `short`, or else the text, opens
    with the gold answer as a word of its own. `choice`: the choice of which `short`, or else the
    text, holds most is a gold answer.
    """
    if not _applies(case):
        return {}
    scores = {}
    if is_yes_or_no(case):
        scores["yes/no"] = float(_says(case) in set(map(normal, case.question.answers)))
    else:
        scores["holds gold answer"] = float(holds_gold(case))
    if case.question.choices:
        chosen = _chosen(case)
        scores["choice"] = float(chosen in set(map(normal, case.question.answers)))
    return scores


def holds_gold(case: Case) -> bool:
    """Whether it was answered with a text in which a gold answer stands."""
    text = plain_text(case)
    return case.is_answered and any(holds(text, gold) for gold in case.question.answers)


def is_yes_or_no(case: Case) -> bool:
    """Whether the question has answers and each is "yes" or "no"."""
    golds = {normal(gold) for gold in case.question.answers}
    return bool(golds) and golds <= _YES_OR_NO


def plain_text(case: Case) -> str:
    """The text of the answer without its markers."""
    return _MARK.sub("", str(case.answer["text"]))


def _applies(case: Case) -> bool:
    return case.question.answerable and any(map(normal, case.question.answers))


def _says(case: Case) -> str:
    """The yes or no that is said first, in small letters; empty where there is none."""
    said = _OPENING.match(case.answer["short"] or plain_text(case))
    return said[1].lower() if case.is_answered and said else ""


def _chosen(case: Case) -> str | None:
    """The choice of which the largest share, and then the most tokens, is held; None at a tie."""
    if not case.is_answered:
        return None
    said = Counter(normal(case.answer["short"] or plain_text(case)).split())
    held: dict[str, tuple[float, int]] = {}
    for choice in {normal(choice) for choice in case.question.choices} - {""}:
        tokens = Counter(choice.split())
        count = sum((tokens & said).values())
        held[choice] = count / sum(tokens.values()), count
    most = max(held.values(), default=(0.0, 0))
    best = [choice for choice, amount in held.items() if amount == most]
    return best[0] if len(best) == 1 and most[1] else None
