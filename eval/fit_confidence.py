"""Fits the weights of `qa.resolution.confidence`: how likely an answer is right.

    python -m eval.fit_confidence STORE=QUESTIONS …

Each QUESTIONS, a question set, is asked of the store folder before it; of a set whose rows name
collections, those are asked that are tagged with the folder's name. Questions in conversations are
left out. Every question is answered by quoting, however unlikely its answer, and the answer judged
by what the set expects, or by whether a gold answer stands in it; where there is none to be had,
it is wrong. Prints how well the probability tells right from wrong, cross-validated, and writes
`qa/resolution/confidence.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.case import Case
from eval.metrics.answers import contains_gold, is_yes_or_no, whole_answer
from eval.sets import EvalQuestion, read_questions
from index import Store, open_store
from index.files import write_text
from qa.generation.extractive import Extractive
from qa.generation.short_answer import short_answer
from qa.query.plan import plan_query
from qa.question import UNSEARCHED
from qa.ranking.ranker import rank
from qa.resolution import resolve
from qa.resolution.confidence import NAMES, features
from qa.retrieval.search import search
from qa.settings import QASettings
from qa.types import Answer, PartialAnswer
from qa.verification.cited_answer import CitedAnswer

SEED = 7
MOST = 150
"""Questions of a set and store."""
FOLDS = 10
INVERSE_PENALTY = 0.05
HIGH = 0.85
"""Probability from which an answer counts as very likely right."""
WEIGHTS_FILE = Path("qa/resolution/confidence.json")

Table = NDArray[np.float64]
Labels = NDArray[np.bool_]


def main() -> None:
    """Asks, judges, fits, prints the quality and writes the weights."""
    rows, labels = [], []
    for argument in sys.argv[1:]:
        folder, _, path = argument.rpartition("=")
        with open_store(Path(folder)) as store:
            questions = list(_questions(Path(path), Path(folder).name))
            for question in track(questions, Path(path).name):
                if (example := _example(question, store)) is not None:
                    rows.append(example[0])
                    labels.append(example[1])
    fit(np.array(rows), np.array(labels), WEIGHTS_FILE)


def fit(table: Table, labels: Labels, path: Path) -> None:
    """Fits on all examples, prints the cross-validated quality, and writes the weights.

    Args:
        table: Shape (questions, len(NAMES)).
        labels: Shape (questions,): whether each answer is right.
    """
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    predicted = cross_val_predict(_model(), table, labels, cv=folds, method="predict_proba")[:, 1]
    high = predicted >= HIGH
    sys.stdout.write(
        f"{len(labels)} answers, {labels.mean():.3f} right; AUROC "
        f"{roc_auc_score(labels, predicted):.3f}; from {HIGH}: {high.sum()}, of which "
        f"{labels[high].mean() if high.any() else 0:.3f} right\n"
    )
    model = _model().fit(table, labels)
    scaler, regression = model.named_steps.values()
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    named = {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
    write_text(path, json.dumps({"bias": round(bias, 4), **named}, indent=1) + "\n")


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=INVERSE_PENALTY, max_iter=2000))


def _questions(path: Path, name: str) -> Iterator[EvalQuestion]:
    """The questions of a set that stand alone; those of the collection, where they name some."""
    found = [one for one in read_questions(path) if not (one.turns or one.history)]
    own = [one for one in found if name in one.tags] or found
    yield from Random(SEED).sample(own, min(MOST, len(own)))


def _example(question: EvalQuestion, store: Store) -> tuple[Table, bool] | None:
    """Features and whether the answer is right; None where there is nothing to learn."""
    plan = plan_query(question.asked(), store)
    settings = QASettings.load()
    if plan.is_survey or plan.kind in UNSEARCHED:
        return None
    evidence = resolve(plan, rank(plan, search(plan, settings.candidates), settings))
    if not evidence.sentences:
        return None
    cited, partial = CitedAnswer(plan, evidence), PartialAnswer()
    for step in Extractive().write(plan, evidence):
        partial = cited.take(step)
    answer = Answer(question.question, plan.query).planned(plan)
    answer = answer.plus(partial, short_answer(partial, evidence))
    return features(plan, evidence), _is_right(question, answer)


def _is_right(question: EvalQuestion, answer: Answer) -> bool:
    content = answer.to_json()
    if question.expectations is not None:
        return not question.expectations.faults(content)
    case = Case(question, content, ())
    if is_yes_or_no(case):
        return bool(whole_answer(case).get("yes_no_accuracy"))
    return bool(question.answerable) and contains_gold(case)


if __name__ == "__main__":
    main()
