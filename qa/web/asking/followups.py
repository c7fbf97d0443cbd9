"""What one may ask next: questions that the articles of an answer answer, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from index import Store
from qa.generation.examples import questions_of
from qa.history.exchange import ChatExchange
from qa.text.weights import share_of
from qa.types import Answer
from qa.web.asking.name_questions import name_questions

OFFERED = 3
LOOKED_AT = 8
"""Articles of an answer, those it cites first, that questions are made of."""
NEAR = 0.5
"""Share of the question's word weight in a passage from which its article is about the same."""
ALIKE = 0.6
"""Share of the shorter one's words from which two questions ask the same."""


def follow_ups(answer: Answer, store: Store, earlier: Sequence[ChatExchange]) -> tuple[str, ...]:
    """Questions made, by rule, of sentences of the articles that were cited, or that tell of the
    same, then of the names in question and answer; none that was asked already, in whatever words.
    Nothing where there is no answer of articles.

    Args:
        earlier: What was asked before in the same conversation.
    """
    if not answer.citations:
        return ()
    cited = [one.article_id for one in answer.citations]
    weights = store.term_weights(answer.query)
    near = (
        one.article_id
        for one in answer.passages
        if share_of(weights, store.terms(one.text)) >= NEAR
    )
    ids = dict.fromkeys([*cited, *near])
    asked = [answer.question, answer.query, *(one.question for one in earlier)]
    made = _new(questions_of(store, islice(ids, LOOKED_AT)), asked, store)
    of_names = (one for one in name_questions(answer) if one not in asked)
    return tuple(dict.fromkeys(islice(chain(made, of_names), OFFERED)))


def _new(found: Iterable[str], asked: Iterable[str], store: Store) -> Iterable[str]:
    known = [frozenset(store.terms(one)) for one in asked]
    for question in found:
        terms = frozenset(store.terms(question))
        if not any(_are_alike(terms, other) for other in known):
            known.append(terms)
            yield question


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * min(len(one), len(other))
