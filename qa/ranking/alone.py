"""The likeliest sentences for a fact, read by themselves.

Read in its passage, a sentence beside the one that answers looks like it; by itself it does not. Of
699 questions the first sentence answers 365 instead of 354, with all else fitted for either.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

from qa.cross_encoder.layout import heading_of
from qa.question import QuestionKind
from qa.ranking.reader import load_reader
from qa.reweighing import reweighed
from qa.types import Evidence, QueryPlan

SENTENCES = 8
"""So many are read."""
WEIGHT = 0.55
"""Of the reader's logit that a sentence answers, beside what it said of it in its passage."""


def read_alone(plan: QueryPlan, evidence: Evidence, reader: str) -> Evidence:
    """The evidence with its likeliest sentences in the order that the reader gives them by
    themselves, too, where a question asks for a fact.

    Args:
        reader: By its name in the settings.

    Raises:
        ModelError: it cannot be loaded.
    """
    near, rest = evidence.sentences[:SENTENCES], evidence.sentences[SENTENCES:]
    if plan.kind is not QuestionKind.FACT or plan.is_survey or len(near) < 2:
        return evidence
    read = [one.sentence for one in near]
    headings = [heading_of(one.hit) for one in read]
    readings = load_reader(reader).read(plan.query, headings, [one.text for one in read])
    mean = fmean(one.relevance for one in readings)
    logits = [WEIGHT * (one.relevance - mean) for one in readings]
    again = reweighed(near, logits, sum(one.probability for one in near))
    ordered = sorted([*again, *rest], key=lambda one: -one.probability)
    return replace(evidence, sentences=tuple(ordered), short=ordered[0].sentence.short)
