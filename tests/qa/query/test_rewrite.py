"""Follow-ups that a model puts into words, which says what a test makes it say."""

from collections.abc import Sequence

import pytest
from scripted import Piece, Scripted

from index import Store
from qa import QASettings
from qa.generation.generative import Generative
from qa.llm.endpoint import LanguageModelError
from qa.pipeline import stream
from qa.query.rewrite import rewrite
from qa.question import Question, Turn
from qa.types import Answer, Usage, Waiting

HISTORY = (
    Turn("user", "Which company got the contract for the sea wall at Lowmarsh?"),
    Turn("assistant", "Brandt & Sons got it. [1]"),
)
TEXT = "And what does it cost?"
OTHERWISE = "What does the sea wall cost?"
"""What the question means where the model is not believed."""
TRAM = "What will the Harbour Tram cost?"
COST = "The Harbour Tram in Port Aldry will cost 547 million crowns."


def rewritten(said: Sequence[Piece], history: tuple[Turn, ...] = HISTORY) -> tuple[str, Scripted]:
    model = Scripted([said])
    *_, query = rewrite(Question(TEXT, history), model, OTHERWISE)
    assert isinstance(query, str) and model.closed == len(model.asked)
    return query, model


def test_a_faithful_rewrite_is_what_is_searched() -> None:
    said = "What does the sea wall at Lowmarsh cost?"
    query, model = rewritten([Waiting(), *f" {said} "])
    assert query == said
    (messages,) = model.asked
    assert "Answer: Brandt & Sons got it.\n" in messages[-1].content
    assert messages[-1].content.endswith("Last question: And what does it cost?")


@pytest.mark.parametrize(
    "said",
    ["What does the sea wall at Skarrow cost?", "What does the sea wall cost in 2031?",
     "It cost 3.", "What does the sea wall at Lowmarsh cost", "What " + "very " * 80 + "much?", "",
     "?x"],
)  # fmt: skip
def test_any_other_rewrite_is_not(said: str) -> None:
    query, _ = rewritten([said])
    assert query == OTHERWISE


def test_only_the_latest_of_a_long_conversation_is_shown() -> None:
    old = tuple(Turn("user", f"What of Quux{number}? " + "x" * 5000) for number in range(50))
    query, model = rewritten(["What does Quux1 cost?"], (*old, *HISTORY))
    assert len(model.asked[0][-1].content) < 3500 and "Quux1?" not in model.asked[0][-1].content
    assert "Quux1 cost" not in query


def test_what_is_waited_for_and_what_it_has_cost_is_handed_on() -> None:
    model = Scripted([["What does ", Waiting("2 before you"), "it cost?", Usage(90, 7)]])
    *before, _ = rewrite(Question(TEXT, HISTORY), model, OTHERWISE)
    assert Waiting("2 before you") in before and Usage(90, 7) in before
    assert Waiting("Putting the question into words …") in before


# In the pipeline


def answered(store: Store, question: Question, model: Scripted) -> Answer:
    settings = QASettings.load(model_threshold=0.0)  # so that the model is asked at all
    *_, last = stream(question, store, settings, answerer=Generative(model))
    return last


def test_without_a_conversation_the_model_is_not_asked_for_a_rewrite(seed_store: Store) -> None:
    model = Scripted([[COST]])
    last = answered(seed_store, Question(TEXT), model)
    assert last.query == TEXT
    (messages,) = model.asked
    assert "Last question" not in messages[-1].content


def test_rewording_a_question_costs_tokens_too(seed_store: Store) -> None:
    model = Scripted([[TRAM, Usage(100, 8)], [COST, Usage(400, 30)]])
    question = Question("And what will it cost?", (Turn("user", "Who builds the Harbour Tram?"),))
    last = answered(seed_store, question, model)
    assert last.query == TRAM and last.usage == Usage(500, 38)


def test_an_error_while_rewriting_gives_way_to_quotations(seed_store: Store) -> None:
    model = Scripted([[LanguageModelError("Down.")]])
    last = answered(seed_store, Question(TEXT, HISTORY), model)
    assert last.query != TEXT and last.answerer == "extractive"
    assert last.notices[0] == "Down. The articles are quoted instead."


def test_the_evidence_decides_between_the_models_reading_and_our_own(seed_store: Store) -> None:
    astray = "What will Anneke Brandle cost in the Lowmarsh of Radio Ostrel?"
    said = (
        Turn("user", "When will the Harbour Tram carry its first passengers?"),
        Turn("assistant", "Ask Anneke Brandle of Radio Ostrel in Lowmarsh."),
    )
    model = Scripted([[astray], [COST]])
    last = answered(seed_store, Question("How much does it cost?", said), model)
    assert "Harbour Tram" in last.query and "Brandle" not in last.query
