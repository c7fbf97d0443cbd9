"""Fits the weights of `qa.resolution.yes_no`: whether a sentence is a yes, a no, or neither.

    python -m eval.fit_yes_no DATA STORE

DATA is the folder with the Wikinews reports, STORE one of the articles that `python -m
eval.entailment.near_misses DATA OUT` writes. The questions for yes or no on the topics that the
network did not learn from are asked of it; of the sentences that the program would look at, that
which a person named is what they said of it, and every other is neither. Prints, topic by topic
left out of the fit, how many questions are decided rightly, wrongly, and though nothing decides
them; writes `qa/resolution/yes_no.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.entailment.near_misses import NearMiss, read_near_misses
from eval.held_out import is_held_out
from eval.linear import unscaled
from index import Store, open_store
from index.files import write_text
from qa.query.plan import plan_query
from qa.question import Question
from qa.ranking.ranker import rank
from qa.resolution import RULES, resolve
from qa.resolution.yes_no import (
    FILE,
    LOOKED_AT,
    NAMES,
    NO,
    SURE,
    YES,
    claim_of,
    decide_yes_no,
    measures,
)
from qa.retrieval.search import search
from qa.settings import QASettings
from qa.text.question_forms import asks_yes_or_no

WEIGHTS_FILE = Path("qa/resolution") / FILE
UNDECIDED = "undecided"
FOLDS = 6
INVERSE_PENALTY = 0.3

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what is measured of the sentences looked at."""

    asked: NearMiss
    table: Table
    """Shape (sentences, len(NAMES))."""
    labels: tuple[str, ...]
    """Of each sentence."""

    @property
    def said(self) -> str:
        """What a person said of the question."""
        return self.asked.kind if self.asked.is_answered else UNDECIDED


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the Wikinews reports.")],
    folder: Annotated[Path, typer.Argument(help="Store of the articles of all topics.")],
) -> None:
    """Asks, fits, prints the quality and writes the weights."""
    asked = [one for one in read_near_misses(data) if one.is_yes_or_no and is_held_out(one.topic)]
    with open_store(folder) as store:
        made = [_example(one, store) for one in track(asked, "Asking")]
    examples = [one for one in made if one is not None]
    Console().print(f"{len(asked)} questions, {len(examples)} with sentences:", quality(examples))
    write_text(WEIGHTS_FILE, json.dumps(fit(examples), indent=1) + "\n")


def fit(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The weights of yes, no and undecided, for the measures as they are."""
    table, labels, _ = _stacked(examples)
    model = _model().fit(table, labels)
    weights, intercepts = unscaled(model)
    return {
        str(label): {
            "intercept": round(float(intercept), 4),
            **{name: round(float(one), 4) for name, one in zip(NAMES, row, strict=True)},
        }
        for label, row, intercept in zip(model.classes_, weights, intercepts, strict=True)
    }


def quality(examples: Sequence[Example]) -> Mapping[str, int]:
    """How many questions are decided rightly, wrongly, and though nothing decides them."""
    table, labels, questions = _stacked(examples)
    topics = [examples[one].asked.topic for one in questions]
    predicted = cross_val_predict(
        _model(), table, labels, groups=topics, cv=GroupKFold(FOLDS), method="predict_proba"
    )
    no, _, yes = predicted.T  # in the order of the alphabet
    found: Counter[str] = Counter()
    for number, example in enumerate(examples):
        own = questions == number
        best = int(np.argmax(np.maximum(yes[own], no[own])))
        verdict = YES if yes[own][best] > no[own][best] else NO
        if max(yes[own][best], no[own][best]) < SURE:
            found["open"] += 1
        elif example.said == UNDECIDED:
            found["nothing decides it"] += 1
        else:
            found["right" if verdict == example.said else "wrong"] += 1
    return dict(found)


def _example(one: NearMiss, store: Store) -> Example | None:
    """None for what is not read as a question for yes or no, or has no sentences."""
    plan, settings = plan_query(Question(one.text), store), QASettings.load()
    if plan.sides or not asks_yes_or_no(plan.query):
        return None
    evidence = rank(plan, search(plan, settings.candidates), settings)
    before = RULES[: RULES.index(decide_yes_no)]
    sentences = resolve(plan, evidence, before).sentences[:LOOKED_AT]
    if not sentences:
        return None
    measured = measures(plan.query, claim_of(plan.query), [s.sentence for s in sentences], store)
    line, said = one.lines[one.place].text, one.kind if one.is_answered else UNDECIDED
    return Example(
        one,
        np.array([[values[name] for name in NAMES] for values in measured]),
        tuple(said if _is_same(s.sentence.text, line) else UNDECIDED for s in sentences),
    )


def _is_same(sentence: str, line: str) -> bool:
    """Whether one has the beginning of the other: sentences are cut a little differently."""
    return (
        sentence == line or (len(sentence) > 20 and sentence[:50] in line) or line[:50] in sentence
    )


def _stacked(examples: Sequence[Example]) -> tuple[Table, list[str], NDArray[np.int64]]:
    """All sentences: what is measured, their labels, and the number of the question of each."""
    table = np.concatenate([one.table for one in examples])
    labels = [label for one in examples for label in one.labels]
    questions = np.repeat(np.arange(len(examples)), [len(one.labels) for one in examples])
    return table, labels, questions


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=INVERSE_PENALTY, max_iter=2000))


if __name__ == "__main__":
    typer.run(main)
