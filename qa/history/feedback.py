"""What a person says of an answer, kept beside the articles, and as a question of a set.

Each judgement is a line of `feedback.jsonl` in the store's folder; a later one of the same
id takes the place of an earlier one. One that is taken back is in the file no more. Nothing is
sent anywhere.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from index import Filters
from index.errors import StoreError, UsageError
from qa.question import Turn, read_history

FILE = "feedback.jsonl"
LOCK = "feedback.lock"
TAG = "from chat"
"""Marks the questions that come from judgements."""

Verdict = Literal["right", "wrong"]
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of an answer, with all that is needed to ask again.

    `correction` is what would be right, `unanswerable` that the articles do not
    answer the question; both only where the verdict is "wrong". `wrong_sources` are the
    numbers of the citations that do not support the answer, be it right or wrong.
    """

    id: str
    when: datetime
    question: str
    history: tuple[Turn, ...]
    filters: Filters
    answer: dict[str, Any]
    """As `Answer.to_json` gives it."""
    verdict: Verdict
    correction: str | None = None
    unanswerable: bool = False
    wrong_sources: tuple[int, ...] = ()
    person: str | None = None
    """Who was signed in; None where nobody has to."""

    def wrong_quotes(self) -> dict[int, str]:
        """The quotations that do not support the answer, by the numbers of their citations."""
        quotes = {one.get("number"): str(one["quote"]) for one in self.answer["citations"]}
        return {number: quotes[number] for number in self.wrong_sources if number in quotes}

    def to_json(self) -> dict[str, Any]:
        """A line of the file, as docs/formats.md describes it."""
        return {
            "id": self.id,
            "when": self.when.isoformat(timespec="seconds"),
            "question": self.question,
            "history": _turns(self.history),
            "as_of": _iso(self.filters.as_of),
            "filters": _days_and_source(self.filters),
            "answer": self.answer,
            "verdict": self.verdict,
            "correction": self.correction,
            "unanswerable": self.unanswerable,
            "wrong_sources": list(self.wrong_sources),
            "person": self.person,
        }


def keep(folder: Path, judgement: Judgement) -> None:
    """Adds a judgement to those of the store in `folder`; safe beside other threads and processes.

    Raises:
        StoreError: it could not be written.
    """
    line = json.dumps(judgement.to_json(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    with _alone(folder), (folder / FILE).open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a line that was cut off stays one by itself
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def take_back(folder: Path, name: str) -> None:
    """Takes the judgement of that id, with all that was said of it before, out of the file.

    The file is written anew beside the old one and then put in its place: whoever reads
    meanwhile, and whatever breaks off, there is one of the two.

    Raises:
        StoreError: it could not be written; the judgement is then still there.
    """
    path = folder / FILE
    with _alone(folder):
        if not path.exists():
            return
        lines = path.read_bytes().split(b"\n")
        kept = b"\n".join(line for line in lines if not _is_of(line, name))
        anew = path.with_name(f"{FILE}.new")
        try:
            with anew.open("wb") as file:
                shutil.copymode(path, anew)
                file.write(kept)
                file.flush()
                os.fsync(file.fileno())
            anew.replace(path)
        finally:
            anew.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the lock of the file; what goes wrong is told in a sentence.

    Raises:
        StoreError: the lock is held elsewhere, or the file cannot be written.
    """
    try:
        with FileLock(folder / LOCK, timeout=_PATIENCE_S):
            yield
    except OSError as error:
        reason = error.strerror or "another program holds it"
        raise StoreError(f"{folder / FILE} cannot be written: {reason}.") from error


def _is_of(line: bytes, name: str) -> bool:
    """Whether a line is of that id, or is what is left of such a line."""
    try:
        content = json.loads(line)
    except ValueError:
        return json.dumps({"id": name})[:-1].encode() in line
    return isinstance(content, dict) and content.get("id") == name


def read(folder: Path) -> list[Judgement]:
    """The last judgement of each id, in the order in which they were given.

    Lines that are none, such as one that was cut off, are left out.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        content = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"{folder / FILE} cannot be read: {error.strerror}.") from error
    judgements: dict[str, Judgement] = {}
    for line in content.split(b"\n"):
        with suppress(ValueError, KeyError, TypeError, UsageError):
            judgement = _judgement(json.loads(line))
            judgements.pop(judgement.id, None)
            judgements[judgement.id] = judgement
    return list(judgements.values())


def as_question(judgement: Judgement) -> dict[str, Any] | None:
    """The line of a question set; None for an answer of which too little is known.

    That is a wrong one where it is not said what would be right, and a right one that has
    neither a short answer nor a quotation that supports it.
    """
    answered = judgement.answer["status"] == "answered"
    answers: list[str] = []
    gold: list[dict[str, str]] = []
    if judgement.verdict == "right":
        answerable = answered
        if answered:
            answers = [short] if (short := judgement.answer["short"]) else []
            gold = [
                {"article_id": one["article_id"], "quote": one["quote"]}
                for one in judgement.answer["citations"]
                if one.get("number") not in judgement.wrong_sources
            ]
            if not answers and not gold:
                return None
    elif judgement.unanswerable:
        answerable = False
    elif judgement.correction:
        answerable, answers = True, [judgement.correction]
    else:
        return None
    return {
        "id": f"chat-{judgement.id}",
        "question": judgement.question,
        "history": _turns(judgement.history),
        "as_of": _iso(judgement.filters.as_of),
        "filters": _days_and_source(judgement.filters),
        "answers": answers,
        "answerable": answerable,
        "gold": gold,
        "tags": [TAG],
    }


def question_lines(questions: Iterable[dict[str, Any]]) -> str:
    """A question set as the text of its file."""
    return "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)


def write_questions(path: Path, questions: Iterable[dict[str, Any]]) -> None:
    """Writes a question set, of which nothing was there before.

    Raises:
        UsageError: the file exists, or cannot be written.
    """
    content = question_lines(questions).encode("utf-8", "replace")
    try:
        with path.open("xb") as file:
            file.write(gzip.compress(content) if path.suffix == ".gz" else content)
    except FileExistsError as error:
        raise UsageError(f"{path} exists; name another file.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _judgement(content: Any) -> Judgement:
    """A judgement from a line of the file; any of several errors where it is none."""
    id_, question, answer = content["id"], content["question"], content["answer"]
    verdict, correction = content["verdict"], content["correction"]
    texts = [id_, question, answer["status"], correction or "", answer["short"] or ""]
    texts += [one[name] for one in answer["citations"] for name in ("article_id", "quote")]
    if not all(isinstance(text, str) for text in texts) or verdict not in ("right", "wrong"):
        raise ValueError("not a judgement")
    wrong_sources, person = content.get("wrong_sources", []), content.get("person")
    if not all(type(number) is int for number in wrong_sources):
        raise ValueError("not a list of citations")
    if not isinstance(person, str | None):
        raise ValueError("not a person")
    days = content["filters"]
    source = days["source"]
    return Judgement(
        id=id_,
        when=datetime.fromisoformat(content["when"]),
        question=question,
        history=read_history(content["history"]),
        filters=Filters(
            after=_day(days["after"]),
            before=_day(days["before"]),
            source=None if source is None else str(source),
            as_of=_day(content["as_of"]),
        ),
        answer=answer,
        verdict=verdict,
        correction=correction,
        unanswerable=content["unanswerable"] is True,
        wrong_sources=tuple(wrong_sources),
        person=person,
    )


def _turns(history: tuple[Turn, ...]) -> list[dict[str, str]]:
    return [{"role": turn.role, "content": turn.content} for turn in history]


def _days_and_source(filters: Filters) -> dict[str, str | None]:
    return {
        "after": _iso(filters.after),
        "before": _iso(filters.before),
        "source": filters.source,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
