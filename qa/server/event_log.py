"""The server's log: a line of JSON for each question, without its words unless they are asked for.

What goes wrong unforeseen is told by its kind and the places in the code alone: what an error
says may hold the words of a question or an article.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.server.outcomes import Outcome

STAGES = ("search", "evidence", "first_token", "generate", "verify", "total")
"""Of which an answer tells how long they took."""
UNFORESEEN = "Something unforeseen went wrong; the server's log tells where."
Write = Callable[[str], None]
_FRAMES = 12


class EventLog:
    """Writes a line for each question that has ended."""

    def __init__(self, write: Write, with_questions: bool = False) -> None:
        """`write` takes a line without its end; `with_questions` adds what was asked."""
        self._write = write
        self._with_questions = with_questions

    def begun(self) -> None:
        """Says nothing: the line at the end tells how long it took."""

    def ended(self, outcome: Outcome) -> None:
        """Writes the line."""
        answer = outcome.answer
        line: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "event": "question",
            "outcome": outcome_name(outcome),
            "seconds": round(outcome.seconds, 3),
        }
        if outcome.failure:
            line["error"] = type(outcome.failure).__name__
        elif answer and not outcome.was_stopped:
            line |= {"kind": str(answer.kind), "answerer": answer.answerer}
            line["stages"] = {name: round(seconds_of(outcome, name), 3) for name in STAGES}
        if self._with_questions:
            line["question"] = outcome.question.text
        self._write(json.dumps(line, ensure_ascii=False))


def outcome_name(outcome: Outcome) -> str:
    """ "answered", "unanswered", "stopped" or "failed"."""
    if outcome.failure:
        return "failed"
    return "stopped" if outcome.was_stopped or not outcome.answer else outcome.answer.status


def seconds_of(outcome: Outcome, stage: str) -> float:
    """How long one of `STAGES` took; 0 where there is no answer."""
    timings = outcome.answer and outcome.answer.timings
    return float(getattr(timings, f"{stage}_ms")) / 1000 if timings else 0.0


def unforeseen(error: BaseException) -> str:
    """A line that tells which kind of error it was and where, and nothing of what it says."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
    return f"Something unforeseen went wrong: {type(error).__name__} at {' > '.join(places)}"
