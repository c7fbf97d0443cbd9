"""Passages of a question in parts: what is found, and what stays in sight."""

from datetime import date
from pathlib import Path

import pytest
from qa.resolution.finding import is_of, prefer, search

from index import Article, Filters, Hit, Store, build, open_store
from qa.query import Interpretation, Understanding
from qa.question import InterpretationKind, Question
from qa.ranking.ranker import load_ranker
from qa.retrieval.search import _beside, retrieve, spread
from qa.settings import QASettings


def hit(number: int) -> Hit:
    return Hit(number, f"a{number}", 0, 1, "x", 1.0, None, None, "", None, None, None)


def numbers(hits: list[Hit]) -> list[int]:
    return [one.passage for one in hits]


def test_the_best_of_each_part_comes_into_sight() -> None:
    hits = [hit(number) for number in range(8)]
    assert numbers(spread(hits, [(6, 7), (0, 5)], within=3)) == [0, 1, 6, 2, 3, 4, 5, 7]
    assert numbers(spread(hits, [(1,), (2, 9)], within=3)) == list(range(8))
    assert numbers(spread(hits, [], within=3)) == list(range(8))
    assert sorted(numbers(spread(hits, [(5,), (6,), (7,), (4,)], within=3))) == list(range(8))


def test_passages_of_the_preferred_days_are_kept() -> None:
    whole, own = [hit(n) for n in range(16)], [hit(n) for n in (14, 100, 101, 102, 103, 104)]
    kept = numbers(_beside(whole, own, 16))
    assert len(kept) == 16 and {14, 100, 101, 102, 103, 104} <= set(kept)
    assert kept[:10] == list(range(10))
    assert len(_beside([hit(1), hit(2)], own, 2)) == 2


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    articles = [
        Article(
            "ferry", "The ferry to Skarrow sails at nine.", "Ferry", "Bay Post", date(2024, 5, 1)
        ),
        Article(
            "tram", "The tram to Aldry will open in March.", "Tram", "The Ledger", date(2024, 6, 1)
        ),
        Article(
            "cod", "Cod is caught off the coast in winter.", "Cod", "The Ledger", date(2025, 1, 9)
        ),
    ]
    folder: Path = tmp_path_factory.mktemp("parts") / "store"
    settings = QASettings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


def test_each_part_is_searched_by_itself(store: Store) -> None:
    parts = ("the tram to Aldry", "cod in winter")
    found = retrieve(Understanding("the tram to Aldry and cod", Filters(), parts=parts), store, 2)
    assert {one.article_id for one in found.hits} == {"tram", "cod"}
    assert len(found.parts) == 2


def test_each_source_is_searched_by_itself(store: Store) -> None:
    sources = ("Bay Post", "The Ledger")
    found = retrieve(Understanding("what sails or opens?", Filters(), sources=sources), store, 3)
    assert [len(part) for part in found.parts] == [1, 2]


DAYS = Interpretation(InterpretationKind.DATES, "in 1912", "1 January 1912 to 31 December 1912")
LONG_AGO = Filters(after=date(1912, 1, 1), before=date(1912, 12, 31))


def test_days_of_an_event_are_a_preference(store: Store) -> None:
    question = Question("What will open?")
    in_may = Filters(after=date(2024, 5, 1), before=date(2024, 5, 31))
    understood = Understanding("What will open in March?", Filters(), preferred=in_may)
    searched = search(understood, question, store, QASettings.load())
    assert {hit.article_id for hit in searched.retrieved.hits} == {"ferry", "tram", "cod"}
    choice = load_ranker().choose(understood.query, searched.retrieved.hits, store)
    assert choice.hits[0].article_id == "tram"
    gained = prefer(choice, in_may).ranking
    before = {judged.sentence.text: judged.share for judged in choice.ranking}
    for judged in gained:
        assert (judged.share > before[judged.sentence.text]) == is_of(judged, in_may)
    assert sum(judged.share for judged in gained) == pytest.approx(1)


def test_days_of_articles_stay_a_filter_and_it_is_said(store: Store) -> None:
    question = Question("What do articles of 1912 say?")
    understood = Understanding("What do they say?", LONG_AGO, told=(DAYS,))
    searched = search(understood, question, store, QASettings.load())
    assert not searched.retrieved.hits
    assert searched.notices == (
        "There is no article from these days: 1 January 1912 to 31 December 1912.",
    )
