"""Measures of a reader on held-out groups."""

import pytest

pytest.importorskip("sklearn")

from eval.training.evaluate import evaluate
from eval.training.groups import Group, GroupPassage
from index.sentences import sentence_spans
from qa.types import PassageReading, SentenceReading

TEXT = "Rain fell on Port Aldry. Mayor Orla Quist resigned on Friday."
FIRST, SECOND = sentence_spans(TEXT)
OTHER = "The ferry runs again. It is late."
ANSWERED = Group(
    "nq",
    "who resigned",
    (
        GroupPassage("", OTHER, False),
        GroupPassage("", TEXT, True, ((31, 41),), (SECOND,)),
    ),
)
UNANSWERED = Group("near miss", "who stayed", ANSWERED.passages[:1])


def readings(relevances: tuple[float, float], insides: tuple[float, ...]) -> list[PassageReading]:
    """Of both passages, which have two sentences each."""
    spans = [*sentence_spans(OTHER), FIRST, SECOND]
    read = [
        SentenceReading(span, inside, inside, span)
        for span, inside in zip(spans, insides, strict=True)
    ]
    return [
        PassageReading(relevances[0], tuple(read[:2])),
        PassageReading(relevances[1], tuple(read[2:])),
    ]


@pytest.mark.parametrize(
    ("relevances", "insides", "first", "sentence", "joint"),
    [
        ((-2.0, 2.0), (0.0, 0.0, 1.0, 3.0), 1, 1, 1),
        ((-2.0, 2.0), (5.0, 0.0, 1.0, 3.0), 1, 0, 1),
        ((2.0, -2.0), (0.0, 0.0, 1.0, 3.0), 0, 1, 0),
        ((-2.0, 2.0), (0.0, 0.0, 4.0, 3.0), 1, 0, 0),
    ],
)
def test_the_first_sentence_of_all_passages_is_measured(
    relevances: tuple[float, float],
    insides: tuple[float, ...],
    first: int,
    sentence: int,
    joint: int,
) -> None:
    def read(group: Group) -> list[PassageReading]:
        return readings(relevances, insides)[: len(group.passages)]

    found = evaluate(read, [ANSWERED, UNANSWERED])
    assert found["hit@1"] == first
    assert found["search_hit@1"] == 0
    assert found["sentence@1"] == sentence
    assert found["joint_sentence@1"] == joint


def test_a_measure_that_applies_to_no_group_is_left_out() -> None:
    def read(group: Group) -> list[PassageReading]:
        return readings((-2.0, 2.0), (0.0, 0.0, 1.0, 3.0))[: len(group.passages)]

    answered, unanswered = evaluate(read, [ANSWERED]), evaluate(read, [UNANSWERED])
    assert "auroc" not in answered and answered["hit@1"] == 1
    assert unanswered == {} == evaluate(read, [])
