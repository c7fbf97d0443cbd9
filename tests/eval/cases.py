"""Cases for tests of metrics: a question and an answer with only what is given."""

from __future__ import annotations

from typing import Any

from eval.case import Case, GoldSpan
from eval.expectations import Expectations
from eval.judged import JudgedQuestion, JudgedSentence, Mark
from eval.sets import EvalQuestion
from index import Article
from index.sentences import sentence_spans

TIMINGS = {
    "search_ms": 10.0, "evidence_ms": 20.0, "first_token_ms": 40.0,
    "generate_ms": 50.0, "verify_ms": 1.0, "total_ms": 100.0,
}  # fmt: skip


def case(
    *,
    name: str = "q",
    answerable: bool | None = True,
    answers: tuple[str, ...] = (),
    gold: tuple[GoldSpan, ...] = (),
    tags: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    kind: str = "",
    expectations: Expectations | None = None,
    **answer: Any,
) -> Case:
    """An answered case; keywords that are none of the question's go into the answer."""
    about = {"choices": choices, "kind": kind, "expectations": expectations}
    question = EvalQuestion(name, "?", answerable, answers, (), tags, **about)
    content = {
        "status": "answered", "text": "", "short": None, "sentences": [], "citations": [],
        "passages": [], "confidence": 0.9, "timings": TIMINGS,
    }  # fmt: skip
    return Case(question, {**content, **answer}, gold)


def passages(*places: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Passages as an answer lists them."""
    return [{"article_id": i, "start": a, "end": b, "score": 1.0} for i, a, b in places]


def citation(number: int, quote: str, start: int = 0, article: str = "a") -> dict[str, Any]:
    """A citation from an article without a title."""
    return {
        "number": number, "article_id": article, "title": "", "quote": quote,
        "start": start, "end": start + len(quote),
    }  # fmt: skip


def judged(text: str, article: Article, marks: str, short: str = "") -> JudgedQuestion:
    """A question of which the sentences of an article were judged, the first the likeliest.

    Args:
        marks: One for each sentence: "+", "~" or "-".
        short: The short answer of the sentences that answer and have it.
    """
    sentences = []
    before = (0, 0)
    for span, written in zip(sentence_spans(article.text), marks, strict=True):
        mark = Mark(written.replace("-", ""))
        start = article.text.find(short, *span) if short and mark is Mark.ANSWERS else -1
        told = (start, start + len(short)) if start >= 0 else None
        sentences.append(JudgedSentence(article, before, span, mark, told))
        before = span
    return JudgedQuestion(text, tuple(sentences))
