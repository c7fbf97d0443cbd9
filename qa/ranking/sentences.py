"""From passages to the sentences in them: what an answer may be made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import Hit
from index.sentences import sentence_spans
from qa.text.quantities import whole
from qa.ranking.reader.decode import NEVER, Reading, ReadSentence


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a passage, with offsets into its article's stored text."""

    hit: Hit
    rank: int
    """Of the first passage that holds it, from 0."""
    start: int
    end: int
    text: str
    before: EvidenceSentence | None
    """The sentence before it in the same passage."""
    read: ReadSentence | None = None
    """What the reader says of it, its places in the article's text …"""
    relevance: float = NEVER
    """… and of the passage: a logit."""

    @property
    def in_context(self) -> list[str]:
        """The sentence before it, where there is one, and itself."""
        return [*([self.before.text] if self.before else []), self.text]

    @property
    def place(self) -> tuple[str, int, int]:
        """Article and offsets: what makes two of them the same."""
        return self.hit.article_id, self.start, self.end

    @property
    def short(self) -> str:
        """The shortest answer in it, its figures whole; empty where it was not read."""
        if self.read is None:
            return ""
        first, last = (place - self.start for place in self.read.short)
        if first < last:
            first, last = whole(self.text, first, last)
        return self.text[first:last]


def evidence_sentences(
    hits: Sequence[Hit], readings: Sequence[Reading] | None = None
) -> list[EvidenceSentence]:
    """The sentences of the passages, best passage first, each once.

    `readings`, one a passage, say what the reader found; of a sentence in two passages that
    overlap, the likelier reading counts.
    """
    found: dict[tuple[str, int, int], EvidenceSentence] = {}
    for rank, hit in enumerate(hits):
        for sentence in _sentences(hit, rank, readings[rank] if readings else None):
            known = found.setdefault(sentence.place, sentence)
            if known is not sentence:
                found[sentence.place] = replace(
                    known,
                    before=known.before or sentence.before,
                    read=_likelier(known.read, sentence.read),
                    relevance=max(known.relevance, sentence.relevance),
                )
    return list(found.values())


def _sentences(hit: Hit, rank: int, reading: Reading | None) -> Iterator[EvidenceSentence]:
    before = None
    for number, (start, end) in enumerate(sentence_spans(hit.text)):
        place = (hit.start + start, hit.start + end)
        read = _moved(reading.sentences[number], hit.start) if reading else None
        relevance = reading.relevance if reading else NEVER
        sentence = EvidenceSentence(hit, rank, *place, hit.text[start:end], before, read, relevance)
        yield sentence
        before = sentence


def _moved(read: ReadSentence, by: int) -> ReadSentence:
    span, short = ((first + by, last + by) for first, last in (read.span, read.short))
    return replace(read, span=span, short=short)


def _likelier(one: ReadSentence | None, other: ReadSentence | None) -> ReadSentence | None:
    if one is None or other is None:
        return one or other
    return one if one.answer >= other.answer else other
