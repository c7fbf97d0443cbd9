"""Word processor files, books, mail and archives of them: what is read, and what is refused."""

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from documents import W, docx, epub, odt, paragraph, zip_of
from fakes import contents, run_build

from index.articles import Article
from index.readers import Found, Result, Unreadable, archives, mail, read_file, zips
from index.readers.apart import ReadingProcess
from index.readers.limits import Limits

TEXT = "The mill burned down on Monday. Nobody was hurt."


def results_of(folder: Path, name: str, content: bytes | str) -> list[Result]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_file(path, f"news/{name}"))


def article_of(folder: Path, name: str, content: bytes | str) -> Article:
    (result,) = results_of(folder, name, content)
    assert isinstance(result, Found), result
    return result.article


def reason_of(folder: Path, name: str, content: bytes | str) -> str:
    (result,) = results_of(folder, name, content)
    assert isinstance(result, Unreadable), result
    return result.reason


# Word processors


def test_docx(tmp_path: Path) -> None:
    body = (
        paragraph("The mill bur", "ned down", " on Monday.")
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Dead</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>"
        "<w:t>0</w:t><w:tab/><w:t>none</w:t><w:br/><w:t>at all</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:tbl><w:p><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink> </w:p>"
    )
    assert article_of(tmp_path, "a.docx", docx(body, "The mill", "Ada Poe")) == Article(
        id="news/a.docx",
        text="The mill burned down on Monday.\n\nDead 0 none\nat all\n\nA link",
        title="The mill",
        date=date(2024, 9, 26),
        authors=("Ada Poe",),
    )


def test_docx_without_what_was_struck_out_hidden_or_told_twice(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>It cost </w:t></w:r>"
        "<w:del><w:r><w:delText>5</w:delText><w:t>GONE</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>7 crowns.</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>GONE</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>GONE</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> Seen.</w:t></w:r>'
        "<w:r><w:instrText>GONE</w:instrText></w:r>"
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:r><w:t> Once.</w:t></w:r></mc:Choice>'
        "<mc:Fallback><w:r><w:t>GONE</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert article_of(tmp_path, "a.docx", docx(body)).text == "It cost 7 crowns. Seen. Once."


def test_docx_notes_stand_at_the_end(tmp_path: Path) -> None:
    notes = f"<w:footnotes {W}><w:footnote>{paragraph('A note.')}</w:footnote></w:footnotes>"
    made = docx(paragraph(TEXT), footnotes=notes)
    assert article_of(tmp_path, "a.docx", made).text == f"{TEXT}\n\nA note."


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_an_opening_says_more_than_what_the_file_says_of_itself(tmp_path: Path, kind: str) -> None:
    lines = ("date 2020-01-02", TEXT)
    if kind == "docx":
        made = docx("".join(map(paragraph, lines)))
    else:
        made = odt("".join(f"<text:p>{line}</text:p>" for line in lines))
    article = article_of(tmp_path, f"a.{kind}", made)
    assert (article.date, article.text) == (date(2020, 1, 2), TEXT)


def test_odt(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:p>GONE</text:p></text:changed-region>"
        "</text:tracked-changes><text:sequence-decls/>"
        "<text:h>The <text:span>mill</text:span> burned</text:h>\n  <text:list><text:list-item>"
        "<text:p>One<text:s/>two<text:tab/>three<text:line-break/>four<text:note>"
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note>, five<office:annotation><text:p>GONE</text:p>"
        '</office:annotation>.<text:span text:style-name="T9">GONE</text:span></text:p>'
        "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>A"
        "</text:p><text:p>B</text:p></table:table-cell><table:table-cell><text:p>C</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert article_of(tmp_path, "a.odt", odt(body, author="Ada Poe", styles=styles)) == Article(
        id="news/a.odt",
        text="The mill burned\n\nOne two three\nfour, five.\n\nA\n\nB C\n\nA note.",
        title="The mill burned",
        date=date(2024, 9, 26),
        authors=("Ada Poe",),
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"no archive", "no zip archive"),
        ("a.docx", b"\xd0\xcf\x11\xe0 and so on", "encrypted with a password"),
        ("a.docx", zip_of({"a.txt": "x"}), "has no word/document.xml"),
        ("a.docx", zip_of({"word/document.xml": "<w"}), "XML cannot be read"),
        ("a.docx", docx(""), "has no text"),
        ("a.docx", docx("<w:p>" * 300 + "</w:p>" * 300), "XML cannot be read"),
        ("a.odt", zip_of({"content.xml": "<a/>"}), "no text document"),
        ("a.odt", odt(""), "has no text"),
        ("a.epub", zip_of({"a.txt": "x"}), "has no META-INF/container.xml"),
        ("a.epub", epub(), "names no chapters"),
        ("a.epub", epub("<p></p>"), "has no text"),
    ],
)
def test_what_is_none_of_these(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    assert says in reason_of(tmp_path, name, content)


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    inner = f"<w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    for entity in (f'SYSTEM "file://{tmp_path}/secret"', '"SECRET"'):
        xml = f"<!DOCTYPE d [<!ENTITY e {entity}>]>{inner}"
        for encoding in ("utf-8", "utf-16"):
            made = zip_of({"word/document.xml": xml.encode(encoding)})
            assert "declares entities" in reason_of(tmp_path, "a.docx", made)


# Books


def test_epub(tmp_path: Path) -> None:
    metadata = (
        "<dc:title>Week 39</dc:title><dc:creator>Ada Poe</dc:creator><dc:creator>Ben</dc:creator>"
        '<dc:date xmlns:opf="o" opf:event="modification">2025-01-01</dc:date>'
        '<dc:date xmlns:opf="o" opf:event="publication">2024-09-26</dc:date>'
        "<dc:publisher>The Post</dc:publisher>"
    )
    chapters = "<h1>First</h1><p>One &amp; two.<p hidden>GONE</p>", "<p>Three — vier.</p>"
    assert article_of(tmp_path, "a.epub", epub(*chapters, metadata=metadata)) == Article(
        id="news/a.epub",
        text="First\n\nOne & two.\n\nThree — vier.",
        title="Week 39",
        source="The Post",
        date=date(2024, 9, 26),
        authors=("Ada Poe", "Ben"),
    )


def test_a_protected_book_is_refused_one_with_hidden_fonts_is_not(tmp_path: Path) -> None:
    def listed(name: str) -> str:
        return f'<e xmlns:c="c"><c:CipherReference URI="{name}"/></e>'

    made = epub(f"<p>{TEXT}</p>", encryption=listed("OEBPS/text/a%200.xhtml"))
    assert "is encrypted" in reason_of(tmp_path, "a.epub", made)
    made = epub(f"<p>{TEXT}</p>", encryption=listed("OEBPS/font.otf"))
    assert article_of(tmp_path, "b.epub", made).text == TEXT


def test_a_book_reads_nothing_outside_itself(tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_text("<p>SECRET</p>")
    book = zip_of(
        {
            "META-INF/container.xml": '<c><rootfile full-path="b.opf"/></c>',
            "b.opf": "<package><manifest><item id='a' href='../secret.xhtml' "
            "media-type='text/html'/></manifest><spine><itemref idref='a'/></spine></package>",
        }
    )
    assert "it has no ../secret.xhtml" in reason_of(tmp_path, "a.epub", book)


# Mail

HEAD = (
    "Message-ID: <1.a@x.example>\r\nFrom: =?utf-8?q?The_P=C3=B6st?= <news@x.example>\r\n"
    "Subject: The mill\r\n burned\r\nDate: Thu, 26 Sep 2024 23:30:00 -0700\r\n"
)
SENT = Article(
    "mid:1.a@x.example", TEXT, "The mill burned", "The Pöst", date(2024, 9, 26)
)  # fmt: skip


def test_a_message(tmp_path: Path) -> None:
    assert article_of(tmp_path, "a.eml", f"{HEAD}\r\n{TEXT}") == SENT
    assert article_of(tmp_path, "a.eml", f"Subject: S\n\n{TEXT}").id == "news/a.eml"
    assert article_of(tmp_path, "a.eml", f"From: n@x.example\n\n{TEXT}").source == "n@x.example"


def part(kind: str, content: str, more: str = "") -> str:
    return f"--=b\r\nContent-Type: {kind}; charset=utf-8\r\n{more}\r\n{content}\r\n"


def test_plain_text_goes_before_html_and_attachments_are_left(tmp_path: Path) -> None:
    html = part("text/html", f"<p style='display:none'>GONE</p><p>{TEXT}</p>")
    attached = part("text/plain", "GONE", "Content-Disposition: attachment; filename=a.txt\r\n")
    top = f'{HEAD}Content-Type: multipart/mixed; boundary="=b"\r\n\r\n'
    assert article_of(tmp_path, "a.eml", f"{top}{html}{attached}--=b--") == SENT
    both = top.replace("mixed", "alternative")
    plain = part("text/plain", "In plain text.")
    assert article_of(tmp_path, "a.eml", f"{both}{plain}{html}--=b--").text == "In plain text."
    empty = part("text/plain", " ")
    assert article_of(tmp_path, "a.eml", f"{both}{empty}{html}--=b--") == SENT
    assert "only what is attached" in reason_of(tmp_path, "a.eml", f"{top}{attached}--=b--")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("; charset=utf-8", "utf-8"),
        ("; charset=iso-8859-1", "latin-1"),
        ("; charset=iso-2022-jp", "iso-2022-jp"),
        ("", "utf-8"),
        ("; charset=us-ascii", "utf-8"),
        ("; charset=x-unknown", "utf-8"),
    ],
)
def test_the_letters_of_a_message(tmp_path: Path, declared: str, encoding: str) -> None:
    text = "日本の風車。" if "jp" in encoding else "Die Mühle brannte ab."
    head = f"Subject: S\r\nContent-Type: text/plain{declared}\r\n\r\n".encode()
    assert article_of(tmp_path, "a.eml", head + text.encode(encoding)).text == text


def test_a_subject_in_plain_utf_8(tmp_path: Path) -> None:
    assert article_of(tmp_path, "a.eml", f"Subject: Mühle\r\n\r\n{TEXT}").title == "Mühle"


@pytest.mark.parametrize("content", [TEXT, "\r\n\r\n", "X-A: b\r\n\r\ntext", b"\xff\xfe\x00"])
def test_what_is_no_message(tmp_path: Path, content: bytes | str) -> None:
    assert "is no mail message" in reason_of(tmp_path, "a.eml", content)


def test_headers_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    odd = f"Subject: S\nFrom: =?x?q?=?= <<<\nDate: soon\nMessage-ID: <>\n\n{TEXT}"
    article = article_of(tmp_path, "a.eml", odd)
    assert (article.title, article.date, article.id) == ("S", None, "news/a.eml")


def test_a_mailbox(tmp_path: Path) -> None:
    box = (
        f"From a@x.example Thu Sep 26 2024\r\n{HEAD}\r\n{TEXT}\r\nFrom here on it is text.\r\n\r\n"
        f"From a@x.example Thu Sep 26 2024\r\nSubject: Empty\r\n\r\n\r\n"
        f"From a@x.example Thu Sep 26 2024\r\nSubject: Two\r\n\r\n>From where?\r\n"
    )
    first, second, third = results_of(tmp_path, "a.mbox", box)
    assert isinstance(first, Found) and isinstance(third, Found)
    assert first.article.id == SENT.id and first.line == 1
    assert first.article.text == f"{TEXT}\nFrom here on it is text."
    assert isinstance(second, Unreadable) and second.line == 2
    assert (third.article.id, third.article.title, third.line) == ("news/a.mbox#3", "Two", 3)
    assert 'line "From …"' in reason_of(tmp_path, "b.mbox", "Hello.\nFrom me")
    assert reason_of(tmp_path, "c.mbox", "\n\n") == "is empty"


def test_a_message_over_the_limit_does_not_stop_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "MAX_FILE_BYTES", 1_000_000)
    long = "x" * 700_000
    box = f"From a\nSubject: A\n\n{long}\n{long}\n{long * 3}\n\nFrom b\nSubject: B\n\n{TEXT}\n"
    big, small = results_of(tmp_path, "a.mbox", box)
    assert isinstance(big, Unreadable) and big.reason == "is over 1 MB"
    assert isinstance(small, Found) and small.article.text == TEXT


# Archives


def test_a_zip_reads_as_a_folder_does(tmp_path: Path) -> None:
    inner = {
        "b/one.txt": f"date 2024-01-02 {TEXT}",
        "a.jsonl": '{"text": "One."}\n{broken\n{"id": "own", "text": "Two."}\n',
        "c.docx": docx(paragraph(TEXT)),
        "d\\e.md": "# Title\n\nText.",
        "z.zip": zip_of({"deep.txt": "Deep."}),
        ".hidden.txt": "GONE",
        "b/.git/x.txt": "GONE",
        "__MACOSX/b/._one.txt": "GONE",
        "photo.jpg": b"\xff\xd8",
        "b/movie.mov": b"",
        "b/empty/": "",
    }
    found = results_of(tmp_path, "a.zip", zip_of(inner))
    ids = [one.article.id for one in found if isinstance(one, Found)]
    assert ids == [
        "news/a.zip/a.jsonl#1", "own", "news/a.zip/b/one.txt", "news/a.zip/c.docx",
        "news/a.zip/d/e.md", "news/a.zip/z.zip/deep.txt",
    ]  # fmt: skip
    assert [(bad.file, bad.line, bad.count) for bad in found if isinstance(bad, Unreadable)] == [
        ("news/a.zip", 2, 1), ("news/a.zip", zips.NO_LINE, 2),
    ]  # fmt: skip
    reasons = [bad.reason for bad in found if isinstance(bad, Unreadable)]
    assert reasons[0].startswith("a.jsonl: line is not JSON")
    assert reasons[1] == "2 files, such as b/movie.mov, are of no kind that is read"


@pytest.mark.parametrize(
    "name", ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:\\evil.txt",
             "a//b.txt", "./a.txt"],
)  # fmt: skip
def test_a_name_that_leads_out_is_refused_and_nothing_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    found = results_of(folder, "a.zip", zip_of({name: "Evil.", "good.txt": TEXT}))
    assert [one.article.id for one in found if isinstance(one, Found)] == ["news/a.zip/good.txt"]
    (bad,) = (one for one in found if isinstance(one, Unreadable))
    assert "leads out of the archive" in bad.reason
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    info = zipfile.ZipInfo("link.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(info, str(tmp_path / "secret.txt"))
        archive.writestr("good.txt", TEXT)
    good, bad = results_of(tmp_path, "a.zip", written.getvalue())
    assert isinstance(good, Found) and good.article.text == TEXT
    assert isinstance(bad, Unreadable) and bad.reason == "link.txt is of no kind that is read"


def test_bombs(tmp_path: Path) -> None:
    found = results_of(tmp_path, "a.zip", zip_of({"b.txt": b"a" * 50_000_000, "good.txt": TEXT}))
    (bad,) = (one for one in found if isinstance(one, Unreadable))
    assert bad.reason == "b.txt: unpacks to more than 200 times its size"
    assert len(found) == 2


def test_the_limits_hold_for_an_archive_and_all_within_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives.ArchiveQuota.__init__, "__defaults__", (6, 2_000))
    many = {f"{n}.txt": f"Text {n}." for n in range(7)}
    assert "holds 7 files" in reason_of(tmp_path, "a.zip", zip_of(many))
    large = {f"{n}.txt": "Text. " * 100 for n in range(4)}
    assert "would unpack to" in reason_of(tmp_path, "a.zip", zip_of(large))
    inner = zip_of({f"{n}.txt": f"Text {n}." for n in range(3)})
    found = results_of(tmp_path, "a.zip", zip_of({"1.zip": inner, "2.zip": inner, "3.txt": TEXT}))
    assert [one.article.id for one in found if isinstance(one, Found)] == [
        "news/a.zip/1.zip/0.txt", "news/a.zip/1.zip/1.txt", "news/a.zip/1.zip/2.txt",
        "news/a.zip/3.txt",
    ]  # fmt: skip
    (bad,) = (one for one in found if isinstance(one, Unreadable))
    assert bad.reason.startswith("2.zip: holds 3 files")


def test_archives_are_opened_two_deep(tmp_path: Path) -> None:
    deep = {"c.zip": zip_of({"d.txt": "Too deep."}), "b.txt": TEXT}
    found = results_of(tmp_path, "a.zip", zip_of({"b.zip": zip_of(deep)}))
    assert [one.article.text for one in found if isinstance(one, Found)] == [TEXT]
    (bad,) = (one for one in found if isinstance(one, Unreadable))
    assert bad.reason == "b.zip: c.zip: is an archive in 2 others; at most 2 are opened"


def test_a_directory_that_lies_is_not_believed(tmp_path: Path) -> None:
    """It says 5 bytes where 50 million follow: no more than 5 are ever unpacked."""
    made = bytearray(zip_of({"b.txt": b"a" * 50_000_000}))
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", made, made.index(sign) + at, 5)
    (bad,) = results_of(tmp_path, "a.zip", bytes(made))
    assert isinstance(bad, Unreadable) and bad.reason == "b.txt: is damaged: it cannot be unpacked"


def test_encrypted_or_oddly_packed_files_are_named(tmp_path: Path) -> None:
    made = bytearray(zip_of({"a.txt": TEXT}, zipfile.ZIP_STORED))
    for sign, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        made[made.index(sign) + at] |= 1
    assert reason_of(tmp_path, "a.zip", bytes(made)) == "a.txt: is encrypted with a password"
    odd = zip_of({"a.txt": TEXT}, zipfile.ZIP_LZMA)
    assert "packed in a way that is not read" in reason_of(tmp_path, "a.zip", odd)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no", zip_of({}), zip_of({".a.txt": "x"})])
def test_a_damaged_or_empty_archive(tmp_path: Path, content: bytes) -> None:
    reason = reason_of(tmp_path, "a.zip", content)
    assert "no zip archive" in reason or reason == "is empty"


def test_pictures_in_an_archive_do_not_keep_what_went(tmp_path: Path) -> None:
    news, store = tmp_path / "news.zip", tmp_path / "store"
    files = {f"{n}.txt": f"Text number {n}." for n in range(4)}
    news.write_bytes(zip_of({**files, "p.jpg": "x"}))
    assert run_build(store, news).added == 4
    del files["2.txt"]
    news.write_bytes(zip_of({**files, "p.jpg": "x"}))
    report = run_build(store, news)
    assert (report.removed, report.unchanged, report.kept) == (1, 3, 0)
    assert [(one.line, one.count) for one in report.skipped] == [(None, 1)]
    news.write_bytes(zip_of({**files, "1.txt": b"\xff"}))
    report = run_build(store, news)
    assert (report.removed, report.kept) == (0, 1)
    assert set(contents(store)) == {f"{tmp_path.name}/news.zip/{n}.txt" for n in (0, 1, 3)}


def test_all_of_them_are_read_apart_with_more_time_for_what_is_packed(tmp_path: Path) -> None:
    made = {
        "a.docx": docx(paragraph(TEXT)), "a.odt": odt(f"<text:p>{TEXT}</text:p>"),
        "a.epub": epub(f"<p>{TEXT}</p>"), "a.eml": f"{HEAD}\n{TEXT}".encode(),
        "a.mbox": f"From a\n{HEAD}\n{TEXT}".encode(), "a.zip": zip_of({"a.txt": TEXT}),
    }  # fmt: skip
    with ReadingProcess(Limits()) as reading:
        for name, content in made.items():
            (tmp_path / name).write_bytes(content)
            (found,) = reading.read_file(tmp_path / name, name)
            assert isinstance(found, Found) and found.article.text == TEXT
            assert reading._child is not None
