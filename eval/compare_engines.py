"""Whether one collection in two stores, mostly of two engines, is found alike, and how fast.

    article-qa store copy STORE milvus://HOST:PORT/NAME
    python -m eval.compare_engines STORE milvus://HOST:PORT/NAME QUESTIONS [--rounds 3]

Each question is searched in both, by turns, as `ours` searches it first: with its conversation and
filters, sixteen passages. Gold is where the questions say it is; "all evidence" asks for every one
of a question's gold quotations among the first ten. Vectors of questions are made before.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from eval.case import GoldSpan, locate
from eval.joined_query import joined_query
from eval.sets import EvalQuestion, read_questions
from index import Hit, Store, open_store

READ = 16
"""Passages that the reader is given."""
LISTED = 10
console = Console()


def main(
    first: Annotated[str, typer.Argument(help="A store: a folder or an address.")],
    second: Annotated[str, typer.Argument(help="Another store with the same articles.")],
    questions: Annotated[Path, typer.Argument(help="A question set on them.")],
    rounds: Annotated[int, typer.Option(help="Times that each is searched.")] = 3,
) -> None:
    """Prints the tables."""
    asked = [one for one in read_questions(questions) if one.gold]
    with open_store(first) as one, open_store(second) as other:
        stores = (one, other)
        found: tuple[list[list[Hit]], ...] = ([], [])
        seconds: tuple[list[float], ...] = ([], [])
        for number in range(rounds):
            for question in asked:
                for store, hits, times in zip(stores, found, seconds, strict=True):
                    store.vectors(joined_query(question.asked()))  # made before the clock runs
                    begun = time.perf_counter()
                    own = searched(question, store)
                    if number:  # the first round warms both up
                        times.append(time.perf_counter() - begun)
                    else:
                        hits.append(own)
        gold = [locate(question, one) for question in asked]
        passages = one.counts()[1]
    console.print(f"{passages:,} passages, {len(asked)} questions")
    console.print(f"First: {first}. Second: {second}.")
    console.print(_gold_table(gold, found))
    console.print(_agreement(*found))
    for name, times in zip((first, second), seconds, strict=True):
        if times:
            middle, late = np.percentile(times, (50, 95)) * 1000
            console.print(f"{name}: {middle:.1f} ms a search, p50; {late:.1f} ms, p95")


def searched(question: EvalQuestion, store: Store) -> list[Hit]:
    """What a store finds for a question, best first."""
    asked = question.asked()
    return store.search(joined_query(asked), READ, asked.filters)


def gold_found(gold: tuple[GoldSpan, ...], hits: list[Hit]) -> list[bool]:
    """Of each gold quotation whether one of the hits holds it."""
    return [
        any(span.is_within(hit.article_id, hit.start, hit.end) for hit in hits) for span in gold
    ]


def _gold_table(gold: list[tuple[GoldSpan, ...]], found: tuple[list[list[Hit]], ...]) -> Table:
    table = Table("gold", "first", "second", "difference")
    for row, depth, every in (
        ("in the first passage", 1, False),
        ("in the first ten", LISTED, False),
        ("all evidence in the first ten", LISTED, True),
    ):
        shares = []
        for own in found:
            held = [gold_found(spans, hits[:depth]) for spans, hits in zip(gold, own, strict=True)]
            shares.append(float(np.mean([(all if every else any)(one) for one in held])))
        table.add_row(row, *(f"{share:.3f}" for share in shares), f"{shares[1] - shares[0]:+.3f}")
    return table


def _agreement(ours: list[list[Hit]], theirs: list[list[Hit]]) -> str:
    """How alike the rankings are."""
    pairs = [
        ([_key(one) for one in a], [_key(one) for one in b])
        for a, b in zip(ours, theirs, strict=True)
    ]
    same = np.mean([a[:1] == b[:1] for a, b in pairs])
    shared = np.mean(
        [len(set(a[:LISTED]) & set(b[:LISTED])) / max(1, len(a[:LISTED])) for a, b in pairs]
    )
    return f"the same first passage in {same:.3f}; of the first ten {shared:.3f} are the same"


def _key(hit: Hit) -> tuple[str, int]:
    return hit.article_id, hit.start


if __name__ == "__main__":
    typer.run(main)
