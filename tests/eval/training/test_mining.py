"""Groups that are mined from a small collection."""

import random
from datetime import date

import pytest

from eval.training import mining
from eval.training.collections import Collection, LabelledQuestion
from eval.training.mining import NEGATIVES, Miner, PassageSearch
from eval.training.prepared import Prepared

ANSWER = "Orla Quist"


def paragraph(number: int, text: str) -> str:
    filler = f"Note {number} speaks of the council and of its many long meetings. "
    return f"{text} {filler * 11}".strip()


@pytest.fixture
def collection() -> Collection:
    """One article with the answer in its third paragraph, and twelve that share words with it."""
    found = Collection("x")
    own = [paragraph(n, f"The harbour opened gate {n}.") for n in range(8)]
    own[2] = paragraph(2, f"{ANSWER} resigned from the harbour council.")
    own[6] = paragraph(6, f"Years later {ANSWER} was seen at the harbour again.")
    starts = found.add("a", "Harbour", own)
    for number in range(12):
        found.add(f"b{number}", f"Other {number}", [paragraph(number, "Somebody resigned.")])
    at = starts[own[2]]
    found.ask(
        "nq", "who resigned from the harbour council", "a", [(at, at + len(ANSWER))], [ANSWER]
    )
    return found


def prepared(collection: Collection, *held_out: str) -> Prepared:
    sources = dict.fromkeys(collection.articles, "Post")
    days = dict.fromkeys(collection.articles, date(2024, 1, 1))
    return Prepared(sources, days, frozenset(held_out), random.Random(1))


def test_a_group_has_negatives_of_the_article_and_of_others(collection: Collection) -> None:
    (group,) = Miner(collection, prepared(collection)).groups(collection.questions)
    right, *wrong = group.passages
    assert right.relevant
    assert [right.text[slice(*span)] for span in right.spans] == [ANSWER]
    assert all(right.text[slice(*span)].startswith(ANSWER) for span in right.sentences)
    assert len(wrong) == NEGATIVES
    assert not any(one.relevant or ANSWER in one.text for one in wrong)
    same = sum("harbour" in one.text for one in wrong)
    assert same == mining.OF_SAME_ARTICLE


def test_a_question_on_an_article_alone_has_only_its_passages(collection: Collection) -> None:
    collection.articles = {"a": collection.articles["a"]}
    (group,) = Miner(collection, prepared(collection)).groups(collection.questions)
    assert 1 + mining.OF_SAME_ARTICLE <= len(group.passages) <= 1 + NEGATIVES


def test_an_unanswerable_question_is_held_against_where_it_was_asked(
    collection: Collection,
) -> None:
    (asked,) = collection.questions
    without = LabelledQuestion("near miss", "who resigned in Orsay", near=asked.places[0])
    (group,) = Miner(collection, prepared(collection)).groups([without])
    assert not group.is_answered
    assert ANSWER in group.passages[0].text
    texts = [one.text for one in group.passages]
    assert len(texts) == len(set(texts))


def test_a_title_that_one_collection_holds_out_is_learned_from_in_none(
    collection: Collection,
) -> None:
    here = prepared(collection)
    assert mining._split(collection, here, set()) == (collection.questions, [])
    assert mining._split(collection, here, {"Harbour"}) == ([], [])
    assert mining._split(collection, prepared(collection, "a"), {"Harbour"}) == (
        [],
        collection.questions,
    )


def test_passages_are_found_by_shared_words() -> None:
    places = [("a", (0, 9)), ("b", (0, 9)), ("c", (0, 9))]
    search = PassageSearch(places, ["rain in Orsay", "a ferry to Orsay", "nothing of it"])
    ((first, second), none) = search.found(["ferry Orsay", "mayor"], 3)
    assert (first, second) == (places[1], places[0])
    assert none == []
