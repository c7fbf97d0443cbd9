"""The forms of a quoted answer: for each kind of question, which sentences it is made of.

fact          the sentence that answers, and those nearly as likely
explanation   the likely sentences of a report or several, and what follows the best
digest        overviews and timelines: what each report concerned tells, by date
reports       which reports these are
items         a list: every sentence that brings an item
sides         a comparison: each side with its own sentence
neighbours    which sentence follows another
novelty       how far one sentence says what another says
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qa.generation.forms.digest import overview, timeline
from qa.generation.forms.explanation import explanation
from qa.generation.forms.fact import fact
from qa.generation.forms.items import items
from qa.generation.forms.sides import sides
from qa.question import QuestionKind
from qa.types import Evidence, EvidenceSentence, QueryPlan

Form = Callable[[QueryPlan, Evidence], list[EvidenceSentence]]
"""Chooses the sentences of an answer, in reading order; none where the evidence has none."""

FORMS: Mapping[QuestionKind, Form] = {
    QuestionKind.FACT: fact,
    QuestionKind.YES_NO: fact,
    QuestionKind.EXPLANATION: explanation,
    QuestionKind.OVERVIEW: overview,
    QuestionKind.TIMELINE: timeline,
    QuestionKind.LIST: items,
    QuestionKind.COMPARISON: sides,
}

WHOLE = frozenset([QuestionKind.LIST, QuestionKind.COMPARISON])
"""Answers that would be wrong with a part left out, however short they are wanted."""


def sentences_of(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """The sentences of a quoted answer, in the form that the question's kind asks for."""
    if not evidence.sentences:
        return []
    chosen = FORMS.get(plan.kind, fact)(plan, evidence)
    return chosen if plan.kind in WHOLE or plan.is_several else chosen[: plan.most_sentences]
