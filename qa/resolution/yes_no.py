"""The direct answer to a question that asks yes or no, where the evidence decides it.

The entailment network reads the question beside the likeliest sentences; what it says of each, how
many of the question's words the sentence has, and how likely it was to answer are weighed: the
probabilities that the sentence is a yes, and that it is a no. Of sentences that differ the newest
counts. A sentence that has the question's verb as denied, wanted or possible, or the opposite of
one of its words, is never a yes; what is planned has not happened. Where no sentence is sure enough
nothing is decided, and the sentences alone answer, those that come nearest to deciding first.

`python -m eval.fit_yes_no` fits the weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from index import Store
from index.days import long_day
from qa.entailment.antonyms import antonyms_of
from qa.entailment.assertion import Assertion, assertion_of
from qa.entailment.modality import is_hedged, is_still_ahead, lost_modality
from qa.entailment.questions import LEAST, as_claim, read_in_context
from qa.log_odds import log_odds
from qa.packaged import packaged_json
from qa.question import InterpretationKind
from qa.text.clauses import REPORT, content, has_substance, without_opening
from qa.text.dates import days_in
from qa.text.question_forms import IS_IT_TRUE, asks_yes_or_no
from qa.text.weights import share_of
from qa.text.wording import capitalised
from qa.types import Evidence, EvidenceSentence, QueryPlan, ScoredSentence

SURE = 0.4
"""Probability from which a sentence decides: of the verdicts three in four are right."""
SUPERSEDES = 0.2
"""… and from which one that says the other does, twice as likely as not, if its report is newer."""
LOOKED_AT = 8
"""Sentences that are read beside the question."""
FILE = "yes_no.json"
NAMES = ("supported", "contradicted", "share", "share_around", "place")
"""What is weighed: two log-odds of the network; shares of the question's word weight in the
sentence, and in it with its title and the one before; the logarithm of its place."""
YES, NO = "yes", "no"

_HAS_COME = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:has|have|did)\b|(?:is|are)\b(?!.*\b(?:to \w|\w+ing\b)))",
    re.IGNORECASE,
)
"""Asks whether something has come about: not "Is it opening in May?", "Is it to open?"."""
_IS_PAST = re.compile(r"\b(?:has|have|had|was|were|did|\w+ed)\b", re.IGNORECASE)
_MAY_BE = re.compile(
    r"^\W*(?:and |but |so )?(?:will|won|can|cannot|could|couldn|would|wouldn|shall|should|must)\b",
    re.IGNORECASE,
)
"""Asks for what is planned, possible or wanted."""
_SAYS = re.compile(
    r"^.{0,150}?\b(?:say|state|suggest|claim|report|indicate|argue|note|mention)(?:s|ed)?\s+that\s+"
)
_REPORT = re.compile(rf"\b{REPORT}\b", re.IGNORECASE)
_EITHER = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the probabilities that it is a yes, and that it is a no."""

    scored: ScoredSentence
    yes: float
    no: float

    @property
    def sureness(self) -> float:
        """The probability of the likelier of both."""
        return max(self.yes, self.no)

    @property
    def verdict(self) -> str:
        """The likelier of both."""
        return YES if self.yes > self.no else NO


def decide_yes_no(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the sentence that decides a question for yes or no, with the verdict.

    Without a verdict, led by the sentences that come nearest to one, where none is sure enough.
    Unchanged where the question asks something else, which of two, or nothing ("Was he?"); and
    where it compares, which figures alone decide.
    """
    asked = plan.query
    if plan.sides or not evidence.sentences or not asks_yes_or_no(asked) or _EITHER.search(asked):
        return evidence
    claim = claim_of(asked, plan.words_of(InterpretationKind.SOURCES))
    if not content(claim):
        return evidence
    judged = judge(asked, claim, evidence.sentences[:LOOKED_AT], plan.store)
    best = _deciding(judged)
    ahead = _newest_ahead(claim, judged, plan) if _asks_of_past(asked, claim) else None
    if ahead and not (best and best.verdict == YES and best.scored.day > ahead.day):
        return evidence.decided(NO, ahead).noting_with_answer(_ahead_notice(ahead))
    if best:
        return evidence.decided(best.verdict, best.scored)
    return _by_sureness(evidence, judged)


def _by_sureness(evidence: Evidence, judged: Sequence[Judged]) -> Evidence:
    """The evidence with the sentences that were read as likely as they are near to deciding."""
    share = sum(one.scored.probability for one in judged) / sum(one.sureness for one in judged)
    near = (replace(one.scored, probability=share * one.sureness) for one in judged)
    ordered = sorted(near, key=lambda one: -one.probability)
    return replace(evidence, sentences=(*ordered, *evidence.sentences[len(judged) :]))


def judge(
    asked: str, claim: str, sentences: Sequence[ScoredSentence], store: Store
) -> list[Judged]:
    """Each sentence beside a question.

    Args:
        claim: What the question asks to be confirmed.

    Raises:
        ModelError: the network cannot be loaded.
    """
    measured = measures(asked, claim, [one.sentence for one in sentences], store)
    found = []
    for one, values in zip(sentences, measured, strict=True):
        yes, no = _probabilities(values)
        found.append(Judged(one, yes if _may_be_yes(asked, claim, one, store) else 0.0, no))
    return found


def measures(
    asked: str, claim: str, sentences: Sequence[EvidenceSentence], store: Store
) -> list[Mapping[str, float]]:
    """What is weighed of each sentence, by `NAMES`; the likeliest sentence comes first.

    Raises:
        ModelError: the network cannot be loaded.
    """
    put = claim if IS_IT_TRUE.match(asked) else as_claim(asked)
    read = read_in_context(put, sentences)
    weights = store.term_weights(claim)
    found: list[Mapping[str, float]] = []
    for place, (one, entailment) in enumerate(zip(sentences, read, strict=True)):
        values = (
            log_odds(entailment.supported, LEAST),
            log_odds(entailment.contradicted, LEAST),
            share_of(weights, store.terms(one.text)),
            share_of(weights, store.terms(f"{one.hit.title} {' '.join(one.in_context)}")),
            math.log(1 + place),
        )
        found.append(dict(zip(NAMES, values, strict=True)))
    return found


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


def _asks_of_past(asked: str, claim: str) -> bool:
    """Whether it asks if something has come about: not "Is it opening in May?"."""
    if IS_IT_TRUE.match(asked):
        return bool(_IS_PAST.search(claim))
    return bool(_HAS_COME.match(asked))


def _asks_of_possible(asked: str, claim: str) -> bool:
    """Whether it asks for what is planned, possible or wanted."""
    if IS_IT_TRUE.match(asked):
        return not _IS_PAST.search(claim)
    return bool(_MAY_BE.match(asked))


def _may_be_yes(asked: str, claim: str, scored: ScoredSentence, store: Store) -> bool:
    """Whether a sentence has nothing that speaks against a yes: the claim's verb only as denied,
    wanted, possible or planned where that is not asked for, or the opposite of a word of it."""
    text = scored.sentence.text
    if not (_asks_of_possible(asked, claim) or is_hedged(claim)):
        if assertion_of(claim, text, store.terms) in (Assertion.DENIED, Assertion.OPEN):
            return False
        if is_still_ahead(claim, [text], store.terms):
            return False
    if lost_modality(claim, [text], store.terms):
        return False
    return not antonyms_of(claim, text, store.terms)


def _deciding(judged: Sequence[Judged]) -> Judged | None:
    """The surest of them, where it is sure enough; or the newest of those that were written after
    it and say the other, which need not be as sure."""
    best = max(judged, key=lambda one: one.sureness)
    if best.sureness < SURE:
        return None
    later = [
        one
        for one in judged
        if one.verdict != best.verdict
        and one.sureness >= SUPERSEDES
        and one.sureness >= 2 * min(one.yes, one.no)
        and best.scored.sentence.hit.date
        and one.scored.day > best.scored.day
    ]
    return max(later, key=lambda one: one.scored.day, default=best)


def _newest_ahead(claim: str, judged: Sequence[Judged], plan: QueryPlan) -> ScoredSentence | None:
    """The newest of those sentences that speak of what is claimed as still to come, where the
    last day that it names has not passed yet."""
    today = plan.question.as_of or date.today()
    ahead = [
        one.scored
        for one in judged
        if one.scored.sentence.hit.date
        and is_still_ahead(claim, [one.scored.sentence.text], plan.store.terms)
    ]
    newest = max(ahead, key=lambda one: one.day, default=None)
    if newest is None:
        return None
    days = days_in(newest.sentence.text, newest.day, with_years=True)
    last = max((day.last for day in days if day.last), default=None)
    return newest if last and last > today else None


def _ahead_notice(scored: ScoredSentence) -> str:
    return f"The newest report of {long_day(scored.day)} speaks of it as still to come."


def _probabilities(values: Mapping[str, float]) -> tuple[float, float]:
    """Of a yes and of a no, by the fitted weights."""
    weighed = [
        math.exp(one["intercept"] + sum(one[name] * value for name, value in values.items()))
        for one in (_weights()[YES], _weights()[NO], _weights()["undecided"])
    ]
    return weighed[0] / sum(weighed), weighed[1] / sum(weighed)


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    content: Mapping[str, Mapping[str, float]] = packaged_json("qa.resolution", FILE)
    return content
