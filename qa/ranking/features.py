"""What can be seen of a question beside a sentence: its words, and what the reader says.

Each feature is a plain number; `qa.ranking.ranker` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Store
from qa.text.lexicon import MONTH, NAME, WEEKDAY
from qa.text.numbers import SMALL_NUMBERS
from qa.text.weights import share_of
from qa.types import EvidenceSentence

NAMES = (
    "overlap",  # share of the question's word weight that stands in the sentence
    "overlap_before",  # the same in the sentence before
    "overlap_title",  # the same in the title
    "overlap_passage",  # the same in the passage
    "rarest",  # whether the question's rarest word stands in the sentence
    "cosine_passage",  # of question and passage
    "bm25",  # of the passage, as a share of the best
    "rank",  # 1 / (1 + rank of the passage)
    "names",  # share of the question's names and numbers in the sentence
    "names_passage",  # the same in the passage and title
    "type",  # whether the sentence has the kind of thing that is asked for
    "type_new",  # ... and one that does not stand in the question already
    "length",  # of the sentence, 1 at 300 characters
    "short",  # under 40 characters: a headline, a fragment
    "opening",  # first sentence of the article
    "asks",  # is a question itself
    "relevance",  # the reader: the passage answers; a logit, as the next two
    "inside",  # ... the answer stands in this sentence
    "answer",  # ... a short answer starts in it
    "relevance_lead",  # how far the passage is behind the likeliest one
    "answer_lead",  # ... and the short answer behind the likeliest one
)
LEAST = -20.0
"""A logit below this says no more."""

_NAME = re.compile(rf"\b{NAME}|\b\d[\d,.]*")
_QUESTION_WORDS = {
    "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "is", "are", "was",
    "were", "did", "does", "do", "has", "have", "had", "in", "on", "at", "the", "a", "an", "by",
    "for", "according", "can", "could", "will", "would", "should", "name", "of", "to", "from",
}  # fmt: skip
_DAY = (
    rf"\b(?:{MONTH}|{WEEKDAY}|(?:19|20)\d\d|yesterday|today|"
    r"tonight|last (?:week|month|year)|(?:\d+|two|three|four|five|six|ten) "
    r"(?:days?|weeks?|months?|years?) (?:ago|later|earlier))\b"
)
_NUMBER = (
    rf"\b(?:\d[\d,.]*|{'|'.join(SMALL_NUMBERS[1:13])}|dozens?|"
    r"hundreds?|thousands?|millions?|half|third|twice|several)\b"
)
_CAPITALISED = r"(?<![.!?“\"] )(?<!^)\b[A-Z][a-z]+\b"
_REASON = (
    r"\b(?:because|after|since|due to|in order|so that|to \w+|over|caused|led to|reason|amid|as)\b"
)
_KINDS: Sequence[tuple[str, str]] = (
    (r"\bhow (?:many|much|old|long|far|tall|big|high|fast|often|large)\b|\bwhat (?:percent|share|"
     r"number|age|price|cost)", _NUMBER),
    (r"\bwhen\b|\b(?:what|which) (?:year|day|date|month|time)", _DAY),
    (r"\bwho(?:m|se)?\b|\bwhich (?:person|player|man|woman|minister|member|official)",
     _CAPITALISED),
    (r"\bwhere\b|\b(?:what|which) (?:city|country|town|state|place|street|river)", _CAPITALISED),
    (r"\bwhy\b|\bwhat (?:caused|reason|led)", _REASON),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart once for all sentences it is held against."""

    text: str
    weights: dict[str, float]
    names: frozenset[str]
    kind: re.Pattern[str] | None

    @classmethod
    def of(cls, text: str, store: Store) -> Asked:
        """Takes `text` apart; the words' weights come from the store's articles."""
        kind = next((sign for asks, sign in _KINDS if re.search(asks, text, re.IGNORECASE)), None)
        return cls(
            text,
            store.term_weights(text),
            frozenset(names_in(text)),
            re.compile(kind, re.MULTILINE) if kind else None,
        )

    def share(self, terms: set[str]) -> float:
        """Share of the question's word weight that `terms` hold."""
        return share_of(self.weights, terms)


def names_in(text: str) -> set[str]:
    """Names and numbers, in lower case: words with a capital, and digits."""
    found = (
        match[0].removesuffix("'s").removesuffix("’s").lower() for match in _NAME.finditer(text)
    )
    return {name for name in found if name not in _QUESTION_WORDS}


def features(
    asked: Asked, sentences: Sequence[EvidenceSentence], store: Store
) -> NDArray[np.float64]:
    """One row a sentence, one column a name of `NAMES`."""
    terms = {s.place: store.terms(s.text) for s in sentences}
    relevant = max((s.relevance for s in sentences), default=LEAST)
    answering = max((_answer(s) for s in sentences), default=LEAST)
    best_bm25 = max((s.hit.bm25 or 0.0 for s in sentences), default=0.0) or 1.0
    rarest = max(asked.weights, key=lambda term: asked.weights[term], default="")
    hits = {s.hit.passage: s.hit for s in sentences}
    passages = {passage: store.terms(hit.text) for passage, hit in hits.items()}
    around = {passage: names_in(f"{hit.title}\n{hit.text}") for passage, hit in hits.items()}
    titles = {hit.article_id: store.terms(hit.title) for hit in hits.values()}
    rows = []
    for s in sentences:
        before = s.before.place if s.before else None
        name_count = max(1, len(asked.names))
        in_sentence = names_in(s.text)
        things = {match[0] for match in asked.kind.finditer(s.text)} if asked.kind else set()
        new = {thing for thing in things if thing.lower() not in asked.text.lower()}
        rows.append(
            (
                asked.share(terms[s.place]),
                asked.share(terms.get(before, set())) if before else 0.0,
                asked.share(titles[s.hit.article_id]),
                asked.share(passages[s.hit.passage]),
                float(rarest in terms[s.place]),
                s.hit.cosine if s.hit.cosine is not None else 0.0,
                (s.hit.bm25 or 0.0) / best_bm25,
                1.0 / (1 + s.rank),
                len(asked.names & in_sentence) / name_count,
                len(asked.names & around[s.hit.passage]) / name_count,
                float(bool(things)),
                float(bool(new)),
                min(len(s.text), 300) / 300,
                float(len(s.text) < 40),
                float(s.start == 0),
                float(s.text.endswith("?")),
                max(s.relevance, LEAST),
                max(s.reading.inside, LEAST) if s.reading else LEAST,
                _answer(s),
                max(s.relevance, LEAST) - max(relevant, LEAST),
                _answer(s) - answering,
            )
        )
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def _answer(sentence: EvidenceSentence) -> float:
    return max(sentence.reading.answer, LEAST) if sentence.reading else LEAST
