"""Running a question set: answers kept as they come, so that a run that ends early goes on."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.pipelines import Pipeline
from eval.sets import EvalQuestion
from index import Store
from index.errors import UsageError
from qa import QASettings

RESULTS = "results.jsonl"
RUN = "run.json"
_PACKAGES = ("article-qa", "llama-index-core", "faiss-cpu", "tantivy", "onnxruntime", "xllamacpp")

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Run:
    """Answers by question id, with what made them."""

    answers: dict[str, dict[str, Any]]
    about: dict[str, Any]
    """Pipeline, settings, versions, store: the content of `run.json`."""


def describe(
    pipeline: Pipeline, questions: Path, settings: QASettings, store: Store, seed: int
) -> dict[str, Any]:
    """What must be the same for answers to belong to one run; no key stands in it."""
    shown = settings.model_dump(mode="json", exclude={"hosted_key", "host", "port", "store"})
    articles, passages = store.counts()
    return {
        "pipeline": pipeline.name,
        "answerer": pipeline.answerer,
        "model": pipeline.model,
        "questions": {"name": questions.name, "sha256": _digest(questions)},
        "settings": shown,
        "versions": {"python": platform.python_version(), **dict(map(_version, _PACKAGES))},
        "store": {
            "articles": articles,
            "passages": passages,
            "fingerprint": fingerprint(store),
        },
        "seed": seed,
    }


def fingerprint(store: Store) -> str:
    """Changes when an article of the store does."""
    digest = hashlib.sha256()
    for summary in sorted(store.articles(), key=lambda one: one.id):
        article = store.article(summary.id)
        text = article.text if article else ""
        digest.update(f"{summary.id}\0{summary.date}\0{text}\0".encode())
    return digest.hexdigest()[:16]


def run(
    questions: Sequence[EvalQuestion],
    pipeline: Pipeline,
    out: Path,
    about: dict[str, Any],
    progress: Progress,
) -> Run:
    """Asks what has not been asked yet; each answer is on disk before the next question.

    Raises:
        UsageError: `out` holds a run of something else.
    """
    out.mkdir(parents=True, exist_ok=True)
    about = _begin(out, about)
    known = read_results(out)
    start = time.perf_counter()
    with (out / RESULTS).open("ab") as file:
        for number, question in enumerate(questions, start=1):
            if question.id not in known:
                answer = pipeline.answer(question.asked()).to_json()
                line = json.dumps({"id": question.id, "answer": answer}, ensure_ascii=False)
                file.write(line.encode() + b"\n")
                file.flush()
                known[question.id] = answer
            progress("asking", number, len(questions))
    about["date"] = date.today().isoformat()
    about["seconds"] = round(about.get("seconds", 0.0) + time.perf_counter() - start, 1)
    about["peak_memory_mb"] = max(about.get("peak_memory_mb") or 0, peak_memory() or 0) or None
    write_json(out / RUN, about)
    wanted = {question.id for question in questions}
    return Run({name: known[name] for name in known if name in wanted}, about)


def read_results(out: Path) -> dict[str, dict[str, Any]]:
    """The answers in a folder by question id; a last line that was cut off is taken away."""
    path = out / RESULTS
    if not path.exists():
        return {}
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    rows = (json.loads(line) for line in whole.splitlines() if line.strip())
    return {row["id"]: row["answer"] for row in rows}


def peak_memory() -> int | None:
    """Most memory that this process, or the largest it started, has had: in MB.

    None where the system does not tell.
    """
    try:
        import resource
    except ImportError:
        return None
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024


def _begin(out: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Marks the folder as this run's, or finds that it is already."""
    path = out / RUN
    if not path.exists():
        if (out / RESULTS).exists():
            raise UsageError(f"{out} holds results of an unknown run. Name another --out.")
        write_json(path, about)
        return dict(about)
    earlier = json.loads(path.read_text(encoding="utf-8"))
    for name, value in about.items():
        if earlier.get(name) != value:
            raise UsageError(
                f"{out} holds a run with other {name}. Name another --out, or delete that folder."
            )
    return dict(earlier)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """JSON in a file, whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _version(package: str) -> tuple[str, str]:
    try:
        return package, version(package)
    except PackageNotFoundError:
        return package, "not installed"
