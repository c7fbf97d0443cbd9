"""How well the reader tells passages apart on questions it does not learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from eval.metrics.squad import token_f1
from eval.training.groups import Group
from qa.types import PassageReading


def measure(
    read: Callable[[Group], list[PassageReading]], groups: Sequence[Group]
) -> dict[str, float]:
    """`first`: an answering passage comes first, of questions that have one among those found
    (`search`: as the search ranks them); `sentence` and `short`: its gold sentence, and F1 of the
    short answer, where the passage is right; `auroc`: the best passage's number, of questions
    that have an answer against those that have none."""
    first: list[bool] = []
    search: list[bool] = []
    sentence: list[bool] = []
    short: list[float] = []
    best: list[float] = []
    answerable: list[bool] = []
    for group in groups:
        if not group.passages:
            continue
        readings = read(group)
        top = int(np.argmax([one.relevance for one in readings]))
        has_answer = any(one.relevant for one in group.passages)
        best.append(readings[top].relevance)
        answerable.append(has_answer)
        if not has_answer:
            continue
        passage, reading = group.passages[top], readings[top]
        first.append(passage.relevant)
        search.append(group.passages[0].relevant)
        if passage.relevant and passage.sentences:
            chosen = max(reading.sentences, key=lambda one: one.inside)
            sentence.append(chosen.span in passage.sentences)
        if passage.spans:
            said = passage.text[slice(*reading.best.short)]
            short.append(max(token_f1(said, passage.text[slice(*span)]) for span in passage.spans))
    found: dict[str, list[bool] | list[float]] = {
        "first": first,
        "search": search,
        "sentence": sentence,
        "short": short,
    }
    result = {name: round(float(np.mean(values)), 4) for name, values in found.items()}
    return {**result, "auroc": round(float(roc_auc_score(answerable, best)), 4)}
