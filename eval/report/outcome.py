"""The outcome of a question: right, wrong or refused. `is_right` defines what is right."""

from __future__ import annotations

from enum import StrEnum

from eval.case import Case
from eval.metrics.abstention import is_right
from eval.metrics.retrieval import first_passages


class Outcome(StrEnum):
    """Each question has exactly one."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED_RIGHTLY = "refused rightly"
    REFUSED_WRONGLY = "refused wrongly"

    @property
    def css(self) -> str:
        """Its name as a class of the style sheet, and in the filter."""
        return self.value.replace(" ", "-")


EXPLAINED = {
    Outcome.RIGHT: "answered, and a gold answer stands in the text; where gold has only long "
    "answers or none, a quotation that overlaps the gold sentence counts, too; where the set says "
    "what is expected of the answer, all of that holds",
    Outcome.WRONG: "answered with something else, or answered though the articles have no answer",
    Outcome.REFUSED_RIGHTLY: "not answered, and the articles have no answer or the set "
    "allows a refusal",
    Outcome.REFUSED_WRONGLY: "not answered, though the articles have the answer",
}


def outcome(case: Case) -> Outcome:
    """The outcome of a case."""
    if case.is_answered:
        return Outcome.RIGHT if is_right(case) else Outcome.WRONG
    return Outcome.REFUSED_RIGHTLY if is_right(case) else Outcome.REFUSED_WRONGLY


def gold_rank(case: Case) -> int | None:
    """Rank, from 1, of the first passage that holds a gold sentence; None if none of ten does."""
    for place, one in enumerate(first_passages(case), 1):
        if any(span.is_within(one["article_id"], one["start"], one["end"]) for span in case.gold):
            return place
    return None
