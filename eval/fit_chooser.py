"""Fits the weights of `qa.ranking.ranker` on questions that the reader did not learn from.

    python -m eval.fit_chooser DATA

DATA is the folder that the reader was trained on (`eval.training`); the articles that training
kept aside are asked about here, in a collection with all others, a quarter of them withheld so
that their questions have no answer. Three linear models are fitted: of passages and of sentences
listwise (softmax over those of a question), of the confidence by logistic regression, which
makes it a probability. Prints what they reach on a fifth of the questions that none of them
saw, and writes `qa/ranking/ranker.json`.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.training import rules
from eval.training.collections import Collection, Labelled, read_collections
from eval.training.groups import Prepared, prepare
from index import Hit, Settings, Store, build, open_store
from qa.ranking import passages as ranking
from qa.ranking.features import NAMES, Asked, features
from qa.ranking.ranker import ANSWERABILITY_NAMES, answerability_row, read
from qa.ranking.reader import load_reader
from qa.ranking.sentences import evidence_sentences
from qa.types import EvidenceSentence, PassageReading

SEED = 7
QUESTIONS = 500
"""Of one collection, at most."""
SEVERAL = 100
"""Of one collection, questions on two articles, and as many behind another question."""
WITHHELD = 0.25
HELD_OUT = 0.2
PENALTY = 1.0
CANDIDATES, PASSAGES = 20, 10
WEIGHTS_FILE = Path("qa/ranking/ranker.json")

Table = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found and read for one question."""

    asked: Labelled
    answerable: bool
    hits: list[Hit]
    readings: list[PassageReading]
    words: Asked
    store: Store
    collection: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Things of one question as features; `gold` marks those that hold the answer."""

    table: Table
    gold: Labels


@dataclass(frozen=True, slots=True)
class Doubted:
    """Of one question, what confidence is computed from."""

    row: Table
    answerable: bool
    collection: str


def main() -> None:
    """See the module."""
    with tempfile.TemporaryDirectory() as folder:
        fit(gather(Path(sys.argv[1]), Path(folder)), WEIGHTS_FILE)


def gather(data: Path, folder: Path) -> list[Found]:
    """All questions with what is found and read for them, in an order by chance."""
    chance = random.Random(SEED)
    found: list[Found] = []
    for collection in read_collections(data, SEED):
        store = _store(collection, folder / collection.name, chance)
        found += _find(collection, store, chance)
    chance.shuffle(found)
    return found


def fit(found: Sequence[Found], path: Path) -> None:
    """Fits on four fifths, reports on the last, and writes the weights."""
    cut = int(len(found) * HELD_OUT)
    passages = [_passages(one) for one in found]
    of_passages = _fit_listwise(passages[cut:])
    chosen = [_evidence(one, of_passages) for one in found]
    seen = [_sentences(one, own) for one, own in zip(found, chosen, strict=True)]
    of_sentences = _fit_listwise(seen[cut:])
    doubted = [
        Doubted(
            answerability_row(own.table, own.table @ of_sentences), one.answerable, one.collection
        )
        for one, own in zip(found, seen, strict=True)
    ]
    of_doubt = _fit_doubt(doubted[cut:])
    _report("passages", passages[:cut], of_passages)
    _report("sentences", seen[:cut], of_sentences)
    _report_doubt("confidence", doubted[:cut], of_doubt)
    for name in sorted({one.collection for one in doubted}):  # how it fares where all is new
        others = [one for one in doubted if one.collection != name]
        own = [one for one in doubted if one.collection == name]
        if len({one.answerable for one in own}) == 2:
            _report_doubt(f"confidence on {name}, fitted on the others", own, _fit_doubt(others))
    content = {
        "passages": _named(ranking.NAMES, of_passages),
        "sentences": _named(NAMES, of_sentences),
        "answerability": _named(ANSWERABILITY_NAMES, of_doubt),
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _named(names: Sequence[str], weights: Table) -> dict[str, float]:
    return dict(zip(names, np.round(weights, 4).tolist(), strict=True))


def _store(collection: Collection, folder: Path, chance: random.Random) -> Store:
    """The collection without the articles that are withheld."""
    prepared = prepare(collection)
    aside = sorted(prepared.aside)
    withheld = set(chance.sample(aside, int(len(aside) * WITHHELD)))
    articles = [
        replace(article, source=prepared.sources[name], date=prepared.days[name])
        for name, article in collection.articles.items()
        if name not in withheld
    ]
    collection.questions = _asked(collection, prepared, chance)
    settings = Settings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


def _asked(collection: Collection, prepared: Prepared, chance: random.Random) -> list[Labelled]:
    """Questions on articles that were kept aside; more of those that name several things."""
    asked = [one for one in collection.questions if one.articles <= prepared.aside]
    asked = chance.sample(asked, min(QUESTIONS, len(asked)))
    if collection.name == "wikinews":
        articles = [collection.articles[name] for name in sorted(prepared.aside)]
        return asked + list(rules.claims_of_two(articles, prepared.sources, SEVERAL, chance))
    whole = [one for one in asked if one.places and one.is_short]
    if len(whole) < 2:
        return asked
    pairs = (chance.sample(whole, 2) for _ in range(SEVERAL))
    talk = (chance.sample(asked, 2) for _ in range(SEVERAL))
    return [
        *asked,
        *(rules.as_pair(one, other) for one, other in pairs),
        *(rules.as_follow_up(one, before) for before, one in talk),
    ]


def _find(collection: Collection, store: Store, chance: random.Random) -> Iterator[Found]:
    """Every question over all articles; every third also over the passages of its own alone."""
    reader = load_reader()
    for number, asked in enumerate(track(collection.questions, collection.name)):
        hits = store.search(asked.text, CANDIDATES)
        readings = read(reader, asked.text, hits)
        there = {hit.article_id for hit in hits}
        known = bool(asked.places) and any(store.article(name) for name in asked.articles)
        words = Asked.of(asked.text, store)
        yield Found(asked, known, hits, readings, words, store, collection.name)
        own = [i for i, hit in enumerate(hits) if hit.article_id in asked.articles]
        if number % 3 == 0 and own and len(there) > 1:
            hits, readings = [hits[i] for i in own], [readings[i] for i in own]
            yield Found(asked, known, hits, readings, words, store, collection.name)


def _holds(asked: Labelled, article_id: str, start: int, end: int) -> bool:
    return any(article_id == name and start <= s < end for name, (s, _) in asked.places)


def _passages(found: Found) -> Seen:
    gold = [
        any(
            hit.article_id == name and hit.start <= s and e <= hit.end
            for name, (s, e) in found.asked.places
        )
        for hit in found.hits
    ]
    table = ranking.passage_features(found.asked.text, found.hits, found.readings)
    return Seen(table, np.array(gold, dtype=bool))


def _evidence(found: Found, weights: Table) -> list[EvidenceSentence]:
    """The sentences of the passages that come first."""
    scores = ranking.passage_features(found.asked.text, found.hits, found.readings) @ weights
    order = np.argsort(-scores, kind="stable")[:PASSAGES]
    return evidence_sentences([found.hits[i] for i in order], [found.readings[i] for i in order])


def _sentences(found: Found, sentences: Sequence[EvidenceSentence]) -> Seen:
    gold = [_holds(found.asked, s.hit.article_id, s.start, s.end) for s in sentences]
    return Seen(features(found.words, sentences, found.store), np.array(gold, dtype=bool))


def _fit_listwise(seen: Sequence[Seen]) -> Table:
    """Minimises -log of the share of the softmax that the gold ones have."""
    useful = [one for one in seen if one.gold.any() and not one.gold.all()]

    def loss(weights: Table) -> tuple[float, Table]:
        total, slope = 0.5 * PENALTY * float(weights @ weights), PENALTY * weights
        for one in useful:
            scores = one.table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = shares[one.gold].sum()
            total -= float(np.log(right))
            target = np.where(one.gold, shares / right, 0.0)
            slope = slope + one.table.T @ (shares - target)
        return total, slope

    start = np.zeros(useful[0].table.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _fit_doubt(doubted: Sequence[Doubted]) -> Table:
    """Logistic regression of "answerable" on what was found; the first weight is the bias."""
    fitted = LogisticRegression(C=1 / PENALTY, fit_intercept=False, max_iter=5000)
    fitted.fit(np.array([one.row for one in doubted]), [one.answerable for one in doubted])
    return np.asarray(fitted.coef_[0])


def _report(name: str, seen: Sequence[Seen], weights: Table) -> None:
    there = [one for one in seen if one.gold.any()]
    first = [bool(one.gold[np.argmax(one.table @ weights)]) for one in there]
    sys.stdout.write(
        f"{name}: {len(there)} of {len(seen)} have one that is right; it comes first in "
        f"{np.mean(first):.3f}\n"
    )


def _report_doubt(name: str, doubted: Sequence[Doubted], weights: Table) -> None:
    confidence = 1 / (1 + np.exp(-(np.array([one.row for one in doubted]) @ weights)))
    answerable = np.array([one.answerable for one in doubted])
    bins = np.minimum((confidence * 10).astype(int), 9)
    gaps = [
        abs(confidence[bins == b].mean() - answerable[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    ]
    sys.stdout.write(
        f"{name}: {answerable.mean():.3f} of {len(doubted)} are answerable; AUROC "
        f"{roc_auc_score(answerable, confidence):.3f}, calibration error {sum(gaps):.3f}\n"
    )


if __name__ == "__main__":
    main()
