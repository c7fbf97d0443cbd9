"""The direct answer to a question that asks yes or no, where the evidence decides it.

The question is put as a claim, and the entailment network reads the likeliest sentences beside it:
one that supports it is yes, one that contradicts it is no. Where the articles
say neither, nothing is decided, and the sentences alone answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Store
from qa.cross_encoder.layout import heading_of
from qa.entailment import load_entailment_model
from qa.entailment.antonyms import antonyms_of
from qa.question import InterpretationKind
from qa.text.clauses import REPORT, has_substance, without_opening
from qa.text.question_forms import asks_yes_or_no
from qa.types import Evidence, QueryPlan, ScoredSentence

SUPPORTED, CONTRADICTED = 0.6, 0.7
"""Probabilities from which a sentence is taken to say so, and to say the contrary."""
OF_NOW = 0.8
"""The first of them for "Is it open?": such a claim has lost its verb, and says less."""
LOOKED_AT = 3
"""Sentences that the claim is held against."""

_OF_NOW = re.compile(r"^\W*(?:is|are)\b", re.IGNORECASE)
_SAYS = re.compile(
    r"^.{0,150}?\b(?:say|state|suggest|claim|report|indicate|argue|note|mention)(?:s|ed)?\s+that\s+"
)
_TOLD = re.compile(
    r"\b(?:sa(?:id|ys)|told|stat(?:ed|es)|claim(?:ed|s)|argue[ds]|suggest(?:ed|s)|not(?:ed|es)|"
    r"mention(?:ed|s)|indicate[ds]|report(?:ed|s)|wr(?:ote|ites)|added|according)\b"
)
_REPORT = re.compile(rf"\b{REPORT}\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:[A-Z][\w’'-]*\s+)+")
_EITHER = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)


def decide_yes_no(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the sentences that decide a question for yes or no, with the verdict.

    Unchanged where the question asks something else, or which of two; where a comparison is
    decided already; and where the sentences do not decide.
    """
    asked = plan.focus
    if evidence.is_verdict or not evidence.sentences or not asks_yes_or_no(asked):
        return evidence
    if _EITHER.search(asked):
        return evidence
    claim = claim_of(asked, plan.words_of(InterpretationKind.SOURCES))
    near = _nearest(claim, evidence, plan.store)
    if not has_substance(claim) or not near:
        return evidence
    read = [
        (one, supported * _may_say(claim, one, plan.store), contradicted)
        for one, supported, contradicted in _read(claim, near)
    ]
    support, supported, _ = max(read, key=lambda one: one[1])
    denial, _, contradicted = max(read, key=lambda one: one[2])
    if supported >= (OF_NOW if _OF_NOW.match(asked) else SUPPORTED):
        return evidence.led_by(support).answered_with("yes", is_verdict=True)
    if contradicted >= CONTRADICTED and supported < SUPPORTED:
        return evidence.led_by(denial).answered_with("no", is_verdict=True)
    return evidence


def claim_of(asked: str, sources: Sequence[str] = ()) -> str:
    """What the question asks to be confirmed, without the report that is asked for: the heading
    of a text tells whose it is. What a person is to have said stays theirs."""
    claim = without_opening(asked.strip().rstrip("?. "))
    says = _SAYS.match(claim)
    if says and (_REPORT.search(says[0]) or any(name in says[0] for name in sources)):
        said = claim[says.end() :]
        claim = said if has_substance(said) else claim
    return f"{claim[:1].upper()}{claim[1:]}." if claim else ""


def _may_say(claim: str, scored: ScoredSentence, store: Store) -> bool:
    """Whether a sentence can support a claim: it speaks of whom the claim speaks of, and does
    not have the opposite of one of its words."""
    subject, told = _SUBJECT.match(claim), " ".join(scored.sentence.in_context)
    around = store.terms(f"{scored.sentence.hit.title} {told}")
    if subject and not store.terms(subject[0]) <= around:
        return False
    if _SAYS.match(claim) and not _TOLD.search(scored.sentence.text):  # beside it stands who
        return False
    return not antonyms_of(claim, told, store.terms)


def _nearest(claim: str, evidence: Evidence, store: Store) -> list[ScoredSentence]:
    """The sentences that hold most of the claim's words; of several alike, the likeliest to
    answer."""
    weights = store.term_weights(claim)

    def overlap(one: ScoredSentence) -> float:
        there = store.terms(one.sentence.text)
        return sum(weight for word, weight in weights.items() if word in there)

    return sorted(evidence.sentences, key=overlap, reverse=True)[:LOOKED_AT]


def _read(
    claim: str, sentences: Sequence[ScoredSentence]
) -> list[tuple[ScoredSentence, float, float]]:
    """Each sentence with the probability that it supports the claim, and contradicts it."""
    texts = [" ".join(one.sentence.in_context) for one in sentences]
    headings = [heading_of(one.sentence.hit) for one in sentences]
    read = load_entailment_model().predict(claim, headings, texts)
    return [
        (one, entailment.supported, entailment.contradicted)
        for one, entailment in zip(sentences, read, strict=True)
    ]
