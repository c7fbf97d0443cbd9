"""Each part of a store is damaged by turns; the part that is says so, and what is told to do mends
it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import fake_embedder, one_article, opened, run_build, settings_for, story

from index import Article, dense, lexical
from index.build import compact
from index.database import FILE
from index.dense import DenseIndex
from index.errors import StoreError, StoreMismatch, StoreMissing
from index.integrity import Finding, examine_store
from index.lexical import Document, LexicalIndex

PARTS = (
    "database",
    "passages",
    "vectors",
    "model",
    "copies",
    "stories",
    "index of vectors",
    "index of words",
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "store"
    run_build(folder, articles=[one_article(n, source="Post") for n in range(8)])
    articles = [one_article(n, 1) for n in range(3)]
    articles.append(Article("Ω", "Ärger 👩‍🚒 in Łódź. Der Bürgermeister kam.", "Łódź"))
    run_build(folder, articles=articles)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture
def store(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "store")
    return tmp_path / "store"


def examined(store: Path) -> dict[str, Finding]:
    return {one.name: one for one in examine_store(store, fake_embedder())}


def broken(store: Path) -> dict[str, str]:
    return {name: one.problem for name, one in examined(store).items() if one.problem}


def execute(*statements: str) -> Callable[[Path], None]:
    def damage(store: Path) -> None:
        with closing(sqlite3.connect(store / FILE)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return damage


def test_a_good_store_is_whole(store: Path) -> None:
    found = examined(store)
    assert tuple(found) == PARTS and broken(store) == {}
    assert found["passages"].looked_at == "41 passages"
    assert found["index of vectors"].looked_at == "41 vectors"
    assert found["model"].looked_at == "41 passages embedded again"


def vector_of(passage: int, value: str) -> Callable[[Path], None]:
    return execute(
        f"UPDATE vectors SET value = {value} WHERE id = "
        f"(SELECT vector FROM passages ORDER BY id LIMIT 1 OFFSET {passage})"
    )


def another_vector(store: Path) -> None:
    """Of length 1, under the right key, in both places; only the model can tell."""
    other = np.zeros(32, np.float32)
    other[0] = 1
    execute(f"UPDATE vectors SET value = x'{other.tobytes().hex()}'")(store)
    rebuild_dense(store, lambda ids, vectors: (ids, np.tile(other, (len(ids), 1))))


NOT_A_NUMBER = np.full(32, np.nan, np.float32).tobytes().hex()
FIRST = "(SELECT min(id) FROM passages)"
IN_PASSAGES: list[tuple[Callable[[Path], None], str, str]] = [
    (execute(f"UPDATE passages SET stop = 99999 WHERE id = {FIRST}"), "passages", "outside"),
    (execute(f"UPDATE passages SET start = -4 WHERE id = {FIRST}"), "passages", "outside"),
    (execute(f"UPDATE passages SET stop = start WHERE id = {FIRST}"), "passages", "outside"),
    (execute(f"UPDATE passages SET article = 999 WHERE id = {FIRST}"), "passages", "an article"),
    (execute("DELETE FROM passages WHERE article = 4"), "passages", "1 article without a passage"),
    (execute("DELETE FROM passages WHERE article = 5"), "index of vectors", "of no passage"),
    (execute(f"INSERT INTO tombstones VALUES ({FIRST}, 2, 1)"), "passages", "that are gone"),
    (execute(f"UPDATE passages SET stop = stop - 9 WHERE id = {FIRST}"), "vectors", "another text"),
    (execute("UPDATE vectors SET key = randomblob(16)"), "vectors", "41 passages with the vector"),
    (execute(f"UPDATE passages SET vector = 999 WHERE id = {FIRST}"), "vectors", "without a"),
    (execute("UPDATE meta SET value = 7 WHERE name = 'epoch'"), "vectors", "of another text"),
    (vector_of(3, "zeroblob(128)"), "vectors", "none of length 1"),
    (vector_of(3, "x'00'"), "vectors", "none of length 1"),
    (vector_of(3, f"x'{NOT_A_NUMBER}'"), "vectors", "none of length 1"),
    (another_vector, "model", "of which the model makes another vector now"),
]


@pytest.mark.parametrize(("damage", "part", "says"), IN_PASSAGES)
def test_passages_and_vectors(
    store: Path, damage: Callable[[Path], None], part: str, says: str
) -> None:
    damage(store)
    problem = broken(store)[part]
    assert says in problem
    if part == "index of vectors":
        return
    assert f"article-qa index --rebuild --store {store}" in problem
    run_build(store, rebuild=True)
    assert broken(store) == {}


def rows_of(index: DenseIndex) -> tuple[np.ndarray, np.ndarray]:
    """All ids and their vectors, by the id."""
    ids, vectors = (np.concatenate(part) for part in zip(*index.parts(), strict=True))
    order = np.argsort(ids)
    return ids[order], vectors[order]


def rebuild_dense(
    store: Path, change: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
) -> None:
    """Saves the vector index with other rows, and a stamp that fits."""
    with opened(store) as one:
        index = one._current().dense
    ids, vectors = change(*rows_of(index))
    other = DenseIndex(index.dimension, index.store, index.generation)
    other.add(ids, vectors)
    other.save(store)


def rebuild_words(store: Path, change: Callable[[LexicalIndex], None]) -> None:
    with opened(store) as one:
        name = one._current().lexical.store
    index = LexicalIndex.load(store, name)
    assert index
    change(index)


def dropped(index: LexicalIndex) -> None:
    index.update([], [min(index.passages())], index.generation)


def stranger(index: LexicalIndex) -> None:
    index.update([Document(999, "A stranger.", None, None)], [], index.generation)


def other_words(index: LexicalIndex) -> None:
    index.update([Document(min(index.passages()), "Else.", None, None)], [], index.generation)


IN_INDEXES: list[tuple[Callable[[Path], None], str, str]] = [
    (lambda s: rebuild_dense(s, lambda i, v: (i[1:], v[1:])), "index of vectors", "1 vector miss"),
    (lambda s: rebuild_dense(s, lambda i, v: (i + 1, v)), "index of vectors", "of no passage"),
    (lambda s: rebuild_dense(s, lambda i, v: (i, v[::-1].copy())), "index of vectors", "unlike"),
    (
        lambda s: rebuild_dense(s, lambda i, v: (np.append(i, i[0]), np.vstack([v, v[:1]]))),
        "index of vectors",
        "there twice",
    ),
    (lambda s: rebuild_words(s, dropped), "index of words", "1 passage missing"),
    (lambda s: rebuild_words(s, stranger), "index of words", "1 passage of no passage (999)"),
    (lambda s: rebuild_words(s, other_words), "index of words", "not found by its own words"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "part", "says"), IN_INDEXES)
def test_indexes(store: Path, damage: Callable[[Path], None], part: str, says: str) -> None:
    damage(store)
    found = broken(store)
    assert set(found) == {part} and says in found[part]
    assert f"article-qa articles compact --store {store}" in found[part]
    compact(store=store, settings=settings_for(store))
    assert broken(store) == {}


@pytest.mark.parametrize(
    ("name", "part"), [(dense.FOLDER, "index of vectors"), (lexical.FOLDER, "index of words")]
)
def test_an_index_that_is_damaged_or_gone(store: Path, name: str, part: str) -> None:
    file = store / name
    if file.is_dir():
        file = max((one for one in file.iterdir()), key=lambda one: one.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))
    assert set(broken(store)) == {part} and "It is damaged" in broken(store)[part]
    with opened(store) as one:
        one.warm()
    assert broken(store) == {}
    for one_file in (dense.STAMP, lexical.STAMP):
        (store / one_file).unlink()
    for one_folder in (dense.FOLDER, lexical.FOLDER):
        shutil.rmtree(store / one_folder)
    found = examined(store)
    assert all(one.problem is None for one in found.values())
    assert "none yet" in found[part].looked_at


def test_an_index_that_is_behind_is_no_damage(store: Path) -> None:
    shutil.copytree(store / dense.FOLDER, store / "kept")
    stamp = (store / dense.STAMP).read_bytes()
    run_build(store, articles=[one_article(50)])
    shutil.rmtree(store / dense.FOLDER)
    (store / "kept").rename(store / dense.FOLDER)
    (store / dense.STAMP).write_bytes(stamp)
    found = examined(store)["index of vectors"]
    assert found.problem is None and "of build 2, not 3" in found.looked_at


def test_pages_that_are_damaged(store: Path) -> None:
    """A page is overwritten: SQLite notices, and a copy is needed."""
    data = bytearray((store / FILE).read_bytes())
    with closing(sqlite3.connect(store / FILE)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'passages_by_article'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data[(root - 1) * size + 8 : root * size] = bytes(size - 8)
    (store / FILE).write_bytes(bytes(data))
    try:
        found = broken(store)
    except StoreError as error:
        assert "Restore the whole folder from a copy" in str(error)
    else:
        assert "from a copy" in found["database"]


def test_other_models_and_no_store(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMismatch, match="embedding model"):
        list(examine_store(store, fake_embedder(model="other@1")))
    with pytest.raises(StoreMissing):
        list(examine_store(tmp_path / "nowhere", fake_embedder()))


def test_stories_are_examined_and_compact_mends_them(tmp_path: Path) -> None:
    day = date(2024, 5, 1)
    run_build(
        tmp_path,
        articles=[Article("c", "A museum opens a hall for old ships.", "Ships", "Post", day)],
    )
    twice = [Article(name, story(1), "Tram", "Post", day) for name in ("a", "b")]
    run_build(tmp_path, articles=twice)
    assert examined(tmp_path)["stories"].looked_at == "2 of 3 dated articles are in one"
    execute("DELETE FROM story_articles WHERE article = 2")(tmp_path)
    assert list(broken(tmp_path)) == ["stories"]
    compact(store=tmp_path, settings=settings_for(tmp_path))
    assert broken(tmp_path) == {}
    execute("DELETE FROM leads")(tmp_path)
    assert examined(tmp_path)["stories"].problem is None


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE sketches SET shingles = x'0102030405060708'", "another sketch is made now"),
        ("INSERT INTO sketches VALUES (999, x'')", "1 article that is not there (999)"),
        ("INSERT INTO copies VALUES (1, 1)", "1 article unlike its pairs (1)"),
    ],
)
def test_groups_are_examined_and_compact_mends_them(
    store: Path, statement: str, problem: str
) -> None:
    execute(statement)(store)
    assert list(broken(store)) == ["copies"] and problem in broken(store)["copies"]
    compact(store=store, settings=settings_for(store))
    assert broken(store) == {}


def test_articles_that_were_not_grouped_yet_are_no_damage(store: Path) -> None:
    execute("DELETE FROM sketches WHERE article = 1")(store)
    assert examined(store)["copies"].problem is None
    assert examined(store)["copies"].looked_at.endswith("1 more are looked at by the next build")
