"""Compares answers of a local language model before and after verification.

    python -m eval.compare_verification SET --store STORE [--tag named] [--model NAME]

SET is a question set, STORE a store of its articles. Each question is asked once. The variants
are all sentences of the model ("as written"), those that are not contradicted ("not contradicted"),
and those that are verified ("verified"). Prints,
for each variant, how many questions are answered, in how many answers a gold answer stands
(Cover-EM), F1, abstentions on unanswerable questions, and the share of the sentences that the
attribution classifier finds supported by the evidence in the prompt; and milliseconds of
verification. With `--out`, writes every answer as a line of JSON.
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

from eval.compare_answerers import covers, sample, serving
from eval.metrics.attribution import AttributionClassifier, load_attribution
from eval.metrics.squad import token_f1
from eval.sets import EvalQuestion, read_questions
from index import Store, open_store
from index.embedding import load_packaged
from qa import QASettings, stream
from qa.generation.generative import Generative
from qa.llm.models import LocalModel
from qa.types import EvidenceSentence
from qa.verification.verdict import Verdict
from qa.verification.verifier import SupportVerifier

console = Console()
VARIANTS = ("as written", "not contradicted", "verified")


@dataclass
class Recorder:
    """The program's verifier, which records its verdicts."""

    seen: list[tuple[str, Verdict]] = field(default_factory=list)
    """Each sentence with its verdict."""
    evidence: list[str] = field(default_factory=list)
    """Sentences of evidence in the prompt."""

    def __post_init__(self) -> None:
        self._verifier = SupportVerifier()

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """See `qa.verification.verdict.Verifier`."""
        verdict = self._verifier.check(sentence, evidence, question, cites)
        self.evidence = [one.text for one in evidence]
        self.seen.append((sentence, verdict))
        return verdict


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its variants."""

    id: str
    answerable: bool
    golds: tuple[str, ...]
    texts: dict[str, list[str]]
    """The sentences of each variant."""
    evidence: list[str]
    final: str
    status: str
    verify_ms: float
    total_ms: float


def main(
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    store: Annotated[Path, typer.Option(help="A store of its articles.")],
    tag: Annotated[str | None, typer.Option(help="Only questions with this tag.")] = None,
    answerable: Annotated[int, typer.Option(help="Number of answerable questions.")] = 44,
    withheld: Annotated[int, typer.Option(help="Number of unanswerable questions.")] = 16,
    model: Annotated[str | None, typer.Option(help="The local model.")] = None,
    out: Annotated[Path | None, typer.Option(help="File for the answers, as JSON lines.")] = None,
) -> None:
    """Prints the table."""
    asked = sample(read_questions(questions), tag, answerable, withheld)
    settings = QASettings.load(store=store)
    with (
        open_store(settings=settings) as opened,
        serving(model or settings.local_model) as served,
    ):
        results = []
        for question in track(asked, "Asking", console=console, transient=True):
            results.append(_ask(question, opened, settings, served))
    if out:
        lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in results)
        out.write_text("".join(lines), encoding="utf-8")
    _report(results, load_attribution(load_packaged()))


def _ask(question: EvalQuestion, store: Store, settings: QASettings, model: LocalModel) -> Result:
    recorder = Recorder()
    answerer = Generative(model)
    *_, last = stream(question.asked(), store, settings, answerer=answerer, verifier=recorder)
    texts = {
        "as written": [text for text, _ in recorder.seen],
        "not contradicted": [t for t, one in recorder.seen if one.verdict != "contradicted"],
        "verified": [text for text, one in recorder.seen if one.holds],
    }
    return Result(
        id=question.id,
        answerable=bool(question.answerable),
        golds=question.answers,
        texts=texts,
        evidence=recorder.evidence,
        final=last.text,
        status=last.status,
        verify_ms=last.timings.verify_ms,
        total_ms=last.timings.total_ms,
    )


def _report(results: Sequence[Result], classifier: AttributionClassifier) -> None:
    """Prints a row for each variant."""
    heads = ("answered", "Cover-EM", "F1", "abstained", "sentences", "supported")
    table = Table("variant", *heads)
    for variant in VARIANTS:
        table.add_row(variant, *_row(results, variant, classifier))
    console.print(table)
    verified = [one for one in results if one.texts["as written"]]
    each = [one.verify_ms / len(one.texts["as written"]) for one in verified]
    total = [one.total_ms for one in verified]
    console.print(
        f"verification: {np.median(each):.0f} ms per sentence; "
        f"an answer: {np.median(total):.0f} ms (medians of {len(verified)} answers)"
    )


def _row(results: Sequence[Result], variant: str, classifier: AttributionClassifier) -> list[str]:
    asked = [one for one in results if one.answerable]
    unanswerable = [one for one in results if not one.answerable]
    said = {one.id: " ".join(one.texts[variant]) for one in results}
    covered = sum(covers(said[one.id], one.golds) for one in asked)
    f1 = [max(token_f1(said[one.id], gold) for gold in one.golds) for one in asked if one.golds]
    pairs = [(text, " ".join(one.evidence)) for one in results for text in one.texts[variant]]
    supported = np.mean(classifier.supported(pairs)) if pairs else 0.0
    return [
        f"{sum(bool(said[one.id]) for one in asked)}/{len(asked)}",
        f"{covered}/{len(asked)}",
        f"{np.mean(f1):.3f}",
        f"{sum(not said[one.id] for one in unanswerable)}/{len(unanswerable)}",
        str(len(pairs)),
        f"{supported:.2f}",
    ]


if __name__ == "__main__":
    typer.run(main)
