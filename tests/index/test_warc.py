"""Web archives: each page that a crawler has kept is an article, and hostile ones are refused."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import date
from pathlib import Path

import pytest
from documents import reply, warc_record, zip_of
from fakes import contents, run_build
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from index.readers import Found, Result, Unreadable, read_file, warc
from index.readers.apart import ReadingProcess
from index.readers.limits import Limits

TEXT = "The mill burned down on Monday. Nobody was hurt, said the fire brigade of Ostrel."
URL = "https://post.example/mill"


def page(text: str = TEXT, head: str = "") -> str:
    return (
        f"<html><head><title>The mill</title>{head}</head><body>"
        f"<article><h1>The mill</h1><p>{text}</p></article></body></html>"
    )


def dated(day: str) -> str:
    return page(head=f'<meta property="article:published_time" content="{day}T08:00:00Z">')


def results_of(folder: Path, content: bytes, name: str = "a.warc") -> list[Result]:
    (folder / name).write_bytes(content)
    return list(read_file(folder / name, f"news/{name}"))


def found_in(results: list[Result]) -> dict[str, str]:
    return {one.article.id: one.article.text for one in results if isinstance(one, Found)}


def reasons_in(results: list[Result]) -> list[tuple[int | None, str]]:
    return [(one.line, one.reason) for one in results if isinstance(one, Unreadable)]


INFO = warc_record("", b"software: x\r\n", "warcinfo", content="application/warc-fields")


def test_a_page_has_its_address_its_day_and_its_text(tmp_path: Path) -> None:
    (found,) = results_of(tmp_path, INFO + warc_record(URL, reply(dated("2024-09-24"))))
    assert isinstance(found, Found) and found.line == 2
    article = found.article
    assert (article.id, article.url, article.title) == (URL, URL, "The mill")
    assert article.text.endswith(TEXT)
    assert article.date == date(2024, 9, 24)


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_as_crawlers_write_it(tmp_path: Path, packed: bool) -> None:
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=packed)  # a piece of gzip a record
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "x"}))
    for number in range(3):
        sent = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(page(f"{TEXT} Report {number} follows.").encode())
        place = f"{URL}/{number}"
        writer.write_record(
            writer.create_warc_record(place, "response", payload=body, http_headers=sent)
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        writer.write_record(writer.create_warc_record(place, "request", http_headers=asked))
    name = "a.warc.gz" if packed else "a.warc"
    results = results_of(tmp_path, written.getvalue(), name)
    assert list(found_in(results)) == [f"{URL}/{number}" for number in range(3)]
    assert reasons_in(results) == []


def test_one_piece_of_gzip_is_read_too(tmp_path: Path) -> None:
    content = gzip.compress(b"".join(warc_record(f"{URL}/{n}", reply(page())) for n in range(3)))
    assert len(found_in(results_of(tmp_path, content, "A.WARC.GZ"))) == 3
    assert len(found_in(results_of(tmp_path, zip_of({"b.warc.gz": content}), "a.zip"))) == 3


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    sent = reply(page())
    others = [
        INFO,
        warc_record(URL, b"GET / HTTP/1.1\r\n\r\n", "request"),
        warc_record(URL, reply(b"\x89PNG", "image/png")),
        warc_record(URL, reply(page(), status="404 Not Found")),
        warc_record(URL, reply("", status="301 Moved", Location="/")),
        warc_record(URL, reply(page()), "revisit"),
        warc_record("dns:post.example", b"20240926 1.2.3.4", content="text/dns"),
        warc_record("urn:x", page().encode(), "conversion", content="text/html"),
    ]
    results = results_of(tmp_path, b"".join([*others, warc_record(URL, sent)]))
    assert list(found_in(results)) == [URL] and reasons_in(results) == []
    assert reasons_in(results_of(tmp_path, b"".join(others))) == [(None, "holds no web page")]


def test_a_page_that_was_kept_without_a_reply(tmp_path: Path) -> None:
    block = page().encode()
    content = warc_record(URL, block, "resource", content="text/html; charset=utf-8")
    assert list(found_in(results_of(tmp_path, content))) == [URL]


@pytest.mark.parametrize(
    ("html", "place", "day"),
    [
        (dated("2024-09-24"), "/mill", date(2024, 9, 24)),
        (dated("2024-09-27"), "/mill", date(2024, 9, 27)),  # where it is tomorrow
        (dated("2024-12-24"), "/mill", date(2024, 9, 26)),  # not known by then
        (dated("2024-12-24"), "/2024/09/20/mill", date(2024, 9, 20)),
        (page(), "/2024/09/20/mill", date(2024, 9, 20)),
        (page(), "/mill", date(2024, 9, 26)),
    ],
)
def test_the_day(tmp_path: Path, html: str, place: str, day: date) -> None:
    (found,) = results_of(tmp_path, warc_record(f"https://post.example{place}", reply(html)))
    assert isinstance(found, Found) and found.article.date == day


def test_a_day_that_is_none(tmp_path: Path) -> None:
    for said in ("soon", "", "9999-99-99", "0000-00-00T00:00:00Z"):
        (found,) = results_of(tmp_path, warc_record(URL, reply(page()), day=said))
        assert isinstance(found, Found) and found.article.date is None


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes) -> bytes:
    halves = (data[:500], data[500:])
    return b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in halves) + b"0\r\n\r\n"


PLAIN = page("Der Fluß stieg um drei Meter, sagte die Feuerwehr von Ostrel am Montag.")


@pytest.mark.parametrize(
    "sent",
    [
        reply(PLAIN),
        reply(PLAIN).replace(b"HTTP/1.1", b"HTTP/2", 1),
        reply(gzip.compress(PLAIN.encode()), Content_Encoding="gzip"),
        reply(zlib.compress(PLAIN.encode()), Content_Encoding="deflate"),
        reply(raw_deflate(PLAIN.encode()), Content_Encoding="deflate"),
        reply(PLAIN, Content_Encoding="gzip"),  # was unpacked by the crawler
        reply(chunked(PLAIN.encode()), Transfer_Encoding="chunked"),
        reply(
            chunked(gzip.compress(PLAIN.encode())),
            Transfer_Encoding="chunked",
            Content_Encoding="gzip",
        ),
        reply(PLAIN, Transfer_Encoding="chunked"),  # was joined by the crawler
        reply(PLAIN.encode("latin-1"), "text/html; charset=iso-8859-1"),
    ],
)
def test_however_a_page_was_sent(tmp_path: Path, sent: bytes) -> None:
    (found,) = results_of(tmp_path, warc_record(URL, sent))
    assert isinstance(found, Found), found
    assert "Der Fluß stieg um drei Meter" in found.article.text


def test_what_cannot_be_read_is_named_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "MAX_FILE_BYTES", 5_000)
    bomb = gzip.compress(b"<p>" + b"a" * 1_000_000)
    records = [
        warc_record(f"{URL}/empty", reply("<html></html>")),
        warc_record(f"{URL}/br", reply(b"\x0b\x02\x80", Content_Encoding="br")),
        warc_record(f"{URL}/large", reply(page("word " * 2_000))),
        warc_record(f"{URL}/bomb", reply(bomb, Content_Encoding="gzip")),
        warc_record(f"{URL}/torn", b"\x00\x01 nothing that a server sends"),
        warc_record("https://[", reply(page())),
        warc_record(f"https://x.example/{'a' * 2_000}", reply(page())),
        warc_record(URL, reply(page())),
    ]
    results = results_of(tmp_path, b"".join(records))
    assert list(found_in(results)) == [URL]
    told = dict(reasons_in(results))
    assert list(told) == [1, 2, 3, 4, 5, 6, 7]
    parts = ("has no article text", "(br)", "over 0 MB", "over 0 MB", "not what a web server",
             "no address that can be kept", "no address that can be kept")  # fmt: skip
    for reason, part in zip(told.values(), parts, strict=True):
        assert part in str(reason)
    assert f"{URL}/empty: " in str(told[1])


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PLAIN.encode())),
        ("deflate", zlib.compress(PLAIN.encode())),
        ("deflate", raw_deflate(PLAIN.encode())),
    ],
)
def test_a_page_that_breaks_off_is_no_article(tmp_path: Path, encoding: str, packed: bytes) -> None:
    for end in (len(packed) // 2, -1):
        records = [
            warc_record(f"{URL}/torn", reply(packed[:end], Content_Encoding=encoding)),
            warc_record(URL, reply(page())),
        ]
        results = results_of(tmp_path, b"".join(records))
        assert list(found_in(results)) == [URL]
        ((number, reason),) = reasons_in(results)
        assert number == 1 and f"{URL}/torn: breaks off within the page" in str(reason)


GOOD = warc_record(f"{URL}/good", reply(page()))
NEXT = warc_record(URL, reply(page()))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GOOD + NEXT[:-40], "breaks off within a record (after record 2)"),
        (GOOD + warc_record(URL, reply(page()), length=10**12), "breaks off within a record"),
        (GOOD + NEXT.replace(b"Content-Length", b"Content-Lengt"), "does not say how long it is"),
        (GOOD + b"<html>no record</html>\r\n" * 9, "is damaged, or no WARC file (after record 1)"),
        (GOOD + warc_record(URL, reply(page()), length=-5), "is damaged, or no WARC file"),
        (gzip.compress(GOOD) + gzip.compress(NEXT)[:-30], "cannot be unpacked to its end"),
        (gzip.compress(GOOD) + b"\x1f\x8bnonsense", "cannot be unpacked to its end"),
        (
            gzip.compress(GOOD) + bytes(gzip.compress(NEXT)[:40]) + b"\xff" * 99,
            "cannot be unpacked",
        ),
    ],
)
def test_damage_ends_it_and_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    results = results_of(tmp_path, content)
    assert list(found_in(results)) == [f"{URL}/good"]
    *_, (line, told) = reasons_in(results)
    assert line is None and reason in told


@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"WARC/1.0", b"%PDF-1.4", b"\x1f\x8b", b"\0" * 99]
)
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    (bad,) = results_of(tmp_path, content)
    assert isinstance(bad, Unreadable) and bad.line is None


@pytest.mark.slow
def test_an_archive_that_unpacks_without_end_is_stopped(tmp_path: Path) -> None:
    bomb = warc_record(f"{URL}/bomb", reply(b"a" * 20_000_000, "image/png"))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(GOOD) + gzip.compress(bomb, 1) * 600)
    with ReadingProcess(Limits(seconds=4, seconds_a_megabyte=0)) as reading:
        results = list(reading.read_file(path, "a.warc.gz"))
    assert list(found_in(results)) == [f"{URL}/good"]
    (bad,) = [one for one in results if isinstance(one, Unreadable)]
    assert "takes longer than 4 seconds" in bad.reason and bad.line is None


@pytest.mark.slow
def test_a_torn_archive_removes_nothing_and_a_whole_one_does(tmp_path: Path) -> None:
    folder, store = tmp_path / "news", tmp_path / "store"
    folder.mkdir()
    (folder / "a.warc").write_bytes(GOOD + NEXT)
    assert run_build(store, folder).added == 2
    (folder / "a.warc").write_bytes(GOOD + NEXT[:-40])
    report = run_build(store, folder)
    assert (report.removed, len(report.skipped)) == (0, 1)
    assert set(contents(store)) == {f"{URL}/good", URL}
    (folder / "a.warc").write_bytes(GOOD)
    assert run_build(store, folder).removed == 1
