"""Was a question rightly answered, or rightly refused."""

from __future__ import annotations

from eval.case import Case, Scores
from eval.metrics.answers import holds_gold, is_yes_or_no, whole_answer
from eval.metrics.citations import places
from eval.metrics.squad import normal

LONG_ANSWER = 12
"""Tokens of a gold answer from which nobody would give it word for word."""


def abstention(case: Case) -> Scores:
    """`answered of answerable` or `refused of unanswerable`, as the question is: 0 or 1."""
    if case.question.answerable:
        return {"answered of answerable": float(case.is_answered)}
    return {"refused of unanswerable": float(not case.is_answered)}


def is_right(case: Case) -> bool:
    """Whether it was answered, could be answered, and was answered rightly.

    Rightly: a yes/no question by its `yes/no` score; others if a gold answer stands in the text.
    Where there is no gold answer, or only long ones (as conversations have), a citation that
    meets gold counts as well.
    """
    if not case.is_answered or not case.question.answerable:
        return False
    if is_yes_or_no(case):
        return bool(whole_answer(case)["yes/no"])
    if holds_gold(case):
        return True
    lengths = [len(normal(gold).split()) for gold in case.question.answers]
    free = all(length > LONG_ANSWER for length in lengths)
    return free and bool(places(case).get("gold cited"))
