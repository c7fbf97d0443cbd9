"""Verification of what a language model writes: a verdict for each sentence.

A sentence is held against what it cites, read together with the neighbours, the title, source and
day; then against the lines of all that was shown which share most of its words. Words, figures,
names and days are compared, and a small network reads both (`qa.verification.measures`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from index.lexical import stems
from qa.entailment import EntailmentModel, load_entailment_model
from qa.entailment.modality import is_hedged, lost_negation
from qa.text.facts import Facts
from qa.types import EvidenceSentence
from qa.verification.absence import is_absence, judged, speaks_of_absence
from qa.verification.candidates import content_stems, likely_lines
from qa.verification.grounds import Grounds, Line, lines_of
from qa.verification.measures import Measured, measure
from qa.verification.support import contradicted_from, support, verified_from
from qa.verification.verdict import Verdict

CLAIM_WORDS = 4
"""A shorter sentence claims too little to be read: "In May." answers a question."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[$€£%°−-]")
_OPENS, _ENDS = re.compile(r"(?:^|[,;:.!?—–(\"“‘])\s*$"), re.compile(r"\s*(?:$|[,;:.!?—–)\"”’])")
"""What stands before and behind words that are told by themselves: "455 million crowns less than
planned" is not "455 million crowns"."""
RECITED = 0.3
"""How much surer it has to be where other lines than a sentence cites are found for it."""
_NAMED = re.compile(r"\b(?:May|US|IT|WHO)\b")
"""Words that say something with a capital alone."""
_RELATIVE = re.compile(r",\s+(?:who|which|whom|whose|where)\b[^,]*,")
"""What is told beside, and may deny something else: "Ada Fenn, who could not come, won"."""
POLARITY = re.compile(r"^(yes|no)\s*[,:.;–—-]+\s*", re.IGNORECASE)
"""What a sentence opens with that answers for yes or no."""


class SupportVerifier:
    """See `qa.verification.verdict.Verifier`."""

    def __init__(self, network: EntailmentModel | None = None) -> None:
        """A verifier; `network` stands in for the one that ships.

        Raises:
            ModelError: the network cannot be loaded.
        """
        self._network = network or load_entailment_model()
        self._read: tuple[Sequence[EvidenceSentence], tuple[Line, ...]] = ((), ())
        """The evidence that was last given, and its lines: an answer's sentences share them."""

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        """See `qa.verification.verdict.Verifier`."""
        read = self._read
        if read[0] is not evidence:
            read = self._read = (evidence, lines_of(evidence))
        return self.judge(sentence, read[1], cites, question)

    def judge(
        self, sentence: str, lines: Sequence[Line], cites: Set[int] | Sequence[int], question: str
    ) -> Verdict:
        """The verdict on a sentence that cites some of these lines by their numbers."""
        known = {one.number for one in lines}
        own = tuple(sorted(set(cites) & known))
        claim = POLARITY.sub("", sentence).strip() or sentence.strip()
        if not lines or claim.endswith("?") or not (content_stems(claim) or _NAMED.search(claim)):
            return Verdict("not_verified", 0.0, own, "nothing that was read says so")
        if len(claim.split()) < CLAIM_WORDS:
            return _of_few_words(claim, lines, own, question)
        if quoted := _quoted_in(claim, lines):
            return Verdict("verified", 1.0, (quoted,))
        if not is_absence(claim):
            return self._read_beside(claim, lines, own, question)
        if any(speaks_of_absence(one.text) for one in lines):  # perhaps of another report
            verdict = self._read_beside(claim, lines, own, question)
            if verdict.holds:
                return verdict
        return judged(claim, lines, own, question, self._network)

    def _read_beside(
        self, claim: str, lines: Sequence[Line], own: tuple[int, ...], question: str
    ) -> Verdict:
        """The verdict by the lines that the claim cites, or by others that share its words."""
        tried = [self._tried(claim, Grounds.of(own, lines), question)] if own else []
        if not tried or not tried[0][0].holds:
            likely = likely_lines(claim, lines, question)
            if likely and likely != own:
                least = verified_from() + (RECITED if own else 0.0)
                tried.append(self._tried(claim, Grounds.of(likely, lines), question, least))
        if not tried:
            return Verdict("not_verified", 0.0, own, "nothing that was read says so")
        verdict, _ = max(tried, key=lambda one: (one[0].holds, one[0].support))
        contrary = max(measured.contradicted for _, measured in tried)
        if not verdict.holds and contrary >= contradicted_from():
            reason = f"what is cited says the contrary: {verdict.reason}"
            return Verdict("contradicted", verdict.support, verdict.cites, reason)
        return verdict

    def _tried(
        self, claim: str, grounds: Grounds, question: str, least: float | None = None
    ) -> tuple[Verdict, Measured]:
        least = verified_from() if least is None else least
        measured = measure(claim, grounds, question, self._network)
        sure = round(support(measured), 3)
        is_excluded = measured.wrong_figures or measured.missing_names or measured.turned_round
        if sure >= least and not is_excluded:
            return Verdict("verified", sure, grounds.numbers), measured
        reason = _reason(measured)
        return Verdict("not_verified", min(sure, 0.49), grounds.numbers, reason), measured


def verify(
    sentence: str,
    evidence: Sequence[Mapping[str, Any]],
    cites: Sequence[int] = (),
    question: str = "",
) -> Verdict:
    """Whether numbered evidence supports a sentence.

    Args:
        sentence: Without its citation marks.
        evidence: A mapping for each numbered sentence, in reading order: `n`, `text`, and where
            they are known `source`, `date` (ISO) and `title`.
        cites: The numbers that the sentence gives, possibly none.
        question: What was asked, where there was a question.

    Raises:
        ValueError: an entry of the evidence lacks `n` or `text`, or its date is none.
        ModelError: the entailment network cannot be loaded.
    """
    return SupportVerifier().judge(sentence, [Line.read(one) for one in evidence], cites, question)


def _quoted_in(claim: str, lines: Sequence[Line]) -> int | None:
    """The number of a line in which the sentence stands word for word, and nothing beside it takes
    it back."""
    wanted = _WORD.findall(claim)
    for one in lines:
        words = list(_WORD.finditer(one.text))
        said = [word[0] for word in words]
        for first in range(len(said) - len(wanted) + 1):
            if said[first : first + len(wanted)] != wanted:
                continue
            before = one.text[: words[first].start()]
            after = one.text[words[first + len(wanted) - 1].end() :]
            is_by_itself = _OPENS.search(before) and _ENDS.match(after)
            if is_by_itself and not is_hedged(f"{before} … {after}"):
                return one.number
    return None


def _of_few_words(
    claim: str, lines: Sequence[Line], own: tuple[int, ...], question: str
) -> Verdict:
    """The verdict on a bare answer: all of its words, figures and names have to stand in one line
    or its article's title, source or day; those of the question only where there are others."""
    wanted, facts = set(content_stems(claim)), Facts.of(claim)
    new = wanted - set(stems(question)) or wanted
    for one in sorted(lines, key=lambda one: one.number not in own):
        text = f"{one.dated} {one.heading}"
        is_covered = new <= set(stems(text)) and not facts.missing(Facts.of(text, question))
        asked = Facts.of(question).numbers & facts.numbers
        is_asked_of = asked <= Facts.of(text).numbers
        is_named = set(_NAMED.findall(claim)) <= set(_NAMED.findall(text))
        denies = lost_negation(claim, _RELATIVE.sub(",", one.text))
        if is_covered and is_asked_of and is_named and not denies:
            return Verdict("verified", 1.0, (one.number,))
    return Verdict("not_verified", 0.0, own, "it does not stand in what was read")


def _reason(measured: Measured) -> str:
    """The reason that can be named, the plainest first."""
    if measured.wrong_figures:
        return f"{_named(measured.wrong_figures)} does not stand in what is cited"
    if measured.other_days:
        return f"{_named(measured.other_days)} is not the day in what is cited"
    if absent := (*measured.missing_names, *measured.missing_counts):
        return f"{_named(absent)} does not stand in what is cited"
    if measured.turned_round:
        return f"what is cited has it the other way round: {_named(measured.turned_round)}"
    if measured.lost_words:
        return f"what is cited differs in {_named(measured.lost_words)}"
    return "what is cited does not clearly say so"


def _named(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words[:3]))
