"""What `--store` may name, and what only some stores have."""

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from fakes import one_article, opened, run_build

from index import Filters, Settings
from index.errors import StoreError, StoreMissing, UsageError
from index.extras import is_installed
from index.follow.subscriptions import following_folder
from index.places import MilvusAddress, Place, folder_of, local_folder, place_of
from index.store import is_store, open_store

ROOT = Path(__file__).parent.parent.parent
needs_milvus = pytest.mark.skipif(
    not is_installed("milvus") or find_spec("milvus_lite") is None, reason="milvus is not installed"
)


def test_folders_and_addresses() -> None:
    assert place_of("news") == Path("news") and place_of(Path("milvus:x")) == Path("milvus:x")
    assert place_of("milvus://host:1/News_1") == MilvusAddress("News_1", "host:1")
    assert place_of("milvus://host/x/") == MilvusAddress("x", "host:19530")
    assert place_of("milvus://[::1]:9/x") == MilvusAddress("x", "[::1]:9")
    encrypted = place_of("milvus+tls://host:1/x")
    assert encrypted == MilvusAddress("x", "host:1", is_encrypted=True)
    assert place_of("milvus:a/b.db") == MilvusAddress("articles", file=Path("a/b.db"))
    for text in ("milvus://host:1/x", "milvus+tls://host:1/x", "milvus:a/b.db"):
        assert str(place_of(text)) == text and place_of(place_of(text)) == place_of(text)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(UsageError, match="ARTICLE_QA_MILVUS_TOKEN") as error:
        place_of("milvus://root:S3cret@db.example:19530/news")
    assert "S3cret" not in str(error.value)
    with pytest.raises(UsageError) as error:
        Settings.load(store="milvus://root:S3cret@db.example:19530/news")
    assert "S3cret" not in str(error.value)


@pytest.mark.parametrize(
    "wrong",
    [
        *("milvus://host", "milvus://host:1", "milvus://host:1/a-b", "milvus://:1/x"),
        *("milvus://host:x/y", "milvus+tls:x.db", "milvus:", "milvus:x"),
        *("milvus:a b.db", f"milvus:{'x' * 40}.db", "milvus://host:1/a/b"),
    ],
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        place_of(wrong)
    with pytest.raises(UsageError, match="is no address"):
        Settings.load(store=wrong)


def test_the_folder_of_what_is_not_in_a_store() -> None:
    assert folder_of(Path("news")) == Path("news")
    assert folder_of(MilvusAddress("news", "host:1")) == Path("storage-news")
    assert folder_of(MilvusAddress("articles", file=Path("a/b.db"))) == Path("a/b")
    assert Settings.load(store="milvus://host:1/news").folder == Path("storage-news")
    assert local_folder(Path("news"), "x") == Path("news")


def test_a_token_stands_in_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article-qa.toml").write_text('milvus_token = "root:x"', encoding="utf-8")
    with pytest.raises(UsageError, match="milvus_token must not stand in"):
        Settings.load()


@needs_milvus
def test_what_milvus_lacks_is_said(milvus_place: Place) -> None:
    run_build(milvus_place, articles=[one_article(1)])
    with opened(milvus_place) as store:
        for ask in (store.stories, lambda: store.story("x"), lambda: store.story_articles("x")):
            with pytest.raises(UsageError, match="has no stories"):
                ask()
        with pytest.raises(UsageError, match="has no stories"):
            store.search("harbour", 5, Filters(story="x"))
        assert store.versions("a1") == [] and store.copies(["a1"]) == {}
        assert store.story_of("a1") is None
    with pytest.raises(UsageError, match="is on Milvus"):
        following_folder(milvus_place)


@needs_milvus
def test_no_server_and_no_store(milvus_place: Place) -> None:
    with pytest.raises(StoreMissing, match="There is no store at milvus://"):
        open_store(milvus_place)
    assert not is_store(milvus_place)
    with pytest.raises(StoreError, match=r"^Milvus at milvus://127.0.0.1:9/x "):
        open_store("milvus://127.0.0.1:9/x")


@needs_milvus
def test_a_dry_run_makes_nothing(milvus_place: Place) -> None:
    assert run_build(milvus_place, articles=[one_article(1)], dry_run=True).added == 1
    assert not is_store(milvus_place)


@needs_milvus
@pytest.mark.slow
def test_a_file_is_for_one_process(tmp_path: Path) -> None:
    place = f"milvus:{tmp_path / 'news.db'}"
    code = (
        f"from index.errors import ArticleQAError\nfrom index import open_store\n"
        f"try: open_store({place!r})\nexcept ArticleQAError as error: print(error)"
    )

    def elsewhere() -> str:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    from index.milvus import lite

    assert "There is no store" in elsewhere()
    run_build(place_of(place), articles=[one_article(1)])
    assert "Another program has" in elsewhere()
    with opened(place_of(place)) as store:
        assert store.counts() == (1, 5)
    lite.stop(tmp_path / "news.db")
    assert elsewhere() == ""
    with opened(place_of(place)) as store:
        assert [hit.article_id for hit in store.search("report", 1)] == ["a1"]
    lite.stop(tmp_path / "news.db")


@needs_milvus
@pytest.mark.slow
def test_a_file_whose_server_died_is_served_anew(tmp_path: Path) -> None:
    from index.milvus import lite

    file = tmp_path / "news.db"
    place = place_of(f"milvus:{file}")
    run_build(place, articles=[one_article(1)])
    server = lite._servers[file]._process
    server.kill()
    server.wait()
    with opened(place) as store:
        assert [hit.article_id for hit in store.search("report", 1)] == ["a1"]
    lite.stop(file)


WITHOUT_LITE = """
import sys
sys.modules["milvus_lite"] = sys.modules["fcntl"] = None  # as on Windows
from index import open_store
from index.errors import ArticleQAError
for place in sys.argv[1:]:
    try: open_store(place)
    except ArticleQAError as error: print(error)
"""


def test_a_server_is_reached_without_milvus_lite(milvus_server: str, tmp_path: Path) -> None:
    places = (f"milvus://{milvus_server}/nothing", f"milvus:{tmp_path / 'x.db'}")
    command = [sys.executable, "-c", WITHOUT_LITE, *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    at_server, in_file = done.stdout.splitlines()
    assert "There is no store" in at_server
    assert "Milvus Lite, which is not installed" in in_file and not list(tmp_path.iterdir())


def test_whether_it_is_milvus_lite(
    milvus_place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """That the server does not answer is no reason to take it for Milvus Lite."""
    from pymilvus import MilvusException

    from index.milvus.client import Collections
    from index.milvus.schema import Part

    assert isinstance(milvus_place, MilvusAddress)
    collections = Collections(milvus_place, Settings())
    assert collections._is_lite()

    def fail(**_: object) -> str:
        raise MilvusException(message="Deadline exceeded")

    with monkeypatch.context() as patched:
        patched.setattr(collections._client, "get_server_version", fail)
        with pytest.raises(StoreError, match="Deadline exceeded"):
            collections.make([Part.RECORDS], 0)
        patched.setattr(collections._client, "get_server_version", lambda **_: "v2.6.13")
        assert not collections._is_lite()
    collections.make([Part.RECORDS], 0)
    assert len(collections._client.list_indexes(f"{milvus_place.name}_records")) == 1
    collections.close()


@needs_milvus
def test_names_that_a_condition_could_stumble_over(place: Place) -> None:
    odd = 'O\'Brien "said" \\ [x] and born > 0 or é'
    article = one_article(1, source=odd, tags=(odd,))
    other = one_article(2, source="Post")
    run_build(place, articles=[article, other])
    with opened(place) as store:
        for filters in (Filters(source=odd), Filters(tags=(odd,)), Filters(sources=(odd, "x"))):
            assert {hit.article_id for hit in store.search("report", 9, filters)} == {"a1"}
            assert [one.id for one in store.headings(filters)] == ["a1"]
        for query in ('"', "\\", "a ' b", odd, "½ ⑴ привет"):
            store.search(query, 3)
            store.term_weights(query)
            store.mentioning(query)
            store.has_word(query)
        nothing = Filters(source="Post", sources=(odd,))
        assert store.search("report", 9, nothing) == []


@needs_milvus
def test_a_build_that_ends_during_a_search(
    milvus_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows that the search was about to find are gone: it begins anew."""
    from index.milvus.client import Collections
    from index.milvus.schema import Part

    def built(version: int) -> None:
        run_build(milvus_place, articles=[one_article(n, version) for n in range(4)])

    def during(name: str, version: int, is_it: Callable[..., bool]) -> None:
        """Lets a build end right behind the first request of this name that is meant."""
        ask = getattr(Collections, name)

        def asked(*arguments: Any) -> Any:
            found = ask(*arguments)
            if is_it(*arguments):
                monkeypatch.setattr(Collections, name, ask)
                built(version)
            return found

        monkeypatch.setattr(Collections, name, asked)

    built(0)
    with opened(milvus_place) as store:
        during("nearest", 1, lambda *_: True)
        hits = store.search("version", 50)
        assert len(hits) == 20 and all(" version 1 " in hit.text for hit in hits)
        during("read", 2, lambda _, part, *__: part is Part.ARTICLES)
        assert store.article("a3") == one_article(3, 2)
        during("read_all", 3, lambda _, part, *__: part is Part.ARTICLES)
        assert [one.title for one in store.articles()] == [f"Report {n}" for n in range(4)]
        assert " version 3 " in store.passage_texts("a1")[0]
