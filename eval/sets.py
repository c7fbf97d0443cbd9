"""Question sets: questions on stored articles, with gold answers and gold quotations."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO, cast, get_args

from eval.expectations import FLAGS, Expectations, Patterns, WantedStatus
from index import Filters
from index.errors import UsageError
from qa import Question, Turn
from qa.question import read_history


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold quotation; with an empty quote any passage of the article is gold."""

    article_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A line of a question set; see docs/formats.md."""

    id: str
    question: str
    answerable: bool | None
    """None where an answer and a refusal may both be right."""
    answers: tuple[str, ...]
    gold: tuple[Gold, ...]
    tags: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    choices: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    """Earlier questions, which are asked before this one."""
    kind: str = ""
    """The kind of question, by which measures are told."""
    expectations: Expectations | None = None
    """By which an answer is right or wrong, in place of `answers` and `gold`."""

    def asked(self) -> Question:
        """The question as pipelines take it."""
        return Question(self.question, self.history, self.filters)

    def after(self, answers: Sequence[str]) -> EvalQuestion:
        """The question in the conversation of its turns, each of which got an answer."""
        said = list(self.history)
        for asked, answer in zip(self.turns, answers, strict=True):
            said += [Turn("user", asked), Turn("assistant", answer)]
        return replace(self, history=tuple(said), turns=())

    def in_conversation(self, answer: Callable[[EvalQuestion], str]) -> EvalQuestion:
        """The question in the conversation of its turns, which are asked one after the other."""
        said: list[str] = []
        for number, text in enumerate(self.turns):
            turn = replace(self, question=text, turns=self.turns[:number])
            said.append(answer(turn.after(said)))
        return self.after(said)


def read_questions(path: Path) -> list[EvalQuestion]:
    """The questions of a `.jsonl` or `.jsonl.gz` file, of which every line must be a question.

    Raises:
        UsageError: the file cannot be read, or a line is not a question; names file and line.
    """
    questions, skipped = read_set(path)
    if skipped:
        first = skipped[0]
        raise UsageError(f"{path} line {first['line']} is not a question: {first['reason']}.")
    return questions


def read_set(path: Path) -> tuple[list[EvalQuestion], list[dict[str, Any]]]:
    """The questions of a file, and the lines that are not questions: {"line", "reason"}.

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
                    question = _question(line)
                    if question.id in questions:
                        raise _Unfit(f"the id {question.id!r} was there before")
                    questions[question.id] = question
                except _Unfit as error:
                    skipped.append({"line": number, "reason": str(error)})
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be read: {reason}.") from error
    return list(questions.values()), skipped


class _Unfit(Exception):
    """A line is not a question; the text is the reason, without a full stop."""


def _open(path: Path) -> TextIO:
    """The file as text; bytes that are not UTF-8 become surrogates, which `_question` rejects."""
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8-sig", errors="surrogateescape"))
    return path.open(encoding="utf-8-sig", errors="surrogateescape")


def _question(line: str) -> EvalQuestion:
    """The question in a line.

    Raises:
        _Unfit: it is not a question, or one that the program would not accept.
    """
    try:
        line.encode()
        row = json.loads(line)
    except UnicodeEncodeError:
        raise _Unfit("it is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _Unfit(f"it is not JSON ({error})") from None
    if not isinstance(row, dict):
        raise _Unfit("it is not a JSON object")
    expectations = _expectations(row)
    is_judged = expectations is not None
    question = EvalQuestion(
        id=_text(row, "id"),
        question=_text(row, "question"),
        answerable=_answerable(row, expectations),
        answers=_texts(row, "answers", may_lack=is_judged),
        gold=(
            *map(_gold, _list(row, "gold", may_lack=is_judged)),
            *(Gold(one, "") for one in _texts(row, "gold_articles", may_lack=True)),
        ),
        tags=_tags(row),
        history=_history(row),
        filters=_filters(row),
        choices=_texts(row, "choices", may_lack=True),
        turns=_texts(row, "turns", may_lack=True),
        kind=_text(row, "group", may_lack=True),
        expectations=expectations,
    )
    try:
        for text in (*question.turns, question.question):
            replace(question, question=text).asked()
    except UsageError as error:  # as the program would refuse it
        raise _Unfit(str(error).rstrip(".")) from error
    return question


def _value(row: Mapping[str, Any], name: str) -> Any:
    if name not in row:
        raise _Unfit(f"{name!r} is missing")
    return row[name]


def _text(row: Mapping[str, Any], name: str, *, may_lack: bool = False) -> str:
    value = (row.get(name) or "") if may_lack else _value(row, name)
    if name == "id" and type(value) is int:
        value = str(value)
    if not isinstance(value, str) or (name == "id" and not value.strip()):
        raise _Unfit(f"{name!r} must be text")
    return _whole(value, name)


def _whole(text: str, name: str) -> str:
    """The text, which must be valid Unicode: JSON can hold unpaired surrogates.

    Raises:
        _Unfit: it is not.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Unfit(f"{name!r} holds half a character") from None
    return text


def _yes_or_no(row: Mapping[str, Any], name: str, *, may_lack: bool = False) -> bool:
    value = row.get(name, False) if may_lack else _value(row, name)
    if not isinstance(value, bool):
        raise _Unfit(f"{name!r} must be true or false")
    return value


def _list(row: Mapping[str, Any], name: str, *, may_lack: bool = False) -> list[Any]:
    value = (row.get(name) or []) if may_lack else _value(row, name)
    if not isinstance(value, list):
        raise _Unfit(f"{name!r} must be a list")
    return value


def _texts(row: Mapping[str, Any], name: str, *, may_lack: bool = False) -> tuple[str, ...]:
    values = _list(row, name, may_lack=may_lack)
    if not all(isinstance(value, str) for value in values):
        raise _Unfit(f"{name!r} must be a list of texts")
    return tuple(_whole(value, name) for value in values)


def _gold(value: Any) -> Gold:
    if not isinstance(value, dict):
        raise _Unfit("'gold' must be a list of objects")
    return Gold(_text(value, "article_id"), _text(value, "quote"))


def _tags(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The tags; collection and kind are tags as well, so that questions can be chosen by them."""
    also = (_text(row, name, may_lack=True) for name in ("collection", "group"))
    return tuple(dict.fromkeys([*_texts(row, "tags", may_lack=True), *filter(None, also)]))


_EXPECTED = [field.name for field in fields(Expectations) if field.name != "expected"]


def _expectations(row: Mapping[str, Any]) -> Expectations | None:
    """What is expected of the answer; None where the row has nothing of that form."""
    if not any(name in row for name in _EXPECTED):
        return None
    if (status := row.get("status", "any")) not in get_args(WantedStatus):
        raise _Unfit(f"'status' must be one of {', '.join(get_args(WantedStatus))}")
    return Expectations(
        status,
        all=_patterns(row, "all"),
        any=_patterns(row, "any"),
        none=_patterns(row, "none"),
        short=_patterns(row, "short"),
        no_short=_yes_or_no(row, "no_short", may_lack=True),
        min_sentences=_count(row, "min_sentences"),
        min_articles=_count(row, "min_articles"),
        ordered_dates=_yes_or_no(row, "ordered_dates", may_lack=True),
        expected=_text(row, "expected", may_lack=True),
    )


def _answerable(row: Mapping[str, Any], expectations: Expectations | None) -> bool | None:
    if expectations is None or "answerable" in row:
        answerable = _yes_or_no(row, "answerable")
        if (
            expectations
            and {"answered": False, "unanswered": True}.get(expectations.status) is answerable
        ):
            raise _Unfit(
                f"'answerable' and the status {expectations.status!r} contradict each other"
            )
        return answerable
    return {"answered": True, "unanswered": False}.get(expectations.status)


def _patterns(row: Mapping[str, Any], name: str) -> Patterns:
    try:
        return tuple(re.compile(one, FLAGS) for one in _texts(row, name, may_lack=True))
    except (re.error, OverflowError, RecursionError) as error:
        raise _Unfit(f"{name!r} has a pattern that cannot be read ({error})") from None


def _count(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name, 0)
    if type(value) is not int or value < 0:
        raise _Unfit(f"{name!r} must be a whole number from 0 on")
    return value


def _history(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    try:
        turns = read_history(row.get("history") or [])
    except UsageError as error:
        raise _Unfit(str(error).rstrip(".")) from error
    for turn in turns:
        _whole(turn.content, "history")
    return turns


def _filters(row: Mapping[str, Any]) -> Filters:
    given = row.get("filters") or {}
    if not isinstance(given, dict):
        raise _Unfit("'filters' must be an object")
    if unknown := given.keys() - {"after", "before", "source", "sources", "tags", "story"}:
        raise _Unfit(f"'filters' has no {min(unknown)!r}")
    source = _text(given, "source") if given.get("source") else None
    sources, tags = (_texts(given, name, may_lack=True) for name in ("sources", "tags"))
    try:
        days = _day(given, "after"), _day(given, "before")
        story = _text(given, "story") if given.get("story") else None
        return Filters(*days, source, _day(row, "as_of"), sources, tags, story)
    except UsageError as error:  # contradictory days
        raise _Unfit(str(error).rstrip(".")) from error


def _day(row: Mapping[str, Any], name: str) -> date | None:
    value = row.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        raise _Unfit(f"{name!r} {value!r} is not a day (YYYY-MM-DD)") from None
