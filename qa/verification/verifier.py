"""The checker of what a language model writes: by words, by exact rules, and by reading.

Words find what a sentence rests on, and exact rules see that its figures, names, measures,
negations and doubts are those of what is cited. Then the checker's network reads both: one
name in another's place, or a thing that happened the other way round, breaks no rule of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Store
from qa.verification.overlap import CLAIM_WORDS, OverlapChecker, Verdict
from qa.entailment.modality import lost
from qa.entailment import ClaimReader, load_checker
from qa.ranking.sentences import EvidenceSentence
from qa.text.quantities import misread
from qa.entailment.antonyms import turned
from qa.ranking.reader.layout import heading_of

_SMALL = re.compile(r"\b[a-z]+\b")
CONTRADICTED = 0.8
"""Probability from which what is cited is said to say the contrary. That it does not say so is
not enough to leave a sentence out: the network does not know who "he" is in what is cited, and on
sixty questions it would have left out five right sentences for that, and no wrong one."""


class SupportChecker:
    """Words and rules first, then the network; see `qa.verification.overlap.Checker`."""

    def __init__(self, store: Store, network: ClaimReader | None = None) -> None:
        """A checker over the articles of `store`; `network` stands in for the one that ships.

        Raises:
            ModelError: the network cannot be loaded.
        """
        self._store = store
        self._words = OverlapChecker(store)
        self._network = network or load_checker()

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, hints: set[int]
    ) -> Verdict:
        """See `qa.verification.overlap.Checker`."""
        verdict = self._words.check(sentence, evidence, question, hints)
        if not verdict.holds:
            return verdict
        cited = [evidence[place] for place in verdict.cited]
        texts = [one.text for one in cited]
        if wrong := misread(sentence, texts):
            return replace(verdict, missing=wrong)
        is_short = len(sentence.split()) < CLAIM_WORDS
        if is_short and not self._store.term_weights(" ".join(_SMALL.findall(sentence))):
            return verdict  # "In May." claims nothing by itself
        told = " ".join(dict.fromkeys(text for one in cited for text in one.in_context))
        gone = lost(sentence, texts, self._store.terms)
        if gone := gone or turned(sentence, told, self._store.terms):
            return replace(verdict, lost=gone)
        if is_short:
            return verdict
        stance = self._network.judge(sentence, [heading_of(cited[0].hit)], [told])[0]
        return replace(
            verdict,
            support=(verdict.support + stance.supported) / 2,
            is_contradicted=stance.contradicted >= CONTRADICTED,
        )
