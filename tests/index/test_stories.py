"""Stories: what belongs to one, that the order in which articles come does not matter, and what
becomes of them when articles change."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from fakes import opened, run_build, settings_for

from index import Article, Filters, remove, stories
from index.errors import UsageError
from index.local import LocalTarget
from index.names import names_of

FLOOD = "The water at Lowmarsh rose again, said Senna Marlock of the Coastal Survey. Boats from "
TRAM = "The council of Port Aldry spoke of the Harbour Tram, and Jorin Vask asked what it costs. "


def article(name: str, text: str, day: int, **more: object) -> Article:
    about = {"title": f"Title of {name}", "source": "Post", **more}
    when = date(2024, 5, 1) + timedelta(days=day)
    return Article(name, text + f"It was report {name}.", date=when, **about)  # type: ignore[arg-type]


ARTICLES = [
    article("flood1", FLOOD + "Skarrow came. ", 0),
    article("tram1", TRAM, 1, source="Courier"),
    article("flood2", FLOOD + "Ostrel came. ", 2, source="Courier"),
    article("tram2", TRAM + "Nobody knew. ", 3),
    article("flood3", FLOOD + "Hallin came. ", 4),
    article("alone", "A museum in Verrany opens a hall for old ships. ", 2),
    replace(article("undated", FLOOD, 0), date=None),
]


def told(store: Path) -> list[list[str]]:
    """Ids of the articles of each story."""
    with opened(store) as one:
        return sorted([article.id for article in one.story_articles(s.id)] for s in one.stories())


EXPECTED = [["flood1", "flood2", "flood3"], ["tram1", "tram2"]]


def test_stories_are_the_same_at_once_and_one_after_the_other(tmp_path: Path) -> None:
    run_build(tmp_path / "at once", articles=ARTICLES)
    for one in reversed(ARTICLES):
        run_build(tmp_path / "by turns", articles=[one])
    assert told(tmp_path / "at once") == told(tmp_path / "by turns") == EXPECTED


def test_a_story_has_an_id_a_title_its_days_and_sources(tmp_path: Path) -> None:
    run_build(tmp_path / "store", articles=ARTICLES)
    with opened(tmp_path / "store") as one:
        last, first = one.stories()
        assert last.id == one.story_of("flood2") == stories.story_id("flood1")
        assert (last.articles, last.first, last.last) == (3, date(2024, 5, 1), date(2024, 5, 5))
        assert last.sources == ("Post", "Courier") and last.title.startswith("Title of flood")
        assert first.sources == ("Courier", "Post")
        assert one.story_of("alone") is one.story_of("undated") is one.story_of("nobody") is None
        assert one.undated(Filters(story=last.id, after=date(2024, 5, 2))) == 0 < one.undated()


def test_copies_count_as_one_report(tmp_path: Path) -> None:
    text = (FLOOD + "all houses came, and the harbour stayed closed for the night. ") * 2
    articles = [article("a", text, 0), article("b", text, 0), article("c", FLOOD + "More. ", 1)]
    run_build(tmp_path / "store", articles=articles)
    with opened(tmp_path / "store") as one:
        (story,) = one.stories()
        assert (story.articles, story.reports) == (3, 2)


def test_a_story_is_there_while_an_article_of_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    run_build(store, articles=ARTICLES)
    monkeypatch.setattr(LocalTarget, "_group", lambda *given, **more: None)
    changed = [replace(one, text=one.text + " More.") for one in ARTICLES if one.id == "flood3"]
    assert run_build(store, articles=changed).changed == 1
    with opened(store) as one:
        assert one.story_of("flood2") == stories.story_id("flood1")
        assert {found.article_id for found in one.search("x", 9, Filters(story="flood1"))} == {
            "flood1",
            "flood2",
        }


def test_what_is_changed_or_removed_leaves_its_story(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_build(store, articles=ARTICLES)
    run_build(store, articles=[replace(ARTICLES[3], text=ARTICLES[5].text)])
    assert told(store) == [["alone", "tram2"], ["flood1", "flood2", "flood3"]]
    remove(["flood1"], store=store, settings=settings_for(store))
    assert told(store) == [["alone", "tram2"], ["flood2", "flood3"]]
    with opened(store) as one:
        assert one.story_of("flood3") == stories.story_id("flood2")
    run_build(store, articles=ARTICLES)
    assert told(store) == EXPECTED


def test_a_search_within_a_story_finds_nothing_else(tmp_path: Path) -> None:
    run_build(tmp_path / "store", articles=ARTICLES)
    for weight in (0.0, 0.5, 1.0):  # by words, by both, by vectors
        with opened(tmp_path / "store", dense_weight=weight) as one:
            within = Filters(story=one.story_of("tram1"))
            found = {
                hit.article_id for hit in one.search("Lowmarsh council Senna report", 9, within)
            }
            assert found == {"tram1", "tram2"}
            both = Filters(story=within.story, source="Courier")
            assert {hit.article_id for hit in one.search("council report", 9, both)} == {"tram1"}
            assert {hit.article_id for hit in one.openings(9, within)} == {"tram1", "tram2"}
            assert {about.id for about in one.headings(within)} == {"tram1", "tram2"}
            assert one.mentioning("Lowmarsh", within) == []


def test_the_id_of_an_article_names_its_story(tmp_path: Path) -> None:
    story = stories.story_id("flood1")
    named_so = replace(article(story, TRAM, 4), title="An article that has the id of a story")
    run_build(tmp_path / "store", articles=[*ARTICLES, named_so])
    with opened(tmp_path / "store") as one:
        assert one.story("tram2") == one.story(stories.story_id("tram1"))
        assert one.story("alone") is None and one.story_articles("alone") == []
        for name in (story, "flood2"):  # the story comes first
            within = Filters(story=name)
            assert {about.id for about in one.headings(within)} == {"flood1", "flood2", "flood3"}
            found = {hit.article_id for hit in one.search("council Lowmarsh report", 9, within)}
            assert found == {"flood1", "flood2", "flood3"}
            assert one.story(name) == one.story("flood1")


def test_a_story_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    run_build(tmp_path / "store", articles=ARTICLES)
    with opened(tmp_path / "store") as one:
        assert one.story_articles("0000") == []
        for look in (
            lambda f: one.search("tram", 3, f),
            one.headings,
            lambda f: one.openings(3, f),
        ):
            with pytest.raises(UsageError, match="no story '0000'"):
                look(Filters(story="0000"))


def test_near_days_and_shared_names_bring_articles_together() -> None:
    rng = np.random.default_rng(7)
    one, other = rng.normal(size=(2, 64)).astype(np.float32)
    vectors = np.stack([one, one + 0.7 * other, one + 0.7 * other])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    named, unlike = (
        names_of("", "saw Ana Delgado in Lowmarsh"),
        names_of("", "saw Tom Reed in York"),
    )

    def weight(days: tuple[int, int], names: object) -> float:
        leads = stories.Leads(
            np.array([1, 2]),
            np.array(days),
            vectors[:2],
            [named, names],  # type: ignore[list-item]
        )
        ((_, _, weight),) = stories.find_pairs(leads, np.array([2]))
        return weight

    assert weight((0, 1), named) > weight((0, 1), unlike)
    assert weight((0, 1), named) > weight((0, 20), named) > 0.5 * weight((0, 1), named)
    far = stories.Leads(np.array([1, 2]), np.array([0, 800]), vectors[:2], [named, named])
    assert list(stories.find_pairs(far, np.array([1, 2]))) == []


def test_one_near_article_does_not_join_two_stories() -> None:
    inside = [(1, 2, 0.8), (3, 4, 0.8)]
    assert stories.stories([*inside, (2, 3, 0.6)]) == [[1, 2], [3, 4]]
    across = [(a, b, 0.6) for a in (1, 2) for b in (3, 4)]
    assert stories.stories([*inside, *across]) == [[1, 2, 3, 4]]
    assert stories.stories([(1, 2, 0.3)]) == []


def test_names_stand_within_sentences() -> None:
    text = "Yesterday the mayor met Ana Delgado, and Ana’s brother. Nobody else came to Lowmarsh."
    assert len(names_of("", text)) == 3  # Ana, Delgado, Lowmarsh
    assert names_of("", text)[:, 1].sum() == 4
    assert names_of("", "").shape == (0, 2)
    beyond_ascii = "then José Álvarez met Émile Żukowski in Łódź"
    assert len(names_of("", beyond_ascii)) == 5
