"""The pipelines that a question set is run through: the program, and the baselines.

ours     the program, with the answerer that the settings name
minilm   dense retrieval alone, through the store's llama-index retriever
bm25     lexical retrieval alone
fusion   both, by reciprocal rank fusion
plain    the first passages as the prompt of the language model (five of a local one, ten of a
         hosted one), its answer unverified

All search the same passages. The first three baselines quote that sentence of the first
passage which shares most weighted words with the question.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from eval.joined_query import joined_query
from index import Hit, Store, open_store
from index.sentences import sentence_spans
from qa import Answer, QASettings, Question, stream
from qa.generation.output import cited_numbers
from qa.generation.pool import AnswererPool
from qa.generation.refusal import NAMED, refusal_text
from qa.llm.endpoint import Message
from qa.llm.models import LanguageModel
from qa.ranking.ranker import load_ranker
from qa.ranking.sentences import evidence_sentences
from qa.text.markers import as_sentence, with_markers, without_citations
from qa.types import (
    AnswerSentence,
    Citation,
    EvidenceSentence,
    RankedPassage,
    Timings,
    Usage,
)

NAMES = ("ours", "minilm", "bm25", "fusion", "plain")
LISTED = 10
FUSED = 100
RANK_CONSTANT = 60
"""Of reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009."""
PLAIN_PASSAGES = {"local": 5, "hosted": 10}
PLAIN_TOKENS = {"local": 200, "hosted": 700}
PLAIN_LENGTH = {"local": "Answer in one or two complete sentences, and end", "hosted": "End"}
"""By where the model runs: what a short program would give a small one and a strong one."""
PLAIN_SYSTEM = (
    "You answer questions about news articles. Use only the passages given. {length} each "
    "sentence with the number of the passage it is taken from, for example: The mayor resigned on "
    "Monday [2]. If the passages do not contain the answer, say that they do not."
)

Answering = Callable[[Question], Answer]
Finding = Callable[[Question, str], list[Hit]]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline, with its names for the report."""

    name: str
    answerer: str
    model: str | None
    answer: Answering
    pid: Callable[[], int | None] = lambda: None
    """The id of the process that a local model runs in; None where there is none."""


@contextmanager
def open_pipeline(name: str, settings: QASettings) -> Iterator[Pipeline]:
    """Opens one of `NAMES` over the settings' store, and closes what it opened at the end.

    Raises:
        ArticleQAError: there is no store, or no language model where one is needed.
    """
    with ExitStack() as at_the_end:
        weight = {"minilm": 1.0, "bm25": 0.0}.get(name)
        if weight is not None:
            settings = settings.model_copy(update={"dense_weight": weight})
        store = at_the_end.enter_context(open_store(settings=settings))
        store.warm()
        if name in ("ours", "plain"):
            answerers = at_the_end.enter_context(AnswererPool(settings))
            yield _with_answerer(name, store, settings, answerers)
        elif name == "fusion":
            words = settings.model_copy(update={"dense_weight": 0.0})
            vectors = settings.model_copy(update={"dense_weight": 1.0})
            both = [at_the_end.enter_context(open_store(settings=one)) for one in (words, vectors)]
            for one in both:
                one.warm()
            yield Pipeline(name, "extractive", None, _best_overlap(store, _fused(both)))
        elif name == "minilm":
            yield Pipeline(name, "extractive", None, _best_overlap(store, _retriever(store)))
        else:
            yield Pipeline(name, "extractive", None, _best_overlap(store, _searched(store)))


def _with_answerer(
    name: str, store: Store, settings: QASettings, answerers: AnswererPool
) -> Pipeline:
    if name == "ours":
        answerer = answerers.choose()
        ranker = load_ranker(settings.reader)

        def answer(question: Question) -> Answer:
            *_, last = stream(question, store, settings, ranker, answerer)
            return last

        return Pipeline(name, answerer.name, answerer.model, answer, answerers.local_pid)
    model = answerers.generative().language_model
    return Pipeline(name, model.name, model.model, plain(model, store), answerers.local_pid)


def _searched(store: Store) -> Finding:
    """By words alone: what only vectors are near is not found."""

    def find(question: Question, query: str) -> list[Hit]:
        hits = store.search(query, LISTED, question.filters)
        return [hit for hit in hits if hit.bm25 is not None]

    return find


def _retriever(store: Store) -> Finding:
    """Search through llama-index's interface, as a llama-index program does it."""

    def find(question: Question, query: str) -> list[Hit]:
        found = store.as_retriever(LISTED, question.filters).retrieve(query)
        return [_hit(one.node, one.score or 0.0) for one in found]

    return find


def _hit(node: Any, score: float) -> Hit:
    about = node.metadata
    day = date.fromisoformat(about["date"]) if about["date"] else None
    return Hit(
        int(node.node_id),
        about["article_id"],
        node.start_char_idx,
        node.end_char_idx,
        node.text,
        score,
        None,
        None,
        about["title"],
        about["source"],
        day,
        about["url"],
    )


def _fused(stores: Sequence[Store]) -> Finding:
    """Reciprocal rank fusion of two rankings: by the words, and by the vectors of those stores."""

    def find(question: Question, query: str) -> list[Hit]:
        hits: dict[int, Hit] = {}
        scores: dict[int, float] = {}
        words, vectors = (one.search(query, FUSED, question.filters) for one in stores)
        by_words = [hit for hit in words if hit.bm25 is not None]
        by_vectors = [hit for hit in vectors if hit.cosine is not None]
        for ranking in (by_words, by_vectors):
            for rank, hit in enumerate(ranking, start=1):
                hits.setdefault(hit.passage, hit)
                scores[hit.passage] = scores.get(hit.passage, 0.0) + 1 / (RANK_CONSTANT + rank)
        best = sorted(scores, key=lambda passage: -scores[passage])[:LISTED]
        return [hits[passage] for passage in best]

    return find


def _best_overlap(store: Store, find: Finding) -> Answering:
    """Quotes the sentence of the first passage with the largest weight of the question's words."""

    def answer(question: Question) -> Answer:
        start = time.perf_counter()
        query = joined_query(question)
        hits = find(question, query)
        searched = time.perf_counter()
        weights = store.term_weights(query)

        def share(sentence: EvidenceSentence) -> float:
            terms = store.terms(sentence.text)
            return sum(weight for word, weight in weights.items() if word in terms)

        best = max(evidence_sentences(hits[:1]), key=share, default=None)
        sentences = [AnswerSentence(as_sentence(best.text), (1,), 1.0)] if best else []
        citations = [Citation.of(1, best)] if best else []
        confidence = share(best) / (sum(weights.values()) or 1.0) if best else 0.0
        return _answer(
            question, query, hits, sentences, citations, confidence, start, searched, searched
        )

    return answer


def _sentences(said: str, cited: Sequence[int]) -> Iterator[AnswerSentence]:
    """Those of a model's text, without their marks, each with the passages that it cites."""
    for start, end in sentence_spans(said):
        text = " ".join(without_citations(said[start:end]).split())
        if text:
            numbers = tuple(one for one in _numbers(said[start:end]) if one in cited)
            yield AnswerSentence(text, numbers, 1.0)


def _numbers(said: str) -> list[int]:
    """The passages that a model's marks name, counted from 1."""
    return sorted(place + 1 for place in cited_numbers(said))


def plain(model: LanguageModel, store: Store) -> Answering:
    """Puts whole passages into the prompt; keeps text and citation markers of the model.

    A text counts as not answered if its first sentence matches `REFUSES`.
    """

    count = PLAIN_PASSAGES[model.name]
    instructions = Message("system", PLAIN_SYSTEM.format(length=PLAIN_LENGTH[model.name]))

    def answer(question: Question) -> Answer:
        start = time.perf_counter()
        query = joined_query(question)
        hits = store.search(query, LISTED, question.filters)
        searched = time.perf_counter()
        listed = "\n\n".join(
            f"[{number}] {hit.title} ({hit.source or ''} {hit.date or ''})\n{hit.text}"
            for number, hit in enumerate(hits[:count], start=1)
        )
        asked = Message("user", f"{listed}\n\nQuestion: {query}")
        said, first = "", 0.0
        usage: Usage | None = None
        for piece in model.stream([instructions, asked], PLAIN_TOKENS[model.name]):
            if isinstance(piece, str):
                first = first or time.perf_counter()
                said += piece
            elif isinstance(piece, Usage):
                usage = piece
        marks = _numbers(said)
        cited = [mark for mark in marks if mark in range(1, min(len(hits), count) + 1)]
        citations = [_whole(number, hits[number - 1]) for number in cited]
        sentences = list(_sentences(said, cited))
        first_sentence = next((said[start:end] for start, end in sentence_spans(said)), "")
        is_refusal = not first_sentence or bool(REFUSES.search(first_sentence))
        return _answer(
            question, query, hits, [] if is_refusal else sentences, citations, 1.0, start, searched,
            first or time.perf_counter(), said=said.strip(), by=model, usage=usage,
        )  # fmt: skip

    return answer


REFUSES = re.compile(
    r"do(?:es)?(?: not|n['’]t) (?:directly |explicitly )?"
    r"(?:answer|contain|provide|mention|specify|state|say|include|give)"
    r"|not (?:stated|mentioned|provided|specified|answered)|no (?:information|mention)"
    r"|cannot be (?:answered|determined)|can(?:not|['’]t) (?:answer|find)"
    r"|none of the (?:passages|articles)|unable to (?:answer|determine|find)",
    re.IGNORECASE,
)
"""Phrases with which models say that the passages do not contain the answer."""


def _whole(number: int, hit: Hit) -> Citation:
    about = (hit.article_id, hit.title, hit.source, hit.date, hit.url)
    return Citation(number, *about, hit.text, hit.start, hit.end)


def _answer(
    question: Question,
    query: str,
    hits: Sequence[Hit],
    sentences: Sequence[AnswerSentence],
    citations: Sequence[Citation],
    confidence: float,
    start: float,
    searched: float,
    first: float,
    said: str = "",
    by: LanguageModel | None = None,
    usage: Usage | None = None,
) -> Answer:
    end = time.perf_counter()
    written = said or with_markers((one.text, one.citations) for one in sentences)
    near = list({hit.article_id: hit for hit in hits}.values())[:NAMED]
    text = written if sentences else refusal_text(near)
    timings = Timings(
        search_ms=(searched - start) * 1000,
        first_token_ms=(first - start) * 1000,
        generate_ms=(end - searched) * 1000,
        total_ms=(end - start) * 1000,
    )
    return Answer(
        question=question.text,
        query=query,
        status="answered" if sentences else "unanswered",
        text=text,
        confidence=confidence if sentences else 0.0,
        passages=tuple(map(RankedPassage.of, hits)),
        sentences=tuple(sentences),
        citations=tuple(citations) if sentences else (),
        answerer=by.name if by else "extractive",
        model=by.model if by else None,
        timings=timings,
        usage=usage,
    )
