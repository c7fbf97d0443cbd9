"""The evidence for each of several readings of a question, which decides what is meant."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from qa.log_odds import log_odds
from qa.question import REFUSAL
from qa.ranking.ranker import Ranker, rank_whole, with_parts
from qa.settings import QASettings
from qa.text.clauses import stands_in
from qa.types import Evidence, QueryPlan, Retrieved

REPEATED = 1.5
"""Subtracted, in logits, from a reading whose answer was just given: it was asked before."""
SPOKEN_OF = 1.0
"""Added for one whose answer stands in an article that the answer before quotes, where something
was put into every reading: it tells whom "he" means, and not whether anything is left out."""
LEAST, MOST = 1e-3, 0.95
"""Of answerability; beyond, it tells how much of the question's words the articles have, and not
which reading is meant."""


def rank_readings(
    plans: Sequence[QueryPlan],
    retrieved: Sequence[Retrieved],
    settings: QASettings,
    ranker: Ranker | None = None,
    check: Callable[[], None] = lambda: None,
) -> tuple[QueryPlan, Evidence]:
    """The plan that is likeliest meant, and its evidence.

    Args:
        plans: The readings, one at least, which divide the passages that are read.
        retrieved: For each what was searched.
        check: What is called before and after each is read, such as `Deadline.check`.

    Raises:
        ModelError: the reader that the settings name cannot be loaded.
    """
    found = []
    for plan, own in zip(plans, retrieved, strict=True):
        check()
        found.append(rank_whole(plan, own, settings, ranker, share=len(plans)))
    check()
    meant = likeliest(plans, retrieved, found)
    plan, evidence = plans[meant], found[meant]
    return plan, with_parts(plan, retrieved[meant], evidence, settings, ranker)


def likeliest(
    plans: Sequence[QueryPlan], retrieved: Sequence[Retrieved], found: Sequence[Evidence]
) -> int:
    """The number of the plan that is likeliest meant, by how likely it was before the search and
    how surely its evidence answers.

    Args:
        plans: The readings, one at least.
        retrieved: For each what was searched.
        found: For each its evidence.
    """
    if len(plans) == 1:  # there is nothing to weigh
        return 0
    all_lean = all(plan.follows for plan in plans)
    worth = [
        _worth(plan, evidence, searched.spoken_of if all_lean else frozenset())
        for plan, searched, evidence in zip(plans, retrieved, found, strict=True)
    ]
    return max(range(len(worth)), key=worth.__getitem__)


def _worth(plan: QueryPlan, evidence: Evidence, spoken_of: frozenset[str]) -> float:
    short = evidence.best.short if evidence.sentences else ""
    said = plan.question.last_said("assistant")
    is_repeated = bool(short) and not said.startswith(REFUSAL) and stands_in(short, said)
    is_spoken_of = bool(evidence.sentences) and evidence.best.hit.article_id in spoken_of
    prior = math.log(max(plan.prior, LEAST))
    return (
        prior
        + log_odds(evidence.answerability, LEAST, MOST)
        + SPOKEN_OF * is_spoken_of
        - REPEATED * is_repeated
    )
