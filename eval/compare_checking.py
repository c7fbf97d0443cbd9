"""Compares answers of a local model as it wrote them with what is left of them after checking.

    python -m eval.compare_checking SET --store STORE [--tag named] [--model NAME]

SET is a question set, STORE a store of its articles. Each question is asked once; the model's
sentences are kept as they came ("as written"), without those that words and rules stop ("words"),
and without those that the network stops, too ("words and network"), which is what people see.
Prints how many questions each way answers, whether a gold answer stands in the text, F1 with it,
the share of sentences that the judge of evaluations finds supported by what the model was
shown, and milliseconds of checking. Answers go to `--out`, a line each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.compare_answerers import contains, sample, serving
from eval.metrics.judge import Judge, load_judge
from eval.metrics.squad import token_f1
from eval.sets import EvalQuestion, read_questions
from index import Store, open_store
from index.embedding import load_embedder
from qa import QASettings, stream
from qa.generation.generative import Generative
from qa.llm.models import LocalModel
from qa.types import EvidenceSentence
from qa.verification.overlap import OverlapVerifier, Verdict
from qa.verification.verifier import SupportVerifier

console = Console()
WAYS = ("as written", "words", "words and network")


@dataclass
class Recorder:
    """The program's checker, which remembers what each of its parts said."""

    store: Store
    seen: list[tuple[str, bool, bool]] = field(default_factory=list)
    """Sentences; whether words let them through, and whether all of it does."""
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._words = OverlapVerifier(self.store)
        self._all = SupportVerifier(self.store)

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """See `qa.verification.overlap.Checker`."""
        verdict = self._all.check(sentence, evidence, question, cites)
        words = self._words.check(sentence, evidence, question, cites)
        self.shown = [one.text for one in evidence]
        self.seen.append((sentence, words.holds, verdict.holds))
        return verdict


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one question."""

    id: str
    answerable: bool
    golds: tuple[str, ...]
    texts: dict[str, list[str]]
    """The sentences that each way tells."""
    shown: list[str]
    final: str
    status: str
    verify_ms: float
    total_ms: float


def main(
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    store: Annotated[Path, typer.Option(help="A store of its articles.")],
    tag: Annotated[str | None, typer.Option(help="Only questions with this tag.")] = None,
    answerable: Annotated[int, typer.Option(help="So many answerable questions.")] = 44,
    withheld: Annotated[int, typer.Option(help="So many without an answer.")] = 16,
    model: Annotated[str | None, typer.Option(help="The local model.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers go, JSON lines.")] = None,
) -> None:
    """Prints the table."""
    asked = sample(read_questions(questions), tag, answerable, withheld)
    settings = QASettings.load(store=store)
    with (
        open_store(settings=settings) as opened,
        serving(model or settings.local_model, lookup=False) as served,
    ):
        told = []
        for question in track(asked, "Asking", console=console, transient=True):
            told.append(_ask(question, opened, settings, served))
    if out:
        lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in told)
        out.write_text("".join(lines), encoding="utf-8")
    _report(told, load_judge(load_embedder(settings)))


def _ask(question: EvalQuestion, store: Store, settings: QASettings, model: LocalModel) -> Told:
    recorder = Recorder(store)
    answerer = Generative(model)
    *_, last = stream(question.asked(), store, settings, answerer=answerer, verifier=recorder)
    texts = {
        "as written": [text for text, _, _ in recorder.seen],
        "words": [text for text, by_words, _ in recorder.seen if by_words],
        "words and network": [text for text, _, by_all in recorder.seen if by_all],
    }
    return Told(
        id=question.id,
        answerable=question.answerable,
        golds=question.answers,
        texts=texts,
        shown=recorder.shown,
        final=last.text,
        status=last.status,
        verify_ms=last.timings.verify_ms,
        total_ms=last.timings.total_ms,
    )


def _report(told: Sequence[Told], judge: Judge) -> None:
    """A row a way."""
    heads = ("answered", "holds gold", "F1", "refused of withheld", "sentences", "supported")
    table = Table("way", *heads)
    for way in WAYS:
        table.add_row(way, *_row(told, way, judge))
    console.print(table)
    checked = [one for one in told if one.texts["as written"]]
    each = [one.verify_ms / len(one.texts["as written"]) for one in checked]
    total = [one.total_ms for one in checked]
    console.print(
        f"checking, both ways: {np.median(each):.0f} ms a sentence; "
        f"an answer: {np.median(total):.0f} ms (medians of {len(checked)})"
    )


def _row(told: Sequence[Told], way: str, judge: Judge) -> list[str]:
    asked = [one for one in told if one.answerable]
    withheld = [one for one in told if not one.answerable]
    said = {one.id: " ".join(one.texts[way]) for one in told}
    holding = sum(contains(said[one.id], one.golds) for one in asked)
    f1 = [max(token_f1(said[one.id], gold) for gold in one.golds) for one in asked if one.golds]
    pairs = [(text, " ".join(one.shown)) for one in told for text in one.texts[way]]
    supported = np.mean(judge.supported(pairs)) if pairs else 0.0
    return [
        f"{sum(bool(said[one.id]) for one in asked)}/{len(asked)}",
        f"{holding}/{len(asked)}",
        f"{np.mean(f1):.3f}",
        f"{sum(not said[one.id] for one in withheld)}/{len(withheld)}",
        str(len(pairs)),
        f"{supported:.2f}",
    ]


if __name__ == "__main__":
    typer.run(main)
