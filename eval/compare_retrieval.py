"""Compares ways of finding passages: vectors alone, words alone, both, on the same passages.

    python -m eval.compare_retrieval FOLDER [--limit N]

FOLDER holds `articles.jsonl.gz` and `questions.jsonl.gz`. Prints the share of answerable
questions whose gold quotation lies in one of the first 1, 5 and 10 passages (with a 95 %
bootstrap interval for the first column's spread), and the pipeline's own figures: gold
sentence cited, AUROC of `confidence`, refused and answered.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.fit_chooser import auroc
from eval.sets import EvalQuestion, Gold, read_questions
from index import Hit, Store, build, open_store
from qa import Answer, QASettings, stream
from qa.question import standalone_query

CUTS = (1, 5, 10)
console = Console()


def main(
    folder: Annotated[Path, typer.Argument(help="With articles.jsonl.gz and questions.jsonl.gz.")],
    limit: Annotated[int | None, typer.Option(help="Only the first N questions.")] = None,
    answers: Annotated[bool, typer.Option(help="Run the whole pipeline, too.")] = True,
) -> None:
    """Prints the two tables."""
    questions = read_questions(folder / "questions.jsonl.gz")[:limit]
    with tempfile.TemporaryDirectory() as place:
        settings = QASettings.load(store=place)
        report = build([folder / "articles.jsonl.gz"], settings=settings)
        console.print(f"{folder.name}: {report.articles} articles, {report.passages} passages")
        _compare(questions, settings)
        if answers:
            with open_store(settings=settings) as store:
                _answers(questions, store, settings)


def _compare(questions: list[EvalQuestion], settings: QASettings) -> None:
    table = Table("retriever", "questions", *(f"@{cut}" for cut in CUTS), "@5 interval")
    answerable = [question for question in questions if question.answerable and question.gold]
    groups = {"all": answerable} | {
        tag: [question for question in answerable if tag in question.tags]
        for tag in sorted({tag for question in answerable for tag in question.tags})
    }
    ways = {"vectors alone": 1.0, "words alone": 0.0, "ours": settings.dense_weight}
    for name, weight in ways.items():
        chosen = settings.model_copy(update={"dense_weight": weight})
        with open_store(settings=chosen) as store:
            ranks = {
                question.id: gold_rank(_find(question, store), question.gold)
                for question in track(answerable, name, console=console, transient=True)
            }
        for group, members in groups.items():
            found = np.array([ranks[question.id] for question in members])
            shares = [f"{np.mean(found < cut):.3f}" for cut in CUTS]
            table.add_row(f"{name}, {group}", str(len(members)), *shares, _interval(found < 5))
    console.print(table)


def _find(question: EvalQuestion, store: Store) -> Sequence[Hit]:
    return store.search(standalone_query(question.asked()), CUTS[-1], question.filters)


def gold_rank(hits: Sequence[Hit], gold: Sequence[Gold]) -> float:
    """Rank from 0 of the first passage with a whole gold quotation, or infinity."""
    wanted = [(one.article_id, _squeeze(one.quote)) for one in gold]
    for rank, hit in enumerate(hits):
        text = _squeeze(hit.text)
        if any(hit.article_id == article and quote in text for article, quote in wanted):
            return float(rank)
    return float("inf")


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _answers(questions: list[EvalQuestion], store: Store, settings: QASettings) -> None:
    given: list[Answer] = []
    always = settings.model_copy(update={"answer_threshold": 0.0})
    for question in track(questions, "answers", console=console, transient=True):
        *_, answer = stream(question.asked(), store, always)
        given.append(answer)
    answerable = np.array([question.answerable for question in questions])
    confidence = np.array([answer.confidence for answer in given])
    cited = np.array([_cites_gold(a, q) for a, q in zip(given, questions, strict=True)])
    top = np.array([_cites_gold(a, q, first=True) for a, q in zip(given, questions, strict=True)])
    sizes = np.array([len(answer.citations) for answer in given])
    answered = confidence >= settings.answer_threshold
    total = [answer.timings.total_ms for answer in given]
    console.print(
        f"gold sentence cited {cited[answerable].mean():.3f} {_interval(cited[answerable])}, "
        f"by the first citation {top[answerable].mean():.3f}, in {sizes.mean():.2f} sentences"
    )
    if not answerable.all():
        console.print(
            f"AUROC answerable {auroc(confidence, answerable):.3f}; "
            f"at the threshold {settings.answer_threshold}: "
            f"answered of answerable {answered[answerable].mean():.3f}, "
            f"refused of unanswerable {(~answered[~answerable]).mean():.3f}, "
            f"gold cited of answered answerable {cited[answerable & answered].mean():.3f}"
        )
    p50, p95 = np.percentile(total, [50, 95])
    console.print(f"milliseconds: p50 {p50:.0f}, p95 {p95:.0f}")


def _cites_gold(answer: Answer, question: EvalQuestion, first: bool = False) -> bool:
    citations = answer.citations[:1] if first else answer.citations
    cited = [(citation.article_id, _squeeze(citation.quote)) for citation in citations]
    wanted = [(gold.article_id, _squeeze(gold.quote)) for gold in question.gold]
    return any(
        article == gold_article and (quote in gold_quote or gold_quote in quote)
        for article, quote in cited
        for gold_article, gold_quote in wanted
    )


def _interval(hits: np.ndarray) -> str:
    """95 % bootstrap interval of a share, 1,000 resamples, fixed seed."""
    chance = np.random.default_rng(7)
    means = chance.choice(hits, (1000, len(hits))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"[{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    typer.run(main)
