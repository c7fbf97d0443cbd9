"""Fits the weights of `qa.resolution.digest_confidence`: whether a digest tells of what was asked.

    python -m eval.fit_digests STORE=QUESTIONS …

Each QUESTIONS is a question set such as `eval/questions/topics.jsonl` or `archives.jsonl` beside
it, of which the questions for an overview or a timeline are asked; of a set whose rows name
collections, those that are tagged with the name of the folder, such as `wikinews`. Some topics are
not in the articles. A digest is right where a gold article is told or, of a question without any,
where the articles answer it. Prints how well the probability tells right from wrong,
cross-validated, and writes `qa/resolution/digest_confidence.json`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from eval.fit_confidence import Example, examples_of, fit
from eval.sets import EvalQuestion
from index import Store
from qa.generation.forms.digest import overview, timeline
from qa.query.plan import plan_query
from qa.question import DIGESTS, QuestionKind
from qa.ranking.ranker import rank
from qa.resolution import RULES, resolve
from qa.resolution.confidence import estimate_confidence
from qa.resolution.digest_confidence import NAMES, features
from qa.retrieval.search import search
from qa.settings import QASettings

WEIGHTS_FILE = Path("qa/resolution/digest_confidence.json")


def main() -> None:
    """Asks, judges, fits, prints the quality and writes the weights."""
    fit(NAMES, list(examples_of(sys.argv[1:], _example)), WEIGHTS_FILE)


def _example(question: EvalQuestion, store: Store) -> Example | None:
    """Features and whether it is right; None where there is nothing to learn."""
    if question.kind not in DIGESTS:
        return None
    kind = QuestionKind(question.kind)
    plan = plan_query(replace(question.asked(), kind=kind), store)
    settings = QASettings.load()
    ranked = rank(plan, search(plan, settings.candidates), settings)
    evidence = resolve(plan, ranked, RULES[: RULES.index(estimate_confidence)])
    if plan.is_survey or not evidence.sentences:
        return None
    gold = {one.article_id for one in question.gold}
    form = timeline if kind is QuestionKind.TIMELINE else overview
    told = {one.hit.article_id for one in form(plan, evidence)}
    is_right = bool(told & gold if gold else told and question.answerable)
    return features(plan, evidence), is_right


if __name__ == "__main__":
    main()
