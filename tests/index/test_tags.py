"""Tags: read, given, kept, taken off, searched by, exported."""

import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index import Article, Filters, database
from index.articles import normalise
from index.build import retag
from index.errors import UsageError
from index.export import export
from index.places import Place
from index.readers import Found, read_file
from index.readers.wire import result_from_json, result_to_json
from index.tags import MAX_TAG, MAX_TAGS, checked_tags, merged, tags_in
from tests.index.fakes import opened, run_build, settings_for


def tags_of(store: Place) -> dict[str, tuple[str, ...]]:
    with opened(store) as one:
        return {summary.id: summary.tags for summary in one.articles()}


def record(name: str, text: str, **more: object) -> str:
    return json.dumps({"id": name, "text": text, **more}) + "\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.jsonl").write_text(
        record("sea", "The harbour bridge opens.", tags=["Harbour", "traffic"])
        + record("land", "The council votes on the harbour budget.", source="Post")
    )
    (folder / "b.md").write_text("---\ntags: [harbour, Ferry]\n---\nA ferry leaves the harbour.")
    (folder / "c.txt").write_text("title: Storm\ntags: weather, harbour\n\nA storm at the harbour.")
    return folder


def test_what_is_a_tag() -> None:
    assert tags_in(["a", " b  c ", "A", "", "\u200b", 3, None, "x" * 81]) == ("a", "b c")
    assert tags_in("one, two,,One") == ("one", "two")
    assert tags_in({"name": "x"}) == tags_in(None) == tags_in([{"name": "x"}]) == ()
    assert len(tags_in([str(n) for n in range(99)])) == MAX_TAGS
    assert merged(["Élan"], ["élan", "b"]) == ("Élan", "b")
    assert checked_tags([" my  tag ", "My Tag"]) == ("my tag",)
    for wrong in ("", "  ", "a,b", "x" * (MAX_TAG + 1), "\udc80"):
        with pytest.raises(UsageError, match="no tag"):
            checked_tags([wrong])


def test_tags_are_read_from_files_and_searched_by(news: Path, place: Place) -> None:
    run_build(place, news)
    with opened(place) as one:
        assert one.tags() == [("Ferry", 1), ("Harbour", 3), ("traffic", 1), ("weather", 1)]

        def found(*tags: str, **more: str) -> set[str]:
            hits = one.search("harbour", 50, Filters(tags=tags, **more))
            headings = one.headings(Filters(tags=tags, **more))
            assert {hit.article_id for hit in hits} == {heading.id for heading in headings}
            openings = one.openings(50, Filters(tags=tags, **more))
            assert {hit.article_id for hit in openings} == {hit.article_id for hit in hits}
            return {hit.article_id for hit in hits}

        assert found("HARBOUR ") == {"sea", "news/b.md", "news/c.txt"}
        assert found("ferry", "traffic") == {"sea", "news/b.md"}
        assert found("harbour", source="Post") == found("harb") == found("") == set()
        assert len(found()) == 4
        assert one.undated(Filters(tags=("harbour",))) == 3
        assert one.article("news/c.txt").tags == ("weather", "harbour")  # type: ignore[union-attr]


def test_a_filter_loses_nothing_among_many(place: Place) -> None:
    many = [Article(f"n{n}", f"Harbour news {n}.", f"T{n}") for n in range(400)]
    few = [Article("rare", "A bridge.", "B", tags=("rare",))]
    run_build(place, articles=many + few)
    with opened(place) as one:
        hits = one.search("harbour news", 10, Filters(tags=("rare",)))
        assert [hit.article_id for hit in hits] == ["rare"]


def test_a_given_tag_stays_with_the_article(news: Path, place: Place) -> None:
    store = place
    run_build(store, news)
    report = run_build(store, news / "a.jsonl", tags=["Project X"])
    assert (report.changed, report.embedded) == (2, 0)
    assert tags_of(store)["sea"] == ("Harbour", "traffic", "Project X")
    assert run_build(store, news / "a.jsonl", tags=["project x"]).unchanged == 2
    assert run_build(store, news).unchanged == 4

    (news / "a.jsonl").write_text(record("sea", "The bridge has opened.", tags=["traffic"]))
    assert run_build(store, news).changed == 1
    assert tags_of(store)["sea"] == ("traffic", "Project X")
    with opened(store) as one:
        assert [
            hit.article_id for hit in one.search("bridge", 5, Filters(tags=("project x",)))
        ] == ["sea"]


def test_a_tag_is_put_on_and_taken_off(news: Path, place: Place) -> None:
    store = place
    run_build(store, news, tags=["all"])
    settings = settings_for(store)
    twice = ["land", "sea", "land"]
    assert retag(twice, "Mine", True, store=store, settings=settings).changed == 2
    assert tags_of(store)["land"] == ("all", "Mine")
    assert retag(["land", "sea"], "mine", True, store=store, settings=settings).changed == 0
    assert retag(["land"], "ALL", False, store=store, settings=settings).changed == 1
    assert tags_of(store)["land"] == ("Mine",)
    assert run_build(store, news).unchanged == 4
    with opened(store) as one:
        assert not one.altered()
        assert {hit.article_id for hit in one.search("x", 9, Filters(tags=("mine",)))} == {
            "land",
            "sea",
        }
    with pytest.raises(UsageError, match="no article 'none'"):
        retag(["none"], "x", True, store=store, settings=settings)


def test_tags_go_out_and_come_back(tmp_path: Path, news: Path, place: Place) -> None:
    run_build(place, news, tags=["given"])
    with opened(place) as one:
        file = io.BytesIO()
        assert not export(one, file, lambda *_: None).differing
    (tmp_path / "again.jsonl").write_bytes(file.getvalue())
    run_build(tmp_path / "second", tmp_path / "again.jsonl")
    assert tags_of(tmp_path / "second") == tags_of(place)
    (found, *_) = read_file(tmp_path / "again.jsonl", "again.jsonl")
    assert isinstance(found, Found) and result_from_json(result_to_json(found)) == found


def test_an_article_without_tags_keeps_its_hash() -> None:
    one = Article("a", normalise("A text."), "T")
    assert one.content_hash == "073ef39e3830d41a221ecde4f30c8fbdabbcdf0d944916e1dd54366b8a3747c9"
    assert Article("a", one.text, "T", tags=("x",)).content_hash != one.content_hash


@pytest.mark.parametrize("place", ["local"], indirect=True)
def test_a_store_of_the_version_before_is_migrated_by_whoever_opens_it(place: Place) -> None:
    store = place
    run_build(store, articles=[Article("a", "The harbour.", "T")])
    with closing(sqlite3.connect(store / "articles.sqlite")) as connection:
        later = " ".join(one for step in database.MIGRATIONS[1:] for one in step)
        for index in re.findall(r"CREATE INDEX (\w+)", later):
            connection.execute(f"DROP INDEX {index}")
        for table in re.findall(r"CREATE TABLE (\w+)", later):
            connection.execute(f"DROP TABLE {table}")
        for table, column in re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", later):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with opened(store) as one:
        assert [hit.article_id for hit in one.search("harbour", 3)] == ["a"]
        assert one.tags() == []
    with closing(database.connect_to_read(store)) as reading:
        assert reading.execute("PRAGMA user_version").fetchone() == (len(database.MIGRATIONS),)
