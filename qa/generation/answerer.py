"""The one shape of all that can write an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from index import Store
from qa.types import AnswererName, AnswerSentence, Citation
from qa.ranking.ranker import Choice
from qa.llm.endpoint import Piece, Usage
from qa.question import Question


@dataclass(frozen=True, slots=True)
class Task:
    """A question that the articles seem to answer, with the sentences that may do so."""

    question: Question
    query: str
    choice: Choice
    store: Store
    parts: tuple[tuple[int, ...], ...] = ()
    """For each part of the question, its best passages by number."""
    asked: str = ""
    """The question alone, where `query` opens with the one before it."""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as far as it is: what was checked, and what is still being written."""

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    draft: str = ""
    """The sentence that is being written; nobody has checked it."""
    waiting: str = ""
    """Why nothing is being written yet."""
    evidence: tuple[Citation, ...] = ()
    """What it is written from."""
    verify_ms: float = 0.0
    usage: Usage | None = None
    """Tokens that a model read and wrote, once they are known."""
    has_declined: bool = False
    """The model says that the sentences do not contain the answer."""
    dropped: tuple[str, ...] = ()
    """Sentences that were written and that nothing supports."""


class Answerer(Protocol):
    """Writes answers from evidence: by quoting, or by a language model."""

    name: AnswererName
    model: str | None

    def query(self, question: Question) -> Iterator[Piece]:
        """The standalone query, last; before it what is waited for, and what it has cost.

        Raises:
            LanguageModelError: there is no model to be had.
        """
        ...

    def write(self, task: Task) -> Iterator[Written]:
        """The answer as it grows, in steps short enough to stop at; the last is whole.

        Raises:
            LanguageModelError: the model failed; what came before it is not an answer.
        """
        ...
