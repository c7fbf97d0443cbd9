"""A store that is kept open: moved away, brought back, replaced, cut off; and what it reads."""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeBackend, fake_embedder, one_article, opened, run_build, settings_for

from index import Article, Filters, Store, columns, database, open_store, sidecars
from index.asked import KEPT
from index.database import FILE
from index.errors import StoreError, StoreMissing, UsageError
from index.hits import Heading
from index.places import Place
from index.store import LocalStore

USES: list[Callable[[Store], object]] = [
    lambda one: one.generation,
    lambda one: one.counts(),
    lambda one: one.undated(),
    lambda one: one.undated(Filters(source="Post")),
    lambda one: one.sources(),
    lambda one: one.article("a1"),
    lambda one: one.content_hash("a1"),
    lambda one: one.passage_texts("a1"),
    lambda one: list(one.articles()),
    lambda one: one.search("harbour", 5),
    lambda one: one.openings(5),
    lambda one: one.warm(),
    lambda one: one.terms("harbour bridges"),
    lambda one: one.term_weights("harbour bridges"),
    lambda one: one.headings(),
    lambda one: one.mentioning("harbour bridges"),
    lambda one: one.has_word("harbour"),
    lambda one: dict(one.vocabulary()),
    lambda one: one.fit("harbour", "bridges"),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    run_build(folder, articles=[one_article(n, source="Post") for n in range(8)])
    return folder


def answers(one: Store) -> list[object]:
    return [use(one) for use in USES]


def assert_missing(one: Store) -> None:
    """Each request says, in the same sentence, that there is no store."""
    for use in USES:
        with pytest.raises(StoreMissing) as caught:
            use(one)
        assert str(caught.value) == (
            f"There is no store at {one.folder}. "
            f"Make one first: article-qa index FOLDER --store {one.folder}"
        )


def move_folder(store: Path, aside: Path) -> Callable[[], object]:
    store.rename(aside)
    return lambda: aside.rename(store)


def move_database(store: Path, aside: Path) -> Callable[[], object]:
    """The file alone, without its log, as somebody might who does not know better."""
    (store / FILE).rename(aside)
    return lambda: aside.rename(store / FILE)


def copy_and_delete(store: Path, aside: Path) -> Callable[[], object]:
    """As between two disks."""
    shutil.copytree(store, aside)
    shutil.rmtree(store)
    return lambda: shutil.copytree(aside, store)


@pytest.mark.parametrize("move", [move_folder, move_database, copy_and_delete])
def test_moved_away_asked_and_moved_back(
    store: Path, tmp_path: Path, move: Callable[[Path, Path], Callable[[], object]]
) -> None:
    with opened(store) as one:
        before = answers(one)
        for turn in range(2):
            move_back = move(store, tmp_path / f"aside {turn}")
            assert_missing(one)
            move_back()
            assert answers(one) == before
        run_build(store, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])
        assert one.search("zeppelin", 1)[0].article_id == "new"


def test_no_folder_is_made_where_the_store_was(store: Path, tmp_path: Path) -> None:
    """It would be in the way when the store is moved back."""
    with closing(database.connect_to_read(store)) as connection:
        store.rename(tmp_path / "aside")
        found = sidecars.open_lexical(store, connection).search("harbour", 50)
    assert found and not store.exists()


def test_changed_while_it_was_away(store: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside"
    with opened(store) as one:
        assert len(one.search("harbour", 50)) > 0
        store.rename(aside)
        assert_missing(one)
        run_build(aside, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])
        aside.rename(store)
        assert one.search("zeppelin", 1)[0].article_id == "new" and one.counts()[0] == 9


@pytest.mark.parametrize("is_asked_between", [False, True])
def test_another_store_in_its_place(store: Path, tmp_path: Path, is_asked_between: bool) -> None:
    other = tmp_path / "other"
    run_build(other, articles=[Article("other", "A zeppelin landed.", "Zeppelin", "Wire")])
    with opened(store) as one:
        assert one.search("harbour", 50) and one.sources() == [("Post", 8)]
        store.rename(tmp_path / "aside")
        if is_asked_between:
            assert_missing(one)
        other.rename(store)
        assert [hit.article_id for hit in one.search("harbour", 50)] == ["other"]
        assert one.sources() == [("Wire", 1)] and one.term_weights("zeppelin")


def test_a_copy_that_went_another_way_at_the_same_generation(store: Path, tmp_path: Path) -> None:
    """Store and generation are the same; what they hold is not."""
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    run_build(store, articles=[Article("here", "A zeppelin landed.", "Zeppelin")])
    run_build(copy, articles=[Article("there", "A submarine surfaced.", "Submarine")])
    with opened(store) as one:
        assert one.search("zeppelin", 1)[0].article_id == "here"
        assert one.search("harbour", 50, None) and one.generation == 2
        shutil.rmtree(store)
        copy.rename(store)
        assert one.search("submarine", 1)[0].article_id == "there" and one.generation == 2
        vectors = one.search("A submarine surfaced.", 1)[0]
        assert vectors.article_id == "there" and (vectors.cosine or 0) > 0.99


def test_the_files_that_sqlite_keeps_beside_it_are_gone(store: Path) -> None:
    """As after a program that puts files in order. The next build makes new ones."""
    with opened(store) as one:
        before = answers(one)
        for ending in ("-wal", "-shm"):
            (store / f"{FILE}{ending}").unlink()
        assert answers(one) == before
        for ending in ("-wal", "-shm"):
            (store / f"{FILE}{ending}").unlink()
        run_build(store, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])
        assert one.generation == 2 and one.search("zeppelin", 1)[0].article_id == "new"


def test_both_indexes_are_gone_and_back(store: Path, tmp_path: Path) -> None:
    names = ("dense", "dense.json", "lexical", "lexical.json")
    with opened(store) as one:
        before = answers(one)
        for name in names:
            (store / name).rename(tmp_path / name)
        assert answers(one) == before
        run_build(store, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])
        assert one.search("zeppelin", 1)[0].article_id == "new"
        for name in ("dense.json", "lexical.json"):
            (tmp_path / name).replace(store / name)  # of an earlier generation
        run_build(store, articles=[Article("newer", "A balloon rose.", "Balloon")])
        assert one.search("balloon", 1)[0].article_id == "newer"


def test_damaged_and_mended(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "good")
    with opened(store) as one:
        before = answers(one)
        shutil.rmtree(store)
        store.mkdir()
        (store / FILE).write_bytes(b"This is no database. " * 500)
        for _ in range(2):
            with pytest.raises(StoreError, match="is damaged"):
                one.counts()
        (store / FILE).unlink()
        (store / FILE).touch()
        with pytest.raises(StoreMissing, match="is empty"):
            one.search("harbour", 5)
        shutil.rmtree(store)
        shutil.copytree(tmp_path / "good", store)
        assert answers(one) == before


def test_an_error_while_connecting_to_another_store(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    run_build(other, articles=[Article("other", "A zeppelin landed.", "Zeppelin")])
    with opened(store) as one:
        one.search("harbour", 5)
        store.rename(tmp_path / "aside")
        other.rename(store)

        def failing(connection: sqlite3.Connection, name: str) -> str:
            raise sqlite3.OperationalError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(database, "meta", failing)
            with pytest.raises(StoreError, match="locked"):
                one.counts()
        (hit,) = one.search("A zeppelin landed.", 5)
        assert hit.article_id == "other" and hit.bm25 and (hit.cosine or 0) > 0.99


def test_a_connection_that_failed_is_not_asked_again(store: Path) -> None:
    with opened(store) as one:
        before = answers(one)
        (good,) = one._connections._idle
        one._connections._idle[:] = [good._replace(connection=sqlite3.connect(":memory:"))]
        with pytest.raises(StoreError, match="no such table"):
            one.counts()
        assert answers(one) == before
        good.connection.close()


def test_a_closed_store_stays_closed(store: Path) -> None:
    one = opened(store)
    one.search("harbour", 1)
    one.close()
    for use in (lambda: one.counts(), lambda: one.search("harbour", 1)):
        with pytest.raises(StoreError, match="was closed"):
            use()


def test_threads_while_it_goes_and_comes(store: Path, tmp_path: Path) -> None:
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask(one: Store) -> None:
        while not stop.is_set():
            try:
                assert one.counts()[0] == 8 and one.search("harbour", 5)
            except StoreError:
                pass  # it was away, or went in the middle
            except BaseException as error:  # noqa: BLE001 - told below
                failures.append(error)
                return

    with opened(store) as one:
        threads = [threading.Thread(target=ask, args=(one,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            store.rename(tmp_path / "aside")
            (tmp_path / "aside").rename(store)
        stop.set()
        for thread in threads:
            thread.join()
        assert failures == [] and one.counts()[0] == 8


# What a look reads


def columns_read(one: Store, use: Callable[[Store], object]) -> set[tuple[str, str]]:
    """Table and column of all that the request's statements read."""
    read: set[tuple[str, str]] = set()

    def note(action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((str(table), str(column)))
        return sqlite3.SQLITE_OK

    (kept,) = one._connections._idle
    kept.connection.set_authorizer(note)
    use(one)
    kept.connection.set_authorizer(None)
    return read


def test_undated_reads_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    day = date(2024, 5, 1)
    sources = ["The Post", " the  post ", None, "", "Wire", "THE POST"]
    made = [one_article(n, source=name) for n, name in enumerate(sources)]
    made += [one_article(10, source="The Post", date=day), one_article(11, date=day)]
    run_build(folder, articles=made)
    with opened(folder) as one:
        assert one.undated() == 6
        names = ("the post", "Wire", "None")
        assert [one.undated(Filters(source=name)) for name in names] == [3, 1, 0]
        for filters in (Filters(), Filters(source="The Post")):
            read = columns_read(one, lambda store, filters=filters: store.undated(filters))
            known = {("articles", name) for name in ("date", "source", "tags", "")}
            assert read <= known


def test_the_embedder_is_not_needed_to_look(store: Path) -> None:
    embedder = fake_embedder()
    with closing(LocalStore(store, settings_for(store), embedder)) as one:
        one.counts()
        list(one.articles())
    assert isinstance(embedder.backend, FakeBackend) and embedder.backend.texts == []


local_only = pytest.mark.parametrize("place", ["local"], indirect=True)

NEWS = (
    Article("a", "The ferries met Ōta at the pier.", "Ferries", "Post", date(2024, 5, 1)),
    Article("b", "A ferry left the pier, and one ferry came back to it.", "Ferry", "Wire",
            date(2025, 5, 1)),
    Article("c", "The pier was closed.", "Closed", None, None),
)  # fmt: skip


@pytest.fixture
def news(place: Place) -> Place:
    run_build(place, articles=NEWS)
    return place


def ids(headings: list[Heading]) -> list[str]:
    return [one.id for one in headings]


def test_headings_under_filters(news: Place) -> None:
    with opened(news) as one:
        assert one.headings()[0] == Heading("b", "Ferry", "Wire", date(2025, 5, 1))
        assert ids(one.headings()) == ["b", "a", "c"]
        assert ids(one.headings(Filters(as_of=date(2024, 12, 31)))) == ["a", "c"]
        assert ids(one.headings(Filters(after=date(2024, 5, 1)))) == ["b", "a"]
        assert ids(one.headings(Filters(before=date(2024, 4, 30)))) == []
        assert ids(one.headings(Filters(source=" wire "))) == ["b"]


def test_articles_that_mention_something(news: Place) -> None:
    with opened(news) as one:
        assert ids(one.mentioning("the FERRY")) == ["b", "a"]  # best first, in whatever form
        assert ids(one.mentioning("ferries at the pier", Filters(source="Post"))) == ["a"]
        assert ids(one.mentioning("closed ferry")) == []
        assert set(ids(one.mentioning("the"))) == {"a", "b", "c"}  # nothing but function words
        assert one.mentioning("?!") == []


@local_only
def test_the_words_of_the_articles(news: Place) -> None:
    with opened(news) as one:
        words = one.vocabulary()
        assert (words["pier"], words["ferries"], words["ferry"]) == (3, 1, 1)
        assert words["ota"] == 1 and "ferri" not in words  # no accents, no stems
        assert words["wire"] == 1  # that of the source
        assert one.has_word("Ferry") and one.has_word("closing") and not one.has_word("fery")
        assert one.fit("ferry", "came back") > one.fit("ferries", "came back") == 0


@local_only
def test_words_follow_the_articles(news: Place) -> None:
    with opened(news) as one:
        assert "closed" in one.vocabulary()
        run_build(news, articles=[replace(NEWS[2], text="The dock is open.", title="Dock")])
        one.search("dock", 1)
        assert "closed" not in one.vocabulary() and one.vocabulary()["dock"] == 1


def test_vectors_of_questions_are_made_once(store: Path) -> None:
    embedder = fake_embedder()
    backend = embedder.backend
    assert isinstance(backend, FakeBackend)
    with open_store(store, embedder=embedder) as opened_store:
        (first,) = opened_store.vectors("harbour bridge")
        opened_store.search("harbour bridge", context=[("a bridge", 0.3)])
        again = opened_store.vectors("harbour bridge", "a bridge", "harbour bridge")
        assert sorted(backend.texts) == ["a bridge", "harbour bridge"]
        assert np.array_equal(again[0], first) and np.array_equal(again[2], first)
        assert not np.array_equal(again[1], first)
        for number in range(KEPT):
            opened_store.vectors(f"question {number}")
        backend.texts.clear()
        opened_store.vectors("harbour bridge")  # too long ago
        assert backend.texts == ["harbour bridge"]
        with pytest.raises(UsageError, match="half a character"):
            opened_store.vectors("bridge \ud800")


def test_sources_that_look_alike_are_one(place: Place) -> None:
    names = [
        "Morning Post\u202e",
        "Morning Post",
        "Mor\u200bning Post",
        "morning  post",
        "\u200b",
        "Wire",
        "Morning Post",
    ]
    articles = [one_article(n, source=name) for n, name in enumerate(names)]
    run_build(place, articles=articles)
    with opened(place) as one:
        assert one.sources() == [("Morning Post", 5), ("Wire", 1)]
        for name in ("Morning Post", "MORNING POST\u202e"):
            found = one.search("report", 50, Filters(source=name))
            assert {hit.article_id for hit in found} == {"a0", "a1", "a2", "a3", "a6"}
            assert len(one.headings(Filters(source=name))) == 5


def test_articles_that_another_hand_has_changed(store: Path) -> None:
    with opened(store) as one:
        assert one.altered() == []
    with closing(sqlite3.connect(store / FILE)) as connection:
        connection.execute("UPDATE articles SET text = text || '!' WHERE id = 'a1'")
        connection.execute("UPDATE articles SET date = 'soon' WHERE id = 'a2'")
        connection.execute("UPDATE articles SET source = 'Wire' WHERE id = 'a3'")
        connection.commit()
    with opened(store) as one:
        assert one.altered() == ["a1", "a2", "a3"]


def test_what_is_published_while_a_filter_reads_is_found_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"
    told = [
        Article(name, f"The tram {name} runs.", name, "Post", date(2024, 5, 1)) for name in "abc"
    ]
    run_build(folder, articles=told[:2])
    read, builds = columns._of_articles, [[told[2]]]

    def beside(*given: Any) -> Any:
        found = read(*given)
        if builds:
            run_build(folder, articles=builds.pop())
        return found

    monkeypatch.setattr(columns, "_of_articles", beside)
    of_post = Filters(source="Post")
    with opened(folder) as one:
        one.search("tram", 9, of_post)
        assert not builds
        assert {hit.article_id for hit in one.openings(9, of_post)} == set("abc")
        assert all(hit.cosine is not None for hit in one.search("tram", 9, of_post))
