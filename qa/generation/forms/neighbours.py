"""Which sentence follows another, among those that were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from qa.types import EvidenceSentence

GAP = 3
"""Characters between two sentences that follow each other: blanks, the break of a paragraph."""


class Neighbours:
    """The sentences of each article in the order in which they stand."""

    def __init__(self, sentences: Iterable[EvidenceSentence]) -> None:
        """Takes the sentences in any order."""
        articles: dict[str, list[EvidenceSentence]] = defaultdict(list)
        for one in sentences:
            articles[one.hit.article_id].append(one)
        self._next: dict[tuple[str, int, int], EvidenceSentence] = {}
        for own in articles.values():
            own.sort(key=lambda one: one.start)
            for one, other in pairwise(own):
                if 0 <= other.start - one.end <= GAP:
                    self._next[one.place] = other

    def after(self, one: EvidenceSentence) -> EvidenceSentence | None:
        """The sentence that follows; None at the end of what was read."""
        return self._next.get(one.place)

    def following(self, one: EvidenceSentence, most: int) -> list[EvidenceSentence]:
        """At most `most` sentences that follow one another after it."""
        found: list[EvidenceSentence] = []
        while len(found) < most and (follower := self.after(found[-1] if found else one)):
            found.append(follower)
        return found
