"""Question sets: questions with their gold quotations, beside a folder's articles."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO, cast

from index import Filters
from index.errors import UsageError
from qa import Question, Turn
from qa.question import read_history


@dataclass(frozen=True, slots=True)
class Gold:
    """Where an answer stands; an empty quote makes any passage of the article gold."""

    article_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A line of a question set."""

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]
    gold: tuple[Gold, ...]
    tags: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    choices: tuple[str, ...] = ()

    def asked(self) -> Question:
        """The question as the pipeline takes it."""
        return Question(self.question, self.history, self.filters)


def read_questions(path: Path) -> list[EvalQuestion]:
    """The questions of a `.jsonl` or `.jsonl.gz` file.

    Raises:
        UsageError: a line is not a question; names file and line.
    """
    with _open(path) as lines:
        return [
            _question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()
        ]


def read_set(path: Path) -> tuple[list[EvalQuestion], list[dict[str, Any]]]:
    """The questions of a file, and the lines that are none: {"line", "reason"}.

    Raises:
        UsageError: the file cannot be read.
    """
    questions: dict[str, EvalQuestion] = {}
    skipped: list[dict[str, Any]] = []
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    question = _question(path, number, line)
                except UsageError as error:
                    skipped.append({"line": number, "reason": str(error)})
                    continue
                if question.id in questions:
                    reason = f"the id {question.id!r} was there before"
                    skipped.append({"line": number, "reason": reason})
                else:
                    questions[question.id] = question
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error
    return list(questions.values()), skipped


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
    return path.open(encoding="utf-8")


def _question(path: Path, number: int, line: str) -> EvalQuestion:
    try:
        row = json.loads(line)
        return EvalQuestion(
            id=str(row["id"]),
            question=row["question"],
            answerable=bool(row["answerable"]),
            answers=tuple(row["answers"]),
            gold=tuple(Gold(one["article_id"], one["quote"]) for one in row["gold"]),
            tags=tuple(row.get("tags", ())),
            history=read_history(row.get("history") or []),
            filters=_filters(row),
            choices=tuple(row.get("choices") or ()),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} line {number} is not a question: {error!r}") from error


def _filters(row: dict[str, Any]) -> Filters:
    given = row.get("filters") or {}
    return Filters(
        _day(given.get("after")),
        _day(given.get("before")),
        given.get("source"),
        _day(row.get("as_of")),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
