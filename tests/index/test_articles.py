"""The stored form of a text, and dates."""

from datetime import date

import pytest

from index.articles import Article, normalise, one_line, parse_day
from index.errors import ReadError


def test_stored_form() -> None:
    raw = "\ufeffA  b\t c \r\nd\u00a0e\r\n \r\n\r\nf\u2029g\x00  "
    assert normalise(raw) == "A b c\nd e\n\nf\ng"


def test_letters_marks_and_words_stay() -> None:
    text = "Xie Zhenhua , and “his” US—counterpart… naïve ﬁ № 5 ½ 😀"
    assert normalise(text) == text
    assert normalise("e\u0301") == "é"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ReadError, match="surrogate"):
        normalise("a\ud800b")


def test_one_line() -> None:
    assert one_line(" a\n\nb \n c ") == "a b c"
    assert one_line("  ") is None and one_line(None) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-02", date(2026, 1, 2)),
        ("2026-01-02T23:30:00-05:00", date(2026, 1, 2)),
        ("2 January 2026", date(2026, 1, 2)),
        ("Jan. 2, 2026", date(2026, 1, 2)),
        ("Thu, 01 Jan 2026 23:30:00 -0500", date(2026, 1, 1)),
        ("20260102", date(2026, 1, 2)),
        ("20260102T101500Z", date(2026, 1, 2)),
        ("2026-01-02+01:00", date(2026, 1, 2)),
        ("02/02/2026", date(2026, 2, 2)),
    ],
)
def test_days(written: str, day: date) -> None:
    assert parse_day(written) == day


@pytest.mark.parametrize(
    "written",
    [
        *("2026-13-01", "2026-02-30", "yesterday", "May 2026", "01/02/2026", "1700000000", "x"),
        *("Wed, 01/02/2023", "01 / 02 / 2023", "01 02 2023", "01,02,2023", "on 01/02/2023"),
        *("12:00 01/02/2023", "01–02–2023", "12 2023 10", "-2023-03-05", "-0001-01-01", "20261301"),
        *("2023-07-10xyz", "2023-07-10/2023-07-12", "2023-0710"),
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ReadError):
        parse_day(written)


def test_any_change_changes_the_hash() -> None:
    article = Article(
        "a", "It cost 5 crowns.", "T", "S", date(2026, 1, 1), "http://x.example", ("N",)
    )
    others = [
        Article("a", "It cost 6 crowns.", "T", "S", date(2026, 1, 1), "http://x.example", ("N",)),
        Article("a", "It cost 5 crowns.", "T2", "S", date(2026, 1, 1), "http://x.example", ("N",)),
        Article("a", "It cost 5 crowns.", "T", None, date(2026, 1, 1), "http://x.example", ("N",)),
        Article("a", "It cost 5 crowns.", "T", "S", date(2026, 1, 2), "http://x.example", ("N",)),
        Article("a", "It cost 5 crowns.", "T", "S", date(2026, 1, 1), None, ("N",)),
        Article("a", "It cost 5 crowns.", "T", "S", date(2026, 1, 1), "http://x.example", ()),
    ]
    assert article.content_hash not in {other.content_hash for other in others}
    assert (
        Article(
            "b",
            *[getattr(article, n) for n in ("text", "title", "source", "date", "url", "authors")],
        ).content_hash
        == article.content_hash
    )
