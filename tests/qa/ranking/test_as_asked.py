"""A follow-up is read again as it was asked."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from index import Hit, Store
from qa.question import InterpretationKind, Question, Turn
from qa.ranking.as_asked import PASSAGES, read_as_asked
from qa.types import Evidence, Interpretation, QueryPlan

TOPIC = hit_of("The tram opens on Saturday.", passage=1)
ANSWER = hit_of("Children picked the name.", passage=2)


class Reads:
    """A ranker for which `ANSWER` says what the question asks, and which keeps what it read."""

    def __init__(self) -> None:
        self.read: list[tuple[str, int]] = []

    def rank(
        self,
        query: str,
        hits: Sequence[Hit],
        store: Store,
        most: int = 10,
        spoken_of: Collection[str] = (),
    ) -> Evidence:
        self.read.append((query, len(hits)))
        likely = {TOPIC.passage: 0.1, ANSWER.passage: 0.9}
        found = (
            scored(hit, likely.get(hit.passage, 0.0), short=hit.text.split()[0], answer=1.0)
            for hit in hits
        )
        return evidence_of(*sorted(found, key=lambda one: -one.probability), answerability=0.2)


def follow_up(said: str = "It opens on Saturday. [1]") -> QueryPlan:
    query = "Who picked that (Harbour Tram)?"
    put_in = Interpretation(InterpretationKind.CONVERSATION, "", query)
    history = (Turn("user", "When does the tram open?"), Turn("assistant", said))
    question = Question("Who picked that?", history)
    return plan_of(question=question, query=query, interpretations=(put_in,))


def evidence() -> Evidence:
    """Of the completed question: what speaks of its topic comes first."""
    found = (scored(TOPIC, 0.6, short="The"), scored(ANSWER, 0.3, short="Children"))
    return evidence_of(*found, answerability=0.8)


def test_what_answers_it_as_it_was_asked_comes_first() -> None:
    read = read_as_asked(follow_up(), evidence(), ranker := Reads())
    first, second = read.sentences
    assert first.sentence.hit == ANSWER and read.short == "Children"
    assert first.probability + second.probability == pytest.approx(0.9)
    assert first.sentence == evidence().sentences[1].sentence, "it is read as the whole question"
    assert read.answerability == evidence().answerability
    assert ranker.read == [("Who picked that?", 2)]


def test_a_question_that_leans_on_nothing_is_read_once() -> None:
    alone = plan_of("Who picked the name?")
    refused = follow_up("The articles do not answer this.")
    for plan in (alone, refused, replace(follow_up(), query="Who picked that?")):
        assert read_as_asked(plan, evidence(), ranker := Reads()) == evidence()
        assert not ranker.read
    assert read_as_asked(follow_up(), Evidence(()), Reads()) == Evidence(())


def test_few_passages_are_read_again() -> None:
    many = [scored(hit_of(f"It is {n}.", passage=n), 0.1, short="It") for n in range(3, 12)]
    read = read_as_asked(follow_up(), evidence_of(*many), ranker := Reads())
    assert ranker.read == [("Who picked that?", PASSAGES)]
    assert len(read.sentences) == len(many)
