"""Every kind of file that is read, and every way in which one can be broken."""

from __future__ import annotations

import gzip
import io
import json
import time
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF

from index.articles import Article
from index.errors import FetchError
from index.fetch import Fetched
from index.readers import (
    ENDINGS,
    Found,
    Result,
    Unreadable,
    decoding,
    feeds,
    jsons,
    read_feed,
    read_file,
    read_page,
    read_stream,
    read_url,
)
from index.readers.markup import plain_text
from index.readers.records import day_of_address, web_address
from index.readers.titles import first_sentence

PARAGRAPHS = [
    f"Paragraph {number} tells what the council of the town decided about the old stone bridge, "
    f"which will be closed for {number + 2} months while its arches are repaired."
    for number in range(1, 4)
]


def results_of(folder: Path, file: str, content: bytes | str) -> list[Result]:
    path = folder / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_file(path, f"news/{file}"))


def article_of(folder: Path, file: str, content: bytes | str) -> Article:
    (result,) = results_of(folder, file, content)
    assert isinstance(result, Found), result
    return result.article


def reason_of(folder: Path, file: str, content: bytes | str) -> str:
    (result,) = results_of(folder, file, content)
    assert isinstance(result, Unreadable), result
    assert result.file == f"news/{file}"
    return result.reason


def articles(results: list[Result]) -> list[Article]:
    return [result.article for result in results if isinstance(result, Found)]


def refused(results: list[Result]) -> list[tuple[int | None, str]]:
    return [(bad.line, bad.reason) for bad in results if isinstance(bad, Unreadable)]


# Any file


def test_unknown_ending_is_named(tmp_path: Path) -> None:
    assert "is none of the kinds that are read (.txt, .md" in reason_of(tmp_path, "a.rtf", b"x")


@pytest.mark.parametrize("ending", ENDINGS)
def test_empty_file(tmp_path: Path, ending: str) -> None:
    empty = gzip.compress(b"") if ending.endswith("gz") else b""
    assert reason_of(tmp_path, f"a{ending}", empty) == "is empty"


@pytest.mark.parametrize("ending", ENDINGS)
def test_missing_file(tmp_path: Path, ending: str) -> None:
    (result,) = read_file(tmp_path / f"none{ending}", "none")
    assert isinstance(result, Unreadable)
    assert "No such file" in result.reason


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("junk", [b"\x00\xff\xfe\x9d" * 999, b"{[<!---->" * 999, b"%PDF-1.7\n1 0"])
def test_junk_never_raises(tmp_path: Path, ending: str, junk: bytes) -> None:
    assert results_of(tmp_path, f"junk{ending}", junk)


def test_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding.read_bytes, "__defaults__", (1_000_000,))
    assert reason_of(tmp_path, "a.txt", "x" * 1_000_001) == "is over 1 MB"


def test_ending_in_capitals(tmp_path: Path) -> None:
    assert article_of(tmp_path, "A.TXT", "A text.").text == "A text."


# Text


@pytest.mark.parametrize(
    "opening", ["date 2023-07-28 ", "\n  DATE\t2023-07-28\n", "Date 2023-07-28\r\n\r\n"]
)
def test_seed_form(tmp_path: Path, opening: str) -> None:
    article = article_of(
        tmp_path, "a.txt", f"{opening}Envoys met on Thursday. They will meet again."
    )
    assert article == Article(
        id="news/a.txt",
        text="Envoys met on Thursday. They will meet again.",
        title="Envoys met on Thursday.",
        date=date(2023, 7, 28),
    )


def test_seed_form_alone_has_no_text(tmp_path: Path) -> None:
    assert reason_of(tmp_path, "a.txt", "date 2023-07-28") == "has no text"


def test_seed_form_with_a_day_that_is_none(tmp_path: Path) -> None:
    assert "2023-13-45" in reason_of(tmp_path, "a.txt", "date 2023-13-45 A body.")


@pytest.mark.parametrize(
    "text", ["Date palms grow here.", "date 2023-07-28, a Friday.", "Dated 2023."]
)
def test_body_that_starts_like_a_date(tmp_path: Path, text: str) -> None:
    article = article_of(tmp_path, "a.txt", text)
    assert (article.text, article.date) == (text, None)


def test_block_of_keys(tmp_path: Path) -> None:
    text = (
        "\nSource: The Daily\nTITLE: Bridge: a story\nauthors: A. Doe; B. Roe\r\ndate:2024-02-29\n"
    )
    article = article_of(
        tmp_path, "a.txt", text + "url: https://x.example/1\n\nSource: a spokesman.\n"
    )
    assert article == Article(
        id="https://x.example/1",
        text="Source: a spokesman.",
        title="Bridge: a story",
        source="The Daily",
        date=date(2024, 2, 29),
        url="https://x.example/1",
        authors=("A. Doe", "B. Roe"),
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Source: The Daily\nDate: 5 May 2024\n\nIt shut.", "It shut."),
        ("The bridge\nSource: The Daily\n**Date:** 5 May 2024\nIt shut.", "The bridge\n\nIt shut."),
        ("It shut.\n\nAuthor: A. Doe\n\nIt opened.", "It shut.\n\nIt opened."),
        ("Source: a spokesman\nDate: 2024-05-05\nIt shut.", "Source: a spokesman\n\nIt shut."),
        (
            "Date: 6 May 2024\nURL: none\nTags:\nIt shut.",
            "Date: 6 May 2024\nURL: none\nTags:\nIt shut.",
        ),
        ("The bridge\nis shut.", "The bridge\nis shut."),
        ("The bridge", "The bridge"),
    ],
)
def test_lines_that_only_repeat_a_field_are_no_text(tmp_path: Path, body: str, text: str) -> None:
    fields = "Title: The bridge\nSource: The Daily\nDate: 2024-05-05\nAuthors: A. Doe\n\n"
    article = article_of(tmp_path, "a.txt", fields + body)
    assert (article.text, article.title, article.source) == (text, "The bridge", "The Daily")


@pytest.mark.parametrize(
    "body", ["Source: The Daily\n" + "* " * 999_999 + "x", "#" * 999_999 + "x"]
)
def test_long_lines_that_may_repeat_a_field_are_read_fast(tmp_path: Path, body: str) -> None:
    began = time.process_time()
    article = article_of(tmp_path, "a.md", f"---\ntitle: '####'\n---\n{body}\nIt shut.")
    assert time.process_time() - began < 5
    assert article.text.endswith("It shut.")


def test_long_line_with_a_key_is_prose(tmp_path: Path) -> None:
    text = "Title: The story " + "of the bridge " * 50
    assert article_of(tmp_path, "a.txt", text).text == text.strip()


def test_block_alone_has_no_text(tmp_path: Path) -> None:
    assert reason_of(tmp_path, "a.txt", "Title: The story") == "has no text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_text(tmp_path: Path, encoding: str) -> None:
    assert article_of(tmp_path, "a.txt", "Café – “no”.".encode(encoding)).text == "Café – “no”."


def test_wrong_encoding_is_said(tmp_path: Path) -> None:
    reason = reason_of(tmp_path, "a.txt", "The new café".encode("latin-1"))
    assert reason == "is not UTF-8 (byte 0xe9 at position 11); save it as UTF-8"


# Titles


def test_first_sentence_is_cut_at_a_word() -> None:
    assert first_sentence("One\ntwo three. Four.") == "One two three."
    title = first_sentence("word " * 200)
    assert title.endswith("word…")
    assert len(title) <= 300
    assert first_sentence("x" * 400) == "x" * 299 + "…"


# Markdown


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    text = (
        "---\nTitle: 'Bridge: closed'\ndate: 2024-02-29 23:30:00 -05:00\nid: 42\n"
        "authors: [A. Doe, B. Roe]\ntags: {a: [1]}\nurl: https://x.example/1\n---\n"
        "# A heading\n\nSome *text*.\n"
    )
    assert article_of(tmp_path, "a.md", text) == Article(
        id="42",
        text="# A heading\n\nSome *text*.",
        title="Bridge: closed",
        date=date(2024, 2, 29),
        url="https://x.example/1",
        authors=("A. Doe", "B. Roe"),
    )


def test_markdown_heading_is_the_title(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.md", "\n# The *old* bridge #\nIt is closed.")
    assert article.title == "The *old* bridge"
    assert article.text.startswith("# The *old* bridge #\n")


@pytest.mark.parametrize(
    "text", ["---\nNo end of it.", "---\nProse: no\n\nmatter", "---\nProse.\n---\nMore."]
)
def test_markdown_that_merely_has_rules(tmp_path: Path, text: str) -> None:
    assert article_of(tmp_path, "a.md", text).text == text


def test_markdown_with_empty_front_matter(tmp_path: Path) -> None:
    assert article_of(tmp_path, "a.md", "---\n---\nA text.").text == "A text."


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("title: [", "has front matter that is not YAML"),
        ("date: 2024-13-01", "has the date '2024-13-01', which does not exist"),
        ("date: soon", "has the date 'soon'"),
        ("title: {a: 1}", 'has a field "title" that is not text'),
        ("x: *y", "has front matter that is not YAML"),
        (r'title: "\UFFFFFFFF"', "has front matter that is not YAML"),
        ("date: !!timestamp foo", "has the date 'foo'"),
        ("id: " + "9" * 5_000, "has an id of 5,000 characters"),
        ("k: v\n" * 200_000, "has front matter of over 100,000 characters"),
        ("x: " + "[" * 5_000, "has front matter that is not YAML"),
    ],
)
def test_broken_front_matter(tmp_path: Path, matter: str, reason: str) -> None:
    assert reason in reason_of(tmp_path, "a.md", f"---\n{matter}\n---\nA text.")


@pytest.mark.parametrize(
    ("matter", "title"),
    [
        ("title: !!bool foo", "foo"),
        ("title: !!float foo", "foo"),
        ("title: !!int ''\nurl: !!int ''", "A text."),
        ("title: !!python/object/apply:os.getcwd", "A text."),
        ("x: !!python/object/apply:os.getcwd []", "A text."),
        ("title: 0x" + "F" * 5_000, "0x" + "F" * 297 + "…"),
        ("title: " + "1:" * 20_000 + "1", "1:" * 149 + "1…"),
        ("title: 007", "007"),
        ("title: true", "true"),
        ("title: Nils", "Nils"),
        ("title: ~", "A text."),
        ("title: null", "A text."),
        ("title:", "A text."),
        ("title: '~'", "~"),
    ],
)
def test_values_of_front_matter_are_the_text_that_stands_there(
    tmp_path: Path, matter: str, title: str
) -> None:
    assert article_of(tmp_path, "a.md", f"---\n{matter}\n---\nA text.").title == title


def test_a_day_of_front_matter_may_be_short(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.md", "---\ndate: 2024-2-9 10:00:00\n---\nA text.")
    assert article.date == date(2024, 2, 9)


# Pages


def page(head: str = "", body: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><head><title>Old bridge closed</title>{head}</head><body><nav><a href='/'>Home</a>"
        f"</nav><article><h1>Old bridge closed</h1>{text}{body}</article></body></html>"
    )


HEAD = (
    '<meta property="og:site_name" content="The Daily"><meta name="author" content="Jane Doe">'
    '<link rel="canonical" href="https://daily.example/a/1">'
    '<meta property="article:published_time" content="2024-03-05T23:30:00-05:00">'
    '<meta property="article:modified_time" content="2024-06-01T10:00:00-05:00">'
    "<script>var hidden = 'SCRIPTED'</script><style>.STYLED {}</style>"
)


def test_page(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.html", page(HEAD, "<script>SCRIPTED()</script>"))
    assert article == Article(
        id="https://daily.example/a/1",
        text="\n\n".join(["Old bridge closed", *PARAGRAPHS]),
        title="Old bridge closed",
        source="The Daily",
        date=date(2024, 3, 5),
        url="https://daily.example/a/1",
        authors=("Jane Doe",),
    )


def test_page_without_metadata(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.htm", page())
    assert (article.id, article.url, article.date) == ("news/a.htm", None, None)


def test_page_never_keeps_a_script_as_its_url(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert article_of(tmp_path, "a.html", page(head)).url is None


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("windows-1251", "Старый мост закрыт"),
        ("iso-8859-1", "Le café d’été"),
        ("latin1", "Le café d’été"),
        ("shift_jis", "古い橋"),
    ],
)
def test_page_in_a_declared_encoding(tmp_path: Path, encoding: str, words: str) -> None:
    content = page(f'<meta charset="{encoding}">', f"<p>{words}, {PARAGRAPHS[0]}</p>")
    codec = "cp1252" if encoding in ("iso-8859-1", "latin1") else encoding
    assert words in article_of(tmp_path, "a.html", content.encode(codec)).text


def test_page_in_the_encoding_of_the_server() -> None:
    content = page(body=f"<p>Старый мост, {PARAGRAPHS[0]}</p>").encode("windows-1251")
    (result,) = read_page(content, "https://x.example/1", "x", "windows-1251")
    assert isinstance(result, Found)
    assert "Старый мост" in result.article.text


@pytest.mark.parametrize("html", ["<html><body></body></html>", "   ", "<script>x</script>", "<p>"])
def test_page_without_text(tmp_path: Path, html: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert reason_of(tmp_path, "a.html", html) == "has no article text that could be found"
    assert capfd.readouterr() == ("", "")


def test_page_nested_very_deeply(tmp_path: Path) -> None:
    assert results_of(tmp_path, "a.html", "<html>" + "<div>" * 50_000 + PARAGRAPHS[0])


ATTRIBUTES = " ".join(f'a{number}="x"' for number in range(16_000))
HIDDEN = "<b hidden>Secret.</b> Told. " * 8_000


@pytest.mark.parametrize(
    ("part", "told"),
    [(f"<p {ATTRIBUTES}>Told.</p>", 1), (f"<p>{HIDDEN}</p>", 8_000)],
    ids=["attributes of one tag", "hidden elements"],
)
def test_page_that_is_small_and_has_much_to_parse(tmp_path: Path, part: str, told: int) -> None:
    page = "<html><body><h1>Bridge</h1>{}<p>" + "</p><p>".join(PARAGRAPHS) + "</p></body></html>"
    article_of(tmp_path, "before.html", page.format(""))  # what is loaded once is loaded
    began = time.process_time()
    text = article_of(tmp_path, "a.html", page.format(part)).text
    assert time.process_time() - began < 8  # it takes about one
    assert text.count("Told.") == told and "Secret" not in text
    began = time.process_time()
    text = plain_text(part)  # as of an entry of a feed, a mail or a chapter
    assert time.process_time() - began < 8
    assert text.count("Told.") == told and "Secret" not in text


# PDF


def pdf(
    *pages: str, title: str = "", password: str = "", when: str = "", publisher: str = ""
) -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=10)
    if title:
        document.set_title(title)
    if password:
        document.set_encryption(owner_password="owner", user_password=password)
    if publisher:
        document.set_xmp_metadata(publisher)
    document.set_creation_date(__import__("datetime").datetime.fromisoformat(when or "2024-01-02"))
    for text in pages:
        document.add_page()
        document.multi_cell(0, text=text)
    return bytes(document.output())


def test_pdf(tmp_path: Path) -> None:
    data = pdf("First page, with an inter-\nesting line.", "Second page.", title="The report")
    article = article_of(tmp_path, "a.pdf", data)
    assert article.text == "First page, with an inter-\nesting line.\n\nSecond page."
    assert (article.title, article.date) == ("The report", date(2024, 1, 2))


XMP = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:publisher><rdf:Bag>{}</rdf:Bag>'
    "</dc:publisher></rdf:Description></rdf:RDF>"
)


@pytest.mark.parametrize(
    ("xmp", "source"),
    [
        (XMP.format("<rdf:li>Heritage Office</rdf:li>"), "Heritage Office"),
        (XMP.format("<rdf:li>Office</rdf:li><rdf:li>Press</rdf:li>"), "Office, Press"),
        (XMP.format(""), None),
        ("<broken", None),
    ],
)
def test_pdf_with_a_publisher(tmp_path: Path, xmp: str, source: str | None) -> None:
    article = article_of(tmp_path, "a.pdf", pdf("Envoys met.", publisher=xmp))
    assert (article.text, article.source) == ("Envoys met.", source)


def test_pdf_with_the_opening_of_a_text(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.pdf", pdf("date 2023-07-28\nEnvoys met. They talked."))
    assert (article.text, article.date) == ("Envoys met. They talked.", date(2023, 7, 28))


@pytest.mark.parametrize("title", ["Microsoft Word - draft 3", "untitled", "report.docx", ""])
def test_pdf_with_a_title_that_says_nothing(tmp_path: Path, title: str) -> None:
    assert (
        article_of(tmp_path, "a.pdf", pdf("Envoys met. Yes.", title=title)).title == "Envoys met."
    )


def test_pdf_with_a_password(tmp_path: Path) -> None:
    data = pdf("Hidden.", password="secret")
    assert reason_of(tmp_path, "a.pdf", data) == "is encrypted with a password"


def test_pdf_without_text(tmp_path: Path) -> None:
    assert reason_of(tmp_path, "a.pdf", pdf("")).startswith("has no text")


@pytest.mark.parametrize("cut", [20, 400, 700])
def test_damaged_pdf(tmp_path: Path, cut: int, capfd: pytest.CaptureFixture[str]) -> None:
    reason_of(tmp_path, "a.pdf", pdf("A page.")[:cut])
    assert capfd.readouterr() == ("", "")


# JSON


def test_jsonl(tmp_path: Path) -> None:
    lines = [
        {
            "id": " a1 ",
            "text": "One.",
            "title": "T",
            "source": "S",
            "date": "2024-01-02T23:00:00-05:00",
        },
        {"id": 7, "text": "Two.", "authors": ["A. Doe", " "], "more": [1]},
        {"url": "https://x.example/3", "text": "Three.", "authors": "A. Doe, B. Roe"},
        {"id": "", "url": "javascript:alert(1)", "text": "Four.", "title": None, "date": ""},
    ]
    content = "\ufeff" + "\r\n\n".join(map(json.dumps, lines))
    found = results_of(tmp_path, "a.jsonl", content)
    assert [result.line for result in found] == [1, 3, 5, 7]
    assert articles(found) == [
        Article("a1", "One.", "T", "S", date(2024, 1, 2)),
        Article("7", "Two.", "Two.", authors=("A. Doe",)),
        Article(
            "https://x.example/3",
            "Three.",
            "Three.",
            url="https://x.example/3",
            authors=("A. Doe", "B. Roe"),
        ),
        Article("news/a.jsonl#7", "Four.", "Four."),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "x", "text": ', "line is not JSON: Expecting value at column 20"),
        (b"[1]", "is not an object with fields"),
        (b"[" * 100_000, "line is not JSON that can be read"),
        (b'{"text": "caf\xe9"}', "is not UTF-8 (byte 0xe9 at position 13)"),
        (b'{"id": "x"}', 'has no field "text"'),
        (b'{"text": " \\n"}', "has no text"),
        (b'{"text": null}', "has no text"),
        (b'{"text": ["a"]}', 'has a field "text" that is not text'),
        (b'{"text": "\\ud800"}', "lone surrogate"),
        (b'{"text": "a", "date": "2024-02-30"}', "does not exist"),
        (b'{"text": "a", "date": "soon"}', "has the date 'soon'"),
        (b'{"text": "a", "id": true}', 'has a field "id" that is not text'),
        (b'{"text": "a", "id": "b\\nc"}', "has an id with a line break"),
        (b'{"text": "a", "id": "' + b"b" * 2_001 + b'"}', "has an id of 2,001 characters"),
        (b'{"text": "a", "authors": [{}]}', 'has a field "authors" that is not a list of names'),
        (b'{"text": "a", "authors": 5}', 'has a field "authors" that is not a list of names'),
    ],
)
def test_broken_line_does_not_stop_the_rest(tmp_path: Path, line: bytes, reason: str) -> None:
    content = b'{"id": "before", "text": "a"}\n' + line + b'\n{"id": "after", "text": "b"}'
    before, broken, after = results_of(tmp_path, "a.jsonl", content)
    assert [article.id for article in articles([before, after])] == ["before", "after"]
    assert isinstance(broken, Unreadable)
    assert broken.line == 2
    assert reason in broken.reason
    assert len(broken.raw) <= 2_000


def test_raw_names_the_id_even_behind_a_long_text(tmp_path: Path) -> None:
    record = {"text": "long " * 9_999, "date": "soon", "id": "known"}
    (result,) = results_of(tmp_path, "a.jsonl", json.dumps(record))
    assert isinstance(result, Unreadable)
    assert result.raw.startswith("known\n")


def test_line_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsons, "MAX_LINE_BYTES", 1_000_000)
    content = json.dumps({"text": "x" * 3_500_000}) + '\n{"text": "a"}\n'
    found = results_of(tmp_path, "a.jsonl.gz", gzip.compress(content.encode()))
    assert refused(found) == [(1, "line is over 1 MB")]
    assert articles(found)[0].id == "news/a.jsonl.gz#2"


def test_gzip_that_is_cut_off(tmp_path: Path) -> None:
    lines = "".join(f'{{"text": "{number} {hash(str(number))}"}}\n' for number in range(3_000))
    found = results_of(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode())[:-5_000])
    assert 100 < len(articles(found)) < 3_000
    assert isinstance(found[-1], Unreadable)
    assert found[-1].line is None
    assert "cannot be read past line" in found[-1].reason
    assert len(refused(found)) <= 2


def test_gzip_that_is_none(tmp_path: Path) -> None:
    assert "Not a gzipped file" in reason_of(tmp_path, "a.jsonl.gz", b'{"text": "a"}')


def test_stream_is_read_line_by_line() -> None:
    lines = io.BytesIO(b'{"text": "a"}\n{"text": "b"}\n')
    results = read_stream(lines, "-")
    first = next(results)
    assert isinstance(first, Found)
    assert first.article.id == "-#1"
    assert lines.tell() == len(b'{"text": "a"}\n')
    assert len(list(results)) == 1
    assert refused(list(read_stream(io.BytesIO(b"\n \n"), "-"))) == [(None, "is empty")]


def test_json_list_and_object(tmp_path: Path) -> None:
    found = results_of(
        tmp_path, "a.json", '[{"text": "a"}, {"id": "x"}, 5, {"id": "b", "text": "b"}]'
    )
    assert [(article.id, article.text) for article in articles(found)] == [
        ("news/a.json#1", "a"),
        ("b", "b"),
    ]
    assert refused(found) == [(2, 'has no field "text"'), (3, "is not an object with fields")]
    assert article_of(tmp_path, "b.json", '{"text": "a"}').id == "news/b.json"


@pytest.mark.parametrize("content", ["[]", "{}", '"text"', "5"])
def test_json_without_articles(tmp_path: Path, content: str) -> None:
    assert reason_of(tmp_path, "a.json", content).startswith("holds no articles")


def test_json_that_is_none(tmp_path: Path) -> None:
    assert reason_of(tmp_path, "a.json", "[\n{]") == (
        "is not JSON: Expecting property name enclosed in double quotes at line 2 column 2"
    )


# CSV


def test_csv(tmp_path: Path) -> None:
    content = '\ufeffID,Text,date,authors\na,"One, two\n\nthree",2024-01-02,A; B\n\n,F\0our,,\nc\n'
    found = results_of(tmp_path, "a.csv", content)
    assert articles(found) == [
        Article("a", "One, two\n\nthree", "One, two", date=date(2024, 1, 2), authors=("A", "B")),
        Article("news/a.csv#3", "Four", "Four"),
    ]
    assert refused(found) == [(7, 'has no field "text"')]


def test_a_text_of_nothing_to_see_is_none(tmp_path: Path) -> None:
    found = results_of(tmp_path, "a.jsonl", '{"text": "\\u200b\\u00ad \\u2060"}\n')
    assert refused(found) == [(1, "has no text")]


def test_csv_rows_that_are_broken(tmp_path: Path) -> None:
    content = b"id,text\na,one, two\nb,caf\xe9\nc,good\n"
    found = results_of(tmp_path, "a.csv", content)
    assert refused(found) == [
        (2, "has 3 cells under 2 columns; quote a cell with commas in it"),
        (3, "is not UTF-8 (byte 0xe9); save the file as UTF-8"),
    ]
    assert [article.id for article in articles(found)] == ["c"]


def test_csv_with_a_large_cell_and_one_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.tables.MAX_FIELD", 300_000)
    content = f"text\n{'x' * 200_000}\n{'y' * 400_000}\nz\n"
    found = results_of(tmp_path, "a.csv", content)
    assert [len(article.text) for article in articles(found)] == [200_000, 1]
    assert [line for line, _ in refused(found)] == [None]
    assert "from line 3 on: field larger than field limit" in refused(found)[0][1]


def test_csv_with_a_quote_that_never_closes(tmp_path: Path) -> None:
    found = results_of(tmp_path, "a.csv", 'id,text\na,good\nb,"bad\nc,good\n')
    assert [article.id for article in articles(found)] == ["a"]
    assert refused(found) == [(None, "is not CSV from line 3 on: unexpected end of data")]


def test_csv_without_the_column(tmp_path: Path) -> None:
    reason = reason_of(tmp_path, "a.csv", "id,body\na,b\n")
    assert reason == 'has no column "text"; its columns are: id, body'
    assert "below its header" in reason_of(tmp_path, "b.csv", "id,text\n")


def test_csv_in_utf16(tmp_path: Path) -> None:
    assert article_of(tmp_path, "a.csv", "text\nCafé\n".encode("utf-16")).text == "Café"


# Feeds

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News &amp;amp; Views</title>
<item><guid isPermaLink="false">g1</guid><title>R&amp;amp;D &lt;b&gt;café&lt;/b&gt;</title>
<link>https://x.example/1</link><dc:creator>Jane Doe</dc:creator>
<pubDate>Thu, 01 Jan 2026 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>AT&amp;T said
no.</p><p>It &ldquo;waits&rdquo;.</p><script>SCRIPTED()</script>]]></content:encoded></item>
<item><link>https://x.example/2</link><description>AT&amp;amp;T only.</description></item>
<item><link>javascript:alert(1)</link><title>No text</title></item>
<item><link>javascript:alert(1)</link><description>Odd.</description><pubDate>soon</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom news</title><entry>
<id>tag:x.example,2026:1</id><title>One</title><link href="https://x.example/1"/>
<updated>2026-01-02T01:30:00+02:00</updated><author><name>A. Doe</name></author>
<content type="html">&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_rss(tmp_path: Path, encoding: str) -> None:
    found = results_of(tmp_path, "a.xml", RSS.format(encoding=encoding).encode(encoding))
    first, second, last = articles(found)
    assert first == Article(
        id="g1",
        text="AT&T said no.\n\nIt “waits”.",
        title="R&D café",
        source="News & Views",
        date=date(2026, 1, 1),
        url="https://x.example/1",
        authors=("Jane Doe",),
    )
    assert (second.id, second.text, second.title) == ("https://x.example/2",) + ("AT&T only.",) * 2
    assert (last.id, last.url, last.date) == ("news/a.xml#4", None, None)
    assert refused(found) == [(3, "has no text")]


def test_atom() -> None:
    (result,) = read_feed(ATOM.encode(), "https://x.example/feed")
    assert isinstance(result, Found)
    assert result.line == 1
    assert result.article == Article(
        id="tag:x.example,2026:1",
        text="a\n\nb",
        title="One",
        source="Atom news",
        date=date(2026, 1, 2),
        url="https://x.example/1",
        authors=("A. Doe",),
    )


def test_rdf(tmp_path: Path) -> None:
    content = (
        '<!-- c --><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><item rdf:about="https://x.example/1">'
        "<link>https://x.example/1</link><description>One.</description></item></rdf:RDF>"
    )
    assert article_of(tmp_path, "a.xml", content).text == "One."


def test_feed_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    content = RSS.format(encoding="utf-8")
    found = results_of(tmp_path, "a.xml", content[: content.index(" only.</description>")])
    assert [article.id for article in articles(found)] == ["g1"]
    assert refused(found) == [(None, "is cut off after entry 1")]


@pytest.mark.parametrize("gone", [1, 2, 4])
def test_feed_whose_entries_do_not_end_is_damaged(tmp_path: Path, gone: int) -> None:
    content = RSS.format(encoding="utf-8").replace("</item>", "", gone)
    found = results_of(tmp_path, "a.xml", content)
    assert refused(found)[-1] == (
        None,
        f"is a damaged feed: 4 entries begin in it, {4 - gone} end",
    )


def test_feed_whose_entries_speak_of_tags_is_whole(tmp_path: Path) -> None:
    said = "<![CDATA[An <item> and </entry>]]><!-- <item> --> and &lt;item&gt;"
    content = RSS.format(encoding="utf-8").replace("Short.", said).replace("no.</p>", "<item></p>")
    assert refused(results_of(tmp_path, "a.xml", content)) == [(3, "has no text")]


@pytest.mark.parametrize("mark", ["<!--", "<![CDATA[", "<item ", "<![CDATA[]]>", "<item></item>"])
def test_tags_of_a_feed_are_counted_in_linear_time(mark: str) -> None:
    began = time.process_time()
    feeds._count_entries(mark * 200_000)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "content", ["<urlset/>", "<html><rss></rss></html>", "a text", "<?" * 9_999]
)
def test_xml_that_is_no_feed(tmp_path: Path, content: str) -> None:
    assert reason_of(tmp_path, "a.xml", content) == "is not an RSS or Atom feed"


def test_feed_without_entries(tmp_path: Path) -> None:
    assert reason_of(tmp_path, "a.xml", "<rss><channel/></rss>") == "has no entries"
    assert "damaged" in reason_of(tmp_path, "b.xml", "<rss><channel>")


@pytest.mark.parametrize("break_", ["\n", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_bomb_ends_at_once(tmp_path: Path, break_: str, encoding: str) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'{break_}<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    head = f'<?xml version="1.0"?>{break_}<!DOCTYPE rss [{entities}]>{break_}'
    feed = head + "<rss><channel><item><description>&a11;</description></item></channel></rss>"
    start = time.monotonic()
    assert "declares entities" in reason_of(tmp_path, "a.xml", feed.encode(encoding))
    assert time.monotonic() - start < 30


def test_feed_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    external = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    feed = f"{external}<rss><channel><item><description>&x;</description></item></channel></rss>"
    assert "SECRET" not in str(results_of(tmp_path, "a.xml", feed))
    assert refused(list(read_feed(str(tmp_path / "secret").encode(), "x")))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b <i>c</i>d", "a\nb cd"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\n\nb\n\nc"),
        ("<p>a<!-- no -->b<style>no</style>c</p></div>d", "abc\n\nd"),
        ("caf&eacute; &amp; 5 &lt; 6", "café & 5 < 6"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("<", "<"),
        ("<p>", ""),
    ],
)
def test_plain_text(tmp_path: Path, markup: str, text: str) -> None:
    assert plain_text(markup).replace("\n\n\n\n", "\n\n") == text


# Addresses


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (" https://x.example/a?b=1 ", "https://x.example/a?b=1"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("javascript:alert(1)", None),
        ("https://x.example/a b", None),
        ("https://[x", None),
        ("https://", None),
        ("/relative", None),
        ("https://x.example/" + "a" * 2_000, None),
        (["https://x.example"], None),
        (None, None),
    ],
)
def test_web_address(value: object, kept: str | None) -> None:
    assert web_address(value) == kept


def read_reply(body: bytes, content_type: str) -> Result:
    url = "https://x.example/1"
    (result,) = read_url(url, lambda _: Fetched(url, content_type, body))
    return result


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (page(HEAD).encode(), "text/html; charset=utf-8", "Old bridge closed"),
        (pdf("From a PDF."), "application/pdf", "From a PDF."),
        ("date 2024-01-02 Café.".encode("latin-1"), "text/plain; charset=ISO-8859-1", "Café."),
    ],
)
def test_address_of_one_article(body: bytes, content_type: str, text: str) -> None:
    result = read_reply(body, content_type)
    assert isinstance(result, Found)
    assert result.article.text.startswith(text)
    assert (result.article.id, result.article.url) == ("https://x.example/1",) * 2


def test_address_of_a_feed() -> None:
    result = read_reply(ATOM.encode(), "text/html")
    assert isinstance(result, Found)
    assert result.article.id == "tag:x.example,2026:1"


def test_address_without_an_article() -> None:
    assert isinstance(read_reply(b"", "text/html"), Unreadable)


def test_address_that_cannot_be_fetched() -> None:
    def get(url: str) -> Fetched:
        raise FetchError("answered 404")

    (result,) = read_url("https://x.example/1", get)
    assert result == Unreadable("https://x.example/1", None, "answered 404")


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://x.example/2024/09/26/mill", "2024-09-26"),
        ("https://x.example/world/2024/sep/26/mill", "2024-09-26"),
        ("https://x.example/world/2024/September/6", "2024-09-06"),
        ("https://x.example/2024-9-6/mill", "2024-09-06"),
        ("https://x.example/2024/13/45/x/2024/02/03/", "2024-02-03"),
        ("https://x.example/2024/09/mill", None),
        ("https://x.example/2024/09/261/mill", None),
        ("https://x.example/2024/mill/26/", None),
        ("https://x.example/1024/09/26/", None),
        ("https://x.example/?a=/2024/09/26/", None),
    ],
)
def test_a_day_in_the_path_of_an_address(address: str, day: str | None) -> None:
    assert day_of_address(address) == day
    text = Fetched(address, "text/plain", b"The mill burned down.")
    (found,) = read_url(address, lambda url: text)
    assert isinstance(found, Found) and str(found.article.date) == str(day)
    dated = Fetched(address, "text/plain", b"date 2020-01-01 The mill burned down.")
    (found,) = read_url(address, lambda url: dated)
    assert isinstance(found, Found) and found.article.date == date(2020, 1, 1)


def test_a_page_takes_its_day_from_its_address_only_where_it_has_none() -> None:
    text = "".join(f"<p>The mill burned down on Monday, report {n} says.</p>" for n in range(9))
    address = "https://x.example/2024/sep/26/mill"
    for head, day in (
        ("", "2024-09-26"),
        ('<meta name="date" content="2020-01-01">', "2020-01-01"),
    ):
        page = f"<html><head>{head}<title>M</title></head><body><article>{text}".encode()
        (found,) = read_page(page, address, address)
        assert isinstance(found, Found) and str(found.article.date) == day


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_jsonl_in_utf16(tmp_path: Path, order: str) -> None:
    lines = [json.dumps({"text": f"Café {n}, ਊ."}, ensure_ascii=False) for n in (1, 2)]
    content = "\ufeff" + "\r\n".join([lines[0], "{broken", lines[1], ""])
    found = results_of(tmp_path, "a.jsonl", content.encode(order))
    assert [one.text for one in articles(found)] == ["Café 1, ਊ.", "Café 2, ਊ."]
    assert [(one.line, one.reason[:16]) for one in found if isinstance(one, Unreadable)] == [
        (2, "line is not JSON")
    ]
    cut = results_of(tmp_path, "b.jsonl", content.encode(order)[:-5])
    assert [one.text for one in articles(cut)] == ["Café 1, ਊ."]


def test_mail_that_declares_less_than_it_holds(tmp_path: Path) -> None:
    head = b"From: a@b.example\nSubject: Bridge\nContent-Type: text/plain; charset=%s\n\n"
    body = "“It’s done” – he said… and left.".encode("cp1252")
    for charset in (b"iso-8859-1", b"latin1", b"us-ascii"):
        assert article_of(tmp_path, "a.eml", head % charset + body).text == (
            "“It’s done” – he said… and left."
        )
