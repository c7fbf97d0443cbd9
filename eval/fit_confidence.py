"""Fits the weights of `qa.resolution.confidence`: how likely an answer is right.

    python -m eval.fit_confidence STORE=QUESTIONS …

Each QUESTIONS, a question set, is asked of the store folder before it; of a set whose rows name
collections, those are asked that are tagged with the folder's name. Of a conversation the turns
before are asked, too. Questions for digests have `eval.fit_digests`. Every other is answered by
quoting, however unlikely its answer, and the answer judged by what the set expects, or by whether a
gold answer stands in it; where there is none to be had, it is wrong. Prints how well the
probability tells right from wrong, cross-validated, and writes `qa/resolution/confidence.json`, in
which a new feature must stand already, with a weight of 0.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.case import Case
from eval.linear import unscaled
from eval.metrics.answers import contains_gold, is_yes_or_no, whole_answer
from eval.sets import EvalQuestion, read_questions
from index import Store, open_store
from index.files import write_text
from qa.generation.short_answer import short_answer
from qa.pipeline import quotation, stream
from qa.query.plan import plan_query
from qa.question import DIGESTS, UNSEARCHED
from qa.ranking.likeliest import rank_readings
from qa.resolution import RULES, resolve
from qa.resolution.confidence import NAMES, estimate_confidence, features
from qa.retrieval.search import search
from qa.settings import QASettings
from qa.types import Answer

SEED = 7
COUNTED = 100
"""A set of more questions, at one store, counts as much as one of so many."""
FOLDS = 10
INVERSE_PENALTY = 0.05
HOUR = 3600.0
"""Seconds that each turn of a conversation may take."""
HIGH = 0.85
"""Probability from which an answer counts as very likely right."""
WEIGHTS_FILE = Path("qa/resolution/confidence.json")

Table = NDArray[np.float64]
Labels = NDArray[np.bool_]
Example = tuple[Table, bool]
"""The features of an answer, and whether it is right."""


def main() -> None:
    """Asks, judges, fits, prints the quality and writes the weights."""
    sets = list(examples_of(sys.argv[1:], _example))
    fit(NAMES, sets, WEIGHTS_FILE, COUNTED)


def examples_of(
    arguments: Sequence[str], example: Callable[[EvalQuestion, Store], Example | None]
) -> Iterator[list[Example]]:
    """For each STORE=QUESTIONS the examples that its questions make, where they make one."""
    for argument in arguments:
        folder, _, path = argument.rpartition("=")
        with open_store(Path(folder)) as store:
            answer = _answers_from(store)
            questions = questions_of(Path(path), Path(folder).name)
            found = [
                example(one.in_conversation(answer), store)
                for one in track(questions, Path(path).name)
            ]
        yield [one for one in found if one is not None]


def _answers_from(store: Store) -> Callable[[EvalQuestion], str]:
    """What questions are answered by quoting, as the program does it so far, each once."""
    settings = QASettings.load(deadline=HOUR)
    known = cache(lambda asked: [*stream(asked, store, settings)][-1].text)
    return lambda question: known(question.asked())


def fit(
    names: Sequence[str], sets: Sequence[Sequence[Example]], path: Path, most: float = inf
) -> None:
    """Fits on all examples, prints the cross-validated quality, and writes the weights.

    Each set of several is left out in turn, so that nothing is told of a conversation, or of
    articles, of which something was learned.

    Args:
        names: Of the features.
        sets: The examples of each store and set of questions.
        most: So many examples the whole of a set counts as, at most.
    """
    table, labels = (np.array(column) for column in zip(*chain(*sets), strict=True))
    counts = np.array([min(1.0, most / len(own)) for own in sets for _ in own])
    groups = np.array([number for number, own in enumerate(sets) for _ in own])
    alone = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    folds = LeaveOneGroupOut() if len(sets) > 1 else alone
    predicted = np.zeros(len(labels))
    for train, test in folds.split(table, labels, groups):
        model = _fitted(table[train], labels[train], counts[train])
        predicted[test] = model.predict_proba(table[test])[:, 1]
    high = predicted >= HIGH
    auroc = roc_auc_score(labels, predicted, sample_weight=counts)
    sys.stdout.write(
        f"{len(labels)} answers, {labels.mean():.3f} right; AUROC {auroc:.3f}; from {HIGH}: "
        f"{high.sum()}, of which {labels[high].mean() if high.any() else 0:.3f} right\n"
    )
    model = _fitted(table, labels, counts)
    (weights,), (bias,) = unscaled(model)
    named = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    write_text(path, json.dumps({"bias": round(float(bias), 4), **named}, indent=1) + "\n")


def _fitted(table: Table, labels: Labels, counts: Table) -> Pipeline:
    regression = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    model = make_pipeline(StandardScaler(), regression)
    return model.fit(table, labels, logisticregression__sample_weight=counts)


def questions_of(path: Path, name: str) -> list[EvalQuestion]:
    """The questions of a set; those of the collection, where they name some."""
    found = read_questions(path)
    return [one for one in found if name in one.tags] or found


def _example(question: EvalQuestion, store: Store) -> Example | None:
    """Features and whether the answer is right; None where there is nothing to learn."""
    plan = plan_query(question.asked(), store)
    settings = QASettings.load()
    if plan.kind in UNSEARCHED:
        return None
    plans = (plan, *plan.alternatives)
    found = [search(one, settings.candidates) for one in plans]
    plan, ranked = rank_readings(plans, found, settings)
    if plan.kind in DIGESTS or plan.question_back:
        return None
    place = RULES.index(estimate_confidence)
    before = evidence = resolve(plan, ranked, RULES[:place])
    if not before.sentences:
        return None
    for rule in RULES[place:]:
        evidence = rule(plan, evidence)
    if not evidence.sentences:
        return None
    quoted = quotation(plan, evidence)
    answer = Answer(question.question, plan.query).planned(plan)
    answer = answer.plus(quoted, short_answer(quoted, evidence))
    return features(plan, before), _is_right(question, answer)


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
