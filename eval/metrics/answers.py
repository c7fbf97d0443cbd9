"""The answer compared with the gold answers, for answerable questions that have some.

An unanswered question scores 0 everywhere. EM and F1 compare `short`, as SQuAD does. An answer
without `short` has neither, so their means are over the unanswered questions and the answers
with a `short`: read them together with their count.
"""

from __future__ import annotations

import re
from collections import Counter

from eval.case import Case, Scores
from eval.metrics.squad import contains, exact_match, normal, token_f1

_MARKER = re.compile(r"\s*\[\d+\]")
_YES_OR_NO = {"yes", "no"}
_OPENING = re.compile(r"\W*(yes|no)\b(?!['’-]\w)(?:[^\w\s]|\s+[—–-]|\s*?(?:\n|$))", re.IGNORECASE)
"""Yes or no as a word of its own, not as in "No one was hurt"."""


def short_answer(case: Case) -> Scores:
    """`em` (0 or 1) and `f1` (0..1) of `short`: the best over the gold answers.

    Both as in SQuAD (Rajpurkar et al., EMNLP 2016).
    """
    if not _applies(case):
        return {}
    if not case.is_answered:
        return {"em": 0.0, "f1": 0.0}
    short = case.answer["short"]
    if short is None:
        return {}
    golds = case.question.answers
    return {
        "em": max(exact_match(short, gold) for gold in golds),
        "f1": max(token_f1(short, gold) for gold in golds),
    }


def whole_answer(case: Case) -> Scores:
    """The text of the answer against the gold answers; each value 0 or 1.

    `cover_em`: one of the gold answers stands in the text, between whole tokens. Mallen et al.
    (ACL 2023) call it accuracy. Not for yes/no questions, since "no" stands in many a text.
    `yes_no_accuracy`: `short`, or else the text, opens with the gold answer as a word of its own.
    `choice_accuracy`: the choice with the largest share of its tokens in `short`, or else in the
    text, is a gold answer.
    """
    if not _applies(case):
        return {}
    scores = {}
    if is_yes_or_no(case):
        scores["yes_no_accuracy"] = float(
            _yes_or_no(case) in set(map(normal, case.question.answers))
        )
    else:
        scores["cover_em"] = float(contains_gold(case))
    if case.question.choices:
        chosen = _chosen(case)
        scores["choice_accuracy"] = float(chosen in set(map(normal, case.question.answers)))
    return scores


def contains_gold(case: Case) -> bool:
    """Whether it was answered with a text in which a gold answer stands."""
    text = plain_text(case)
    return case.is_answered and any(contains(text, gold) for gold in case.question.answers)


def is_yes_or_no(case: Case) -> bool:
    """Whether the question has answers and each is "yes" or "no"."""
    golds = {normal(gold) for gold in case.question.answers}
    return bool(golds) and golds <= _YES_OR_NO


def plain_text(case: Case) -> str:
    """The text of the answer without its citation markers."""
    return _MARKER.sub("", str(case.answer["text"]))


def _applies(case: Case) -> bool:
    return bool(case.question.answerable) and any(map(normal, case.question.answers))


def _yes_or_no(case: Case) -> str:
    """The "yes" or "no" that the answer opens with; empty where there is neither."""
    opening = _OPENING.match(case.answer["short"] or plain_text(case))
    return opening[1].lower() if case.is_answered and opening else ""


def _chosen(case: Case) -> str | None:
    """The choice of which the answer has the largest share, then the most tokens; None at a tie."""
    if not case.is_answered:
        return None
    said = Counter(normal(case.answer["short"] or plain_text(case)).split())
    overlaps: dict[str, tuple[float, int]] = {}
    for choice in {normal(choice) for choice in case.question.choices} - {""}:
        tokens = Counter(choice.split())
        count = sum((tokens & said).values())
        overlaps[choice] = count / sum(tokens.values()), count
    most = max(overlaps.values(), default=(0.0, 0))
    best = [choice for choice, overlap in overlaps.items() if overlap == most]
    return best[0] if len(best) == 1 and most[1] else None
