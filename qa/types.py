"""The answer: the one type that the chat shows, the command prints and the evaluation scores."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from index import Filters, Hit
from qa.llm.endpoint import Usage
from qa.query import Understood

Status = Literal["answered", "unanswered"]
AnswererName = Literal["extractive", "local", "hosted"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: `quote` stands, letter by letter, at `start`:`end` of the stored text."""

    number: int
    article_id: str
    title: str
    source: str | None
    date: date | None
    url: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer, its citations' numbers, and how far they support it (0..1)."""

    text: str
    citations: tuple[int, ...]
    support: float


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage that was retrieved."""

    article_id: str
    start: int
    end: int
    score: float
    text: str = ""
    """As it was read; not part of the JSON."""


@dataclass(slots=True)
class Timings:
    """Milliseconds. `first_token_ms` counts from the question to the first word of the answer."""

    search_ms: float = 0.0
    evidence_ms: float = 0.0
    first_token_ms: float = 0.0
    generate_ms: float = 0.0
    verify_ms: float = 0.0
    total_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """See the contract of formats in docs/formats.md; `to_json` gives exactly that."""

    question: str
    query: str
    status: Status
    text: str
    confidence: float
    passages: tuple[RankedPassage, ...]
    short: str | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    answerer: AnswererName = "extractive"
    model: str | None = None
    notices: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)
    understood: tuple[Understood, ...] = ()
    """What was read from the question's words."""
    dropped: tuple[str, ...] = ()
    """Sentences that a language model wrote and nothing supports; never part of `text`."""
    filters: Filters = Filters()
    """Where it was searched: under the filters given, and those read from the question."""
    usage: Usage | None = None
    """Tokens that a language model read and wrote; None where none did, or it is not known."""
    draft: str = ""
    """What a model is writing and nobody has checked yet; gone when the answer is whole."""
    waiting: str = ""
    """What is waited for, while nothing is being written."""
    evidence: tuple[Citation, ...] = ()
    """The sentences that the answer is written from, until it is there."""

    def to_json(self) -> dict[str, Any]:
        """Plain values only, dates in ISO form; nothing that only the chat shows."""
        content = asdict(self)
        for passing in ("draft", "waiting", "evidence", "filters"):
            del content[passing]
        for citation in content["citations"]:
            citation["date"] = citation["date"].isoformat() if citation["date"] else None
        for passage in content["passages"]:
            del passage["text"]
        content["usage"] = (
            {"prompt_tokens": self.usage.read, "completion_tokens": self.usage.written}
            if self.usage
            else None
        )
        content["timings"] = {name: round(ms, 1) for name, ms in content["timings"].items()}
        return content


def ranked(hits: list[Hit]) -> tuple[RankedPassage, ...]:
    """Hits as an answer lists them."""
    return tuple(
        RankedPassage(hit.article_id, hit.start, hit.end, hit.score, hit.text) for hit in hits
    )
