"""Compares the packaged embedding model with the published weights in float32, or another model.

    python -m eval.compare_embeddings ARTICLES QUESTIONS [--with MODEL] [--sample 1000]

ARTICLES is a `.jsonl.gz` in the format of docs/formats.md, QUESTIONS a question set on it, MODEL
what the setting `embedding_model` takes. Prints for each model the share of answerable questions
with a gold quotation in the first 1, 5 and 10 passages, by vectors alone and by vectors and words
together; the cosines of a sample of the passages to the other model, where both have the same
dimension; and passages a second, the models taking turns.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from eval.case import locate
from eval.joined_query import joined_query
from eval.minilm import PUBLISHED
from eval.sets import EvalQuestion, read_questions
from eval.statistics import interval
from index import Settings, Store, build, open_store
from index.embedding import Embedder, load_embedder
from index.extras import exit_without

SEED = 7
DEPTHS = (1, 5, 10)
ROUNDS = 2
console = Console()


def main(
    articles: Annotated[Path, typer.Argument(help="A .jsonl.gz of articles.")],
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    other: Annotated[
        str | None, typer.Option("--with", help="The other model. [default: the published weights]")
    ] = None,
    sample: Annotated[int, typer.Option(help="Passages to compare and to time.")] = 1000,
) -> None:
    """Embeds, searches and prints the tables."""
    against = other or str(PUBLISHED.verify())
    embedders = {
        "packaged": load_embedder(Settings.load()),
        other or "published, float32": load_embedder(Settings.load(embedding_model=against)),
    }
    compare(embedders, articles, read_questions(questions), sample)


def compare(
    embedders: Mapping[str, Embedder],
    articles: Path,
    questions: Sequence[EvalQuestion],
    sample: int,
) -> None:
    """Prints the tables for several embedders by name; the last one is what others are held to."""
    asked = [one for one in questions if one.answerable and one.gold]
    found: dict[str, dict[str, list[float]]] = {}
    texts: list[str] = []
    for name, embedder in embedders.items():
        with tempfile.TemporaryDirectory() as place:
            settings = Settings.load(store=place)
            build([articles], settings=settings, embedder=embedder)
            found[name] = {}
            for way, weight in (("vectors", 1.0), ("both", settings.dense_weight)):
                weighed = settings.model_copy(update={"dense_weight": weight})
                with open_store(settings=weighed, embedder=embedder) as store:
                    ranks = [rank_of_gold(one, store) for one in asked]
                    texts = texts or _passages(store)
                for depth in DEPTHS:
                    found[name][f"{way} {depth}"] = [float(rank <= depth) for rank in ranks]
    _print_found(found)
    _print_vectors(embedders, random.Random(SEED).sample(texts, min(sample, len(texts))))


def rank_of_gold(question: EvalQuestion, store: Store) -> int:
    """Rank of the first passage that holds a gold quotation, or 1,000 where it comes too late."""
    gold = locate(question, store)
    asked = question.asked()
    hits = store.search(joined_query(asked), max(DEPTHS), asked.filters)
    for rank, hit in enumerate(hits, start=1):
        if any(span.is_within(hit.article_id, hit.start, hit.end) for span in gold):
            return rank
    return 1000


def _passages(store: Store) -> list[str]:
    return [text for article in store.articles() for text in store.passage_texts(article.id)]


def _print_found(found: Mapping[str, Mapping[str, list[float]]]) -> None:
    """A row for each way and depth; differences with their interval of 95 %."""
    *others, last = found
    table = Table("gold in the first", *found, *(f"{name} - {last}" for name in others))
    for row, reference in found[last].items():
        shares = [f"{np.mean(found[name][row]):.3f}" for name in found]
        table.add_row(row, *shares, *(_difference(found[name][row], reference) for name in others))
    console.print(f"{len(reference)} questions")
    console.print(table)


def _difference(ours: Sequence[float], theirs: Sequence[float]) -> str:
    mean = interval([a - b for a, b in zip(ours, theirs, strict=True)], SEED)
    return f"{mean.value:+.3f} ({mean.low:+.3f} to {mean.high:+.3f})"


def _print_vectors(embedders: Mapping[str, Embedder], texts: Sequence[str]) -> None:
    """Cosines to the last embedder, and speed."""
    rates: dict[str, list[float]] = {name: [] for name in embedders}
    vectors = {}
    for _ in range(ROUNDS):
        for name, embedder in embedders.items():
            start = time.process_time()  # other programs on the machine are not counted
            vectors[name] = embedder.embed(texts)
            rates[name].append(len(texts) / (time.process_time() - start))
    *_, last = embedders
    table = Table("model", "cosine, mean", "least", "passages a second of one core")
    for name, own in vectors.items():
        cosines = ["", ""]
        if own.shape == vectors[last].shape and name != last:
            each = np.sum(own * vectors[last], axis=1)
            cosines = [f"{each.mean():.4f}", f"{each.min():.4f}"]
        table.add_row(name, *cosines, ", ".join(f"{rate:.1f}" for rate in rates[name]))
    console.print(f"{len(texts)} passages")
    console.print(table)


if __name__ == "__main__":
    exit_without("train")
    exit_without("models")
    typer.run(main)
