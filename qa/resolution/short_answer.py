"""Which part of a sentence is the short answer, where any can be.

Only a fact has one (a verdict on a comparison or a yes or no is none of these parts). It is of
the type that the question asks for, the reader is sure of it, nothing in front of it denies it,
and it says more than the question does. It stands where the answer is likely right and the
likely sentences agree on it.
"""

from __future__ import annotations

from dataclasses import replace

from qa.question import QuestionKind
from qa.resolution.newest import DIFFER, OLDER
from qa.text.answer_types import (
    FITTING,
    AnswerType,
    Wanted,
    fits,
    is_age_of_another,
    is_denied,
    is_role,
    names_only_whom_it_asks_about,
    repeats_question,
    wanted_by,
)
from qa.text.quantities import figures_in, widened
from qa.text.question_forms import asks_what_was_said, asks_yes_or_no
from qa.text.units import CALENDAR
from qa.types import Evidence, QueryPlan, ScoredSentence

SURE, SURE_OF_ANY = 2.0, 3.5
"""Logits of the reader, against there being no answer: where the question tells what type of
answer it wants, and where it does not."""
LONGEST = 12
"""Words of a short answer."""
AGREED = 0.72
"""Mean of the probability that the answer is right, and of the sentences' agreement on it, from
which it has a short one (docs/lab/reader.md)."""


def fit_short_answer(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with the short answer of its likeliest sentence, if it is fitting."""
    if evidence.is_verdict:
        return evidence
    query = plan.query
    if plan.kind is not QuestionKind.FACT or asks_yes_or_no(query) or asks_what_was_said(query):
        return evidence.answered_with("")
    fitting = evidence.sentences and _fits(evidence.sentences[0], wanted_by(query), plan)
    return evidence.answered_with(evidence.best.short if fitting else "")


def doubt_short_answer(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence without a short answer that is hardly surer than another would be, of its own
    sentence or of any, nor what other reports of the same days answer, which may well be something
    else. Reports of different days need not agree: how the answer changed is told beside it."""
    if not evidence.short or evidence.is_verdict:
        return evidence
    reading = evidence.best.reading
    is_clear = reading is None or reading.is_clear
    has_changed = any(OLDER in one for one in evidence.answer_notices)
    sure = (evidence.confidence + _agreement(plan, evidence)) / 2
    if is_clear and (has_changed or sure >= AGREED):
        return evidence
    if has_changed:
        return evidence.answered_with("")
    notices = tuple(one for one in evidence.answer_notices if not one.startswith(DIFFER))
    return replace(evidence.answered_with(""), reports=(), answer_notices=notices)


def _agreement(plan: QueryPlan, evidence: Evidence) -> float:
    """The share of the sentences' likelihood that those have which give the same answer, or one
    that says it in more or fewer words."""
    terms = plan.store.terms
    given = terms(evidence.short)
    same = whole = 0.0
    for one in evidence.sentences:
        whole += one.probability
        its = terms(one.sentence.short)
        if its and (its <= given or given <= its):
            same += one.probability
    return same / whole if whole else 0.0


def _fits(scored: ScoredSentence, wanted: Wanted, plan: QueryPlan) -> bool:
    sentence = scored.sentence
    short, reading = sentence.short, sentence.reading
    sure = SURE_OF_ANY if wanted.kind in (AnswerType.ROLE, AnswerType.OTHER) else SURE
    if reading is None or reading.answer < sure or len(short.split()) > LONGEST:
        return False
    start, end = sentence.short_span
    if wanted.kind is AnswerType.COUNT and _has_two_counts(sentence.text, start, end):
        return False
    if is_denied(sentence.text, start) or repeats_question(short, plan.query):
        return False
    if wanted.kind is AnswerType.ROLE and not is_role(short):
        return False
    if is_age_of_another(sentence.text, start, end, plan.query):
        return False
    if wanted.kind is AnswerType.PERSON and names_only_whom_it_asks_about(short, plan.query):
        return False
    return fits(wanted, sentence.text, start, end, plan.store.terms) >= FITTING


def _has_two_counts(text: str, start: int, end: int) -> bool:
    """Whether a part of a sentence has a figure that does not belong to its first: "three people
    were killed and 213", not "between 3,000 and 5,000" nor "17 of 40"."""
    figures = [one for one in figures_in(text) if start <= one.start < end]
    if not figures:
        return False
    _, whole = widened(text, figures[0].start, figures[0].end)
    return figures[-1].start >= whole and figures[-1].unit != CALENDAR
