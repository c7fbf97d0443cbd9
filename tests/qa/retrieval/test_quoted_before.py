"""The articles that a conversation is about are those that the last answer quotes."""

from builders import plan_of

from index import Store
from qa.question import REFUSAL, InterpretationKind, Question, Turn
from qa.ranking.quoted_before import quoted_before
from qa.ranking.ranker import load_ranker
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


def test_they_come_first_where_others_say_as_much(seed_store: Store) -> None:
    query = "How many people died in the Lowmarsh flood?"
    hits = seed_store.search(query, 8)
    ranker = load_ranker()
    plain = ranker.rank(query, hits, seed_store)
    other = next(one for one in plain.hits if one.article_id != plain.hits[0].article_id)
    led = ranker.rank(query, hits, seed_store, spoken_of={other.article_id})
    assert led.hits[0].score > 0
    place = [one.passage for one in led.hits].index(other.passage)
    assert place < [one.passage for one in plain.hits].index(other.passage)
