"""Fits the weights of `qa.ranking.ranker` on questions that the reader was not trained on.

    python -m eval.fit_ranker DATA --stores FOLDER

DATA is the folder that the reader was trained on (`eval.training`). The questions are those on
articles that were held out from training. They are asked over articles of their collection, without
a quarter of the held-out ones, whose questions are thus unanswerable. Three linear models are
fitted: passages and sentences listwise (softmax over the candidates of a question), confidence by
logistic regression, so that it is a probability. Prints their quality on a fifth of the questions,
held out from the fit, and writes `qa/ranking/ranker.json`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated
from zlib import crc32

import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.metrics.confidence import expected_calibration_error
from eval.training import rules
from eval.training.collections import Collection, LabelledQuestion, read_collections
from eval.training.prepared import Prepared, prepare
from index import Hit, Settings, Store, build, open_store
from index.files import write_text
from qa.ranking import passages as ranking
from qa.ranking.features import NAMES, Asked, features
from qa.ranking.ranker import ANSWERABILITY_NAMES, answerability_row, read
from qa.ranking.reader import load_reader
from qa.ranking.sentences import evidence_sentences
from qa.types import EvidenceSentence, PassageReading

SEED = 7
COLLECTIONS = (
    "squad", "nq", "wice", "wikinews", "nq train", "tydi train", "fairytales", "selqa", "qamr",
)  # fmt: skip
"""Those whose questions people ask; the others teach the reader periods and the order of events."""
QUESTIONS = 160
"""Questions of one collection, at most."""
OTHERS = 400
"""Articles of one collection that were not held out, at most."""
SEVERAL = 40
"""Questions on two articles of one collection, and as many that follow another question."""
WITHHELD = 0.25
"""Share of the held-out articles that are not in the store."""
HELD_OUT = 5
"""One of so many articles is left out of the fit, with all questions on it."""
PENALTY = 1.0
"""L2 penalty of all three fits."""
CANDIDATES, PASSAGES = 20, 10
"""Passages that are searched, and of these those whose sentences are candidates."""
WEIGHTS_FILE = Path("qa/ranking/ranker.json")

Table = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A question with its passages and the reader's readings of them."""

    asked: LabelledQuestion
    answerable: bool
    hits: list[Hit]
    readings: list[PassageReading]
    words: Asked
    store: Store
    collection: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages or sentences of one question as features, with labels."""

    table: Table
    """Shape (candidates, features)."""
    gold: Labels
    """Shape (candidates,): whether each contains an answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question as features for confidence, with its label."""

    row: Table
    """Shape (features,)."""
    answerable: bool
    collection: str


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    stores: Annotated[Path, typer.Option(help="Folder of the stores, for the next fit as well.")],
) -> None:
    """Searches and reads, fits, prints the quality and writes the weights."""
    fit(gather(data, stores), WEIGHTS_FILE)


def gather(data: Path, folder: Path) -> list[Retrieval]:
    """All questions with their passages and readings, shuffled; `folder` gets the stores."""
    rng = random.Random(SEED)
    found: list[Retrieval] = []
    for collection in read_collections(data, SEED):
        if collection.name not in COLLECTIONS:
            continue
        store = _store(collection, folder / collection.name, rng)
        found += _find(collection, store, rng)
    rng.shuffle(found)
    return found


def fit(found: Sequence[Retrieval], path: Path) -> None:
    """Fits on the questions of four fifths of the articles, prints the quality on the others, and
    writes the weights."""
    found = sorted(found, key=_is_held_out, reverse=True)
    cut = sum(map(_is_held_out, found))
    passages = [_passages(one) for one in found]
    of_passages = _fit_listwise(passages[cut:])
    chosen = [_evidence(one, of_passages) for one in found]
    candidates = [_sentences(one, own) for one, own in zip(found, chosen, strict=True)]
    of_sentences = _fit_listwise(candidates[cut:])
    examples = [
        Example(
            answerability_row(own.table, own.table @ of_sentences), one.answerable, one.collection
        )
        for one, own in zip(found, candidates, strict=True)
    ]
    of_confidence = _fit_confidence(examples[cut:])
    _report("passages", passages[:cut], of_passages)
    _report("sentences", candidates[:cut], of_sentences)
    _report_confidence("confidence", examples[:cut], of_confidence)
    for name in sorted(
        {one.collection for one in examples}
    ):  # transfer to a collection that was not fitted on
        others = [one for one in examples if one.collection != name]
        own = [one for one in examples if one.collection == name]
        if len({one.answerable for one in own}) == 2:
            _report_confidence(
                f"confidence on {name}, fitted on the others", own, _fit_confidence(others)
            )
    content = {
        "passages": _named(ranking.NAMES, of_passages),
        "sentences": _named(NAMES, of_sentences),
        "answerability": _named(ANSWERABILITY_NAMES, of_confidence),
    }
    write_text(path, json.dumps(content, indent=1) + "\n")


def _is_held_out(one: Retrieval) -> bool:
    return crc32(min(one.asked.articles).encode()) % HELD_OUT == 0


def _named(names: Sequence[str], weights: Table) -> dict[str, float]:
    """Weights by name, rounded to four digits."""
    return dict(zip(names, np.round(weights, 4).tolist(), strict=True))


def _store(collection: Collection, folder: Path, rng: random.Random) -> Store:
    """A store of the collection without the withheld articles; sets the collection's questions."""
    prepared = prepare(collection)
    held_out = sorted(prepared.held_out)
    others = sorted(set(collection.articles) - prepared.held_out)
    kept = {
        *rng.sample(held_out, len(held_out) - int(len(held_out) * WITHHELD)),
        *rng.sample(others, min(OTHERS, len(others))),
    }
    articles = [
        replace(article, source=prepared.sources[name], date=prepared.days[name])
        for name, article in collection.articles.items()
        if name in kept
    ]
    collection.questions = _asked(collection, prepared, rng)
    settings = Settings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


def _asked(
    collection: Collection, prepared: Prepared, rng: random.Random
) -> list[LabelledQuestion]:
    """Questions on held-out articles, with added ones that join or follow others."""
    asked = [one for one in collection.questions if one.articles <= prepared.held_out]
    asked = rng.sample(asked, min(QUESTIONS, len(asked)))
    if collection.name == "wikinews":
        articles = [collection.articles[name] for name in sorted(prepared.held_out)]
        return asked + list(rules.claims_of_two(articles, prepared.sources, SEVERAL, rng))
    answerable = [one for one in asked if one.places and one.is_short]
    if len(answerable) < 2:
        return asked
    pairs = (rng.sample(answerable, 2) for _ in range(SEVERAL))
    turns = (rng.sample(asked, 2) for _ in range(SEVERAL))
    return [
        *asked,
        *(rules.as_pair(one, other) for one, other in pairs),
        *(rules.as_follow_up(one, before) for before, one in turns),
    ]


def _find(collection: Collection, store: Store, rng: random.Random) -> Iterator[Retrieval]:
    """Each question over all articles; every third also over its own articles' passages alone."""
    reader = load_reader()
    for number, asked in enumerate(track(collection.questions, collection.name)):
        hits = store.search(asked.text, CANDIDATES)
        readings = read(reader, asked.text, hits)
        found_in = {hit.article_id for hit in hits}
        answerable = bool(asked.places) and any(store.article(name) for name in asked.articles)
        words = Asked.of(asked.text, store)
        yield Retrieval(asked, answerable, hits, readings, words, store, collection.name)
        own = [i for i, hit in enumerate(hits) if hit.article_id in asked.articles]
        if number % 3 == 0 and own and len(found_in) > 1:
            hits, readings = [hits[i] for i in own], [readings[i] for i in own]
            yield Retrieval(asked, answerable, hits, readings, words, store, collection.name)


def _answers(asked: LabelledQuestion, article_id: str, start: int, end: int) -> bool:
    """Whether an answer begins within `start`:`end` of the article."""
    return any(article_id == name and start <= s < end for name, (s, _) in asked.places)


def _passages(found: Retrieval) -> Candidates:
    gold = [
        any(
            hit.article_id == name and hit.start <= s and e <= hit.end
            for name, (s, e) in found.asked.places
        )
        for hit in found.hits
    ]
    table = ranking.passage_features(found.asked.text, found.hits, found.readings)
    return Candidates(table, np.array(gold, dtype=bool))


def _evidence(found: Retrieval, weights: Table) -> list[EvidenceSentence]:
    """The sentences of the best `PASSAGES` passages."""
    scores = ranking.passage_features(found.asked.text, found.hits, found.readings) @ weights
    order = np.argsort(-scores, kind="stable")[:PASSAGES]
    return evidence_sentences([found.hits[i] for i in order], [found.readings[i] for i in order])


def _sentences(found: Retrieval, sentences: Sequence[EvidenceSentence]) -> Candidates:
    gold = [_answers(found.asked, s.hit.article_id, s.start, s.end) for s in sentences]
    return Candidates(features(found.words, sentences, found.store), np.array(gold, dtype=bool))


def _fit_listwise(questions: Sequence[Candidates]) -> Table:
    """Weights of a linear model; shape (features,).

    Minimises the sum over the questions of -log P(gold), where P is the softmax over the
    candidates, with an L2 penalty. Questions without gold, or with nothing else, are left out.
    """
    useful = [one for one in questions if one.gold.any() and not one.gold.all()]

    def loss(weights: Table) -> tuple[float, Table]:
        total, gradient = 0.5 * PENALTY * float(weights @ weights), PENALTY * weights
        for one in useful:
            scores = one.table @ weights
            probabilities = np.exp(scores - scores.max())
            probabilities /= probabilities.sum()
            right = probabilities[one.gold].sum()
            total -= float(np.log(right))
            target = np.where(one.gold, probabilities / right, 0.0)
            gradient = gradient + one.table.T @ (probabilities - target)
        return total, gradient

    start = np.zeros(useful[0].table.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _fit_confidence(examples: Sequence[Example]) -> Table:
    """Weights of a logistic regression of "answerable"; the first one is the bias."""
    fitted = LogisticRegression(C=1 / PENALTY, fit_intercept=False, max_iter=5000)
    fitted.fit(np.array([one.row for one in examples]), [one.answerable for one in examples])
    return np.asarray(fitted.coef_[0])


def _report(name: str, questions: Sequence[Candidates], weights: Table) -> None:
    with_gold = [one for one in questions if one.gold.any()]
    hits = [bool(one.gold[np.argmax(one.table @ weights)]) for one in with_gold]
    sys.stdout.write(
        f"{name}: {len(with_gold)} of {len(questions)} questions have gold among them; "
        f"Hit@1 {np.mean(hits):.3f}\n"
    )


def _report_confidence(name: str, examples: Sequence[Example], weights: Table) -> None:
    confidence = 1 / (1 + np.exp(-(np.array([one.row for one in examples]) @ weights)))
    answerable = np.array([one.answerable for one in examples])
    sys.stdout.write(
        f"{name}: {answerable.mean():.3f} of {len(examples)} are answerable; AUROC "
        f"{roc_auc_score(answerable, confidence):.3f}, "
        f"ECE {expected_calibration_error(confidence, answerable):.3f}\n"
    )


if __name__ == "__main__":
    typer.run(main)
