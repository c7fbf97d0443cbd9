"""What the stages hand on, as tests build it: with a default for all that a test is not about."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from index import Hit
from index.lexical import LexicalIndex
from qa.generation.answerer import Answerer
from qa.question import Question
from qa.ranking.sentences import evidence_sentences
from qa.types import (
    Evidence,
    EvidenceSentence,
    PartialAnswer,
    QueryPlan,
    ScoredSentence,
    SentenceReading,
)
from qa.verification.cited_answer import CitedAnswer
from qa.verification.verdict import Verifier


class Words:
    """What most rules need of a store: the stems of words, which weigh alike, and which of its
    articles are roundups."""

    def __init__(self, *roundups: str) -> None:
        self._stems = LexicalIndex(None, "words")
        self._roundups = roundups

    def terms(self, text: str) -> set[str]:
        return self._stems.terms(text)

    def term_weights(self, text: str) -> dict[str, float]:
        return dict.fromkeys(self._stems.weights(text), 1.0)

    def story_of(self, article_id: str) -> str | None:
        return None

    def roundups(self, article_ids: Iterable[str]) -> set[str]:
        return set(self._roundups).intersection(article_ids)


WORDS: Any = Words()
"""In the place of a store, whatever the type says."""


def hit_of(
    text: str = "x",
    *,
    article: str = "a",
    passage: int = 1,
    start: int = 0,
    score: float = 1.0,
    title: str = "Title",
    source: str | None = None,
    day: date | None = None,
    url: str | None = None,
) -> Hit:
    """A passage as a search finds it."""
    end = start + len(text)
    return Hit(passage, article, start, end, text, score, 0.5, 2.0, title, source, day, url)


def sentences_of(*hits: Hit) -> list[EvidenceSentence]:
    """The sentences of passages, which nobody has read yet."""
    return evidence_sentences(hits)


def scored(
    hit: Hit,
    probability: float = 0.5,
    *,
    short: str = "",
    answer: float = 5.0,
    relevance: float = 4.0,
    terms: Collection[str] = (),
) -> ScoredSentence:
    """A passage of one sentence, in which the reader takes `short` for the answer."""
    start = hit.start + hit.text.index(short)
    span, place = (hit.start, hit.end), (start, start + len(short))
    reading = SentenceReading(span, 3.0, answer, place, lead=4.0) if short else None
    sentence = EvidenceSentence(hit, 0, *span, hit.text, None, reading, relevance)
    return ScoredSentence(sentence, probability, frozenset(terms))


def evidence_of(*sentences: ScoredSentence, **more: Any) -> Evidence:
    """Evidence of these sentences, the likeliest first, that answers with the first one's words."""
    if sentences:
        more = {"confidence": 0.9, "short": sentences[0].sentence.short} | more
    hits = tuple({one.sentence.hit.passage: one.sentence.hit for one in sentences}.values())
    return Evidence(**{"hits": hits, "sentences": sentences} | more)


def ranked(sentences: Sequence[EvidenceSentence], **more: Any) -> Evidence:
    """Evidence of these sentences, each half as likely as the one before it."""
    found = (ScoredSentence(one, 0.5**n, frozenset()) for n, one in enumerate(sentences, start=1))
    return evidence_of(*found, **more)


def plan_of(text: str = "What?", store: Any = None, **read: Any) -> QueryPlan:
    """The plan of a question from which nothing is read but what is given.

    Without a `store` for rules that need none.
    """
    query = read.pop("query", text)
    question = read.pop("question", Question(text))
    filters = read.pop("filters", question.filters)
    return QueryPlan(question, query, filters, store, **read)


def written(
    answerer: Answerer, plan: QueryPlan, evidence: Evidence, verifier: Verifier | None = None
) -> PartialAnswer:
    """The answer when it is whole: all that `answerer` writes, verified."""
    progress, partial = CitedAnswer(plan, evidence, verifier), PartialAnswer()
    for step in answerer.write(plan, evidence):
        partial = progress.take(step)
    return partial
