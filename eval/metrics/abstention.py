"""Whether a question was answered, whether it should have been, and whether that was right.

The terms are those of selective prediction (El-Yaniv and Wiener, JMLR 2010): coverage is the
share of the questions that are answered, selective accuracy the share of right ones among them.
"""

from __future__ import annotations

from eval.case import Case, Scores
from eval.metrics.answers import contains_gold, is_yes_or_no, whole_answer
from eval.metrics.citations import gold_citations
from eval.metrics.squad import normal

HIGH = 0.85
"""Confidence from which on an answer is said to be sure."""
LONG_ANSWER = 12
"""A gold answer of more tokens than this is not expected word for word."""


def abstention(case: Case) -> Scores:
    """Whether one question ended well, its coverage and abstention, each 0 or 1.

    `right`: it was answered rightly, or refused rightly. `coverage`: it was answered.
    `selective_accuracy`, where it was: the answer is right; `selective_accuracy@.85`, where
    confidence is `HIGH` or more. `coverage_answerable`, where the articles answer it: it was
    answered. `abstention_recall`, where they do not: it was not answered.
    """
    right = float(is_right(case))
    scores = {"right": right, "coverage": float(case.is_answered)}
    if case.is_answered:
        scores["selective_accuracy"] = right
        if case.answer["confidence"] >= HIGH:
            scores["selective_accuracy@.85"] = right
    if case.question.answerable:
        scores["coverage_answerable"] = float(case.is_answered)
    elif case.question.answerable is False:
        scores["abstention_recall"] = float(not case.is_answered)
    return scores


def is_right(case: Case) -> bool:
    """Whether a question was answered rightly, or refused rightly.

    By its expectations, where it has some. Otherwise a refusal is right where the articles do not
    answer, and an answer only where they do: of a yes/no question by its `yes_no_accuracy`, of any
    other if a gold answer stands in the text. Where there is no gold answer, or only long ones
    (as in conversations), a citation that overlaps gold counts as well.
    """
    if case.question.expectations:
        return not case.question.expectations.faults(case.answer)
    if not case.is_answered or not case.question.answerable:
        return not (case.is_answered or case.question.answerable)
    if is_yes_or_no(case):
        return bool(whole_answer(case)["yes_no_accuracy"])
    if contains_gold(case):
        return True
    lengths = [len(normal(gold).split()) for gold in case.question.answers]
    has_no_short_gold = all(length > LONG_ANSWER for length in lengths)
    return has_no_short_gold and bool(gold_citations(case).get("citation_hit"))
