"""One question with its answer, as it is kept: to JSON and back, so that it is shown as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from index import ArticleQAError, Filters
from qa.history.exchange import Exchange, Passage
from qa.question import InterpretationKind, read_history
from qa.retrieval.coverage import Coverage
from qa.types import (
    Answer,
    AnswerSentence,
    Citation,
    Interpretation,
    RankedPassage,
    Timings,
    Usage,
)

UNREADABLE = "This answer is kept, but cannot be read: it is damaged, or of a newer version."
_DAMAGED = (ValueError, KeyError, TypeError, AttributeError, RecursionError, ArticleQAError)
Made = TypeVar("Made")


def to_json(exchange: Exchange) -> str:
    """The exchange with its whole answer and the passages that were read.

    An object with the fields of `Exchange`, the answer in the form of `Answer.to_json`.
    """
    content = {
        "number": exchange.number,
        "question": exchange.question,
        "asked": exchange.asked,
        "filters": asdict(exchange.filters),
        "ignored": sorted(exchange.ignored),
        "history": exchange.history and [asdict(turn) for turn in exchange.history],
        "answer": exchange.answer and exchange.answer.to_json(),
        "passages": [asdict(passage) for passage in exchange.passages],
        "was_stopped": exchange.was_stopped,
        "folder": exchange.folder and str(exchange.folder),
        "searched": exchange.answer and asdict(exchange.answer.filters),
        "kept": exchange.coverage and asdict(exchange.coverage),
    }
    return whole(json.dumps(content, ensure_ascii=False, default=_plain))


def from_json(number: int, content: str) -> Exchange:
    """The exchange as it was kept; where it cannot be read, one whose `problem` says so."""
    try:
        return _exchange(json.loads(content))
    except _DAMAGED:
        return Exchange(number, "", is_done=True, problem=UNREADABLE)


def _exchange(content: Mapping[str, Any]) -> Exchange:
    asked, folder, answer = (content.get(name) for name in ("asked", "folder", "answer"))
    searched, kept, history = (content.get(name) for name in ("searched", "kept", "history"))
    return _made(
        Exchange,
        content,
        asked=datetime.fromisoformat(asked) if asked else None,
        filters=_filters(content["filters"]),
        ignored=frozenset(InterpretationKind(one) for one in content.get("ignored", ())),
        history=None if history is None else read_history(history),
        answer=replace(_answer(answer), filters=_filters(searched or {})) if answer else None,
        coverage=_made(Coverage, kept) if kept else None,
        passages=_all(Passage, content["passages"]),
        folder=Path(folder) if folder else None,
        is_done=True,
    )


def _filters(content: Mapping[str, Any]) -> Filters:
    days = {name: _day(content, name) for name in ("after", "before", "as_of")}
    return _made(Filters, content, **days)


def _answer(content: Mapping[str, Any]) -> Answer:
    usage = content.get("usage")
    return _made(
        Answer,
        content,
        passages=_all(RankedPassage, content["passages"]),
        sentences=tuple(
            _made(AnswerSentence, one, citations=tuple(one["citations"]))
            for one in content["sentences"]
        ),
        citations=_all(Citation, content["citations"]),
        notices=tuple(content["notices"]),
        timings=_made(Timings, content.get("timings", {})),
        dropped=tuple(content.get("dropped", ())),
        interpretations=tuple(
            _made(Interpretation, one, kind=InterpretationKind(one["kind"]))
            for one in content.get("interpretations", content.get("understood", ()))
        ),
        usage=Usage(usage["prompt_tokens"], usage["completion_tokens"]) if usage else None,
    )


def _all(kind: type[Made], contents: list[Mapping[str, Any]]) -> tuple[Made, ...]:
    """One of `kind` for each, with its day where it has one."""
    return tuple(
        _made(kind, one, **({"date": _day(one, "date")} if "date" in one else {}))
        for one in contents
    )


def _made(kind: type[Made], content: Mapping[str, Any], /, **read: Any) -> Made:
    """A dataclass of what is there for it; what only a newer version knows is left out."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in content.items() if name in names} | read)


def _day(content: Mapping[str, Any], name: str) -> date | None:
    value = content.get(name)
    return date.fromisoformat(value) if value else None


def whole(text: str) -> str:
    """The text with a mark for each half of a character, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept")
