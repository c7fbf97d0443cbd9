"""What may befall a store: rivals, damage, other settings, a full disk, no rights, odd ids."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from fakes import (
    FakeBackend,
    assert_whole,
    contents,
    fake_embedder,
    found_by,
    one_article,
    opened,
    query_database,
    run_build,
    segments,
    settings_for,
    story,
    write_jsonl,
)
from filelock import FileLock

from index import Article, Store, database, remove
from index.errors import StoreBusy, StoreError, StoreMismatch, StoreMissing
from index.publish import COMPACT_AT
from index.sidecars import LOCK
from index.store import LocalStore

ROOT = Path(__file__).parent.parent.parent
IS_ROOT = os.name == "posix" and os.geteuid() == 0
NOBODY = 65534

CHILD = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import json, os, resource, signal
from pathlib import Path
import index.readers, index.retriever, index.sidecars
from fakes import *
from index.errors import ArticleQAError
store, articles = map(Path, sys.argv[1:3])
def attempt():
    try:
        report = run_build(store, articles)
        print(json.dumps(dict(error=None, warning=report.warning)))
    except ArticleQAError as error:
        print(json.dumps(dict(error=type(error).__name__, text=str(error))))
"""


def run_child(code: str, store: Path, articles: Path) -> dict[str, str | None]:
    """What a script prints that follows upon `CHILD`, as JSON on its last line."""
    command = [sys.executable, "-c", CHILD + code, str(store), str(articles)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    result: dict[str, str | None] = json.loads(done.stdout.splitlines()[-1])
    return result


def articles_file(folder: Path, numbers: range, version: int = 0) -> Path:
    records = [{"id": f"a{n}", "text": story(n, version)} for n in numbers]
    return write_jsonl(folder / "articles.jsonl", records)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return articles_file(tmp_path, range(40))


@pytest.fixture
def store(tmp_path: Path, articles: Path) -> Path:
    """A store of forty articles."""
    run_build(tmp_path / "store", articles)
    return tmp_path / "store"


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


# Two at once


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no such folder here")
def test_a_folder_that_takes_no_files_is_not_said_to_be_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.local._GRACE_S", 0)
    with pytest.raises(StoreError, match="cannot be written") as caught:
        run_build(Path("/proc"))
    assert not isinstance(caught.value, StoreBusy)


@pytest.mark.slow
def test_a_second_build_is_told_and_the_first_goes_on(store: Path, articles: Path) -> None:
    articles_file(articles.parent, range(80))
    refusals = []

    def rival(stage: str, done: int, total: int | None) -> None:
        if stage != "Reading" or done > 1:
            return
        refusals.append(run_child("attempt()", store, articles))
        with pytest.raises(StoreBusy):
            run_build(store, articles)
        with pytest.raises(StoreBusy):
            remove(["a1"], store=store, settings=settings_for(store))
        with opened(store) as one:  # reading goes on
            assert len(one.search("harbour", 5)) == 5

    report = run_build(store, articles, progress=rival)
    assert refusals == [
        {
            "error": "StoreBusy",
            "text": f"Another build is at work on {store}. "
            "Wait until it has ended, then run this again.",
        }
    ]
    assert report.added == 40 and len(contents(store)) == 80
    assert run_build(store, articles).unchanged == 80


def test_a_build_waits_for_a_search_that_catches_up(store: Path, articles: Path) -> None:
    (store / "lexical.json").unlink()
    lock = FileLock(store / LOCK, thread_local=False)
    lock.acquire()
    threading.Timer(0.5, lock.release).start()
    assert run_build(store, articles).unchanged == 40


def test_a_running_store_sees_what_another_process_built(store: Path, articles: Path) -> None:
    with opened(store) as one:
        assert one.generation == 1 and one.search("zeppelin", 5)[0].bm25 is None
        articles_file(articles.parent, range(10, 60))
        with articles.open("a") as file:
            file.write('{"id": "z", "text": "A zeppelin landed."}\n')
        assert run_child("attempt()", store, articles) == {"error": None, "warning": None}
        assert one.generation == 2 and one.counts()[0] == 51
        best = one.search("zeppelin", 5)[0]
        assert best.article_id == "z" and best.bm25 is not None
        gone = {f"a{n}" for n in range(10)}
        assert not gone & {hit.article_id for hit in one.search("harbour", 500)}
        assert one.term_weights("zeppelin")


def test_searches_in_threads_while_a_build_adds_and_removes(store: Path, articles: Path) -> None:
    live = {1: set(contents(store))}
    failures: list[BaseException] = []
    searches = 0
    stop = threading.Event()

    def search(one: Store) -> None:
        nonlocal searches
        try:
            while not stop.is_set():
                before = one.generation
                hits = one.search("harbour bridge storm", 50)
                after = one.generation
                if before == after:
                    assert hits and {hit.article_id for hit in hits} <= live[before]
                for hit in hits:
                    assert hit.text in story(int(hit.article_id[1:]))
                searches += 1
        except BaseException as error:  # noqa: BLE001 — told below
            failures.append(error)

    with opened(store) as one:
        threads = [threading.Thread(target=search, args=(one,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for generation in range(2, 8):
            numbers = range(generation * 20, generation * 20 + 40)
            live[generation] = {f"a{n}" for n in numbers}
            articles_file(articles.parent, numbers)
            report = run_build(store, articles, embedder=fake_embedder(0.002), yes=True)
            assert report.generation == generation and report.warning is None
        stop.set()
        for thread in threads:
            thread.join()
        assert failures == [] and searches > 20
        assert {hit.article_id for hit in one.search("harbour", 500)} <= live[7]
    assert_whole(store)


# Damage beside the database


def replace(path: Path, content: bytes) -> None:
    """As a new file, since the old one may be mapped into memory."""
    path.unlink()
    path.write_bytes(content)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    replace(path, content)


def truncate(path: Path) -> None:
    content = path.read_bytes()
    replace(path, content[: len(content) // 2])


def empty(path: Path) -> None:
    replace(path, b"")


def garbage(path: Path) -> None:
    replace(path, b"\xff\x00garbage" * 9)


def other_json(path: Path) -> None:
    replace(path, b'[{"files": 3}]')


def without_generation(path: Path) -> None:
    stamp = json.loads(path.read_text())
    del stamp["generation"]
    replace(path, json.dumps(stamp).encode())


def ahead(path: Path) -> None:
    replace(path, json.dumps(json.loads(path.read_text()) | {"generation": 99}).encode())


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


Damage = Callable[[Path], None]
OF_FILES = [flip, truncate, empty, garbage, Path.unlink]
OF_STAMPS = [*OF_FILES, other_json, without_generation, ahead]


def assert_healed(store: Path, articles: Path, expected: list[list[tuple[str, int]]]) -> None:
    """The same is found at once, and the next build mends what it can."""
    assert found_by(store) == expected
    assert_whole(store)
    report = run_build(store, articles)
    assert report.embedded == 0 and report.warning is None
    assert found_by(store) == expected


@pytest.mark.parametrize("damage", OF_FILES)
def test_a_damaged_vector_index(store: Path, articles: Path, damage: Damage) -> None:
    expected = found_by(store)
    damage(segments(store)[0])
    assert_healed(store, articles, expected)


@pytest.mark.parametrize("damage", OF_STAMPS)
@pytest.mark.parametrize("name", ["dense.json", "lexical.json"])
def test_a_damaged_stamp(store: Path, articles: Path, damage: Damage, name: str) -> None:
    expected = found_by(store)
    damage(store / name)
    assert_healed(store, articles, expected)


@pytest.mark.parametrize("damage", OF_FILES)
@pytest.mark.parametrize("ending", [".store", ".term", ".idx", ".fieldnorm", "meta.json"])
def test_a_damaged_word_index(store: Path, articles: Path, damage: Damage, ending: str) -> None:
    expected = found_by(store)
    damage(next(path for path in (store / "lexical").iterdir() if path.name.endswith(ending)))
    assert_healed(store, articles, expected)


def test_no_word_index_or_a_file_in_its_place(store: Path, articles: Path) -> None:
    expected = found_by(store)
    shutil.rmtree(store / "lexical")
    assert_healed(store, articles, expected)
    shutil.rmtree(store / "lexical")
    (store / "lexical").write_text("no folder")
    assert found_by(store) == expected
    report = run_build(store, articles)
    assert report.warning and "lexical" in report.warning


def test_damage_is_caught_up_with_after_a_change_too(store: Path, articles: Path) -> None:
    flip(segments(store)[0])
    (store / "lexical.json").unlink()
    articles_file(articles.parent, range(5, 50))
    report = run_build(store, articles)
    assert report.warning is None
    run_build(articles.parent / "fresh", articles)
    assert found_by(store) == found_by(articles.parent / "fresh")


# Damage to the database


def zero_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192 : len(content) - 4096] = bytes(len(content) - 4096 - 8192)
    replace(path, content)


@pytest.mark.parametrize("damage", [garbage, truncate, zero_pages, folder_instead])
def test_a_damaged_database_is_named(store: Path, articles: Path, damage: Damage) -> None:
    file = store / "articles.sqlite"
    damage(file)

    def everything() -> None:
        with opened(store) as one:
            one.search("harbour", 5)
            one.article("a1")
            list(one.articles())

    def change() -> None:
        articles_file(articles.parent, range(60), version=1)
        run_build(store, articles)

    for use in (everything, change):
        with pytest.raises(StoreError) as caught:
            use()
        told = str(caught.value)
        if damage is folder_instead:
            assert "--store" in told
        else:
            assert told.startswith(f"The file {file} is damaged. Restore the whole folder from")


def test_the_commands_show_no_traceback(store: Path) -> None:
    garbage(store / "articles.sqlite")
    for command in (["articles", "list"], ["index", str(ROOT / "seeds")], ["search", "tram"]):
        done = subprocess.run(
            [sys.executable, "app.py", *command, "--store", str(store)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1 and done.stdout == ""
        assert done.stderr.strip().count("\n") == 0 and "is damaged. Restore" in done.stderr


def test_an_older_database_under_newer_indexes(store: Path, articles: Path) -> None:
    """Whoever restores the database alone, from a copy, still finds what is in it."""
    copy = store.parent / "copy.sqlite"
    shutil.copy(store / "articles.sqlite", copy)
    articles_file(articles.parent, range(30, 70))
    run_build(store, articles, yes=True)
    shutil.copy(copy, store / "articles.sqlite")
    articles_file(articles.parent, range(20, 60))
    assert run_build(store, articles).generation == 2
    run_build(articles.parent / "fresh", articles)
    assert found_by(store) == found_by(articles.parent / "fresh")


# Other settings, other versions


def test_other_settings_are_told_and_rebuild_works(store: Path, articles: Path) -> None:
    before = contents(store)
    cases: list[tuple[dict[str, int], str]] = [
        ({"passage_characters": 400}, "sentences-1 400 1"),
        ({"passage_overlap": 0}, "sentences-1 300 0"),
    ]
    for settings, value in cases:
        with pytest.raises(StoreMismatch) as caught:
            run_build(store, articles, settings=settings)
        assert str(caught.value) == (
            f"The store {store} was made with passages = 'sentences-1 300 1', but {value!r} is "
            "set. Set it back, or split and embed everything again: "
            f"article-qa index --rebuild --store {store}"
        )
    with pytest.raises(StoreMismatch) as caught:
        run_build(store, articles, embedder=fake_embedder(model="other@2"))
    assert str(caught.value) == (
        f"The store {store} was made with the embedding model fake@1, but other@2 is set. "
        "Set embedding_model back, or embed everything again: "
        f"article-qa index --rebuild --store {store}"
    )
    assert contents(store) == before and query_generation(store) == 1
    other = LocalStore(store, settings_for(store), fake_embedder(model="other@2"))
    with closing(other), pytest.raises(StoreMismatch, match="article-qa index --rebuild --store"):
        other.search("harbour", 5)

    embedder = fake_embedder(model="other@2", dimension=16)
    with opened(store) as running:
        running.search("harbour", 5)
        report = run_build(store, embedder=embedder, rebuild=True)
        assert isinstance(embedder.backend, FakeBackend)
        assert report.embedded == report.passages == len(embedder.backend.texts)
        assert (report.unchanged, report.generation) == (0, 2) and contents(store) == before
        with pytest.raises(StoreMismatch, match="other@2"):
            running.search("harbour", 5)
    with closing(LocalStore(store, settings_for(store), embedder)) as one:
        assert len(one.search("harbour", 5)) == 5


def query_generation(store: Path) -> int:
    return int(query_database(store, "SELECT value FROM meta WHERE name = 'generation'"))


def test_rebuild_embeds_all_again_and_takes_in_changes(store: Path, articles: Path) -> None:
    articles_file(articles.parent, range(10, 50))
    report = run_build(store, articles, rebuild=True)
    assert (report.added, report.removed, report.unchanged) == (10, 10, 30)
    assert report.embedded == report.passages
    run_build(articles.parent / "fresh", articles)
    assert found_by(store) == found_by(articles.parent / "fresh")
    report = run_build(store, rebuild=True)
    assert report.embedded == report.passages
    assert_whole(store)


class Interrupted(Exception):
    pass


def interrupt(stage: str, done: int, total: int | None) -> None:
    if stage == "Embedding" and total and done == total:
        raise Interrupted


def test_a_rebuild_for_another_model_that_is_given_up(store: Path, articles: Path) -> None:
    expected = found_by(store)
    with suppress(Interrupted):
        other = fake_embedder(model="fake@2", dimension=16)
        run_build(store, rebuild=True, embedder=other, progress=interrupt)
    assert found_by(store) == expected
    for path in (*segments(store), store / "lexical.json"):
        path.unlink()
    assert run_build(store, articles).embedded == 0
    assert found_by(store) == expected
    articles_file(articles.parent, range(50))
    run_build(store, articles)
    assert_whole(store)


def test_a_newer_version_made_it(store: Path, articles: Path) -> None:
    with closing(sqlite3.connect(store / "articles.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 7")
    for use in (lambda: opened(store), lambda: run_build(store, articles)):
        with pytest.raises(StoreMismatch) as caught:
            use()
        assert str(caught.value) == (
            f"The store {store} was made by a newer version of article-qa (schema 7, this one "
            f"knows {len(database.MIGRATIONS)}). Update article-qa, or name another --store."
        )


def test_whoever_comes_first_migrates(
    store: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(store)
    more = (
        "ALTER TABLE articles ADD COLUMN mood TEXT",
        "CREATE INDEX by_mood ON articles(mood)",
    )
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, more))
    with opened(store) as one:
        assert one.counts()[0] == 40
    articles_file(articles.parent, range(41))
    report = run_build(store, articles)
    assert (report.added, report.unchanged) == (1, 40)
    assert query_database(store, "PRAGMA user_version") == len(database.MIGRATIONS)
    assert query_database(store, "SELECT count(*) FROM articles WHERE mood IS NULL") == 41
    assert before.items() <= contents(store).items()
    assert_whole(store)


def test_a_migration_that_fails_changes_nothing(
    store: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        broken = ("ALTER TABLE articles ADD COLUMN mood TEXT", "SELECT * FROM nowhere")
        patch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, broken))
        with pytest.raises(StoreError):
            run_build(store, articles)
    assert run_build(store, articles).unchanged == 40
    assert_whole(store)


# No room, no rights


def assert_full(result: dict[str, str | None], store: Path) -> None:
    """That a person is told of it, whatever it was that had no room."""
    told = result["text"] if result["error"] else result["warning"]
    if told is not None:
        assert result["error"] in (None, "StoreError")
        assert f"The disk that holds {store}" in told and "Free some space and run" in told


LIMITED = """
limit = int(articles.with_suffix(".limit").read_text())
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
attempt()
"""


@pytest.mark.slow
def test_files_that_may_not_grow(store: Path, articles: Path) -> None:
    old = contents(store)
    articles_file(articles.parent, range(20, 220))
    run_build(articles.parent / "fresh", articles)
    new, expected = contents(articles.parent / "fresh"), found_by(articles.parent / "fresh")
    results = []
    for kilobytes in (0, 40, 300, 900, 1_200, 1_500, 100_000):
        place = store.parent / f"limited{kilobytes}"
        shutil.copytree(store, place)
        articles.with_suffix(".limit").write_text(str(kilobytes * 1000))
        result = run_child(LIMITED, place, articles)
        assert_full(result, place)
        results.append((result["error"], bool(result.get("warning"))))
        assert contents(place) == (old if result["error"] else new)
        assert_whole(place)
        assert run_build(place, articles).warning is None
        assert contents(place) == new and found_by(place) == expected
    assert results[0][0] == "StoreError" and results[-1] == (None, False)
    assert len({error for error, _ in results[:-1]}) == 2, results


@pytest.mark.slow
@pytest.mark.skipif(not IS_ROOT, reason="only root may mount")
def test_a_full_disk(tmp_path: Path, articles: Path) -> None:
    mount = tmp_path / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(mount)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a mount is not permitted here")
    try:
        store = mount / "store"
        run_build(store, articles)
        pristine = tmp_path / "pristine"
        shutil.copytree(store, pristine)
        old = contents(store)
        articles_file(tmp_path, range(20, 220))
        run_build(tmp_path / "fresh", articles)
        new = contents(tmp_path / "fresh")
        outcomes = set()
        for room in (0, 20, 64, 400, 700, 780, 1_000, 2_000):
            shutil.rmtree(store)
            shutil.copytree(pristine, store)
            filler = mount / "filler"
            free = shutil.disk_usage(mount).free
            filler.write_bytes(bytes(max(0, free - room * 1024)))
            result = run_child("attempt()", store, articles)
            assert_full(result, store)
            outcomes.add((result["error"], bool(result.get("warning"))))
            if room >= 64:
                assert contents(store) == (old if result["error"] else new)
            filler.unlink()
            assert contents(store) == (old if result["error"] else new)
            assert_whole(store)
            assert run_build(store, articles).warning is None
            assert contents(store) == new
        assert ("StoreError", False) in outcomes and (None, False) in outcomes, outcomes
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)


AS_NOBODY = f"""
"".encode("utf-8-sig")  # Python's own files may be out of reach afterwards
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
"""


TRY = """
report = run_build(store, articles, dry_run=True)
print(json.dumps([report.added, report.removed]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not IS_ROOT, reason="only root can be somebody else")
def test_without_rights(public_folder: Path) -> None:
    store, articles = public_folder / "store", articles_file(public_folder, range(30))
    run_build(store, articles)
    expected = {
        "error": "StoreError",
        "text": f"{store} cannot be written. Give yourself rights to it, or name another --store.",
    }
    assert run_child(AS_NOBODY + "attempt()", store, articles) == expected
    new = store / "new"
    expected["text"] = str(expected["text"]).replace(str(store), str(new))
    assert run_child(AS_NOBODY + "attempt()", new, articles) == expected
    articles_file(public_folder, range(10, 40))
    tried: object = run_child(AS_NOBODY + TRY, store, articles)
    assert tried == [10, 10] and not (store / "build.lock").stat().st_size
    store.chmod(0o700)
    result = run_child(AS_NOBODY + "attempt()", store, articles)
    assert result["error"] == "StoreError" and "--store" in str(result["text"])


READ = """
with opened(store) as one:
    print(json.dumps(sorted({hit.article_id for hit in one.search("harbour", 1000)})))
"""


@pytest.mark.skipif(not IS_ROOT, reason="only root can be somebody else")
@pytest.mark.parametrize("damaged", [None, "dense", "lexical.json"])
def test_reading_without_rights_to_write(public_folder: Path, damaged: str | None) -> None:
    store, articles = public_folder / "store", articles_file(public_folder, range(30))
    run_build(store, articles)
    if damaged:
        flip(segments(store)[0] if damaged == "dense" else store / damaged)
    files = sorted(store.rglob("*"))
    found: object = run_child(AS_NOBODY + READ, store, articles)
    assert found == sorted(f"a{n}" for n in range(30))
    assert sorted(store.rglob("*")) == files
    with closing(sqlite3.connect(store / "articles.sqlite")) as writer:  # which leaves its files
        writer.execute("UPDATE meta SET value = value")
        writer.commit()
        assert (store / "articles.sqlite-wal").exists()
        found = run_child(AS_NOBODY + READ, store, articles)
        assert found == sorted(f"a{n}" for n in range(30))


GO_ON_READING = """
def look():
    ids = sorted({hit.article_id for hit in one.search("harbour", 1000)})
    print(json.dumps([one.generation, ids, one.counts()[0]]), flush=True)
with opened(store) as one:
    look()
    while sys.stdin.readline():
        look()
"""


@pytest.mark.skipif(not IS_ROOT, reason="only root can be somebody else")
def test_whoever_may_only_read_sees_later_builds_too(public_folder: Path) -> None:
    store, articles = public_folder / "store", articles_file(public_folder, range(10))
    run_build(store, articles)
    command = [sys.executable, "-c", CHILD + AS_NOBODY + GO_ON_READING, str(store), str(articles)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe) as reader:
        assert reader.stdin and reader.stdout
        for generation in range(1, 5):
            numbers = range(generation - 1, generation + 9)
            if generation > 1:
                articles_file(public_folder, numbers)
                run_build(store, articles)
                reader.stdin.write("\n")
                reader.stdin.flush()
            seen = json.loads(reader.stdout.readline())
            assert seen == [generation, sorted(f"a{n}" for n in numbers), 10]
        reader.stdin.close()
    assert reader.returncode == 0


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        opened(tmp_path / "none")
    assert "Make one first: article-qa index FOLDER --store" in str(caught.value)
    with pytest.raises(StoreMissing):
        remove(["x"], store=tmp_path / "none", settings=settings_for(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--store"):
        run_build(tmp_path / "file", articles=[one_article(1)])


# Tombstones, compaction


def test_compaction_leaves_nothing_dead_and_readers_right(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_build(store, articles=[one_article(n) for n in range(250)])
    idle = opened(store)
    idle.search("harbour", 5)
    compacted = 0
    with opened(store) as busy, closing(idle):
        for version in range(1, 6):
            report = run_build(store, articles=[one_article(n, version) for n in range(250)])
            assert report.changed == 250 and report.warning is None
            dead = query_database(store, "SELECT count(*) FROM tombstones")
            assert dead < max(1000, COMPACT_AT * report.passages)
            compacted += dead == 0
            unused = "SELECT count(*) FROM vectors WHERE id NOT IN (SELECT vector FROM passages)"
            assert dead or query_database(store, unused) == 0
            for one in [busy, idle] if version in (3, 5) else [busy]:
                hits = one.search(story(77, version), 20)
                assert hits[0].article_id == "a77"
                assert all(f"version {version} " in hit.text for hit in hits) and len(hits) == 20
        assert compacted >= 2
    fresh = tmp_path / "fresh"
    run_build(fresh, articles=[one_article(n, 5) for n in range(250)])
    assert [set(found) for found in found_by(store)][5:] == [
        set(found) for found in found_by(fresh)
    ][5:]
    assert_whole(store)


# Ids are plain data


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "💥",
    "x" * 2000,
    "' OR 1=1; DROP TABLE articles; --",
    '"quoted" \\ % _ * ?',
    "<script>alert(1)</script>",
    "-",
    "--yes",
    "NULL",
    "e\u0301 and \u00e9",
    "line7\u2028next",
    ".",
    " ",
]


def test_hostile_ids_are_plain_data(tmp_path: Path) -> None:
    store = tmp_path / "store"
    made = [Article(name, story(n), name, source=name) for n, name in enumerate(HOSTILE)]
    assert run_build(store, articles=made).added == len(HOSTILE)
    assert set(contents(store)) == set(HOSTILE)
    assert_whole(store)
    with opened(store) as one:
        for article in made:
            assert one.article(article.id) == article
            hits = one.search(article.text, 50)
            assert article.id in {hit.article_id for hit in hits}
        for name in ("nobody", "' OR '1'='1", "", "x" * 100_000, "\x00"):
            assert one.article(name) is None and one.passage_texts(name) == []
    for n, name in enumerate(HOSTILE, start=1):
        remove([name], store=store, settings=settings_for(store))
        assert set(contents(store)) == set(HOSTILE[n:])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


def test_a_lock_left_behind_holds_nobody_up(store: Path, articles: Path) -> None:
    (store / "build.lock").write_text("left by a killed build")
    started = time.monotonic()
    assert run_build(store, articles).unchanged == 40
    assert time.monotonic() - started < 60


def test_what_a_killed_build_had_begun_to_write_goes(store: Path, articles: Path) -> None:
    names = sorted(path.name for path in store.iterdir())
    for name in (".dense.json", ".lexical.json", "dense/.0123456789abcdef.faiss"):
        (store / f"{name}.0123abcd.part").write_bytes(b"half")
    (store / "dense" / "0123456789abcdef.faiss").write_bytes(b"whole, but never named")
    (store / "dense.faiss").write_bytes(b"of an earlier version")
    files = segments(store)
    assert run_build(store, articles).unchanged == 40
    assert sorted(path.name for path in store.iterdir()) == names
    assert len(segments(store)) == len(files) - 2
