"""Articles written as JSONL are read back as they are stored."""

import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest
from fakes import contents, opened, run_build, write_jsonl
from hypothesis import given
from hypothesis import strategies as st

from index import Article
from index.errors import ReadError, UsageError
from index.export import ExportReport, export, export_file
from index.readers import Found, read_stream
from index.readers.records import read_record

FULL = Article(
    "https://example.org/a?b=1&c=ü",
    "First line.\nSecond line, with “quotes”, 🎈 and a \\ stroke.\n\nLast.",
    "A title",
    "The Post",
    date(2024, 2, 29),
    "https://example.org/a",
    ("Ada Poe", "Poe, Ben; and others"),
)


def quiet(stage: str, done: int, total: int | None) -> None:
    return None


def exported(store: Path) -> tuple[bytes, ExportReport]:
    file = io.BytesIO()
    with opened(store) as one:
        report = export(one, file, quiet)
    return file.getvalue(), report


def test_a_store_goes_round_without_loss(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("date 2026-01-02\nMayor Ada Poe opened the bridge.")
    (news / "b.md").write_text("---\ntitle: T\nauthors: [A, B]\nsource: S\n---\nIt rained.\n\nOn.")
    write_jsonl(news / "c.jsonl", [{"id": "", "text": "No id."}, {"id": 7, "text": "An id."}])
    run_build(tmp_path / "store", news, articles=[FULL])
    content, report = exported(tmp_path / "store")
    assert (report.articles, report.differing) == (5, [])

    file = tmp_path / "all.jsonl.gz"
    with opened(tmp_path / "store") as one, export_file(file) as new:
        export(one, new, quiet)
    assert gzip.decompress(file.read_bytes()) == content
    assert not run_build(tmp_path / "again", file).skipped
    assert contents(tmp_path / "again") == contents(tmp_path / "store")
    with opened(tmp_path / "again") as one:
        assert one.article(FULL.id).text == FULL.text  # not made anew of anything
    assert exported(tmp_path / "again")[0] != b"" and set(content.splitlines()) == set(
        exported(tmp_path / "again")[0].splitlines()
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    fields=st.fixed_dictionaries(
        {"text": TEXTS},
        optional={
            "id": TEXTS,
            "title": TEXTS,
            "source": TEXTS,
            "url": st.just("https://a.example/ä") | TEXTS,
            "date": st.dates().map(str),
            "authors": st.lists(TEXTS, max_size=3),
        },
    )
)
def test_whatever_was_read_is_read_back(fields: dict[str, object]) -> None:
    try:
        article = read_record(fields, "folder/file.txt")
    except ReadError:
        return

    class OneArticle:
        def counts(self) -> tuple[int, int]:
            return 1, 1

        def whole_articles(self) -> list[Article]:
            return [article]

    file = io.BytesIO()
    assert export(OneArticle(), file, quiet) == ExportReport(1, [])  # type: ignore[arg-type]
    assert list(read_stream(io.BytesIO(file.getvalue()), "x")) == [Found(article, 1)]


def test_what_would_be_read_otherwise_is_named(tmp_path: Path) -> None:
    """An article that came past the readers, in a form that they would not make."""
    odd = Article("odd", "Two  blanks.\r\nA return.", "Odd")
    run_build(tmp_path / "store", articles=[odd, FULL])
    content, report = exported(tmp_path / "store")
    assert report == ExportReport(2, ["odd"])
    assert [json.loads(line)["id"] for line in content.splitlines()] == ["odd", FULL.id]


def test_an_export_sees_one_moment(tmp_path: Path) -> None:
    """A build that ends meanwhile does not show in it, nor does it wait."""
    store = tmp_path / "store"
    run_build(store, articles=[Article(f"a{n}", f"Text {n}.", "T") for n in range(3)])
    with opened(store) as one:
        reading = one.whole_articles()
        first = next(reading)
        run_build(store, articles=[Article("a1", "Changed.", "T"), Article("new", "New.", "T")])
        assert [first.text, *(rest.text for rest in reading)] == ["Text 0.", "Text 1.", "Text 2."]
        assert one.article("a1").text == "Changed."


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a", "a.gz"])
def test_an_ending_that_would_not_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"\.jsonl"), export_file(tmp_path / name):
        pass


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_nothing_is_written_over_and_nothing_left_half_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(KeyboardInterrupt), export_file(path) as file:
        file.write(b"{}\n" * 10_000)
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"mine")
    with pytest.raises(UsageError, match="exists"), export_file(path):
        pass
    assert path.read_bytes() == b"mine"
    with pytest.raises(UsageError, match="cannot be written"), export_file(tmp_path / "no" / name):
        pass
