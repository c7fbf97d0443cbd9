"""What a question in a conversation may mean: complete questions, best first.

Rules make the questions that it may stand for (`qa.query.conversation.candidates`). Which of them
is meant a linear model says that weighs the words that each puts in, as the tagger sees them
(`qa.query.conversation.tagger`), and how it came about. Its weights stand in `readings.json`,
fitted by `python -m eval.fit_readings` on follow-ups that the tagger did not learn from.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index import Store
from qa.packaged import packaged_json
from qa.query.conversation.candidates import Candidates
from qa.query.conversation.state import (
    Completed,
    ConversationState,
    read_history,
    with_known_names,
)
from qa.query.conversation.tagger import load_tagger
from qa.query.conversation.tagger.layout import keys_of
from qa.query.conversation.weighing import FEATURE_NAMES, Candidate, Tags, candidate_features
from qa.question import InterpretationKind, Question
from qa.text.wording import capitalised

MOST = 3
"""Readings of a question, at most."""
LEAST_PRIOR = 0.2
"""A reading less likely than this is not weighed, unless it is the likeliest."""
UNTOLD = 1.0
"""Subtracted, in logits, from a reading of an earlier question for what it puts in where the answer
says nothing of that."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a question may mean."""

    text: str
    """The question, complete."""
    put_in: str = ""
    """What of the conversation stands in it; empty where it was complete as it was asked."""
    prior: float = 1.0
    """How likely it is before anything was searched; of all readings together at most 1."""
    leans: bool = False
    """Whether it leaned on what was said before: that was put in, or its pronoun left."""


def readings(question: Question, store: Store) -> tuple[Reading, ...]:
    """What a question may mean after what was said, best first; one at least, at most `MOST`.

    A question that nothing was said before, or that is to be taken as it stands, has one reading.

    Raises:
        ModelError: the tagger cannot be loaded.
    """
    text = question.line
    if not question.history or InterpretationKind.CONVERSATION in question.ignored:
        return (Reading(text),)
    reader = _ConversationReader(store)
    state = read_history(question.history, reader.completed)
    return reader.read(text, state)


class _ConversationReader:
    """Reads the questions of one conversation."""

    def __init__(self, store: Store) -> None:
        self._candidates = Candidates(store)

    def completed(self, text: str, state: ConversationState, answer: str) -> Completed:
        """The likeliest reading of an earlier question, by what was answered as well."""
        told = keys_of(answer)

        def worth(one: Reading) -> float:
            put_in = keys_of(one.put_in) - keys_of(text)
            untold = len(put_in - told) / len(put_in) if told and put_in else 0.0
            return math.log(one.prior) - UNTOLD * untold

        likeliest = max(self.read(text, replace(state, is_past=True)), key=worth)
        return Completed(likeliest.text, likeliest.leans)

    def read(self, text: str, state: ConversationState) -> tuple[Reading, ...]:
        """The readings of a question."""
        if not state.exchanges:
            return (Reading(text),)
        named = with_known_names(text, [one.answer for one in state.exchanges])
        tags = tags_of(named, state)
        found = self._candidates.of(named, state, tags)
        scores = np.array([candidate_features(one, tags) for one in found]) @ _weights()
        priors = np.exp(scores - scores.max())
        priors /= priors.sum()
        order = np.argsort(-priors, kind="stable").tolist()
        chosen = [n for n in order if priors[n] >= LEAST_PRIOR][:MOST] or order[:1]
        return tuple(
            _reading(found[n], float(priors[n]), text if found[n].text == named else "")
            for n in chosen
        )


def _reading(one: Candidate, prior: float, asked: str) -> Reading:
    """A candidate as a reading.

    Args:
        asked: The question as it was asked, where the candidate is no other; else empty.
    """
    leans = bool(one.put_in or one.unresolved)
    if asked:
        return Reading(asked, "", prior, leans)
    return Reading(_plain(one.text), one.put_in, prior, leans)


def tags_of(question: str, state: ConversationState) -> Tags:
    """What the tagger says of a question in a conversation."""
    exchanges = [(one.question, one.answer) for one in state.exchanges]
    logits = load_tagger().tags(question, exchanges)
    return Tags(logits, keys_of(question), keys_of(state.opening.question))


@cache
def _weights() -> NDArray[np.float64]:
    content = packaged_json("qa.query.conversation", "readings.json")
    return np.array([content[name] for name in FEATURE_NAMES])


def _plain(question: str) -> str:
    """The question without "and" before it, with a capital."""
    bare = re.sub(r"^(?:and|but|so)\s+", "", question, flags=re.IGNORECASE)
    return capitalised(bare)
