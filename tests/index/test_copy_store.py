"""Copies of a store from one engine to another: all of it, and nothing embedded again."""

import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from fakes import (
    assert_whole,
    contents,
    found_by,
    one_article,
    opened,
    run_build,
    settings_for,
    story,
    write_jsonl,
)

from index import Article, BuildReport, Filters, embedding, remove
from index.copy_store import CopyReport, copy_store
from index.database import FILE
from index.errors import ModelError, StoreMissing, UsageError
from index.places import Place

Place2 = tuple[Place, Place]


@pytest.fixture(params=["to milvus", "from milvus"])
def places(request: pytest.FixtureRequest, tmp_path: Path, milvus_place: Place) -> Place2:
    """Where the original is, and where the copy shall be."""
    both = (tmp_path / "local", milvus_place)
    return both if request.param == "to milvus" else both[::-1]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"source: Post\ndate: 2024-05-0{number + 1}\n\n"
                                              f"{story(number)}")  # fmt: skip
    write_jsonl(folder / "lines.jsonl", [{"id": "line", "text": story(9), "tags": ["a", "B"]}])
    return folder


def copied(source: Place, target: Place) -> CopyReport:
    return copy_store(source, target, settings_for(target), lambda *_: None)


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ModelError("asked for")

    monkeypatch.setattr(embedding, "load_embedder", refuse)


def test_all_of_it_is_there(places: Place2, news: Path, no_model: None) -> None:
    source, target = places
    run_build(source, news, tags=["given"])
    long = Article(
        "long",
        "Élan 😀. " + "The ferry sank again." + " And again it sank." * 4_500,
        "Of several pieces",
    )
    run_build(source, articles=[one_article(7, source="Wire", date=date(2024, 6, 1)), long])
    report = copied(source, target)
    assert report.warning is None and report.articles == 7
    assert contents(target) == contents(source) and found_by(target) == found_by(source)
    assert_whole(target)
    with opened(source) as one, opened(target) as other:
        assert other.counts() == one.counts() == (report.articles, report.passages)
        assert other.sources() == one.sources() and other.tags() == one.tags()
        assert list(other.articles()) == list(one.articles())
        assert list(other.whole_articles()) == list(one.whole_articles())
        may = Filters(after=date(2024, 5, 2), before=date(2024, 5, 3), source="post")
        query = "council vote"
        found = [[hit.article_id for hit in each.search(query, 50, may)] for each in (one, other)]
        assert found[0] == found[1] and set(found[0]) == {"news/1.txt", "news/2.txt"}
        assert not other.altered()


def test_it_goes_on_from_there(places: Place2, news: Path) -> None:
    source, target = places
    run_build(source, news, tags=["given"])
    copied(source, target)
    assert changes(run_build(target, news, tags=["given"])) == (0, 0, 0, 5, 0)
    (news / "1.txt").unlink()
    (news / "2.txt").write_text(f"{story(2)} And one sentence more, which is new.")
    report = run_build(target, news)
    assert changes(report)[:4] == (0, 1, 1, 3) and 0 < report.embedded < 5
    assert contents(source).keys() - contents(target).keys() == {"news/1.txt"}
    with opened(target) as one:
        article = one.article("news/2.txt")
        assert article is not None and article.tags == ("given",)
    assert_whole(target)


def test_a_store_that_is_there_is_not_replaced(places: Place2) -> None:
    source, target = places
    run_build(source, articles=[one_article(1)])
    run_build(target, articles=[one_article(2)])
    with pytest.raises(UsageError, match="already"):
        copied(source, target)
    assert contents(target).keys() == {"a2"}
    remove(["a2"], store=target, settings=settings_for(target))
    with pytest.raises(UsageError, match="already"):
        copied(source, target)


def test_there_must_be_something_to_copy(places: Place2) -> None:
    source, target = places
    with pytest.raises(StoreMissing, match="no store"):
        copied(source, target)


def test_one_that_dies_leaves_nothing_visible_and_is_begun_again(
    places: Place2, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = places
    run_build(source, news)
    told: list[str] = []

    def die(stage: str, done: int, total: int | None) -> None:
        told.append(stage)
        if len(told) > 3 or stage == "Copying passages":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_store(source, target, settings_for(target), die)
    with suppress(StoreMissing), opened(target) as one:
        assert one.counts() == (0, 0)
    assert copied(source, target).articles == 5
    assert contents(target) == contents(source)
    assert_whole(target)


def test_what_a_killed_build_has_left_is_in_nobodys_way(tmp_path: Path, news: Path) -> None:
    run_build(tmp_path / "source", news)
    run_build(tmp_path / "target", news)
    with closing(sqlite3.connect(tmp_path / "target" / FILE)) as connection, connection:
        for table in ("passages", "articles"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'generation'")
    assert copied(tmp_path / "source", tmp_path / "target").articles == 5
    assert contents(tmp_path / "target") == contents(tmp_path / "source")


def changes(report: BuildReport) -> tuple[int, int, int, int, int]:
    counts = (report.added, report.changed, report.removed, report.unchanged)
    return (*counts, report.embedded)
