"""Fits the weights of `qa.chooser` on SQuAD and Natural Questions.

    python -m eval.fit_chooser DATA

DATA is a folder with `squad_dev_v1.1.jsonl.gz`, `squad_dev_v2.0.jsonl.gz` (CC BY-SA 4.0) and
`nq_oracle.jsonl.gz` (CC BY-SA 3.0). Their paragraphs become one collection, of which a quarter
of the articles is withheld: the questions on those have no answer in it. The weights of the
sentences are fitted listwise (softmax over a question's sentences), those of the confidence by
logistic regression, both with an L2 penalty and a fixed seed. Prints what it reaches on a fifth
of the questions that it did not see, and writes `qa/chooser.json`.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from scipy.stats import rankdata

from index import Article, Filters, Settings, Store, build, open_store
from index.articles import normalise
from index.embedding import Embedder, load_embedder
from qa.chooser import DOUBT_NAMES, doubt_row, observe
from qa.evidence import evidence_sentences
from qa.features import NAMES, Asked

SEED = 7
SQUAD_QUESTIONS = 2500
NEAR_MISSES = 900
WITHHELD = 0.25
HELD_OUT = 0.2
PENALTY = 1.0
PASSAGES = 10
WEIGHTS_FILE = Path("qa/chooser.json")

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and where its answer stands, None where there is none."""

    text: str
    article_id: str
    answer: str | None
    at: int | None
    """Where the answer starts in the article's text."""


def main() -> None:
    """See the module."""
    data = Path(sys.argv[1])
    chance = random.Random(SEED)
    articles, questions = _squad(data, chance)
    more_articles, more_questions = _natural_questions(data)
    articles, questions = {**articles, **more_articles}, questions + more_questions
    withheld = _withhold(list(articles), chance)
    chance.shuffle(questions)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(store=folder)
        kept = [Article(i, text, i, source=i) for i, text in articles.items() if i not in withheld]
        embedder = _remembering(load_embedder(settings))
        build(articles=kept, settings=settings, embedder=embedder)
        with open_store(settings=settings, embedder=embedder) as store:
            seen = list(_observe(questions, withheld, store))
    cut = int(len(seen) * HELD_OUT)
    weights = _fit_ranking(seen[cut:])
    doubt = _fit_doubt(seen[cut:], weights)
    _report(seen[:cut], weights, doubt)
    content = {
        "weights": dict(zip(NAMES, np.round(weights, 4).tolist(), strict=True)),
        "doubt": dict(zip(DOUBT_NAMES, np.round(doubt, 4).tolist(), strict=True)),
    }
    WEIGHTS_FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _squad(data: Path, chance: random.Random) -> tuple[dict[str, str], list[Labelled]]:
    paragraphs: dict[str, list[str]] = defaultdict(list)
    starts: dict[str, int] = {}
    questions: list[Labelled] = []
    for row in _rows(data / "squad_dev_v1.1.jsonl.gz"):
        text, title = normalise(row["context"]), row["title"]
        if text != row["context"]:
            continue  # its offsets would not hold
        starts[text] = sum(len(part) + 2 for part in paragraphs[title])
        paragraphs[title].append(text)
        for asked in row["qas"]:
            first = asked["answers"][0]
            at = starts[text] + first["answer_start"]
            questions.append(Labelled(asked["question"], title, first["text"], at))
    misses = [
        Labelled(asked["question"], row["title"], None, None)
        for row in _rows(data / "squad_dev_v2.0.jsonl.gz")
        for asked in row["qas"]
        if not asked["answers"]
    ]
    articles = {title: "\n\n".join(parts) for title, parts in paragraphs.items()}
    return articles, chance.sample(questions, SQUAD_QUESTIONS) + chance.sample(misses, NEAR_MISSES)


def _natural_questions(data: Path) -> tuple[dict[str, str], list[Labelled]]:
    articles: dict[str, str] = {}
    questions = []
    for number, row in enumerate(_rows(data / "nq_oracle.jsonl.gz")):
        context = row["ctxs"][0]
        text = normalise(context["text"])
        answer = next((one for one in row["answers"] if one in text), None)
        article_id = f"{context['title']} ({number})"
        if answer is not None and text not in articles.values():
            articles[article_id] = text
            question = row["question"]
            questions.append(Labelled(question, article_id, answer, text.index(answer)))
    return articles, questions


def _withhold(article_ids: list[str], chance: random.Random) -> set[str]:
    return set(chance.sample(article_ids, int(len(article_ids) * WITHHELD)))


@dataclass(frozen=True, slots=True)
class Seen:
    """A question's sentences as features; `gold` marks those that hold the answer."""

    table: Table
    gold: NDArray[np.bool_]
    answerable: bool


def _remembering(embedder: Embedder) -> Embedder:
    """The same, making the vector of a text only once: sentences are read for many questions."""
    known: dict[str, NDArray[np.float32]] = {}

    class Remembering:
        name = embedder.backend.name

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            new = [text for text in dict.fromkeys(texts) if text not in known]
            if new:
                known.update(zip(new, embedder.backend.encode(new), strict=True))
            return np.array([known[text] for text in texts])

    return Embedder(embedder.model, embedder.dimension, Remembering())


def _observe(questions: list[Labelled], withheld: set[str], store: Store) -> Iterator[Seen]:
    """Every question once over all articles; every third also over its own article alone."""
    for number, asked in enumerate(track(questions, "Reading")):
        yield from _observe_one(asked, withheld, store, Filters())
        if number % 3 == 0 and asked.article_id not in withheld:
            yield from _observe_one(asked, withheld, store, Filters(source=asked.article_id))


def _observe_one(
    asked: Labelled, withheld: set[str], store: Store, filters: Filters
) -> Iterator[Seen]:
    sentences = evidence_sentences(store.search(asked.text, PASSAGES, filters))
    if not sentences:
        return
    gold = np.array(
        [
            asked.at is not None
            and s.hit.article_id == asked.article_id
            and s.start <= asked.at < s.end
            for s in sentences
        ]
    )
    answerable = asked.at is not None and asked.article_id not in withheld
    yield Seen(observe(Asked.of(asked.text, store), sentences, store), gold, answerable)


def _fit_ranking(seen: list[Seen]) -> Table:
    """Minimises the listwise loss: -log of the gold sentences' share of the softmax."""
    useful = [one for one in seen if one.gold.any()]

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

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def _fit_doubt(seen: list[Seen], weights: Table) -> Table:
    """Logistic regression of "answerable" on the best sentence."""
    rows = np.array([doubt_row(one.table, one.table @ weights) for one in seen])
    labels = np.array([1.0 if one.answerable else -1.0 for one in seen])

    def loss(doubt: Table) -> tuple[float, Table]:
        margins = labels * (rows @ doubt)
        slope = rows.T @ (-labels / (1 + np.exp(margins))) + PENALTY * doubt
        value = float(np.logaddexp(0, -margins).sum() + 0.5 * PENALTY * (doubt @ doubt))
        return value, slope

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x)


def _report(seen: list[Seen], weights: Table, doubt: Table) -> None:
    first = [bool(one.gold[np.argmax(one.table @ weights)]) for one in seen if one.answerable]
    there = [bool(one.gold.any()) for one in seen if one.answerable]
    confidence = np.array(
        [1 / (1 + np.exp(-doubt_row(one.table, one.table @ weights) @ doubt)) for one in seen]
    )
    answerable = np.array([one.answerable for one in seen])
    sys.stdout.write(
        f"held out: {len(seen)} questions, {answerable.mean():.3f} answerable; gold sentence read "
        f"{np.mean(there):.3f}, chosen first {np.mean(first):.3f}; "
        f"AUROC answerable {auroc(confidence, answerable):.3f}\n"
    )


def auroc(scores: Table, positive: NDArray[np.bool_]) -> float:
    """Probability that a positive scores above a negative (Mann and Whitney's U, ties half)."""
    ranks = rankdata(scores)
    count = int(positive.sum())
    spare = count * (count + 1) / 2
    return float((ranks[positive].sum() - spare) / (count * (len(scores) - count)))


if __name__ == "__main__":
    main()
