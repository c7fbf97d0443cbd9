"""Which of the things that were spoken of a question means without naming it.

A linear model scores each; its weights stand in `antecedents.json`, fitted by
`python -m eval.fit_followup` on follow-ups with what they mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from qa.query.conversation.classes import Class
from qa.query.conversation.phrases import content_words, words_of
from qa.query.conversation.state import ConversationState, Thing
from qa.text.word_classes import may_be_verb

_PLACES = frozenset(["in", "at", "from", "to"])

_ACTS = re.compile(r"\b(?:he|she|it|they)\s+(?!(?:is|are|was|were|be)\b)[a-z]", re.IGNORECASE)

NAMES = (
    "asked",  # it stands in the last question
    "asked_first",  # ... and is named first there
    "answered",  # the last answer gives it
    "told",  # it stands in the last answer
    "told_only",  # ... and in no question
    "asked_before",  # it stands in a question further back
    "ago",  # exchanges since it was last spoken of, as a logarithm
    "times",  # in how many exchanges it was spoken of, as a logarithm
    "opening",  # it stands in the first question that is remembered
    "name",  # it has a name
    "definite",  # it has "the"
    "of",  # it belongs to a noun: "Uber's income", "the types of sharks"
    "in",  # it tells where: "the hospital in Ostrel"
    "whole",  # something belongs to it
    "long",  # words beyond the second
    "known",  # share of its words that stand in the question already
    "person",  # its noun means a person
    "actor",  # ... and it is to do something: the pronoun is a verb's subject
    "verb",  # it ends with a word that may be a verb
    "place",  # how many were named before it in the same text
    "class",  # how well the pronoun fits what is said of it; a log of a share
)
Classes = Callable[[Thing], dict[Class, float]]
"""How likely each class fits a thing."""

Table = NDArray[np.float64]


def antecedent_features(
    things: Sequence[Thing],
    state: ConversationState,
    question: str,
    kind: Class | None,
    classes: Classes,
) -> Table:
    """One row a thing, one column a name of `NAMES`.

    Args:
        kind: The class of the pronoun; None for "that", and where there is none.
    """
    asked = content_words(question)
    acts = bool(_ACTS.search(question))
    oldest = len(state.exchanges) - 1
    parts = [one.words for thing in things for one in thing.mentions if one.lead]
    rows = []
    for thing in things:
        questions = [one for one in thing.mentions if one.role == "asked"]
        last = [one for one in thing.mentions if one.exchange == 0]
        in_last = [one for one in last if one.role == "asked"]
        words = thing.words
        leads = {one.lead for one in thing.mentions}
        row: tuple[float | bool, ...] = (
            bool(in_last),
            any(one.place == 0 for one in in_last),
            any(one.role == "answered" for one in last),
            any(one.role == "told" for one in last),
            not questions,
            any(one.exchange > 0 for one in questions),
            np.log1p(thing.latest.exchange),
            np.log(len({one.exchange for one in thing.mentions})),
            any(one.exchange == oldest for one in questions),
            thing.is_name,
            thing.text.startswith("the "),
            bool(leads & {"of", "’s"}),
            thing.is_name and bool(leads & _PLACES),
            any(other < words for other in parts),
            max(0, len(content_words(thing.text)) - 2),
            len(words & asked) / max(1, len(words)),
            thing.is_person,
            thing.is_person and acts,
            not thing.is_name and may_be_verb(words_of(thing.text)[-1].lower),
            np.log1p(min(one.place for one in thing.mentions)),
            agreement(classes(thing), kind) if kind else 0.0,
        )
        rows.append([float(value) for value in row])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def agreement(classes: dict[Class, float], kind: Class) -> float:
    """How well a pronoun fits something with these classes: a log of a share."""
    there = classes["there"] / 5 if kind == "it" else 0.0  # of a place one says it seldom
    return float(np.log(classes[kind] + there))


def scores(
    things: Sequence[Thing],
    state: ConversationState,
    question: str,
    kind: Class | None,
    classes: Classes,
    *,
    is_topic: bool = False,
) -> Table:
    """How likely each thing is meant, as logits of a softmax: shape (things,).

    Args:
        is_topic: No word of the question stands for it.
    """
    name = "topic" if is_topic else "person" if kind in ("he", "she") else "thing"
    weights = np.array(_weights()[name])
    return np.asarray(antecedent_features(things, state, question, kind, classes) @ weights)


@cache
def _weights() -> dict[str, list[float]]:
    content = json.loads(
        files("qa.query.conversation").joinpath("antecedents.json").read_text(encoding="utf-8")
    )
    return {kind: [content[kind][name] for name in NAMES] for kind in content}
