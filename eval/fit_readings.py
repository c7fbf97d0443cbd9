"""Fits the weights of `qa.query.conversation.readings`, and measures them.

    python -m eval.fit_readings DATA STORE [CANARD]

DATA and CANARD are those of `python -m eval.followups`; used are the follow-ups that the tagger did
not learn from. STORE, in which names are looked up, may be any. Fitted listwise: softmax over the
candidates of a question, of which those are right whose words are nearest to those that are meant.
Prints by source the F1 of the words that the likeliest candidate puts in, with weights fitted on
the conversations of the other folds, beside that of the best candidate, and writes
`qa/query/conversation/readings.json`.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize

from eval.followups.conversations import read_follow_ups
from eval.followups.follow_up import FollowUp
from index import Store, open_store
from index.files import write_text
from qa.query.conversation.candidates import Candidates
from qa.query.conversation.readings import tags_of
from qa.query.conversation.state import (
    CHARACTERS,
    EXCHANGES,
    ConversationState,
    Exchange,
    with_known_names,
)
from qa.query.conversation.weighing import FEATURE_NAMES, candidate_features

FOLDS = 4
PENALTY = 1.0
LEAST_FIT = 0.3
"""Of the best candidate; below it none is right, and nothing is learned."""
NEAR = 0.01
"""What a candidate may lack of the best to be right as well."""
PRECISION = 0.5
"""Beta of the F measure by which candidates are compared: a word that is not meant leads a search
away, where one that is missing only leaves it wide."""
LEAST = {"agreement": 0.6, "goes on": 4.0, "asked": 1.0}
MOST = {"refused": -1.0}
"""Bounds of weights. The people of written conversations stand in no article, so that less is known
of them than of those whom people ask about; a fragment behind "and" mostly takes the place of what
it is like, and "Why?" asks the question before, which the tagger has seen too seldom; and after a
refusal people turn to something else more often than those conversations do."""
WEIGHTS_FILE = Path("qa/query/conversation/readings.json")

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A follow-up with its candidates."""

    source: str
    fold: int
    table: Table
    """Features, shape (candidates, features)."""
    f1: Table
    """Of the words that each candidate puts in: shape (candidates,)."""
    fit: Table
    """The same with the beta `PRECISION`."""
    leans: bool
    """Whether anything has to be put in."""


def main() -> None:
    """Fits, prints what it measured, and writes the weights."""
    data, store = Path(sys.argv[1]), open_store(Path(sys.argv[2]))
    canard = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    held_out = [one for one in read_follow_ups(data, canard) if one.is_held_out and one.exchanges]
    chosen = [one for one in held_out if one.source != "paragraphs"]
    examples = [example_of(one, store) for one in track(chosen, "Reading")]
    found: dict[tuple[str, bool], list[tuple[float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fitted([one for one in examples if one.fold != fold])
        for one in examples:
            if one.fold == fold:
                first = int(np.argmax(one.table @ weights))
                found[one.source, one.leans].append((one.f1[first], one.f1.max()))
    for (source, leans), both in sorted(found.items()):
        first, best = np.mean(both, axis=0)
        kind = "leaning" if leans else "whole"
        sys.stdout.write(f"{source}, {kind}: {len(both)}, F1 {first:.3f}, best {best:.3f}\n")
    weights = np.round(fitted(examples), 3).tolist()
    content = dict(zip(FEATURE_NAMES, weights, strict=True))
    write_text(WEIGHTS_FILE, json.dumps(content, indent=1) + "\n")
    sys.stdout.write(f"{json.dumps(content)}\n")


def example_of(one: FollowUp, store: Store) -> Example:
    """A follow-up's candidates with their features. Which of the questions before leaned on nothing
    is not known, so that the earliest counts as the one that began it all."""
    state = ConversationState()
    for asked, answer in reversed(one.exchanges[:EXCHANGES]):
        exchange = Exchange(asked[:CHARACTERS], answer[:CHARACTERS], is_refused=not answer)
        state = state.after(exchange)
    question = with_known_names(one.question, [exchange.answer for exchange in state.exchanges])
    tags = tags_of(question, state)
    candidates = Candidates(store).of(question, state, tags)
    table = np.array([candidate_features(each, tags) for each in candidates], dtype=np.float64)
    put_in = [tags.put_into(each.text) & set(tags.logits) for each in candidates]
    f1 = np.array([f_measure(words, one.gold) for words in put_in])
    fit = np.array([f_measure(words, one.gold, PRECISION) for words in put_in])
    fold = crc32(f"fold {one.conversation}".encode()) % FOLDS
    return Example(one.source, fold, table, f1, fit, bool(one.gold))


def f_measure(words: frozenset[str], gold: frozenset[str], beta: float = 1.0) -> float:
    """F measure of some words; 1 where there are none and none are meant."""
    total = len(words) + beta**2 * len(gold)
    return (1 + beta**2) * len(words & gold) / total if total else 1.0


def fitted(examples: Sequence[Example]) -> Table:
    """The weights under which the candidates that are right are likeliest."""
    used = [one for one in examples if one.fit.max() >= LEAST_FIT]

    def loss(weights: Table) -> tuple[float, Table]:
        total, slope = PENALTY * weights @ weights / 2, PENALTY * weights
        for one in used:
            scores = one.table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = np.where(one.fit >= one.fit.max() - NEAR, shares, 0.0)
            total -= np.log(right.sum())
            slope = slope - (right / right.sum() - shares) @ one.table
        return float(total), slope

    bounds = [(LEAST.get(name), MOST.get(name)) for name in FEATURE_NAMES]
    return np.asarray(minimize(loss, np.zeros(len(FEATURE_NAMES)), jac=True, bounds=bounds).x)


if __name__ == "__main__":
    main()
