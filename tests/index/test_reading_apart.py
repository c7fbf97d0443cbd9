"""Reading in a process of its own: the same results, and an end to what takes too long."""

import json
import os
import subprocess
import sys
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from fakes import contents, run_build

from index.articles import Article
from index.fetch import Fetched
from index.readers import Found, Unreadable, limits, read_file, web
from index.readers.apart import ReadingProcess
from index.readers.limits import Limits

SHORT = Limits(seconds=1)
LATE = "takes longer than 1 seconds to read"
ARTICLE = "The mill burned down on Monday. Nobody was hurt."

PAGE = "".join(f"<p>{ARTICLE} It was the mill of number {number}.</p>" for number in range(9))


def slow_pdf(pages: int = 200, operators: int = 50_000) -> bytes:
    """A small file whose pages all share one long stream."""
    stream = zlib.compress(b"BT /F1 9 Tf " + b"(a) Tj 1 0 Td " * operators + b"ET", 9)
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        *[page] * pages,
    ]
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, part)
    start = len(written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)
    return bytes(written)


def put(folder: Path, **files: bytes | str) -> list[Path]:
    paths = []
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return paths


FILES: dict[str, bytes | str] = {
    "a_txt": f"date 2024-05-01 {ARTICLE}",
    "b_md": f"---\ntitle: The mill 😀\ndate: 2024-05-01\nauthors: [A, B]\n---\n{ARTICLE}",
    "c_html": f"<h1>The mill</h1>{PAGE}",
    "d_json": json.dumps([{"text": ARTICLE, "url": "https://x.example"}, {}, {"text": ARTICLE}]),
    "e_pdf": b"%PDF-1.7 no",
    "f_xml": f"<rss><channel><item><title>A</title><description>{ARTICLE}</description></item>",
    "g_doc": "x",
}


def test_the_same_is_read_in_one_process_after_the_other(tmp_path: Path) -> None:
    paths = put(tmp_path, **FILES)
    with ReadingProcess() as reading:
        apart = {path: list(reading.read_file(path, path.name)) for path in paths}
        first = reading._child
        assert list(reading.read_file(paths[2], "again")) and reading._child is first
    assert first and first.poll() is not None
    assert apart == {path: list(read_file(path, path.name)) for path in paths}
    assert apart[paths[1]] == [
        Found(
            Article(
                "b.md", ARTICLE, "The mill 😀", date=date(2024, 5, 1), authors=("A", "B")
            )
        )
    ]  # fmt: skip


def test_plain_text_starts_no_process(tmp_path: Path) -> None:
    (path,) = put(tmp_path, a_txt=ARTICLE)
    with ReadingProcess() as reading:
        assert list(reading.read_file(path, "a")) and reading._child is None


def test_what_takes_too_long_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    slow, page = put(tmp_path, a_pdf=slow_pdf(), b_html=PAGE)
    assert slow.stat().st_size < 50_000
    with ReadingProcess(SHORT) as reading:
        (late,) = reading.read_file(slow, "news/a.pdf")
        assert late == Unreadable("news/a.pdf", None, LATE)
        reading._limits = Limits()
        (found,) = reading.read_file(page, "news/b.html")
        assert isinstance(found, Found)


def test_the_clock_ends_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.apart.BY_THE_CLOCK", 0.01)
    (slow,) = put(tmp_path, a_pdf=slow_pdf())
    with ReadingProcess() as reading:
        (late,) = reading.read_file(slow, "a")
    assert late == Unreadable("a", None, "takes longer than 20 seconds to read")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
def test_what_takes_too_much_memory_is_named(tmp_path: Path) -> None:
    large, small = put(
        tmp_path, a_json="[" + "{}," * 7_000_000 + "{}]", b_json=f'{{"text": "{ARTICLE}"}}'
    )
    with ReadingProcess(Limits(memory=400_000_000)) as reading:
        (refused,) = reading.read_file(large, "a")
        assert isinstance(refused, Unreadable) and "0.4 GB of memory" in refused.reason
        assert isinstance(next(reading.read_file(small, "b")), Found)


def test_a_process_that_dies_is_named_and_started_anew(tmp_path: Path) -> None:
    (path,) = put(tmp_path, a_json=json.dumps([{"text": ARTICLE}] * 5_000))
    with ReadingProcess() as reading:
        results = reading.read_file(path, "a")
        assert isinstance(next(results), Found) and reading._child
        reading._child.kill()
        *_, last = results
        assert isinstance(last, Unreadable) and last.line is None and "broke off" in last.reason
        assert isinstance(next(reading.read_file(path, "a")), Found)


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    (path,) = put(tmp_path, a_html=PAGE)
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom index.readers.apart import ReadingProcess\n"
        "reading = ReadingProcess()\nassert list(reading.read_file(Path(sys.argv[1]), 'a'))\n"
        "print(reading._child.pid, flush=True)\nos.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)
    child, end = int(done.stdout), time.monotonic() + 10
    while time.monotonic() < end and _is_running(child):
        time.sleep(0.05)
    assert not _is_running(child)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and stat.read_text().split()[2] == "Z")


def test_what_is_fetched_is_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "read_reply", None)  # would fail in this process
    url, body = "https://x.example/1", slow_pdf()
    page = Fetched(url, "text/html; charset=utf-8", PAGE.encode())
    with ReadingProcess() as reading:
        (found,) = reading.read_url(url, lambda _: page)
        reading._limits = SHORT
        (late,) = reading.read_url(url, lambda _: Fetched(url, "application/pdf", body))
    assert isinstance(found, Found) and found.article.url == found.article.id == url
    assert late == Unreadable(url, None, LATE)


def test_a_build_goes_on_and_keeps_what_it_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, store = tmp_path / "news", tmp_path / "store"
    news.mkdir()
    put(news, a_pdf=slow_pdf(1, 9), b_md=ARTICLE)
    run_build(store, news)
    monkeypatch.setattr("index.compare.ReadingProcess", lambda: ReadingProcess(SHORT))
    put(news, a_pdf=slow_pdf(), c_txt="Another text.")
    report = run_build(store, news)
    assert (report.added, report.removed, report.kept) == (1, 0, 1)
    assert [bad.reason for bad in report.skipped] == [LATE]
    assert len(contents(store)) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is known on Linux alone")
def test_a_process_is_worn_by_its_own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_WORN", 10**15)
    assert not limits.is_worn()
    monkeypatch.setattr(limits, "_WORN", 1_000_000)
    assert limits.is_worn()
