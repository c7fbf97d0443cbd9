"""Which evidence sentences support a sentence that a model wrote, if any.

`Verifier` is the seam: the pipeline knows nothing else. The one here matches
words: figures, dates and names must stand in what is cited, and enough of the
rest must.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from index import Store
from qa.text.facts import Facts
from qa.types import EvidenceSentence

MOST_CITED = 3
"""Evidence sentences that one sentence may rest on."""
ADDS = 0.12
"""Share of a sentence's new word weight that a further citation must hold."""
HINT = 0.05
"""What a model's own mark is worth, as a share of word weight: it decides between equals."""
CLAIM_WORDS = 4
"""A shorter sentence claims too little by itself: "In May." answers a question."""
SUPPORT_THRESHOLD = 0.5
"""Support below which a sentence is not shown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence: its support (0..1), by which evidence (places in the list)."""

    support: float
    cited: tuple[int, ...]
    missing: tuple[str, ...] = ()
    """Figures and names that stand in nothing that could be cited."""
    lost_words: tuple[str, ...] = ()
    """Words of what is cited that make it another claim: "not", "expected"."""
    is_contradicted: bool = False
    """What is cited says the contrary."""

    @property
    def holds(self) -> bool:
        """Whether the sentence may be shown."""
        is_sound = not (self.missing or self.lost_words or self.is_contradicted)
        return bool(self.cited) and is_sound and self.support >= SUPPORT_THRESHOLD


class Verifier(Protocol):
    """Holds a sentence against the evidence it was written from."""

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """The evidence sentences that support `sentence`; none where none does.

        Args:
            question: As it was searched; its own words need no support.
            cites: Places in `evidence` that the model marked.
        """
        ...


class OverlapVerifier:
    """By words, weighed by how rare they are in the store's articles."""

    def __init__(self, store: Store) -> None:
        """A verifier whose word weights are those of `store`."""
        self._store = store

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """See `Verifier`."""
        if sentence.rstrip().endswith("?"):  # the question once more; it tells nothing
            return Verdict(0.0, ())
        weights = self._store.term_weights(sentence)
        asked = self._store.terms(question)
        new = {word: weight for word, weight in weights.items() if word not in asked} or weights
        held = [self._store.terms(one.text) for one in evidence]
        cited = self._cite(new, held, cites)
        if not cited and len(sentence.split()) < CLAIM_WORDS:  # a title alone may name it
            titles = [f"{one.hit.title} {one.hit.source or ''}" for one in evidence]
            cited = self._cite(new, [self._store.terms(title) for title in titles], cites)
        claims = Facts.of(sentence)
        if not cited or not claims.say_anything():
            return Verdict(0.0, ())
        cited, missing = self._complete(claims, cited, evidence, question)
        around = [text for place in cited for text in _about(evidence[place])]
        known = set[str]().union(*(self._store.terms(text) for text in around))
        support = _weight(new, known) / _weight(new, set(new))
        return Verdict(support, cited, missing)

    def _complete(
        self,
        claims: Facts,
        cited: tuple[int, ...],
        evidence: Sequence[EvidenceSentence],
        question: str,
    ) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The citations, with those that hold what is still missing; and what is missing then."""
        so_far = [evidence[place] for place in cited]
        missing = claims.missing(self._known(claims, so_far, question))
        for place, one in enumerate(evidence):
            if not missing or len(cited) >= MOST_CITED:
                break
            wider = self._known(claims, [*so_far, one], question)
            is_near = place not in cited and claims.shares_a_word(Facts.of(one.text))
            if is_near and len(claims.missing(wider)) < len(missing):
                return self._complete(claims, tuple(sorted((*cited, place))), evidence, question)
        return cited, tuple(missing)

    def _known(self, claims: Facts, cited: Sequence[EvidenceSentence], question: str) -> Facts:
        """What a sentence may name: what is cited names it, or the question does and the article.

        The article, because a cited sentence may say "he"; the article of another person
        does not name the one who was asked about.
        """
        facts = Facts.of(*(text for one in cited for text in _about(one)))
        for one in cited:
            facts = facts.joined(claims.of_day(one.hit.date))
        articles = (
            self._store.article(article) for article in {one.hit.article_id for one in cited}
        )
        whole = Facts.of(*(article.text for article in articles if article))
        return facts.joined(Facts.of(question).within(whole))

    def _cite(
        self, new: dict[str, float], held: Sequence[set[str]], cites: Set[int]
    ) -> tuple[int, ...]:
        """Greedily: the sentence that holds most, then those that add enough."""
        total = _weight(new, set(new))
        cited: list[int] = []
        left = dict(new)
        while left and len(cited) < MOST_CITED:
            gains = [
                _weight(left, words) / total + (HINT if place in cites else 0.0)
                for place, words in enumerate(held)
            ]
            best = max(range(len(gains)), key=gains.__getitem__, default=-1)
            if best < 0 or _weight(left, held[best]) / total < ADDS:
                break
            cited.append(best)
            left = {word: weight for word, weight in left.items() if word not in held[best]}
        return tuple(sorted(cited))


def _about(sentence: EvidenceSentence) -> tuple[str, ...]:
    """What a sentence may be taken from: itself, its article's title and source."""
    return sentence.text, sentence.hit.title, sentence.hit.source or ""


def _weight(weights: dict[str, float], words: set[str]) -> float:
    return sum(weight for word, weight in weights.items() if word in words)
