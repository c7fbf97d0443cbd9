"""The JSON that programs get, as types: answers and passages as docs/formats.md has them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class TurnJson(TypedDict):
    """Something that was said before the question."""

    role: Literal["user", "assistant"]
    content: str


class SentenceJson(TypedDict):
    """A sentence, the numbers of its citations, and how far they support it."""

    text: str
    citations: list[int]
    support: float


class CitationJson(TypedDict):
    """A quotation and its place in the stored text of an article."""

    number: int
    article_id: str
    title: str
    source: str | None
    date: str | None
    url: str | None
    quote: str
    start: int
    end: int


class RankedJson(TypedDict):
    """A passage that was read for an answer."""

    article_id: str
    start: int
    end: int
    score: float


class TimingsJson(TypedDict):
    """Milliseconds."""

    search_ms: float
    evidence_ms: float
    first_token_ms: float
    generate_ms: float
    verify_ms: float
    total_ms: float


class InterpretationJson(TypedDict):
    """What was read from the question's words."""

    kind: str
    words: str
    meaning: str


class UsageJson(TypedDict):
    """Tokens that a language model read and wrote."""

    prompt_tokens: int
    completion_tokens: int


class AnswerJson(TypedDict):
    """An answer; `Answer.to_json` makes it."""

    question: str
    query: str
    status: Literal["answered", "unanswered"]
    text: str
    confidence: float
    passages: list[RankedJson]
    short: str | None
    sentences: list[SentenceJson]
    citations: list[CitationJson]
    answerer: Literal["extractive", "local", "hosted"]
    model: str | None
    notices: list[str]
    timings: TimingsJson
    interpretations: list[InterpretationJson]
    dropped: list[str]
    usage: UsageJson | None


class PassageJson(TypedDict):
    """A passage that was found; `Hit.to_json` makes it."""

    article_id: str
    start: int
    end: int
    score: float
    text: str
    title: str
    source: str | None
    date: str | None
    url: str | None


class FoundJson(TypedDict):
    """What a search found, best first."""

    query: str
    passages: list[PassageJson]
