"""How well the reader that ships tells what answers, over our own questions on the seeds."""

from pathlib import Path

import numpy as np
import pytest

from eval.sets import EvalQuestion, read_questions
from index import Filters, Hit, open_store
from qa.cross_encoder.layout import heading_of
from qa.ranking.reader import load_reader
from qa.types import PassageReading

PASSAGES = 16
ASKED = [
    one
    for one in read_questions(Path(__file__).parents[4] / "eval" / "questions" / "seeds.jsonl")
    if one.gold and not one.turns and one.filters == Filters()
]

Read = list[tuple[EvalQuestion, list[Hit], list[PassageReading]]]


@pytest.fixture(scope="module")
def read(seed_folder: Path) -> Read:
    """Each question whose gold quotation is found, with the passages and what is read in them."""
    reader, found = load_reader(), []
    with open_store(seed_folder) as store:
        for one in ASKED:
            hits = list(store.search(one.question, PASSAGES))
            if any(_holds(hit.text, one) for hit in hits):
                texts = [hit.text for hit in hits]
                readings = reader.read(one.question, [*map(heading_of, hits)], texts)
                found.append((one, hits, readings))
    return found


def test_the_passage_that_answers_comes_first(read: Read) -> None:
    """A floor under what was measured: .766 of 47."""
    right = [
        _holds(max(zip(readings, hits, strict=True), key=lambda pair: pair[0].relevance)[1].text, q)
        for q, hits, readings in read
    ]
    assert len(right) >= 45 and np.mean(right) >= 0.7


def test_the_sentence_that_answers_comes_first(read: Read) -> None:
    """A floor under what was measured: .638."""
    right = []
    for asked, hits, readings in read:
        sentences = [
            (one.inside + reading.relevance, hit.text[slice(*one.span)])
            for reading, hit in zip(readings, hits, strict=True)
            for one in reading.sentences
        ]
        right.append(_holds_part(max(sentences)[1], asked))
    assert np.mean(right) >= 0.57


def _holds(text: str, asked: EvalQuestion) -> bool:
    return any(one.quote in text for one in asked.gold)


def _holds_part(sentence: str, asked: EvalQuestion) -> bool:
    return any(one.quote in sentence or sentence in one.quote for one in asked.gold)
