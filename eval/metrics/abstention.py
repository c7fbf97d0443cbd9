"""Whether a question was answered, and whether it should have been.

The terms are those of selective prediction (El-Yaniv and Wiener, JMLR 2010): coverage is the
share of the questions that are answered, selective accuracy the share of right ones among them.
"""

from __future__ import annotations

from eval.case import Case, Scores
from eval.metrics.answers import contains_gold, is_yes_or_no, whole_answer
from eval.metrics.citations import gold_citations
from eval.metrics.squad import normal

LONG_ANSWER = 12
"""A gold answer of more tokens than this is not expected word for word."""


def abstention(case: Case) -> Scores:
    """Coverage and abstention of one question, each 0 or 1.

    `coverage`: it was answered. `selective_accuracy`, where it was: the answer is right.
    `coverage_answerable`, where the articles answer it: it was answered. `abstention_recall`,
    where they do not: it was not answered.
    """
    scores = {"coverage": float(case.is_answered)}
    if case.is_answered:
        scores["selective_accuracy"] = float(is_right(case))
    if case.question.answerable:
        scores["coverage_answerable"] = float(case.is_answered)
    else:
        scores["abstention_recall"] = float(not case.is_answered)
    return scores


def is_right(case: Case) -> bool:
    """Whether an answerable question was answered, and rightly.

    A yes/no question is right by its `yes_no_accuracy`; any other if a gold answer stands in the
    text. Where there is no gold answer, or only long ones (as in conversations), a citation that
    overlaps gold counts as well.
    """
    if not case.is_answered or not case.question.answerable:
        return False
    if is_yes_or_no(case):
        return bool(whole_answer(case)["yes_no_accuracy"])
    if contains_gold(case):
        return True
    lengths = [len(normal(gold).split()) for gold in case.question.answers]
    has_no_short_gold = all(length > LONG_ANSWER for length in lengths)
    return has_no_short_gold and bool(gold_citations(case).get("citation_hit"))
