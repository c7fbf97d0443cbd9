"""Runs of combining marks, to sort which takes a time that grows with their square."""

import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from index.articles import normalise, one_line
from index.errors import ReadError
from index.marks import MAX_MARKS, has_long_run
from index.readers import Unreadable, read_file

MANY = "\u0301\u0323" * 150_000


@pytest.mark.parametrize("between", ["", "\ufeff", "\x00"])
@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73\u0f71", "\u0344\u0316"])
def test_a_long_run_is_refused_before_it_is_normalised(marks: str, between: str) -> None:
    text = "News. a" + between.join(marks * 150_000)
    began = time.process_time()
    with pytest.raises(ReadError, match="accents"):
        normalise(text)
    assert time.process_time() - began < 5  # it took minutes


def test_also_in_a_file_and_in_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"News. a{MANY}", encoding="utf-8")
    (result,) = read_file(path, "a")
    assert isinstance(result, Unreadable) and "accents" in result.reason
    with pytest.raises(ReadError, match="accents"):
        one_line(f"a{MANY}")


@pytest.mark.parametrize(
    "text",
    [
        "नमस्ते दुनिया, क्षत्रिय",
        "שָׁלוֹם בְּרֵאשִׁית",
        "Tiếng Việt",
        "་" * 1000,
        "“”—…" * 1000,
        "a" + "\u0301" * MAX_MARKS,
        "a\u0301" * 1000,
        "👨‍👩‍👧‍👦" * 1000,
    ],
)
def test_what_people_write_is_taken(text: str) -> None:
    assert not has_long_run(text) and normalise(text)


def test_every_mark_of_unicode_is_seen() -> None:
    perhaps = re.compile(r"[^\w\s\x00-\u02ff]")
    marks = [
        sign
        for sign in map(chr, range(sys.maxunicode + 1))
        if all(map(unicodedata.combining, unicodedata.normalize("NFD", sign)))
    ]
    assert len(marks) > 900 and all(map(perhaps.match, marks))
