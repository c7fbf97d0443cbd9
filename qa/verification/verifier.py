"""Verification of what a language model writes: by words, by exact rules, and by reading.

Words find what a sentence rests on, and exact rules see that its figures, names, measures,
negations and doubts are those of what is cited. Then the entailment network reads both: one
name in another's place, or a thing that happened the other way round, breaks no rule of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from index import Store
from qa.cross_encoder.layout import heading_of
from qa.entailment import EntailmentModel, load_entailment_model
from qa.entailment.antonyms import antonyms_of
from qa.entailment.modality import lost_modality
from qa.entailment.units import unit_mismatches
from qa.types import EvidenceSentence
from qa.verification.overlap import CLAIM_WORDS, OverlapVerifier, Verdict

_SMALL = re.compile(r"\b[a-z]+\b")
CONTRADICTED = 0.8
"""Probability from which what is cited is said to say the contrary. That it does not say so is
not enough to leave a sentence out: the network does not know who "he" is in what is cited, and on
sixty questions it would have left out five right sentences for that, and no wrong one."""


class SupportVerifier:
    """Words and rules first, then the network; see `qa.verification.overlap.Verifier`."""

    def __init__(self, store: Store, network: EntailmentModel | None = None) -> None:
        """A verifier over the articles of `store`; `network` stands in for the one that ships.

        Raises:
            ModelError: the network cannot be loaded.
        """
        self._store = store
        self._words = OverlapVerifier(store)
        self._network = network or load_entailment_model()

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """See `qa.verification.overlap.Verifier`."""
        verdict = self._words.check(sentence, evidence, question, cites)
        if not verdict.holds:
            return verdict
        cited = [evidence[place] for place in verdict.cited]
        texts = [one.text for one in cited]
        if wrong := unit_mismatches(sentence, texts):
            return replace(verdict, missing=wrong)
        is_short = len(sentence.split()) < CLAIM_WORDS
        if is_short and not self._store.term_weights(" ".join(_SMALL.findall(sentence))):
            return verdict  # "In May." claims nothing by itself
        told = " ".join(dict.fromkeys(text for one in cited for text in one.in_context))
        gone = lost_modality(sentence, texts, self._store.terms)
        if gone := gone or antonyms_of(sentence, told, self._store.terms):
            return replace(verdict, lost_words=gone)
        if is_short:
            return verdict
        read = self._network.predict(sentence, [heading_of(cited[0].hit)], [told])[0]
        return replace(
            verdict,
            support=(verdict.support + read.supported) / 2,
            is_contradicted=read.contradicted >= CONTRADICTED,
        )
