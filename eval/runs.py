"""Runs a question set. Each answer is stored at once, so that an interrupted run can be resumed."""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from eval.pipelines import Pipeline
from eval.sets import EvalQuestion
from index import Store
from index.errors import UsageError
from index.files import write_text
from qa import Answer, QASettings
from qa.llm.endpoint import INSTEAD, LanguageModelError
from qa.llm.memory import peak_mb, resident_mb
from qa.question import read_history

RESULTS = "results.jsonl"
RUN = "run.json"
LOCK = "run.lock"
_PACKAGES = ("article-qa", "llama-index-core", "faiss-cpu", "tantivy", "onnxruntime", "xllamacpp")

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of the questions, with what made it."""

    results: dict[str, dict[str, Any]]
    """By the question's id the line of `results.jsonl`: docs/formats.md."""
    about: dict[str, Any]
    """The content of `run.json`: pipeline, settings, versions, store."""
    finished: bool = True
    """Whether every question was asked; false where Ctrl-C ended the run."""


def describe(
    pipeline: Pipeline, questions: Path, settings: QASettings, store: Store, seed: int
) -> dict[str, Any]:
    """What must be the same for answers to belong to one run; without the key of a hosted model."""
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
    """A hash of the ids and content hashes of all articles of the store."""
    digest = hashlib.sha256()
    for name in sorted(one.id for one in store.articles()):
        digest.update(f"{name}\0{store.content_hash(name)}\0".encode())
    return digest.hexdigest()[:16]


def run(
    questions: Sequence[EvalQuestion],
    pipeline: Pipeline,
    out: Path,
    about: dict[str, Any],
    progress: Progress,
) -> Run:
    """Asks the questions that have no answer in `out` yet; stores each answer before the next.

    Ctrl-C ends the run; its answers until then are kept and returned.

    Args:
        about: As `describe` gives it; date, seconds and peak memory are added to it.

    Raises:
        UsageError: `out` holds a different run, is damaged, or is in use by another run.
        LanguageModelError: the pipeline's language model cannot be reached, or fails.
    """
    with _locked(out):
        about = _begin(out, about)
        known = read_results(out)
        start = time.perf_counter()
        finished = True
        try:
            _ask(questions, pipeline, out, known, progress)
        except KeyboardInterrupt:
            finished = False
        finally:  # of a run that ends by an error, too, which goes on another time
            about["date"] = date.today().isoformat()
            about["seconds"] = round(about.get("seconds", 0.0) + time.perf_counter() - start, 1)
            pid = pipeline.pid()
            of_model = resident_mb(pid) if pid else None  # before ours, which may be its process
            memory = {"peak_memory_mb": peak_mb(), "model_memory_mb": of_model}
            for name, size in memory.items():
                about[name] = max(about.get(name) or 0, size or 0) or None
            write_json(out / RUN, about)
    wanted = [question.id for question in questions if question.id in known]
    return Run({name: known[name] for name in wanted}, about, finished)


def _ask(
    questions: Sequence[EvalQuestion],
    pipeline: Pipeline,
    out: Path,
    known: dict[str, dict[str, Any]],
    progress: Progress,
) -> None:
    """Adds the missing results to `known` and to their file."""
    path = out / RESULTS
    with path.open("ab") as file:
        file.truncate(len(_whole_lines(path)))  # drops a last line that was cut off
        for number, question in enumerate(questions, start=1):
            if question.id not in known:
                result = _result(question, pipeline)
                line = json.dumps(result, ensure_ascii=False)
                file.write(line.encode("utf-8", "replace") + b"\n")
                file.flush()
                known[question.id] = result
            progress("asking", number, len(questions))


def _result(question: EvalQuestion, pipeline: Pipeline) -> dict[str, Any]:
    """Asks a question, its earlier turns before it, and gives its line of results."""
    asked = question.in_conversation(lambda turn: _answer(pipeline, turn).text)
    answer = _answer(pipeline, asked).to_json()
    result: dict[str, Any] = {"id": question.id, "answer": answer}
    if question.turns:
        result["history"] = [asdict(turn) for turn in asked.history]
    if question.expectations:
        result["faults"] = question.expectations.faults(answer)
    return result


def as_asked(question: EvalQuestion, result: dict[str, Any]) -> EvalQuestion:
    """The question with what was said before it in the run that this line of results is of."""
    if "history" not in result:
        return question
    return replace(question, history=read_history(result["history"]), turns=())


def _answer(pipeline: Pipeline, question: EvalQuestion) -> Answer:
    """The answer, unless it was quoted from the articles because the language model failed.

    Raises:
        LanguageModelError: it was; the text says why the model failed.
    """
    answer = pipeline.answer(question.asked())
    if pipeline.answerer != "extractive":
        for notice in answer.notices:
            if notice.endswith(INSTEAD):
                raise LanguageModelError(notice.removesuffix(INSTEAD).rstrip())
    return answer


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Locks the folder, so that no two runs write into it.

    Raises:
        UsageError: another run has the lock, or the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UsageError(
            f"Another run is at work in {out}. Wait until it has ended, or name another --out."
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{out} cannot be written: {reason}. Name another --out.") from error
    try:
        yield
    finally:
        lock.release()


def read_results(out: Path) -> dict[str, dict[str, Any]]:
    """The lines of results in a folder by question id; ignores a last one that was cut off.

    Raises:
        UsageError: another line is not an answer.
    """
    path = out / RESULTS
    results = {}
    for number, line in enumerate(_whole_lines(path).split(b"\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                if not isinstance(row["answer"], dict):
                    raise TypeError("the answer is no object")
                results[row["id"]] = row
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(
                    f"{path} line {number} is damaged. Delete that line, and the same command asks "
                    "its question again."
                ) from error
    return results


def _whole_lines(path: Path) -> bytes:
    """The file up to its last line break; nothing where there is none."""
    content = path.read_bytes() if path.exists() else b""
    return content[: content.rfind(b"\n") + 1]


def _begin(out: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Writes `run.json`, or checks that the one in the folder describes the same run.

    Returns:
        The content of `run.json`.

    Raises:
        UsageError: it describes another run, or is damaged.
    """
    path = out / RUN
    if not path.exists():
        if (out / RESULTS).exists():
            raise UsageError(f"{out} holds results of an unknown run. Name another --out.")
        write_json(path, about)
        return dict(about)
    try:
        earlier = dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path} is damaged. Name another --out, or delete {out}.") from error
    for name, value in about.items():
        if earlier.get(name) != value:
            raise UsageError(
                f"{out} holds a run with other {name}. Name another --out, or delete that folder."
            )
    return earlier


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Writes JSON into a file; an interruption leaves the old content."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _version(package: str) -> tuple[str, str]:
    try:
        return package, version(package)
    except PackageNotFoundError:
        return package, "not installed"
