"""The direct answer to a question that asks yes or no, where the evidence decides it.

The question is put as a claim, and the entailment network reads the likeliest sentences beside it:
one that supports it is yes, one that contradicts it is no. What is planned has not happened, and
what is denied in so many words is no. Where the articles say neither, nothing is decided, and the
sentences alone answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index import Store
from index.days import long_day
from qa.cross_encoder.layout import heading_of
from qa.entailment import load_entailment_model
from qa.entailment.antonyms import antonyms_of
from qa.entailment.assertion import Assertion, assertion_of
from qa.entailment.modality import is_denied_by, is_hedged, is_still_ahead, lost_modality
from qa.question import InterpretationKind
from qa.text.answer_types import is_denied
from qa.text.clauses import REPORT, has_substance, without_opening
from qa.text.dates import days_in
from qa.text.quantities import figures_in
from qa.text.question_forms import IS_IT_TRUE, asks_yes_or_no
from qa.text.weights import share_of
from qa.text.wording import capitalised
from qa.types import Evidence, QueryPlan, ScoredSentence

SUPPORTED, CONTRADICTED = 0.6, 0.7
"""Probabilities from which a sentence is taken to say so, and to say the contrary."""
OF_NOW = 0.8
"""The first of them for "Is it open?": such a claim has lost its verb, and says less."""
IN_OTHER_WORDS = 0.9
"""The first of them for a sentence that has not the claim's verb."""
LOOKED_AT = 4
"""Sentences that the claim is held against."""
HOLDS = 0.7
"""Share of the claim's word weight that a sentence must hold, with its title and the one before."""

_OF_NOW = re.compile(r"^\W*(?:is|are)\b", re.IGNORECASE)
_HAS_COME = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:has|have|did)\b|(?:is|are)\b(?!.*\b(?:to \w|\w+ing\b)))",
    re.IGNORECASE,
)
"""Asks whether something has come about: not "Is it opening in May?", "Is it to open?"."""
_WILL_COME = re.compile(r"^\W*(?:and |but |so )?(?:will|shall)\b", re.IGNORECASE)
_SAYS = re.compile(
    r"^.{0,150}?\b(?:say|state|suggest|claim|report|indicate|argue|note|mention)(?:s|ed)?\s+that\s+"
)
_ATTRIBUTED = re.compile(
    r"\b(?:sa(?:id|ys)|told|stat(?:ed|es)|claim(?:ed|s)|argue[ds]|suggest(?:ed|s)|not(?:ed|es)|"
    r"mention(?:ed|s)|indicate[ds]|report(?:ed|s)|wr(?:ote|ites)|added|according)\b"
)
_REPORT = re.compile(rf"\b{REPORT}\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:[A-Z][\w’'-]*\s+)+")
_EITHER = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)


def decide_yes_no(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the sentences that decide a question for yes or no, with the verdict.

    Unchanged where the question asks something else, or which of two; where it compares, which
    figures alone decide; and where the sentences do not decide.
    """
    asked = plan.query
    if plan.sides or not evidence.sentences or not asks_yes_or_no(asked):
        return evidence
    if _EITHER.search(asked):
        return evidence
    claim = claim_of(asked, plan.words_of(InterpretationKind.SOURCES))
    near = _nearest(claim, evidence, plan.store)
    if not has_substance(claim) or not near:
        return evidence
    read = _read(claim, near)
    least = OF_NOW if _OF_NOW.match(asked) else SUPPORTED
    is_plan = bool(_WILL_COME.match(asked))
    says = (
        one
        for one, supported, _ in read
        if supported >= (least if is_plan else max(least, _least_for(claim, one, plan.store)))
        and _may_say(claim, one, plan.store, is_plan=is_plan)
    )
    support = next(says, None)
    ahead = _newest_ahead(claim, near, plan) if _HAS_COME.match(asked) else None
    if ahead and not (support and _day(support) > _day(ahead)):
        led = evidence.led_by(ahead)
        return led.answered_with("no", is_verdict=True).noting_with_answer(_ahead_notice(ahead))
    for one in near:
        if _denies(claim, one.sentence.text, plan.store):
            return evidence.led_by(one).answered_with("no", is_verdict=True)
    if support:
        return evidence.led_by(support).answered_with("yes", is_verdict=True)
    denial, supported, contradicted = max(read, key=lambda one: one[2])
    if contradicted >= CONTRADICTED and supported < SUPPORTED:
        return evidence.led_by(denial).answered_with("no", is_verdict=True)
    return evidence


def _denies(claim: str, text: str, store: Store) -> bool:
    """Whether a sentence denies a claim in so many words, or a figure of it: "18 percent instead
    of the 30 percent"."""
    said = Assertion.ABSENT if is_hedged(claim) else assertion_of(claim, text, store.terms)
    if said is Assertion.DENIED:
        return True
    if said is not Assertion.ASSERTED and is_denied_by(claim, [text], store.terms):
        return True
    figures = {(one.value, one.unit) for one in figures_in(claim)}
    return any(
        (one.value, one.unit) in figures and is_denied(text, one.start) for one in figures_in(text)
    )


def _least_for(claim: str, scored: ScoredSentence, store: Store) -> float:
    """How surely a sentence must support a claim, by what it says of the claim's verb: never one
    in which it is denied, or only wanted or possible."""
    if is_hedged(claim):
        return SUPPORTED
    match assertion_of(claim, scored.sentence.text, store.terms):
        case Assertion.ASSERTED:
            return SUPPORTED
        case Assertion.ABSENT:
            return IN_OTHER_WORDS
        case _:
            return 1.0


def claim_of(asked: str, sources: Sequence[str] = ()) -> str:
    """What the question asks to be confirmed, without the report that is asked for: the heading
    of a text tells whose it is. What a person is to have said stays theirs."""
    asked = asked.strip().rstrip("?. ")
    claim = IS_IT_TRUE.sub("", asked) if IS_IT_TRUE.match(asked) else without_opening(asked)
    says = _SAYS.match(claim)
    if says and (_REPORT.search(says[0]) or any(name in says[0] for name in sources)):
        said = claim[says.end() :]
        claim = said if has_substance(said) else claim
    return f"{capitalised(claim)}." if claim else ""


def _may_say(claim: str, scored: ScoredSentence, store: Store, *, is_plan: bool) -> bool:
    """Whether a sentence can support a claim: it speaks of whom the claim speaks of, does not
    have the opposite of one of its words, and what it plans is asked for as a plan (`is_plan`)."""
    subject, context = _SUBJECT.match(claim), " ".join(scored.sentence.in_context)
    around = store.terms(f"{scored.sentence.hit.title} {context}")
    if subject and not store.terms(subject[0]) <= around:
        return False
    if _SAYS.match(claim) and not _ATTRIBUTED.search(scored.sentence.text):  # beside it stands who
        return False
    text = scored.sentence.text
    if not is_plan and is_still_ahead(claim, [text], store.terms):
        return False
    if lost_modality(claim, [text], store.terms):
        return False
    return not antonyms_of(claim, context, store.terms)


def _newest_ahead(
    claim: str, near: Sequence[ScoredSentence], plan: QueryPlan
) -> ScoredSentence | None:
    """The newest of those sentences that speak of what is claimed as still to come, where the
    last day that it names has not passed yet."""
    today = plan.question.as_of or date.today()
    ahead = [
        one
        for one in near
        if one.sentence.hit.date and is_still_ahead(claim, [one.sentence.text], plan.store.terms)
    ]
    newest = max(ahead, key=_day, default=None)
    if newest is None:
        return None
    days = days_in(newest.sentence.text, _day(newest), with_years=True)
    last = max((day.last for day in days if day.last), default=None)
    return newest if last and last > today else None


def _day(scored: ScoredSentence) -> date:
    return scored.sentence.hit.date or date.min


def _ahead_notice(scored: ScoredSentence) -> str:
    return f"The newest report of {long_day(_day(scored))} speaks of it as still to come."


def _nearest(claim: str, evidence: Evidence, store: Store) -> list[ScoredSentence]:
    """The sentences that hold most of the claim's words, if with their title they hold enough of
    them; of several alike, the likeliest to answer."""
    weights = store.term_weights(claim)

    def share(text: str) -> float:
        return share_of(weights, store.terms(text))

    alike = sorted(evidence.sentences, key=lambda one: share(one.sentence.text), reverse=True)
    return [
        one
        for one in alike[:LOOKED_AT]
        if share(f"{one.sentence.hit.title} {' '.join(one.sentence.in_context)}") >= HOLDS
    ]


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
