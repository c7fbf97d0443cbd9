"""Several who search one open store at once: side by side, and beside builds."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fakes import one_article, opened, run_build

from index import Article, Filters, Store, lexical, sidecars
from index.columns import Columns
from index.connections import KEPT, StoreReader
from index.database import FILE
from index.dense import DenseIndex
from index.errors import StoreError
from index.lexical import LexicalIndex

AT_ONCE = 4


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    run_build(folder, articles=[one_article(n, source="Post") for n in range(8)])
    return folder


def meeting(search: Callable[..., Any]) -> Callable[..., Any]:
    """The same search, which returns only when so many are at it at the same time."""
    barrier = threading.Barrier(AT_ONCE)

    def searched(*given: Any, **more: Any) -> Any:
        barrier.wait(timeout=20)
        return search(*given, **more)

    return searched


@pytest.mark.parametrize("part", [DenseIndex, LexicalIndex])
def test_searches_run_side_by_side(
    store: Path, part: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(store) as one:
        one.warm()
        monkeypatch.setattr(part, "search", meeting(part.search))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(lambda number: one.search(f"harbour {number}", 3), range(AT_ONCE))
            assert all(len(hits) == 3 for hits in found)


def test_who_reads_long_holds_up_nobody(store: Path) -> None:
    with opened(store) as one, one._reading() as connection:
        rows = connection.execute("SELECT text FROM articles")
        assert rows.fetchone()
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(one.search, "harbour", 3).result(timeout=20)
        assert len(rows.fetchall()) == 7


def test_no_more_connections_are_kept_than_said(store: Path) -> None:
    many = KEPT + 3
    barrier = threading.Barrier(many)

    def read(one: Store) -> None:
        with one._reading() as connection:
            barrier.wait(timeout=20)
            assert connection.execute("SELECT count(*) FROM articles").fetchone() == (8,)

    with opened(store) as one:
        with ThreadPoolExecutor(many) as pool:
            assert len(list(pool.map(lambda _: read(one), range(many)))) == many
        assert len(one._connections._idle) == KEPT


def test_a_store_is_closed_while_somebody_reads(store: Path) -> None:
    one = opened(store)
    with one._reading() as connection:
        one.close()
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (8,)
    assert one._connections._idle == []
    with pytest.raises(StoreError, match="was closed"):
        one.counts()


def test_a_shared_file_is_gone_while_somebody_reads(store: Path) -> None:
    """Nobody goes on by the old one, which no build writes to."""
    ended = threading.Event()
    with opened(store) as one, ThreadPoolExecutor(2) as pool:
        reading = threading.Event()

        def read_long() -> None:
            with one._reading():
                reading.set()
                ended.wait(timeout=20)

        long = pool.submit(read_long)
        assert reading.wait(timeout=20)
        for ending in ("-wal", "-shm"):
            (store / f"{FILE}{ending}").unlink()
        counted = pool.submit(one.counts)
        ended.set()
        long.result(timeout=20)
        assert counted.result(timeout=20)[0] == 8
        run_build(store, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])
        assert one.search("zeppelin", 1)[0].article_id == "new"


def test_a_search_goes_on_with_the_index_that_it_began_with(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(store) as one:
        before = one._current()
        run_build(store, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])
        rows = len(before.dense)
        assert one.search("zeppelin", 1)[0].article_id == "new"
        after = one._current()
        assert (len(before.dense), len(after.dense)) == (rows, rows + 1)
        assert before.dense.generation == 1 and after.dense.generation == 2


def test_a_catching_up_that_fails_hurts_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(store) as one:
        one.warm()
        run_build(store, articles=[Article("new", "A zeppelin landed.", "Zeppelin")])

        def fails(index: DenseIndex, *given: object) -> None:
            raise MemoryError

        with monkeypatch.context() as patch:
            patch.setattr(DenseIndex, "load", fails)
            with pytest.raises(MemoryError):
                one.search("zeppelin", 1)
        assert one.search("zeppelin", 1)[0].article_id == "new"


def test_an_index_that_a_build_is_about_to_save_is_not_read_again_and_again(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int] = []
    load = LexicalIndex.load

    def counted(folder: Path, name: str) -> LexicalIndex | None:
        loaded.append(1)
        return load(folder, name)

    with opened(store) as one:
        one.warm()

        def search(stage: str, *_: object) -> None:
            if stage == "Updating the indexes":  # published, and the lock is held
                monkeypatch.setattr(LexicalIndex, "load", counted)
                assert all(one.search("zeppelin", 5) for _ in range(3))
                monkeypatch.setattr(LexicalIndex, "load", load)

        new = Article("new", "A zeppelin landed.", "Zeppelin")
        run_build(store, articles=[new], progress=search)
        assert loaded == []
        assert one.search("zeppelin", 1)[0].bm25


def test_what_is_read_once_is_read_by_one(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    columns, words = Columns.read, LexicalIndex._use

    def slowly(reader: StoreReader, known: Columns | None) -> Columns:
        read.append("columns")
        time.sleep(0.2)
        return columns(reader, known)

    def used(index: LexicalIndex, inner: Any) -> None:
        read.append("words")
        time.sleep(0.2)
        words(index, inner)

    monkeypatch.setattr(Columns, "read", slowly)
    monkeypatch.setattr(LexicalIndex, "_use", used)
    with opened(store) as one, ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda _: one.search("harbour", 3, Filters(source="Post")), range(AT_ONCE))
        assert all(found)
        vocabularies = list(pool.map(lambda _: one.vocabulary(), range(AT_ONCE)))
        assert all(known is vocabularies[0] for known in vocabularies)
    assert sorted(read) == ["columns", "words"]


def test_many_search_while_builds_go_on(store: Path) -> None:
    """What is found stands where it is said to stand, and who has added finds it."""
    failures: list[BaseException] = []
    stop = threading.Event()

    def search(one: Store) -> None:
        while not stop.is_set():
            try:
                for filters in (None, Filters(source="post")):
                    for hit in one.search("harbour zeppelin", 20, filters):
                        article = one.article(hit.article_id)
                        assert article is None or hit.text in article.text
                assert ("Post", 8) in one.sources() and one.term_weights("harbour")
            except BaseException as error:  # noqa: BLE001 - told below
                failures.append(error)
                return

    with opened(store) as one:
        threads = [threading.Thread(target=search, args=(one,)) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for number in range(12):
            new = Article(f"new{number}", f"Zeppelin{number} landed.", "Zeppelin", "Wire")
            run_build(store, articles=[new])
            assert one.search(f"zeppelin{number}", 1)[0].article_id == f"new{number}"
            assert one.search("landed", 1, Filters(source="Wire")), "the columns are new, too"
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert sidecars.saved_generation(store / lexical.STAMP) == 13
