"""Questions about the articles themselves are answered from what the store knows of them."""

import re
from datetime import date
from pathlib import Path

import pytest

from index import Article, Filters, Store, build, open_store
from index.errors import UsageError
from index.store import LocalStore
from qa import QASettings
from qa.pipeline import stream
from qa.question import Question, QuestionKind
from qa.types import Answer

ARTICLES = (
    Article("1", "The ferry was late.", "Ferry late", "FOX News - Health", date(2024, 3, 1)),
    Article("2", "The ferry was early again today.", "Early [1]", "FOX News - World",
            date(2024, 5, 2)),
    Article("3", "A tram of many words came by and went away.", "Tram", "Courier",
            date(2025, 1, 3)),
    Article("4", "The tram and the ferry met.", "Meeting", "Courier", None),
    *(Article(f"m{n}", f"Nothing new on day {n}.", f"Day {n}", None, date(2025, 2, n))
      for n in range(1, 13)),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    settings = QASettings(store=tmp_path_factory.mktemp("counted") / "store")
    build(articles=list(ARTICLES), store=settings.store, settings=settings)
    return open_store(settings=settings)


def answer(store: Store, text: str, filters: Filters = Filters()) -> Answer:
    asked = Question(text, filters=filters, kind=QuestionKind.COLLECTION)
    *_, last = stream(asked, store, QASettings.load())
    return last


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How many articles are there?", "There are 16 articles."),
        ("How many articles of the Courier?",
         "There are 2 articles of Courier:"
         "\n• “Tram” (Courier, 3 January 2025)\n• “Meeting” (Courier)"),
        ("How many are from Fox News?",
         "There are 2 articles of Fox News:\n• “Early (1)” (FOX News - World, 2 May 2024)"
         "\n• “Ferry late” (FOX News - Health, 1 March 2024)"),
        ("Which is the newest, and which is the oldest?",
         "The oldest article is “Ferry late” (FOX News - Health, 1 March 2024). "
         "The newest article is “Day 12” (12 February 2025)."),
        ("Which is the longest article?",
         "The longest article is “Tram” (Courier, 3 January 2025)."),
        ("From when to when are the articles?",
         "The articles are dated from 1 March 2024 to 12 February 2025; 1 has no date."),
        ("Which articles have no date?",
         "1 of the 16 articles has no date:\n• “Meeting” (Courier)"),
        ("Which sources are there?",
         "The articles come from 3 sources: Courier (2); FOX News - World (1); "
         "FOX News - Health (1). 12 articles name no source."),
        ("Which source has the most articles?",
         "Courier has the most articles: 2. Then: FOX News - World (1), FOX News - Health (1)."),
        ("Is there anything from Reuters before 2020?", "There is no article of Reuters."),
        ("Anything from before 2020?", "There is no article up to 31 December 2019."),
        ("Articles about zeppelins?", "There is no article mentioning “zeppelins”."),
        ("Articles about trams in 2025?",
         "There is 1 article mentioning “trams” from 1 January 2025 to 31 December 2025:"
         "\n• “Tram” (Courier, 3 January 2025)"),
    ],
)  # fmt: skip
def test_what_is_told(store: Store, asked: str, told: str) -> None:
    text = answer(store, asked).text
    assert text.startswith(told)
    assert text == told or told.startswith("There is no article")


def test_a_long_list_is_cut(store: Store) -> None:
    lines = answer(store, "List all articles").text.split("\n• ")
    assert lines[0] == "There are 16 articles, the newest first:"
    assert (lines[1], len(lines), lines[-1]) == ("“Day 12” (12 February 2025)", 12, "and 6 more")
    shown = answer(store, "Show the three newest articles").text
    assert shown.startswith("The 3 newest articles are:") and shown.count("\n•") == 3


def test_where_it_is_not_clear_what_is_asked_there_is_an_overview(store: Store) -> None:
    text = answer(store, "What is in your database?").text
    assert text.startswith("There are 16 articles. The articles come from 3 sources: ")
    assert "dated from 1 March 2024 to 12 February 2025" in text and "• “Day 12”" in text


def test_it_has_no_citations_and_respects_the_day_of_the_question(store: Store) -> None:
    early = answer(store, "How many articles are there?", Filters(as_of=date(2024, 12, 31)))
    assert early.text.startswith("There are 3 articles up to 31 December 2024:")
    assert (early.status, early.confidence, early.kind) == (
        "answered", 1.0, QuestionKind.COLLECTION,
    )  # fmt: skip
    assert not (early.citations or early.sentences or early.passages or early.short)
    assert not re.search(r"\[\d+\]", early.text)
    only = answer(store, "How many articles are there?", Filters(source="courier"))
    assert only.text.startswith("There are 2 articles of courier")


def test_topics_are_the_stories_and_then_other_articles(seed_store: Store) -> None:
    lines = answer(seed_store, "Which topics are there?").text.split("\n• ")
    assert lines[0] == "The 19 articles are about, among others:"
    told = [int(found[1]) for one in lines if (found := re.search(r" \((\d+) articles, ", one))]
    assert told == sorted(told, reverse=True) and told[0] == 5
    assert len(lines) - 1 == 10 and len(set(lines)) == len(lines)
    assert lines[1].endswith("(5 articles, 14 March 2024 to 12 February 2026)")


def test_topics_are_of_the_articles_that_are_asked_about(seed_store: Store) -> None:
    then = Filters(as_of=date(2024, 11, 30))
    early = answer(seed_store, "Which topics are there?", then).text
    titles = {one.title[:40] for one in seed_store.headings(then)}
    lines = early.split("\n• “")[1:]
    assert len(lines) > 3 and all(any(one.startswith(title) for title in titles) for one in lines)
    told = [int(one) for one in re.findall(r"\((\d+) articles, ", early)]
    assert told == sorted(told, reverse=True) and len(told) > 1


def test_topics_of_a_store_that_has_no_stories(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(store: Store) -> None:
        raise UsageError("no stories")

    monkeypatch.setattr(LocalStore, "stories", refuse)
    text = answer(store, "Which topics are there?").text
    assert text.startswith("The 16 articles are about, among others:\n• “Day 12”")


def test_without_stories_topics_are_articles(store: Store) -> None:
    few = answer(store, "Which topics are there?", Filters(source="Courier")).text
    assert few == (
        "The 2 articles of Courier are about:"
        "\n• “Tram” (Courier, 3 January 2025)\n• “Meeting” (Courier)"
    )


def test_an_empty_store(tmp_path: Path) -> None:
    settings = QASettings(store=tmp_path / "store")
    build(articles=[Article("1", "Rain fell.", "Rain")], store=settings.store, settings=settings)
    with open_store(settings=settings) as one:
        assert answer(one, "From when are they?").text == "None of the 1 article has a date."
        assert answer(one, "Which sources?").text == "None of the articles names its source."
        assert answer(one, "What topics?").text == "The 1 article is about:\n• “Rain”"
        assert answer(one, "Who publishes most?").text == "None of the articles names its source."
