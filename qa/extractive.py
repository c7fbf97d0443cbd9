"""The answerer without a language model: the sentences themselves, quoted.

Takes a choice of sentences, keeps the one to four that answer, and puts them in
an order that reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Hit
from qa.answer import REFUSAL, AnswerSentence, Citation
from qa.chooser import Choice
from qa.evidence import EvidenceSentence

MOST = 4
"""Sentences in an answer."""
CLOSE = 0.5
"""A sentence joins the answer if it is at least this likely, as a share of the best."""

_PRONOUN = re.compile(
    r"^[\"“‘']?(?:But |And |Yet |Still, |Later, |Then )?"
    r"(?:He|She|It|They|His|Her|Its|Their|This|These|That|Those|Both|The (?:two|three|pair|latter))\b"
)


def select(choice: Choice) -> list[EvidenceSentence]:
    """The sentences of the answer: the best, and up to three that are nearly as likely.

    A sentence that opens with a pronoun brings the one before it along, so that
    one can tell of whom it speaks.
    """
    if not choice.ranking:
        return []
    best = choice.ranking[0][1]
    chosen: list[EvidenceSentence] = []
    texts: set[str] = set()
    for sentence, share in choice.ranking:
        if share < CLOSE * best or len(chosen) >= MOST:
            break
        if sentence.text in texts:  # the same words in another article add nothing
            continue
        texts.add(sentence.text)
        chosen.append(sentence)
    return _in_reading_order(_with_antecedents(chosen))


def compose(sentences: Sequence[EvidenceSentence]) -> tuple[list[AnswerSentence], list[Citation]]:
    """Each sentence as a quotation with its own citation, numbered as they stand."""
    written: list[AnswerSentence] = []
    citations: list[Citation] = []
    for number, sentence in enumerate(sentences, start=1):
        text = " ".join(sentence.text.split())
        written.append(AnswerSentence(text, (number,), 1.0))
        citations.append(cite(number, sentence))
    return written, citations


def cite(number: int, sentence: EvidenceSentence) -> Citation:
    """The citation of one sentence."""
    hit = sentence.hit
    about = (hit.article_id, hit.title, hit.source, hit.date, hit.url)
    return Citation(number, *about, sentence.text, sentence.start, sentence.end)


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
        names.setdefault(hit.article_id, f"“{title}”{f' ({about})' if about else ''}")
        if len(names) == 3:
            break
    if not names:
        return REFUSAL
    return f"{REFUSAL} Nearest to it: {'; '.join(names.values())}."


def _with_antecedents(chosen: list[EvidenceSentence]) -> list[EvidenceSentence]:
    places = {sentence.place for sentence in chosen}
    result = list(chosen)
    for sentence in chosen:
        before = sentence.before
        if len(result) >= MOST:
            break
        if before and before.place not in places and _PRONOUN.match(sentence.text):
            places.add(before.place)
            result.append(before)
    return result


def _in_reading_order(chosen: list[EvidenceSentence]) -> list[EvidenceSentence]:
    """Article by article, the one of the best sentence first; within it as it is written."""
    articles = list(dict.fromkeys(sentence.hit.article_id for sentence in chosen))
    return sorted(chosen, key=lambda s: (articles.index(s.hit.article_id), s.start))
