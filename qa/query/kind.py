"""What kind of answer a question wants: a linear classifier of its cues and of its vector.

The vector is the one that the question is searched with. The weights stand in `kind.json`, fitted
by `python -m eval.fit_kind`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Store
from index.embedding import PACKAGED, Embedder, load_packaged
from qa.packaged import packaged_json
from qa.query.cues import cues_of
from qa.question import DIGESTS, UNSEARCHED, QuestionKind
from qa.text.common_words import common_words
from qa.text.topic import asks_for_top_news

SURE = 0.85
"""Probability from which a question is taken not to be asked of the articles. Any other is of the
likeliest other kind: an answer from the articles is the smaller mistake."""
LONGEST = 16
"""Words of the longest question that is taken so: a longer one is about something."""
UNKNOWN = ("0 unknown", "1 unknown", "2 unknown", "3 unknown")
"""Cues for how many words of a question have no weight; the last is for more, too."""
NEAREST = 10
"""Passages that are looked at, to tell talk from keywords …"""
NEAR = 0.4
"""… and their cosine from which a text with a word that is no common one is about them."""

ASKS_FOR_ONE = frozenset(
    ["^when", "^where", "^how far", "^how long", "^how many", "^how much", "^how old"]
)
"""Cues of what opens as a question for one day, place or figure …"""
SURE_OF_DIGEST = 0.9
"""… and the probability from which it is taken for an overview or a timeline: "When did what
happen?"."""

AS_ASKED = 0.75
"""Weight of a question as it was asked, beside what it means after what was said: what was put in
says of what it is asked, and seldom what kind of answer it wants."""

_ORDERED = re.compile(
    r"\W*(?:(?:and|can you|could you|now|ok(?:ay)?|please|so|then)\W+)*"
    r"(?:compare|describe|explain|list|outline|recap|sum|summari[sz]e)\b"
    r"(?!.*\b(?:you|your|yours|yourself|i can|this (?:app|chat|page|program))\b)",
    re.IGNORECASE,
)
"""What is told of the articles when it is ordered, but for what is asked of the program."""


def classify(
    text: str, store: Store, *, asked: str = "", of_articles: bool = False
) -> QuestionKind:
    """The kind of answer that a question wants, which stands alone: the likeliest.

    Args:
        asked: The question as it was asked, where that is a whole one: "How old is she?".
        of_articles: Whether it is known to be asked of the articles: no talk, and not about the
            collection.

    Raises:
        ModelError: the embedding model cannot be loaded.
        UsageError: the question holds half a character.
    """
    if "?" in text and not re.search(r"\w", text):
        return QuestionKind.FACT
    found = probabilities(text, store)
    if asked:
        as_asked = probabilities(asked, store)
        found = {
            kind: share
            if kind in UNSEARCHED
            else as_asked[kind] ** AS_ASKED * share ** (1 - AS_ASKED)
            for kind, share in found.items()
        }
    if of_articles or len(text.split()) > LONGEST:
        found = {kind: share for kind, share in found.items() if kind not in UNSEARCHED}
    likely = [kind for kind, share in found.items()
              if share >= SURE or kind not in UNSEARCHED]  # fmt: skip
    likeliest = max(likely, key=found.__getitem__)
    if likeliest in (QuestionKind.COLLECTION, QuestionKind.LIST) and asks_for_top_news(text):
        return QuestionKind.OVERVIEW  # of what they tell; no sentence says that it is a top story
    is_talk = likeliest is QuestionKind.TALK
    if is_talk and (_ORDERED.match(text) or _speaks_of_articles(text, store)):
        return max((kind for kind in found if kind not in UNSEARCHED), key=found.__getitem__)
    return likeliest


def _speaks_of_articles(text: str, store: Store) -> bool:
    """Whether it has a word that is no common one, such as a name, and a passage is near it."""
    words = set(re.findall(r"\w+", text.casefold()))
    if words <= common_words():
        return False
    return any((hit.cosine or 0.0) >= NEAR for hit in store.search(text, NEAREST))


def probabilities(text: str, store: Store) -> dict[QuestionKind, float]:
    """How likely each kind is, in the order of `QuestionKind`; together 1.

    Raises:
        ModelError: the embedding model cannot be loaded.
        UsageError: the question holds half a character.
    """
    text = " ".join(text.split())
    cues = cues_of(text)
    if "^why" in cues:
        return _certainly(QuestionKind.EXPLANATION)
    if store.embedder().model == PACKAGED:
        (vector,) = store.vectors(text)
    else:
        (vector,) = _packaged().embed([text.encode(errors="replace").decode()])
    shares = _weights().probabilities(cues, vector).tolist()
    found = dict(zip(QuestionKind, shares, strict=True))
    likeliest = max(found, key=found.__getitem__)
    if likeliest in DIGESTS and found[likeliest] < SURE_OF_DIGEST and cues & ASKS_FOR_ONE:
        return _certainly(QuestionKind.FACT)
    return found


def _certainly(kind: QuestionKind) -> dict[QuestionKind, float]:
    return {one: float(one is kind) for one in QuestionKind}


@dataclass(frozen=True, slots=True)
class KindWeights:
    """A multinomial logistic regression; each array has an entry for each kind."""

    bias: NDArray[np.float64]
    cues: Mapping[str, NDArray[np.float64]]
    vector: NDArray[np.float64]
    """Shape (dimensions, kinds)."""

    @classmethod
    def of_json(cls, content: Mapping[str, Any]) -> KindWeights:
        """The weights as `kind.json` has them.

        Raises:
            ValueError: they are of other kinds.
        """
        if content["kinds"] != [kind.value for kind in QuestionKind]:
            raise ValueError("The weights are of other kinds of question; fit them anew.")
        cues = {name: np.array(own) for name, own in content["cues"].items()}
        return cls(np.array(content["bias"]), cues, np.array(content["vector"]))

    def probabilities(
        self, cues: frozenset[str], vector: NDArray[np.float32] | Sequence[float]
    ) -> NDArray[np.float64]:
        """The probability of each kind."""
        known = (self.cues[cue] for cue in sorted(with_unknown(cues, self.cues)))
        scores = sum(known, self.bias + vector @ self.vector)
        weights = np.exp(scores - scores.max())
        return np.asarray(weights / weights.sum())


def with_unknown(cues: frozenset[str], known: Container[str]) -> frozenset[str]:
    """The cues that are known, and one for the number of words that are not: a greeting is made
    of well-known words, a question about something names it."""
    unknown = sum(cue.isalnum() and cue not in known for cue in cues)
    return frozenset({cue for cue in cues if cue in known} | {UNKNOWN[min(unknown, 3)]})


@cache
def _weights() -> KindWeights:
    return KindWeights.of_json(packaged_json("qa.query", "kind.json"))


@cache
def _packaged() -> Embedder:
    """For stores whose vectors another model makes: the weights are of this one."""
    return load_packaged()
