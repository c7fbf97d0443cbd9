"""Measures of the reader on held-out questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from eval.metrics.squad import token_f1
from eval.training.groups import Group
from qa.types import PassageReading


def evaluate(
    read: Callable[[Group], list[PassageReading]], groups: Sequence[Group]
) -> dict[str, float]:
    """Measures of a reader over groups, in which the passages stand in the order of the search.

    `hit@1`: the passage with the highest relevance answers; `search_hit@1`: the search's first
    one does; both over the groups with an answer. `sentence@1`: of the sentences of all passages
    the likeliest is gold, by its own logit alone; `joint_sentence@1`: by the sum of it and its
    passage's relevance; both where one is gold. `sentence_accuracy`: the likeliest sentence of the
    first passage is gold, and `f1`: token F1 of the short answer, where that passage answers.
    `auroc`: of the highest relevance in a group, as a score for groups with an answer, where there
    are both. A measure that applies to no group is left out.

    Args:
        read: Gives the readings of a group's passages, in order.
    """
    hits: list[bool] = []
    search_hits: list[bool] = []
    sentences: list[bool] = []
    alone: list[bool] = []
    joint: list[bool] = []
    f1: list[float] = []
    best: list[float] = []
    answerable: list[bool] = []
    for group in groups:
        if not group.passages:
            continue
        readings = read(group)
        top = int(np.argmax([one.relevance for one in readings]))
        best.append(readings[top].relevance)
        answerable.append(group.is_answered)
        if not group.is_answered:
            continue
        passage, reading = group.passages[top], readings[top]
        hits.append(passage.relevant)
        search_hits.append(group.passages[0].relevant)
        if passage.relevant and passage.sentences:
            chosen = max(reading.sentences, key=lambda one: one.inside)
            sentences.append(chosen.span in passage.sentences)
        if any(one.sentences for one in group.passages):
            alone.append(_finds_sentence(group, readings, 0.0))
            joint.append(_finds_sentence(group, readings, 1.0))
        if passage.spans:
            short = passage.text[slice(*reading.best.short)]
            f1.append(max(token_f1(short, passage.text[slice(*span)]) for span in passage.spans))
    found: dict[str, list[bool] | list[float]] = {
        "hit@1": hits,
        "search_hit@1": search_hits,
        "sentence@1": alone,
        "joint_sentence@1": joint,
        "sentence_accuracy": sentences,
        "f1": f1,
    }
    result = {name: round(float(np.mean(values)), 4) for name, values in found.items() if values}
    if len(set(answerable)) == 2:
        result["auroc"] = round(float(roc_auc_score(answerable, best)), 4)
    return result


def _finds_sentence(group: Group, readings: Sequence[PassageReading], weight: float) -> bool:
    """Whether the likeliest sentence is gold, relevance of its passage counting `weight`."""
    scored = [
        (one.inside + weight * reading.relevance, one.span in passage.sentences)
        for passage, reading in zip(group.passages, readings, strict=True)
        for one in reading.sentences
    ]
    return max(scored)[1]
