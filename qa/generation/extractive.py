"""The answerer without a language model: the sentences themselves, quoted.

Takes a choice of sentences, keeps the one to four that answer, and puts them in
an order that reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Hit
from qa.types import AnswererName, AnswerSentence, Citation
from qa.generation.answerer import Task, Written
from qa.ranking.ranker import Choice, Judged
from qa.ranking.sentences import EvidenceSentence
from qa.llm.endpoint import Piece
from qa.generation.markers import unmarked
from qa.question import REFUSAL, Question, standalone_query

MOST = 4
"""Sentences in an answer."""
CLOSE = 0.5
"""A sentence joins the answer if it is at least this likely, as a share of the best."""
PART = 0.15
"""Share of a question's word weight that makes a sentence the answer to another part of it."""

_PARTS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|which|why|how)\b.*\b(?:and|or)\b.*"
    r"\b(?:who|whom|whose|what|when|where|which|why|how)\b",
    re.IGNORECASE | re.DOTALL,
)

_PRONOUN = re.compile(
    r"^[\"“‘']?(?:But |And |Yet |Still, |Later, |Then )?"
    r"(?:He|She|It|They|His|Her|Its|Their|This|These|That|Those|Both|"
    r"The (?:two|three|pair|latter))\b"
)


def select(
    query: str, choice: Choice, parts: Sequence[Sequence[int]] = ()
) -> list[EvidenceSentence]:
    """The sentences of the answer: the best, and up to three that are nearly as likely.

    Of each of `parts`, given by their passages, it has a sentence. A sentence that opens with a
    pronoun brings the one before it along, so that one can tell of whom it speaks.
    """
    if not choice.ranking:
        return []
    best = choice.ranking[0].share
    chosen: dict[str, Judged] = {}  # by text: the same words in another article add nothing
    for judged in choice.ranking:
        if judged.share < CLOSE * best or len(chosen) >= MOST:
            break
        chosen.setdefault(judged.sentence.text, judged)
    for judged in best_of_parts(query, choice, parts):
        if len(chosen) < MOST:
            chosen.setdefault(judged.sentence.text, judged)
    return with_antecedents([one.sentence for one in chosen.values()], MOST)


def best_of_parts(query: str, choice: Choice, parts: Sequence[Sequence[int]]) -> Iterator[Judged]:
    """For each part of a question the likeliest sentence of its passages.

    A question of two parts ("when ..., and at whose request?") also gets the sentence that takes
    up what these and the likeliest leave of it.
    """
    ranked = [[one for one in choice.ranking if one.sentence.hit.passage in part] for part in parts]
    best = [judged[0] for judged in ranked if judged]
    yield from best
    if _PARTS.search(query):
        held = frozenset[str]().union(*(one.held for one in (*choice.ranking[:1], *best)))
        least = PART * sum(choice.weights.values())
        for judged in choice.ranking:
            if sum(choice.weights[word] for word in judged.held - held) >= least:
                yield judged
                return


def compose(sentences: Sequence[EvidenceSentence]) -> tuple[list[AnswerSentence], list[Citation]]:
    """Each sentence as a quotation with its own citation, numbered as they stand."""
    written: list[AnswerSentence] = []
    citations: list[Citation] = []
    for number, sentence in enumerate(sentences, start=1):
        written.append(AnswerSentence(in_answer(sentence.text), (number,), 1.0))
        citations.append(cite(number, sentence))
    return written, citations


def in_answer(quote: str) -> str:
    """An article's words as a sentence of an answer: on one line, without marks like ours."""
    return unmarked(" ".join(quote.split()))


def cite(number: int, sentence: EvidenceSentence) -> Citation:
    """The citation of one sentence."""
    hit = sentence.hit
    about = (hit.article_id, hit.title, hit.source, hit.date, hit.url)
    return Citation(number, *about, sentence.text, sentence.start, sentence.end)


class Extractive:
    """Answers by quoting; needs no model."""

    name: AnswererName = "extractive"
    model: str | None = None

    def query(self, question: Question) -> Iterator[Piece]:
        """See `qa.generation.answerer.Answerer`."""
        yield standalone_query(question)

    def write(self, task: Task) -> Iterator[Written]:
        """See `qa.generation.answerer.Answerer`: a sentence more each time."""
        chosen = select(task.query, task.choice, task.parts)
        for count in range(1, len(chosen) + 1):
            sentences, citations = compose(chosen[:count])
            yield Written(tuple(sentences), tuple(citations))


def join(sentences: Sequence[AnswerSentence]) -> str:
    """The answer's text, each sentence followed by its markers."""
    return " ".join(
        f"{sentence.text} {''.join(f'[{number}]' for number in sentence.citations)}"
        for sentence in sentences
    )


def refuse(hits: Sequence[Hit]) -> str:
    """The text of an answer that is none: says so and names the nearest articles."""
    names: dict[str, str] = {}
    for hit in hits:
        about = ", ".join(str(part) for part in (hit.source, hit.date) if part)
        title = hit.title if len(hit.title) <= 100 else f"{hit.title[:99].rsplit(' ', 1)[0]}…"
        name = f"“{title}”{f' ({about})' if about else ''}"
        names.setdefault(hit.article_id, unmarked(name))
        if len(names) == 3:
            break
    if not names:
        return REFUSAL
    return f"{REFUSAL} Nearest to it: {'; '.join(names.values())}."


def with_antecedents(chosen: list[EvidenceSentence], most: int) -> list[EvidenceSentence]:
    """At most `most` sentences in reading order: those given, and where one of them opens with a
    pronoun, the one before it."""
    places = {sentence.place for sentence in chosen}
    result = list(chosen)
    for sentence in chosen:
        before = sentence.before
        if len(result) >= most:
            break
        if before and before.place not in places and _PRONOUN.match(sentence.text):
            places.add(before.place)
            result.append(before)
    return _in_reading_order(result)


def _in_reading_order(chosen: list[EvidenceSentence]) -> list[EvidenceSentence]:
    """Article by article, the one of the best sentence first; within it as it is written."""
    articles = list(dict.fromkeys(sentence.hit.article_id for sentence in chosen))
    return sorted(chosen, key=lambda s: (articles.index(s.hit.article_id), s.start))
