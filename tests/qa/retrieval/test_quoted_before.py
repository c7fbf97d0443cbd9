"""The articles that a conversation is about are those that the last answer quotes."""

from builders import plan_of

from index import Store
from qa.question import REFUSAL, InterpretationKind, Question, Turn
from qa.retrieval.quoted_before import quoted_before
from qa.types import Interpretation, QueryPlan

PUT_IN = Interpretation(InterpretationKind.CONVERSATION, "", "How long is it?")


def follow_up(said: str, store: Store) -> QueryPlan:
    history = (Turn("user", "What is it?"), Turn("assistant", said))
    question = Question("How long is it?", history)
    return plan_of(store=store, question=question, interpretations=(PUT_IN,))


def test_whose_sentence_was_quoted(seed_store: Store) -> None:
    hits = seed_store.search("How much will the Harbour Tram cost?", 8)
    quote = max(hits[0].text.split(". "), key=len).strip()
    found = quoted_before(follow_up(f"{quote} [1]", seed_store), hits)
    assert found == {hits[0].article_id}
    assert not quoted_before(follow_up(f"{REFUSAL} {quote} [1]", seed_store), hits)
    assert not quoted_before(
        follow_up("Nobody said such a thing in any article here.", seed_store), hits
    )
    alone = plan_of(store=seed_store, question=Question("How long is it?"))
    assert not quoted_before(alone, hits)
