"""From passages to the sentences in them: what an answer may be made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Hit
from index.sentences import sentence_spans


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

    @property
    def place(self) -> tuple[str, int, int]:
        """Article and offsets: what makes two of them the same."""
        return self.hit.article_id, self.start, self.end


def evidence_sentences(hits: Sequence[Hit]) -> list[EvidenceSentence]:
    """The sentences of the passages, best passage first, each once."""
    found: dict[tuple[str, int, int], EvidenceSentence] = {}
    for rank, hit in enumerate(hits):
        for sentence in _sentences(hit, rank):
            known = found.setdefault(sentence.place, sentence)
            if known.before is None and sentence.before is not None:
                found[sentence.place] = EvidenceSentence(
                    known.hit, known.rank, known.start, known.end, known.text, sentence.before
                )
    return list(found.values())


def _sentences(hit: Hit, rank: int) -> Iterator[EvidenceSentence]:
    before = None
    for start, end in sentence_spans(hit.text):
        place = (hit.start + start, hit.start + end)
        sentence = EvidenceSentence(hit, rank, *place, hit.text[start:end], before)
        yield sentence
        before = sentence
