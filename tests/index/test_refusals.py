"""What could not be read is counted; only the first of each file is remembered."""

import gzip
import tracemalloc
from pathlib import Path

import pytest
from fakes import contents, run_build, write_jsonl

from index.readers import Unreadable, refusals
from index.readers.refusals import Refusals


def test_the_first_of_each_file_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "REMEMBERED", 2)
    seen = Refusals()
    for line in range(1, 6):
        seen.add(Unreadable("a", line, "has no text"))
    for line in (1, 2):
        seen.add(Unreadable("b", line, "has no text"))
    assert len(seen) == 7
    first = [(one.file, one.line) for one in seen.listed()]
    assert first == [("a", 1), ("a", 2), ("b", 1), ("b", 2), ("a", None)]
    last = seen.listed()[-1]
    assert last.count == 3 and last.reason == "has 3 more that could not be read"
    again = Refusals()
    for one in seen.listed():
        again.add(one)
    assert len(again) == 7 and again.listed() == seen.listed()


def test_many_empty_records_are_counted(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 50_000))
    report = run_build(tmp_path / "store", news)
    assert sum(one.count for one in report.skipped) == 50_000 and len(report.skipped) == 1_001


@pytest.mark.parametrize("lines", [40_000, pytest.param(300_000, marks=pytest.mark.slow)])
def test_what_is_only_counted_takes_no_memory(tmp_path: Path, lines: int) -> None:
    news = tmp_path / "news"
    news.mkdir()
    run_build(tmp_path / "store", news)  # what is loaded once is loaded
    (news / "a.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * lines))
    tracemalloc.start()
    try:
        report = run_build(tmp_path / "store", news)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(one.count for one in report.skipped) == lines
    assert peak < 5_000_000  # it was 300 bytes a line


def test_articles_of_lines_that_are_only_counted_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "REMEMBERED", 2)
    path = tmp_path / "news" / "a.jsonl"
    write_jsonl(path, [{"id": f"a{n}", "text": f"Text {n}."} for n in range(6)])
    run_build(tmp_path / "store", path.parent)
    write_jsonl(path, [{"id": "a0", "text": "Text 0."}, *[{}] * 5])
    report = run_build(tmp_path / "store", path.parent)
    assert (report.removed, report.kept) == (0, 5) and len(contents(tmp_path / "store")) == 6
