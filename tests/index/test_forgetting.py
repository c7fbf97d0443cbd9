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

from index import Article, open_store, publish, remove
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


def built_from_files(folder: Path) -> tuple[Path, Path]:
    """A store, and the folder of its files, one of which tells of the secret."""
    store, news = folder / "store", folder / "news"
    news.mkdir()
    for n in range(12):
        (news / f"{n}.txt").write_text(story(n))
    (news / "told.txt").write_text(f"The mayor met {SECRET}. {story(50)}")
    run_build(store, news)
    return store, news


def drop_file(folder: Path) -> None:
    (folder / "told.txt").unlink()


def change_file(folder: Path) -> None:
    (folder / "told.txt").write_text("Nothing is told of them any more.")


@pytest.mark.parametrize("change", [drop_file, change_file])
def test_what_a_build_removed_is_forgotten_by_compacting(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    store, news = built_from_files(tmp_path)
    change(news)
    run_build(store, news)
    report = compact(store=store, settings=settings_for(store))
    assert (report.removed, report.warning) == (0, None)
    assert files_with(store, STEM) == []
    assert query_database(store, "SELECT count(*) FROM tombstones") == 0
    assert_whole(store)


def test_a_build_that_compacts_forgets_the_words_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_FEW", 1)
    monkeypatch.setattr(publish, "COMPACT_AT", 0.01)
    store, news = built_from_files(tmp_path)
    drop_file(news)
    run_build(store, news)
    assert query_database(store, "SELECT count(*) FROM tombstones") == 0
    assert files_with(store, STEM) == []
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


def marked(number: int) -> Article:
    """One whose every word stands in no other article."""
    words = " ".join(f"Zorb{number:03d}x{part}" for part in range(1 + number % 7 * 40))
    return Article(f"zorb{number:03d}id", f"{words}.", f"Zorb{number:03d}t", f"Zorb{number:03d}s")


def test_the_database_keeps_nothing_though_it_is_not_written_anew(tmp_path: Path) -> None:
    """Removed one by one, of every size, between others that grow and shrink."""
    store, alive = tmp_path / "store", set(range(40))
    run_build(store, articles=[marked(number) for number in alive])
    size = (store / FILE).stat().st_size
    for number in (7, 20, 3, 39, 13, 34):
        run_build(store, articles=[one_changed(number + 1), marked(100 + number)])
        report = remove([f"zorb{number:03d}id"], store=store, settings=settings_for(store))
        assert report.warning is None
        assert files_with(store, b"zorb%03d" % number) == []
        assert files_with(store, b"zorb%03dx" % (number + 1)) == [], "the earlier text"
    assert (store / FILE).stat().st_size >= size
    assert_whole_words(store)


def one_changed(number: int) -> Article:
    return Article(f"zorb{number:03d}id", f"It is story {number}. {story(number)}", "Changed")


def assert_whole_words(store: Path) -> None:
    assert query_database(store, "PRAGMA integrity_check") == "ok"
    with open_store(store, settings_for(store), fake_embedder()) as one:
        assert one.search("Zorb001x0", 1)[0].article_id == "zorb001id"


def test_no_vector_is_left(store: Path) -> None:
    """Neither in the database nor in the index."""
    query = (
        "SELECT v.value FROM vectors v JOIN passages p ON p.vector = v.id "
        "JOIN articles a ON a.key = p.article WHERE a.id = 'told'"
    )
    with closing(sqlite3.connect(store / FILE)) as connection:
        values = [value for (value,) in connection.execute(query)]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def holders(value: bytes) -> list[str]:
        return [one.name for one in store.rglob("*") if one.is_file() and value in one.read_bytes()]

    assert len(values) == 5 and all(len(holders(value)) == 2 for value in values)
    remove(["told"], store=store, settings=settings_for(store))
    assert not any(holders(value) for value in values)
    assert_whole(store)


def test_a_vector_that_another_article_needs_stays(tmp_path: Path) -> None:
    store = tmp_path / "store"
    twins = [Article(name, story(5), "Twin") for name in ("one", "two")]
    run_build(store, articles=[*articles(3), *twins])
    remove(["one"], store=store, settings=settings_for(store))
    assert_whole(store)
    assert run_build(store, articles=[Article("three", story(5), "Twin")]).embedded == 0
