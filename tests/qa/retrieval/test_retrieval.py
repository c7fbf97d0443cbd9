"""Passages of a plan: what is found, and what stays in sight."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import hit_of, plan_of

from index import Article, Filters, Hit, Store, build, open_store
from index.hits import Heading
from qa.llm.profile import PROFILES, Profile
from qa.question import InterpretationKind, Question, QuestionKind, Turn
from qa.retrieval.search import FEW_STORIES, OF_PART, _beside, passages_wanted, search
from qa.settings import QASettings
from qa.types import Interpretation


def hits(*passages: int) -> list[Hit]:
    return [hit_of(article=f"a{number}", passage=number) for number in passages]


def test_passages_of_the_preferred_days_are_kept() -> None:
    whole, own = hits(*range(16)), hits(14, 100, 101, 102, 103, 104)
    kept = [one.passage for one in _beside(whole, own, 16)]
    assert len(kept) == 16 and {14, 100, 101, 102, 103, 104} <= set(kept)
    assert kept[:10] == list(range(10))
    assert len(_beside(hits(1, 2), own, 2)) == 2


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
    folder: Path = tmp_path_factory.mktemp("sides") / "store"
    settings = QASettings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


def test_each_side_is_searched_by_itself(store: Store) -> None:
    sides = ("the tram to Aldry", "cod in winter")
    found = search(plan_of("the tram to Aldry and cod", store, sides=sides), 2)
    assert {one.article_id for one in found.hits} == {"tram", "cod"}
    assert len(found.sides) == 2


def test_each_source_is_searched_by_itself(store: Store) -> None:
    sources = ("Bay Post", "The Ledger")
    found = search(plan_of("what sails or opens?", store, sources=sources), 3)
    assert [len(side) for side in found.sides] == [1, 2]


def test_how_a_value_changed_is_searched_by_the_value(store: Store) -> None:
    of_value = search(plan_of("What will open in March?", store), 2).hits
    changed = plan_of("how did cod change?", store, value="What will open in March?")
    assert search(changed, 2).hits == of_value
    assert search(replace(changed, value=""), 2).hits != of_value


def test_days_of_an_event_leave_no_article_out(store: Store) -> None:
    in_may = Filters(after=date(2024, 5, 1), before=date(2024, 5, 31))
    found = search(plan_of("What will open in March?", store, preferred=in_may), 16)
    assert {one.article_id for one in found.hits} == {"ferry", "tram", "cod"}


def test_days_of_articles_stay_a_filter_and_it_is_said(store: Store) -> None:
    days = Interpretation(InterpretationKind.DATES, "in 1912", "1 January 1912 to 31 December 1912")
    long_ago = Filters(after=date(1912, 1, 1), before=date(1912, 12, 31))
    plan = plan_of("What do they say?", store, filters=long_ago, interpretations=(days,))
    found = search(plan, 16)
    assert not found.hits
    assert found.notices == (
        "There is no article from these days: 1 January 1912 to 31 December 1912.",
    )


def test_each_part_of_a_comparison_is_searched_by_itself(store: Store) -> None:
    parts = (plan_of("When does the ferry sail?", store), plan_of("Where is cod caught?", store))
    found = search(plan_of("What of ferry and cod?", store, parts=parts), 2)
    assert [one.hits[0].article_id for one in found.parts] == ["ferry", "cod"]
    assert all(len(one.hits) <= OF_PART for one in found.parts) and len(found.hits) == 2


def survey(store: Store, **read: Any) -> list[str]:
    """The articles that a survey tells of."""
    text = read.pop("text", "What is new?")
    plan = plan_of(text, store, kind=QuestionKind.OVERVIEW, **read)
    return [one.article_id for one in search(plan, 16).hits]


def test_a_survey_takes_the_newest_articles_whatever_they_say(store: Store) -> None:
    assert survey(store) == ["cod", "tram", "ferry"]
    assert len(search(plan_of("New?", store, kind=QuestionKind.OVERVIEW), 2).hits) == 2


def test_a_survey_keeps_to_the_days_and_sources_that_are_asked_for(store: Store) -> None:
    assert survey(store, filters=Filters(source="Bay Post")) == ["ferry"]
    in_2024 = Filters(after=date(2024, 1, 1), before=date(2024, 12, 31))
    assert survey(store, preferred=in_2024) == ["tram", "ferry"]
    assert survey(store, sources=("The Ledger", "Nobody")) == ["cod", "tram"]
    assert survey(store, sources=("Bay Post", "Nobody"), preferred=in_2024) == ["ferry"]


def test_top_stories_are_the_largest_of_the_last_week_or_of_the_days_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = "What are the top stories?"
    looked_at: list[list[str]] = []
    first = {one.id: one for one in store.headings()}

    def largest(store: Store, articles: Sequence[Heading]) -> list[list[Heading]]:
        looked_at.append([one.id for one in articles])
        return [[first["ferry"], first["cod"]], *([first["tram"]] * 2 for _ in range(FEW_STORIES))]

    monkeypatch.setattr("qa.retrieval.search.largest_stories", largest)
    assert survey(store, text=top)[:2] == ["ferry", "tram"]
    in_2024 = Filters(after=date(2024, 1, 1), before=date(2024, 12, 31))
    assert survey(store, text=top, preferred=in_2024)[:2] == ["ferry", "tram"]
    as_of = Filters(as_of=date(2024, 6, 30))
    assert survey(store, text=top, filters=as_of)[:2] == ["ferry", "tram"]
    assert survey(store, text="Main news since monday", preferred=in_2024)[:2] == ["ferry", "tram"]
    assert looked_at == [["cod"], ["tram", "ferry"], ["tram"], ["tram", "ferry"]]
    assert survey(store) == ["cod", "tram", "ferry"] and len(looked_at) == 4


def test_without_several_large_stories_the_newest_articles_are_told(store: Store) -> None:
    assert survey(store, text="What are the top stories?") == ["cod", "tram", "ferry"]


def test_an_overview_with_a_topic_is_searched(store: Store) -> None:
    assert survey(store, topic="ferry", query="ferry to Skarrow")[0] == "ferry"


def test_of_a_digest_what_the_reports_open_with_is_found(tmp_path: Path) -> None:
    cod = [f"The cod quota of port {port} was cut by half. " * 15 for port in "ABCDEFGHIJKLM"]
    text = "\n\n".join(["The mayor has resigned. " * 30, *cod])
    settings = QASettings.load(store=tmp_path / "store")
    build(articles=[Article("cod", text, "News", "Post", date(2024, 5, 1))], settings=settings)
    with open_store(settings=settings) as store:
        count = store.counts()[1]
        for kind, place in ((QuestionKind.OVERVIEW, 8), (QuestionKind.FACT, count - 1)):
            plan = plan_of("the cod quota was cut", store, topic="cod quota", kind=kind)
            assert [hit.start for hit in search(plan, count).hits].index(0) == place


@pytest.mark.parametrize(
    ("candidates", "profile", "wanted"),
    [
        (16, None, 16),
        (4, None, 10),  # as many as an answer lists
        (16, PROFILES["small"], 16),
        (16, PROFILES["strong"], 40),  # as many as a model is shown
        (60, PROFILES["strong"], 60),
    ],
)
def test_passages_are_wanted_for_the_reader_the_list_and_the_model(
    candidates: int, profile: Profile | None, wanted: int
) -> None:
    assert passages_wanted(QASettings.load(candidates=candidates), profile) == wanted


class Found:
    """A store that finds the same passages, whatever is asked, and whose articles are of one
    story."""

    def __init__(self, *hits: Hit, story: Sequence[str] = ()) -> None:
        self._hits = hits
        self._story = story

    def search(self, text: str, k: int, **_: object) -> list[Hit]:
        return list(self._hits[:k])

    def copies(self, article_ids: object) -> dict[str, int]:
        return {}

    def roundups(self, article_ids: object) -> set[str]:
        return set()

    def story_of(self, article_id: str) -> str | None:
        return "story" if article_id in self._story else None

    def story_articles(self, story: str) -> list[Heading]:
        return [Heading(one, one, None, None) for one in self._story]

    def openings_of(self, article_ids: Iterable[str]) -> list[Hit]:
        return [hit_of(f"{one} opens.", passage=hash(one), article=one) for one in article_ids]


def test_of_a_digest_the_ends_of_its_story_are_read() -> None:
    hits = [hit_of(f"It is {n}.", passage=n, article=f"a{n}") for n in range(9)]
    store = Found(*hits, story=["first", *(f"a{n}" for n in range(6)), "last"])
    plan = plan_of("Tell me of it", store=store, kind=QuestionKind.OVERVIEW, topic="it")
    read = [hit.article_id for hit in search(plan, 18).hits]
    assert {"first", "last"} <= set(read) and len(read) == 18
    fact = plan_of("Tell me of it", store=store, kind=QuestionKind.FACT)
    assert not {"first", "last"} & {hit.article_id for hit in search(fact, 18).hits}


def test_what_the_answer_before_quotes_is_read_in_any_case() -> None:
    said = "The jury chose the name out of four hundred that children had sent in."
    hits = [hit_of(f"It is {n}.", passage=n, article=f"a{n}") for n in range(9)]
    store = Found(*hits, hit_of(said, passage=9, article="a9"))
    query = "Who were they (jury)?"
    put_in = Interpretation(InterpretationKind.CONVERSATION, "", query)
    history = (Turn("user", "Who chose the name?"), Turn("assistant", f"{said} [1]"))
    question = Question("Who were they?", history)
    plan = plan_of(store=store, question=question, query=query, interpretations=(put_in,))
    found = search(plan, 4)
    assert [hit.passage for hit in found.hits] == [0, 9, 1, 2]
    assert found.spoken_of == {"a9"}
    alone = search(plan_of("Who were they?", store=store), 4)
    assert [hit.passage for hit in alone.hits] == [0, 1, 2, 3] and not alone.spoken_of
