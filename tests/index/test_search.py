"""Vectors, words, their fusion, and filters that lose nothing."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex
from index.errors import UsageError
from index.fusion import fuse
from index.hits import Filters
from index.lexical import Document, LexicalIndex


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_dense_is_exact_with_and_without_a_filter() -> None:
    chance = np.random.default_rng(1)
    vectors = unit(chance.normal(size=(500, 16)))
    ids = np.sort(chance.choice(10_000, 500, replace=False)).astype(np.int64)
    index = DenseIndex(16, "store")
    index.add(ids, vectors)
    query = unit(chance.normal(size=(1, 16)))[0]
    for allowed in (None, ids[::7], ids[:1], ids[:0]):
        members = ids if allowed is None else allowed
        rows = np.isin(ids, members)
        expected = ids[rows][np.argsort(-(vectors[rows] @ query))][:10]
        found, scores = index.search(query, 10, allowed)
        assert found.tolist() == expected.tolist()
        assert np.all(np.diff(scores) <= 0)


def test_dense_removes_and_ignores_what_is_not_there() -> None:
    index = DenseIndex(4, "store")
    index.add(np.array([3, 5, 9]), np.eye(4, dtype=np.float32)[:3])
    index.remove(np.array([5, 77]))
    found, _ = index.search(np.eye(4, dtype=np.float32)[1], 5)
    assert sorted(found.tolist()) == [3, 9]


def test_dense_saves_and_loads_only_its_own_store(tmp_path: Path) -> None:
    index = DenseIndex(4, "one", generation=3)
    index.add(np.array([1]), np.eye(4, dtype=np.float32)[:1])
    index.save(tmp_path)
    loaded = DenseIndex.load(tmp_path, 4, "one")
    assert loaded is not None and (len(loaded), loaded.generation, loaded.is_saved) == (1, 3, True)
    assert DenseIndex.load(tmp_path, 4, "two") is None
    assert DenseIndex.load(tmp_path, 8, "one") is None


def documents() -> list[Document]:
    return [
        Document(1, "The cats ran in Beijing’s streets", date(2023, 1, 1), "CNN"),
        Document(2, "A cat sat on a mat; to be or not to be", None, None),
        Document(3, "Dogs and cats, cats, cats", date(2024, 1, 1), "The  Verge"),
    ]


def ids(hits: list[tuple[int, float]]) -> list[int]:
    return sorted(item for item, _ in hits)


@pytest.mark.parametrize("on_disk", [True, False])
def test_lexical_filters_are_exact(tmp_path: Path, on_disk: bool) -> None:
    index = LexicalIndex(tmp_path if on_disk else None, "store")
    index.update(documents(), [], 1)
    assert ids(index.search("cat", 9)) == [1, 2, 3]
    assert ids(index.search("cat", 9, after=date(2023, 1, 1), undated=False)) == [1, 3]
    assert ids(index.search("cat", 9, after=date(2023, 1, 2), undated=False)) == [3]
    assert ids(index.search("cat", 9, before=date(2023, 1, 1), undated=False)) == [1]
    assert ids(index.search("cat", 9, before=date(2023, 6, 1), undated=True)) == [1, 2]
    assert ids(index.search("cat", 9, sources=["the verge"])) == [3]
    assert ids(index.search("cat", 9, sources=["nobody"])) == []
    assert ids(index.search("cat", 9, sources=["the verge", "cnn"])) == [1, 3]
    assert index.search("cat", 1, sources=["cnn"])[0][0] == 1


@pytest.mark.parametrize("query", ['"AND ( *', "cat OR dog:", "\\", "+-!^~[]{}", "' OR 1=1 --"])
def test_a_query_is_never_syntax(query: str) -> None:
    index = LexicalIndex(None, "store")
    index.update(documents(), [], 1)
    index.search(query, 5)


def test_function_words_count_only_where_there_is_nothing_else() -> None:
    index = LexicalIndex(None, "store")
    index.update(documents(), [], 1)
    assert ids(index.search("to be or not to be", 5)) == [2]
    assert len(index.weights("Why had the cats been in Beijing?")) == 2


def test_rare_words_weigh_more_even_in_a_store_of_one() -> None:
    index = LexicalIndex(None, "store")
    index.update([Document(n, "talks " + "envoy " * (n == 0), None, None) for n in range(5)], [], 1)
    weights = index.weights("envoy talks oil")
    oil, envoy, talks = sorted(weights.values(), reverse=True)
    assert weights["oil"] == oil and weights["talk"] == talks and oil > envoy > talks > 1


def test_lexical_update_can_be_repeated(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path, "store")
    index.update(documents(), [], 1)
    index.update(documents()[:1], [3], 2)
    loaded = LexicalIndex.load(tmp_path, "store")
    assert loaded is not None and loaded.generation == 2
    assert ids(loaded.search("cat", 9)) == [1, 2]


def test_fusion_by_hand() -> None:
    fused = dict(fuse([(1, 0.9), (2, 0.7), (3, 0.5)], [(2, 8.0), (4, 2.0)], 0.4))
    assert fused == {
        1: pytest.approx(0.4),
        2: pytest.approx(0.4 * 0.5 + 0.6),
        3: pytest.approx(0.0),
        4: pytest.approx(0.6 * 0.25),
    }
    assert fuse([(7, 1.0)], [(7, 2.0)], 0.4) == [(7, pytest.approx(1.0))]
    assert [item for item, _ in fuse([(5, 1.0)], [(4, 1.0)], 0.5)] == [4, 5]
    assert fuse([], [], 0.4) == []


def test_fusion_with_one_weight_is_that_ranking() -> None:
    dense, lexical = [(1, 0.9), (2, 0.7), (3, 0.2)], [(3, 4.0), (1, 3.0)]
    assert [item for item, _ in fuse(dense, lexical, 1.0)] == [1, 2, 3]
    assert [item for item, _ in fuse(dense, lexical, 0.0)][:2] == [3, 1]


def test_filters() -> None:
    with pytest.raises(UsageError, match="must be a day, not datetime"):
        Filters(before=datetime(2024, 1, 2))
    with pytest.raises(UsageError, match="swap"):
        Filters(after=date(2024, 1, 2), before=date(2024, 1, 1))
    assert Filters(before=date(2024, 5, 1), as_of=date(2024, 3, 1)).last_day == date(2024, 3, 1)
    assert Filters(as_of=date(2024, 3, 1)).allow_undated
    assert not Filters(after=date(2024, 3, 1)).allow_undated


def test_a_ranking_of_no_weight_finds_nothing() -> None:
    dense, lexical = [(1, 0.9), (2, 0.4)], [(3, 7.0)]
    assert [item for item, _ in fuse(dense, lexical, 0.0)] == [3]
    assert [item for item, _ in fuse(dense, lexical, 1.0)] == [1, 2]
