"""Files, pasted texts and addresses that are added: their names, what is refused, where they go."""

import re
from datetime import date
from pathlib import Path

import pytest
from adding import added

from index import Article
from index.errors import UsageError
from index.readers import Unreadable
from index.readers.titles import split_headline
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.web.articles.adding import Submission, pasted_article, read_address, upload_name


@pytest.mark.parametrize(
    "typed", ["file:///etc/passwd", "/etc/passwd", "seeds", "-", "ftp://x.example", "http://", "x"]
)
def test_only_web_addresses_are_fetched(typed: str) -> None:
    with pytest.raises(UsageError, match="not an http or https address"):
        read_address(typed)


def test_uploaded_names_are_made_harmless(tmp_path: Path) -> None:
    assert upload_name(tmp_path / "tram cost.txt") == "uploads/tram cost.txt"
    assert upload_name(tmp_path / "..\n<b>${x}.txt") == "uploads/b-x-.txt"
    assert upload_name(tmp_path / "Größe.pdf") == "uploads/Größe.pdf"
    assert len(upload_name(tmp_path / ("x" * 200 + ".jsonl.gz"))) < 140


def test_a_pasted_text_is_an_article() -> None:
    article = pasted_article("date 2023-01-01 A text.")
    assert isinstance(article, Article)
    assert re.fullmatch("pasted/[0-9a-f]{12}", article.id)
    assert (article.title, article.date, article.text) == ("A text.", date(2023, 1, 1), "A text.")
    bad = pasted_article("date 2023-02-30 A text.")
    assert isinstance(bad, Unreadable) and "does not exist" in bad.reason


@pytest.mark.parametrize(
    ("under_it", "source", "day"),
    [
        ("The Lowmarsh Echo, 3 March 2026", "The Lowmarsh Echo", date(2026, 3, 3)),
        ("Lowmarsh-Echo | March 3, 2026", "Lowmarsh-Echo", date(2026, 3, 3)),
        ("2026-03-03", None, date(2026, 3, 3)),
        ("Tuesday, 3 March 2026", None, date(2026, 3, 3)),
        ("The Echo, Tuesday, 3 March 2026", "The Echo", date(2026, 3, 3)),
        ("By Anna Holt | 3 March 2026", None, date(2026, 3, 3)),
        ("Published - 3 March 2026", None, date(2026, 3, 3)),
    ],
)
def test_the_headline_of_a_pasted_text(under_it: str, source: str | None, day: date) -> None:
    article = pasted_article(f"Bakery reopens after flood repairs\r\n{under_it}\r\n\r\nIt opened.")
    assert isinstance(article, Article)
    assert article.title == "Bakery reopens after flood repairs"
    assert (article.source, article.date, article.text) == (source, day, "It opened.")


@pytest.mark.parametrize(
    "text",
    [
        "Bakery reopens\nRadio Ostrel, on Tuesday\n\nIt opened.",  # names no day
        "Bakery reopens\nThe Echo, 31 February 2026\n\nIt opened.",  # there is none
        "The council voted on\nMonday, 3 March 2026\nthat the bridge be closed.",
        "He spoke of a fair.\nIt was on 3 March 2026\n\nNobody came.",
        "Bakery reopens\n3 March 2026",
    ],
)
def test_what_is_no_headline_stays_in_a_pasted_text(text: str) -> None:
    article = pasted_article(text)
    assert isinstance(article, Article)
    assert (article.text, article.date, article.source) == (text, None, None)


def test_metadata_of_a_pasted_text_are_no_headline() -> None:
    article = pasted_article("title: Foo\nsource: Echo - 2026-03-03\n\nIt opened.")
    assert isinstance(article, Article)
    assert (article.title, article.source) == ("Foo", "Echo - 2026-03-03")


@pytest.mark.parametrize(
    "text", ["T\n" + 400_000 * " " + "x", 300_000 * " ", 200_000 * " \n" + "x"]
)
def test_a_long_blank_text_costs_nothing(text: str) -> None:
    fields, body = split_headline(text)
    assert (fields, body) == ({}, text)


def test_articles_go_into_the_own_store_and_the_shelf_follows(tmp_path: Path) -> None:
    sample, own = tmp_path / "sample", tmp_path / "own"
    added(Submission(text="An invented tram opened in Verrany."), QASettings(store=sample))
    settings = QASettings(store=own)
    stores = OpenStores(settings, sample)
    before = stores.store()
    assert before is not None and stores.is_sample(before)
    file = tmp_path / "real.txt"
    file.write_text("A real tram opened in Lisbon.")
    broken = tmp_path / "broken.docx"
    broken.write_text("x")
    report = added(Submission(files=[file, broken], text="A pasted text."), settings)
    assert (report.added, [one.file for one in report.skipped]) == (2, ["uploads/broken.docx"])
    store = stores.store()
    assert store is not None and store.folder == own
    assert {one.id for one in stores.summaries()} >= {"uploads/real.txt"}
    assert before.counts()[0] == 1
    assert stores.article("uploads/real.txt") and not stores.article("nothing")
    [invented] = before.articles()
    assert stores.article(invented.id)  # an answer from before can still be opened


def test_nothing_offered_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Choose files"):
        added(Submission(), QASettings(store=tmp_path / "s"))
    assert not (tmp_path / "s").exists()
