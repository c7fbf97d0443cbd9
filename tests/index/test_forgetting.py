"""What was removed is in no file of the store, also while somebody has it open."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fakes import (
    assert_whole,
    contents,
    fake_embedder,
    query_database,
    run_build,
    settings_for,
    story,
)

from index import Article, open_store, remove
from index.build import compact
from index.database import FILE
from index.lexical import LexicalIndex

SECRET = "Quillwarble"
"""A word of one article only; stems leave its beginning as it is."""
STEM = b"quillwarbl"
STORE = "SELECT value FROM meta WHERE name = 'store'"


def articles(count: int = 12) -> list[Article]:
    others = [Article(f"a{n}", story(n), f"Title {n}") for n in range(count)]
    text = f"The mayor met {SECRET} at the harbour. " + story(99)
    return [*others, Article("told", text, f"On {SECRET}", f"The {SECRET} Post")]


def files_with(folder: Path, *signs: bytes) -> list[str]:
    """The files that hold one of the signs, in whatever case."""
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(sign in path.read_bytes().lower() for sign in signs)
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    run_build(tmp_path / "store", articles=articles())
    return tmp_path / "store"


def is_known_word(folder: Path) -> bool:
    """Whether the word index has the word, be it of a passage that is dead."""
    index = LexicalIndex.load(folder, query_database(folder, STORE))
    assert index is not None
    weights = index.weights(f"{SECRET} Neverwritten")
    return len(set(weights.values())) > 1


def test_the_signs_are_there_before(store: Path) -> None:
    assert files_with(store, STEM) == [FILE]
    assert is_known_word(store)
    run_build(store, articles=[Article("told", "Another text.", "A title")])  # now of a dead one
    assert is_known_word(store)


def test_nothing_of_an_article_is_left(store: Path) -> None:
    count = "SELECT count(*) FROM vectors"
    before = query_database(store, count)
    report = remove(["told"], store=store, settings=settings_for(store))
    assert (report.removed, report.warning) == (1, None)
    assert files_with(store, STEM) == []
    assert not is_known_word(store)
    assert query_database(store, count) < before
    assert_whole(store)


def test_nothing_is_left_while_it_is_read(store: Path) -> None:
    with open_store(store, settings_for(store), fake_embedder()) as reader:
        assert reader.search(SECRET, 1)[0].article_id == "told"
        remove(["told"], store=store, settings=settings_for(store))
        assert files_with(store, STEM) == []
        assert "told" not in {hit.article_id for hit in reader.search(SECRET, 20)}
        assert reader.article("told") is None
        assert files_with(store, STEM) == []


def test_nothing_is_left_of_the_last_article(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_build(store, articles=articles(0))
    remove(["told"], store=store, settings=settings_for(store))
    assert files_with(store, STEM) == []
    with open_store(store, settings_for(store), fake_embedder()) as reader:
        assert reader.search(SECRET, 1) == []
    run_build(store, articles=articles())
    assert_whole(store)


def drop_file(folder: Path) -> None:
    (folder / "told.txt").unlink()


def change_file(folder: Path) -> None:
    (folder / "told.txt").write_text("Nothing is told of them any more.")


@pytest.mark.parametrize("change", [drop_file, change_file])
def test_what_a_build_removed_is_forgotten_by_compacting(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    store, news = tmp_path / "store", tmp_path / "news"
    news.mkdir()
    for n in range(12):
        (news / f"{n}.txt").write_text(story(n))
    (news / "told.txt").write_text(f"The mayor met {SECRET}. {story(50)}")
    run_build(store, news)
    change(news)
    run_build(store, news)
    report = compact(store=store, settings=settings_for(store))
    assert (report.removed, report.warning) == (0, None)
    assert files_with(store, STEM) == []
    assert query_database(store, "SELECT count(*) FROM tombstones") == 0
    assert_whole(store)


def test_where_it_cannot_be_done_it_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(
        "index.database.sqlite3.connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0.1})
    )
    with closing(sqlite3.connect(store / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        report = remove(["told"], store=store, settings=settings_for(store))
    assert report.removed == 1 and "told" not in contents(store)
    assert report.warning and "may still stand in the files" in report.warning
    assert f"article-qa articles compact --store {store}" in report.warning
    assert compact(store=store, settings=settings_for(store)).warning is None
    assert files_with(store, STEM) == []
    assert_whole(store)
