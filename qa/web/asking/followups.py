"""What one may ask next: questions that the articles of an answer answer, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from index import Store
from qa.generation.examples import questions_of
from qa.history.exchange import Exchange
from qa.types import Answer

OFFERED = 3
LOOKED_AT = 8
"""Articles of an answer, those it cites first, that questions are made of."""
ALIKE = 0.6
"""Share of the shorter one's words from which two questions ask the same."""


def follow_ups(answer: Answer, store: Store, earlier: Sequence[Exchange]) -> tuple[str, ...]:
    """Questions made, by rule, of sentences of the articles that were cited or read; none that was
    asked already, in whatever words. Nothing where there is no answer of articles.

    Args:
        earlier: What was asked before in the same conversation.
    """
    if not answer.citations:
        return ()
    cited = [one.article_id for one in answer.citations]
    ids = dict.fromkeys([*cited, *(one.article_id for one in answer.passages)])
    found = questions_of(store, islice(ids, LOOKED_AT))
    asked = [answer.question, answer.query, *(one.question for one in earlier)]
    return tuple(islice(_new(found, asked, store), OFFERED))


def _new(found: Iterable[str], asked: Iterable[str], store: Store) -> Iterable[str]:
    known = [frozenset(store.terms(one)) for one in asked]
    for question in found:
        terms = frozenset(store.terms(question))
        if not any(_are_alike(terms, other) for other in known):
            known.append(terms)
            yield question


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * min(len(one), len(other))
