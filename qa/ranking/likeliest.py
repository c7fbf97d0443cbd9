"""Which of several readings of a question is meant: the evidence decides."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.log_odds import log_odds
from qa.question import REFUSAL
from qa.ranking.quoted_before import quoted_before
from qa.text.clauses import stands_in
from qa.types import Evidence, QueryPlan

REPEATED = 1.5
"""Subtracted, in logits, from a reading whose answer was just given: it was asked before."""
SPOKEN_OF = 1.0
"""Added for one whose answer stands in an article that the answer before quotes, where something
was put into every reading: it tells whom "he" means, and not whether anything is left out."""
LEAST, MOST = 1e-3, 0.95
"""Of answerability; beyond, it tells how much of the question's words the articles have, and not
which reading is meant."""


def likeliest(plans: Sequence[QueryPlan], found: Sequence[Evidence]) -> int:
    """The number of the plan that is likeliest meant, by how likely it was before the search and
    how surely its evidence answers.

    Args:
        plans: The readings, one at least.
        found: For each its evidence.
    """
    if len(plans) == 1:  # there is nothing to weigh
        return 0
    all_lean = all(plan.follows for plan in plans)
    worth = [_worth(plan, evidence, all_lean) for plan, evidence in zip(plans, found, strict=True)]
    return max(range(len(worth)), key=worth.__getitem__)


def _worth(plan: QueryPlan, evidence: Evidence, all_lean: bool) -> float:
    short = evidence.best.short if evidence.sentences else ""
    said = plan.question.last_said("assistant")
    is_repeated = bool(short) and not said.startswith(REFUSAL) and stands_in(short, said)
    hits = [evidence.best.hit] if evidence.sentences and all_lean else []
    is_spoken_of = bool(quoted_before(plan, hits))
    prior = math.log(max(plan.prior, LEAST))
    return (
        prior
        + log_odds(evidence.answerability, LEAST, MOST)
        + SPOKEN_OF * is_spoken_of
        - REPEATED * is_repeated
    )
