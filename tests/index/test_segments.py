"""The vector index in files: what is written, joined, forgotten and damaged."""

import json
from pathlib import Path

import numpy as np
import pytest

from index import dense, segments
from index.dense import DenseIndex
from index.segments import DamagedSegment, Ids, Segment, joined
from index.vectors import Vectors, unit_length

SIZE = 16


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousandth of what takes its time."""
    monkeypatch.setattr(dense, "FULL", 64)
    monkeypatch.setattr(dense, "EXACT", 200)
    monkeypatch.setattr(dense, "COMPARED", 40)


def rows(first: int, count: int) -> tuple[Ids, Vectors]:
    drawn = np.random.default_rng(first).normal(size=(count, SIZE)).astype(np.float32)
    return np.arange(first, first + count, dtype=np.int64), unit_length(drawn)


def built(folder: Path, *parts: int) -> DenseIndex:
    """An index saved after each of so many rows, their ids rising."""
    index, first = DenseIndex(SIZE, "store"), 0
    for generation, count in enumerate(parts, start=1):
        index.add(*rows(first, count))
        index.generation = generation
        index.save(folder)
        first += count
    return index


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / dense.FOLDER).iterdir()}


def loaded(folder: Path) -> DenseIndex:
    index = DenseIndex.load(folder, SIZE, "store")
    assert index is not None
    index.open()
    return index


def nearest(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> list[int]:
    return [int(one) for one in ids[np.argsort(-(vectors @ query))][:k]]


def all_rows(index: DenseIndex) -> tuple[Ids, Vectors]:
    ids, vectors = (np.concatenate(part) for part in zip(*index.parts(), strict=True))
    order = np.argsort(ids)
    return ids[order], vectors[order]


def test_what_was_added_is_a_file_and_the_others_stay(tmp_path: Path) -> None:
    index = built(tmp_path, 50)
    before = files(tmp_path)
    for generation in range(2, 6):
        index.add(*rows(1000 * generation, 1))
        index.generation = generation
        index.save(tmp_path)
        after = files(tmp_path)
        assert before.items() < after.items() and len(after) == len(before) + 1
        before = after
    ids, vectors = all_rows(loaded(tmp_path))
    assert ids.tolist() == [*range(50), 2000, 3000, 4000, 5000]
    assert np.array_equal(vectors[:50], rows(0, 50)[1])


def test_small_ones_are_joined_and_nothing_is_lost(tmp_path: Path) -> None:
    """As many files as a logarithm of the updates, and the same is found."""
    index, parts = DenseIndex(SIZE, "store"), []
    for generation in range(1, 91):
        parts.append(rows(generation * 3, 1))
        index.add(*parts[-1])
        index.generation = generation
        index.save(tmp_path)
        assert len(files(tmp_path)) <= 7 * 3 + generation // 32
    there = loaded(tmp_path)
    ids, vectors = (np.concatenate(part) for part in zip(*parts, strict=True))
    assert all_rows(there)[0].tolist() == ids.tolist() and len(there) == 90
    for query in rows(9_000, 20)[1]:
        found, cosines = there.search(query, 10)
        assert found.tolist() == nearest(ids, vectors, query, 10)
        assert np.allclose(cosines, np.sort(vectors @ query)[::-1][:10], atol=1e-6)


def test_beyond_a_size_there_are_bits_and_filters_lose_nothing(tmp_path: Path) -> None:
    built(tmp_path, 150, 150, 150)
    index = loaded(tmp_path)
    assert len(index) == 450 and sum(one.has_bits for one in index._segments) >= 6
    ids, vectors = all_rows(index)
    assert np.array_equal(vectors, np.concatenate([rows(n, 150)[1] for n in (0, 150, 300)]))
    allowed = ids[::3]  # 150: few enough for each to be compared
    some = ids[:300]  # more than are all compared
    right = []
    for query in rows(9_000, 40)[1]:
        found, _ = index.search(query, 10, allowed)
        assert found.tolist() == nearest(allowed, vectors[::3], query, 10)
        for filtered in (None, some):
            passing = ids if filtered is None else filtered
            found, cosines = index.search(query, 10, filtered)
            assert np.isin(found, passing).all()
            assert np.allclose(cosines, vectors[found] @ query, atol=1e-6), "these are exact"
            right += [one in found for one in nearest(passing, vectors[passing], query, 10)]
    assert np.mean(right) > 0.95
    assert [index.search(vector, 1)[0][0] for vector in vectors] == ids.tolist()


def test_those_of_when_it_was_small_get_bits_beside_them(tmp_path: Path) -> None:
    index = built(tmp_path, 190)
    before = files(tmp_path)
    assert not any(one.has_bits for one in index._segments)
    index.add(*rows(500, 40))
    index.save(tmp_path)
    assert before.items() < files(tmp_path).items()
    index = loaded(tmp_path)
    assert all(one.has_bits for one in index._segments if one.rows >= 32)
    assert all_rows(index)[0].tolist() == [*range(190), *range(500, 540)]


@pytest.mark.parametrize("count", [40, 400])
def test_what_is_removed_is_passed_over_then_forgotten(tmp_path: Path, count: int) -> None:
    index = built(tmp_path, count)
    ids, vectors = rows(0, count)
    gone = np.array([3, 17, 9_999])
    before = index.copy()
    index.remove(gone)
    index.remove(gone)
    index.save(tmp_path)
    assert (len(before), len(index), len(loaded(tmp_path))) == (count, count - 2, count - 2)
    signs = [vectors[one].tobytes() for one in (3, 17)]
    assert any(sign in data for sign in signs for data in files(tmp_path).values())
    for there in (index, loaded(tmp_path)):
        for one in (3, 17):
            assert one not in there.search(vectors[one], count)[0]
            assert one in before.search(vectors[one], 1)[0], "who began with it goes on with it"
            assert one not in there.search(vectors[one], 5, ids[:100])[0]
    untouched = files(tmp_path)
    there = DenseIndex.load(tmp_path, SIZE, "store")
    assert there is not None
    there.forget(tmp_path)
    after = files(tmp_path)
    assert not any(sign in data for sign in signs for data in after.values())
    assert all_rows(loaded(tmp_path))[0].tolist() == [
        one for one in range(count) if one not in gone
    ]
    assert len(after.keys() & untouched.keys()) >= len(untouched) - 4, "only where they stood"


def test_all_of_a_segment_is_forgotten(tmp_path: Path) -> None:
    index = built(tmp_path, 5, 7)
    index.remove(np.arange(5))
    index.forget(tmp_path)
    assert len(files(tmp_path)) == 1 and len(loaded(tmp_path)) == 7


def test_nothing_is_read_for_an_update_but_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, 50, 20)
    opened: list[Path] = []
    read = segments._read
    monkeypatch.setattr(
        segments, "_read", lambda path, *more: opened.append(path) or read(path, *more)
    )
    index = DenseIndex.load(tmp_path, SIZE, "store")
    assert index is not None
    index.add(*rows(500, 3))
    index.generation += 1
    index.save(tmp_path)
    assert opened == []
    index.remove(np.array([60]))
    assert len(opened) == 1, "the one where it may stand"


@pytest.mark.parametrize("count", [40, 400])
def test_a_file_that_is_damaged_is_not_searched(tmp_path: Path, count: int) -> None:
    built(tmp_path, count)
    for path in (tmp_path / dense.FOLDER).iterdir():
        data = bytearray(path.read_bytes())
        for change in (data[:-1], data[: len(data) // 2] + b"?" + data[len(data) // 2 + 1 :]):
            path.write_bytes(change)
            index = DenseIndex.load(tmp_path, SIZE, "store")
            with pytest.raises(DamagedSegment):
                if index is None:
                    raise DamagedSegment
                index.open()
        path.write_bytes(data)
    assert len(loaded(tmp_path)) == count


def test_what_is_damaged_is_not_joined(tmp_path: Path) -> None:
    built(tmp_path, 3, 3)
    path = next((tmp_path / dense.FOLDER).iterdir())
    path.write_bytes(path.read_bytes()[:-9] + b"something")
    index = DenseIndex.load(tmp_path, SIZE, "store")
    assert index is not None
    for first in range(100, 160, 10):
        index.add(*rows(first, 3))
    with pytest.raises(DamagedSegment):
        index.save(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"store": "other"},
        {"dimension": 8},
        {"segments": [{}]},
        {"segments": 3},
        {"dead": [[], []]},
        {"segments": [{"name": "../../etc/passwd", "bytes": 3, "rows": 1}]},
    ],
)
def test_a_stamp_that_is_of_no_use(tmp_path: Path, change: dict[str, object]) -> None:
    built(tmp_path, 5)
    stamp = json.loads((tmp_path / dense.STAMP).read_bytes())
    (tmp_path / dense.STAMP).write_text(json.dumps({**stamp, **change}))
    assert DenseIndex.load(tmp_path, SIZE, "store") is None


def test_what_is_open_is_shared(tmp_path: Path) -> None:
    built(tmp_path, 5)
    first = loaded(tmp_path)
    index = loaded(tmp_path)
    index.add(*rows(100, 2))
    index.save(tmp_path)
    second = DenseIndex.load(tmp_path, SIZE, "store", first)
    assert second is not None
    assert second._segments[0] is first._segments[0] and len(second) == 7


def test_parts_of_equal_length() -> None:
    parts = list(joined((rows(first, count) for first, count in ((0, 3), (3, 0), (3, 9))), 5))
    assert [len(ids) for ids, _ in parts] == [5, 5, 2]
    assert np.concatenate([ids for ids, _ in parts]).tolist() == list(range(12))


def test_a_segment_in_memory_has_no_name() -> None:
    with pytest.raises(ValueError, match="memory"):
        Segment.made_of(*rows(0, 1)).to_json()
