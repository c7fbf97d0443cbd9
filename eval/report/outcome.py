"""What became of a question; what counts as right stands in `eval.metrics.abstention`."""

from __future__ import annotations

from enum import StrEnum

from eval.case import Case
from eval.metrics.abstention import is_right
from eval.metrics.retrieval import listed


class Outcome(StrEnum):
    """Each question has exactly one."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED_RIGHTLY = "refused rightly"
    REFUSED_WRONGLY = "refused wrongly"

    @property
    def css(self) -> str:
        """As a class of the style sheet, and in the filter."""
        return self.value.replace(" ", "-")


EXPLAINED = {
    Outcome.RIGHT: "answered, and a gold answer stands in the text; where gold has only long "
    "answers or none, a quotation that meets the gold sentence will do",
    Outcome.WRONG: "answered otherwise, or answered though the articles do not answer it",
    Outcome.REFUSED_RIGHTLY: "not answered, and the articles do not answer it",
    Outcome.REFUSED_WRONGLY: "not answered, though the articles answer it",
}


def outcome(case: Case) -> Outcome:
    """Right or wrong if it was answered; else whether it was right to refuse."""
    if case.is_answered:
        return Outcome.RIGHT if is_right(case) else Outcome.WRONG
    return Outcome.REFUSED_WRONGLY if case.question.answerable else Outcome.REFUSED_RIGHTLY


def gold_rank(case: Case) -> int | None:
    """Place, from 1, of the first of the ten first passages that holds a gold sentence."""
    for place, one in enumerate(listed(case), 1):
        if any(span.lies_in(one["article_id"], one["start"], one["end"]) for span in case.gold):
            return place
    return None
