"""Compares answers of local language models by the program and by plain prompting.

    python -m eval.compare_answerers FOLDER [--tag named] [--answerable 44] [--withheld 16]

FOLDER has `articles.jsonl.gz` and `questions.jsonl.gz`. The plain program prompts the model with
the first five passages and does not verify its answer; ours prompts it with a few sentences and
verifies what it writes. Each question is asked of all variants before the next question, so that
other load on the machine slows all of them. Prints counts, seconds and memory; with `--out`,
writes every answer as a line of JSON.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.metrics.squad import contains
from eval.pipelines import Answering, plain
from eval.sets import EvalQuestion, read_questions
from index import Store, build, open_store
from qa import Answer, QASettings, Question, stream
from qa.generation.generative import Generative
from qa.generation.pool import CONTEXT
from qa.llm.catalog import find_model
from qa.llm.endpoint import Message
from qa.llm.local_server import LocalServer
from qa.llm.memory import resident_mb
from qa.llm.models import LocalModel
from qa.llm.profile import PROFILES, Profile
from qa.llm.queue import FairQueue

SEED = 11
console = Console()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of one variant to one question; times in seconds."""

    id: str
    answerable: bool
    text: str
    is_answered: bool
    covers_gold: bool
    is_cited: bool
    cites_gold: bool
    confidence: float | None
    first: float
    total: float
    notices: tuple[str, ...] = ()


Variant = Callable[[EvalQuestion], Outcome]


def main(
    folder: Annotated[Path, typer.Argument(help="With articles.jsonl.gz and questions.jsonl.gz.")],
    tag: Annotated[str | None, typer.Option(help="Only questions with this tag.")] = None,
    answerable: Annotated[int, typer.Option(help="Number of answerable questions.")] = 44,
    withheld: Annotated[int, typer.Option(help="Number of unanswerable questions.")] = 16,
    budget: Annotated[
        list[str] | None, typer.Option(help="Evidence in the prompt: SENTENCES:CHARACTERS.")
    ] = None,
    model: Annotated[list[str] | None, typer.Option(help="Local models to compare.")] = None,
    with_plain: Annotated[
        bool, typer.Option("--plain/--no-plain", help="Also the plain program.")
    ] = True,
    out: Annotated[Path | None, typer.Option(help="File for the answers, as JSON lines.")] = None,
) -> None:
    """Prints the table."""
    questions = sample(read_questions(folder / "questions.jsonl.gz"), tag, answerable, withheld)
    with ExitStack() as at_the_end:
        place = at_the_end.enter_context(tempfile.TemporaryDirectory())
        settings = QASettings.load(store=place)
        build([folder / "articles.jsonl.gz"], settings=settings)
        store = at_the_end.enter_context(open_store(settings=settings))
        variants: dict[str, Variant] = {}
        servers: dict[str, LocalServer] = {}
        for name in model or [settings.local_model]:
            served = at_the_end.enter_context(serving(name))
            servers[name] = served.server
            for text in budget or ["4:800"]:
                sentences, _, characters = text.partition(":")
                limits = replace(
                    PROFILES["small"], sentences=int(sentences), characters=int(characters)
                )
                variants[f"{name}, {sentences} sentences"] = ours(served, limits, store, settings)
            if with_plain:
                # On a server of its own, or each would evict the prompt cache of the other.
                alone = at_the_end.enter_context(serving(name))
                variants[f"{name}, plain"] = variant_of(plain(alone, store), has_confidence=False)
        outcomes = run(questions, variants, out)
        memory = {name: resident_mb(server.pid) for name, server in servers.items()}
    report(outcomes, settings.threshold(quotes=False))
    console.print(f"memory of the server, MB: {memory}; of this process: {resident_mb()}")


def sample(
    questions: Sequence[EvalQuestion], tag: str | None, answerable: int, withheld: int
) -> list[EvalQuestion]:
    """A fixed random sample of questions, the answerable ones first."""
    pool = [question for question in questions if tag is None or tag in question.tags]
    random.Random(SEED).shuffle(pool)
    return [one for one in pool if one.answerable][:answerable] + [
        one for one in pool if not one.answerable
    ][:withheld]


@contextmanager
def serving(name: str) -> Iterator[LocalModel]:
    """A local model that has been warmed up; its server is closed at the end."""
    server = LocalServer(find_model(name).located(), slots=1, context=CONTEXT)
    model = LocalModel(name, server, FairQueue(1), CONTEXT)
    try:
        for _ in model.stream([Message("user", "Say yes.")], 2):
            pass
        yield model
    finally:
        server.close()


def ours(model: LocalModel, budget: Profile, store: Store, settings: QASettings) -> Variant:
    """The program without a threshold, which the report applies."""
    always = settings.model_copy(update={"model_threshold": 0.0})
    answerer = Generative(model, budget)

    def answer(question: Question) -> Answer:
        *_, last = stream(question, store, always, answerer=answerer)
        return last

    return variant_of(answer)


def variant_of(answer: Answering, *, has_confidence: bool = True) -> Variant:
    """A pipeline as a variant."""

    def variant(question: EvalQuestion) -> Outcome:
        start = time.perf_counter()
        given = answer(question.asked())
        answered = given.status == "answered"
        cited = [(one.article_id, one.quote) for one in given.citations]
        return Outcome(
            question.id,
            bool(question.answerable),
            given.text,
            answered,
            answered and covers(given.text, question.answers),
            bool(cited),
            quotes_gold(cited, question),
            given.confidence if has_confidence else None,
            given.timings.first_token_ms / 1000,
            time.perf_counter() - start,
            given.notices,
        )

    return variant


def run(
    questions: Sequence[EvalQuestion], variants: dict[str, Variant], out: Path | None
) -> dict[str, list[Outcome]]:
    """Asks every variant each question; each outcome is written to `out` before the next."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in variants}
    with out.open("w", encoding="utf-8") if out else nullcontext() as file:
        for question in track(questions, "answers", console=console, transient=True):
            for name, variant in variants.items():
                outcomes[name].append(variant(question))
                if file:
                    row = {"variant": name} | asdict(outcomes[name][-1])
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    file.flush()
    return outcomes


def report(outcomes: dict[str, list[Outcome]], threshold: float) -> None:
    """Prints a row for each variant; for ours also one at the program's threshold."""
    heads = ("answered", "Cover-EM", "has a citation", "citation hit", "abstained")
    table = Table("variant", *heads, "first s p50", "total s p50", "p95")
    for name, many in outcomes.items():
        table.add_row(name, *_row(many, 0.0))
        if many and many[0].confidence is not None:
            table.add_row(f"… at {threshold}", *_row(many, threshold))
    console.print(table)


def _row(outcomes: Sequence[Outcome], threshold: float) -> list[str]:
    def passes(one: Outcome) -> bool:
        return one.is_answered and (one.confidence is None or one.confidence >= threshold)

    asked = [one for one in outcomes if one.answerable]
    unanswerable = [one for one in outcomes if not one.answerable]
    counts = [
        sum(map(passes, asked)),
        sum(passes(one) and one.covers_gold for one in asked),
        sum(passes(one) and one.is_cited for one in asked),
        sum(passes(one) and one.cites_gold for one in asked),
    ]
    shares = [f"{number}/{len(asked)}" for number in counts]
    shares.append(f"{sum(not passes(one) for one in unanswerable)}/{len(unanswerable)}")
    total = [one.total for one in outcomes]
    times = [np.median([one.first for one in outcomes]), *np.percentile(total, [50, 95])]
    return [*shares, *(f"{seconds:.1f}" for seconds in times)]


_MARK = re.compile(r"\[\d+\]")


def covers(text: str, answers: Sequence[str]) -> bool:
    """Cover-EM: whether a gold answer stands in the text; see `eval.metrics.squad.contains`."""
    said = _MARK.sub("", text)
    return any(contains(said, answer) for answer in answers)


def quotes_gold(cited: Sequence[tuple[str, str]], question: EvalQuestion) -> bool:
    """Whether a cited (article, text) contains a gold quotation or is part of one."""
    golds = [(gold.article_id, " ".join(gold.quote.split())) for gold in question.gold]
    texts = [(article, " ".join(text.split())) for article, text in cited]
    return any(
        article == gold_article and (text in quote or quote in text)
        for article, text in texts
        for gold_article, quote in golds
    )


if __name__ == "__main__":
    typer.run(main)
