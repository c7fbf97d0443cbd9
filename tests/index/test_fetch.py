"""What is fetched, what is refused, and that a refusal comes before any connection."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import Any

import httpcore
import pytest

from index.errors import FetchError
from index.fetch import Address, Validators, fetch, fetch_if_changed, is_public, opened


class Pages(BaseHTTPRequestHandler):
    """A small site: its paths are the cases of the tests."""

    def do_GET(self) -> None:
        path, _, detail = self.path.partition("?")
        if path == "/page":
            self.answer(200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>Hello</p>")
        elif path == "/to":
            self.answer(302, {"Location": detail}, b"")
        elif path == "/packed":
            self.answer(200, {"Content-Encoding": "gzip"}, b"\x1f\x8b")
        elif path == "/headers":
            self.answer(200, {}, str(self.headers).encode())
        elif path == "/large":
            self.answer(200, {}, b"x" * 300_000)
        elif path == "/short":
            self.answer(200, {"Content-Length": "100"}, b"only this")
        elif path == "/drip":
            self.drip()
        else:
            self.answer(404, {}, b"no")

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            try:
                self.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect_tcp(*_: Any, **__: Any) -> httpcore.NetworkStream:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)


def anything(address: Address) -> bool:
    return True


def this_machine(address: Address) -> bool:
    return str(address) == "127.0.0.1"


def test_page(site: str) -> None:
    reply = fetch(f"{site}/page#part", is_allowed=anything)
    assert reply.url == f"{site}/page"
    assert reply.content_type == "text/html; charset=utf-8"
    assert reply.body == b"<p>Hello</p>"


def test_request_says_little_and_ignores_proxies(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    headers = fetch(f"{site}/headers", is_allowed=anything).body.decode()
    assert f"Host: {site.removeprefix('http://')}\n" in headers
    assert "Accept-Encoding: identity" in headers
    assert len(headers.split("\n")) <= 8


def test_redirects_are_followed(site: str) -> None:
    assert fetch(f"{site}/to?/to?/page", is_allowed=anything).url == f"{site}/page"


def test_too_many_redirects(site: str) -> None:
    with pytest.raises(FetchError, match=r"^redirects more than 2 times$"):
        fetch(f"{site}/to?/to?/to?/page", is_allowed=anything, max_redirects=2)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://127.0.0.2/", "127.0.0.2, which is a private address; only public addresses are"),
        ("http://localhost.invalid/", "localhost.invalid, which could not be found (no such host)"),
        ("file:///etc/passwd", "file:///etc/passwd, which is not an http or https address"),
        ("http://[bad/", "redirects to something that is not an address"),
        ("http://user@127.0.0.1/", "which holds a user name or a password"),
        ("/none", "which answered 404"),
    ],
)
def test_redirect_to_what_is_refused(site: str, target: str, said: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"{site}/to?{target}", is_allowed=this_machine)
    assert said in str(caught.value)


def test_answer_that_is_none(site: str) -> None:
    with pytest.raises(FetchError, match=r"^answered 404$"):
        fetch(f"{site}/none", is_allowed=anything)


def test_size_limit(site: str) -> None:
    with pytest.raises(FetchError, match=r"^sent more than 0\.2 MB$"):
        fetch(f"{site}/large", is_allowed=anything, max_bytes=200_000)
    assert len(fetch(f"{site}/large", is_allowed=anything, max_bytes=300_000).body) == 300_000


def test_slow_drip_ends(site: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"^took longer than 0\.3 s$"):
        fetch(f"{site}/drip", is_allowed=anything, timeout_s=0.3)
    assert time.monotonic() - start < 1


def test_a_large_file_is_read_piece_by_piece(site: str) -> None:
    with opened(f"{site}/to?/large", is_allowed=anything) as body:
        assert body.url == f"{site}/large" and body.length == 300_000
        assert sum(map(len, body.pieces)) == 300_000
    with opened(f"{site}/drip", silence_s=0.3, is_allowed=anything) as body:
        assert body.length is None
        assert len(list(islice(body.pieces, 10))) == 10  # half a second, never silent for long


def test_silence_ends_a_large_file_too(site: str) -> None:
    with (
        pytest.raises(FetchError, match=r"^was silent for 0\.01 s$"),
        opened(f"{site}/drip", silence_s=0.01, is_allowed=anything) as body,
    ):
        list(body.pieces)


@pytest.mark.parametrize(
    ("path", "says"), [("none", "^answered 404$"), ("short", "broke off"), ("packed", "compressed")]
)
def test_a_large_file_that_does_not_come(site: str, path: str, says: str) -> None:
    with (
        pytest.raises(FetchError, match=says),
        opened(f"{site}/{path}", is_allowed=anything) as body,
    ):
        list(body.pieces)


def test_compressed_reply_is_refused(site: str) -> None:
    with pytest.raises(FetchError, match="compressed"):
        fetch(f"{site}/packed", is_allowed=anything)


def test_reply_that_breaks_off(site: str) -> None:
    with pytest.raises(FetchError, match="broke off"):
        fetch(f"{site}/short", is_allowed=anything)


def test_certificate_is_asked_for(site: str) -> None:
    with pytest.raises(FetchError, match="could not be reached"):
        fetch(site.replace("http:", "https:"), is_allowed=anything)


def test_nobody_listens() -> None:
    with pytest.raises(FetchError, match=r"^could not be reached \(Connection refused\)$"):
        fetch("http://127.0.0.1:1/", is_allowed=anything)


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "[::1]", "169.254.169.254", "10.1.2.3", "0.0.0.0", "2130706433", "0x7f.1"),
        *("localhost", "[::ffff:127.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[fe80::1]"),
        *("224.0.0.1", "100.64.0.1", "127.0.0.1:8080"),
    ],
)
def test_addresses_that_are_not_public(host: str) -> None:
    with pytest.raises(FetchError, match="only public addresses are fetched"):
        fetch(f"http://{host}/")


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "is not an http or https address"),
        ("ftp://x.example/", "is not an http or https address"),
        ("javascript:alert(1)", "is not an http or https address"),
        ("/etc/passwd", "is not an http or https address"),
        ("http://", "is not an http or https address"),
        ("http://[::1", "is not an http or https address"),
        ("http://x.example:99999/", "is not an http or https address"),
        ("http://a\nb.example/", "is not an http or https address"),
        ("http://\ud800.example/", "is not an http or https address"),
        ("http://user:secret@x.example/", "holds a user name or a password"),
        ("http://none.invalid/", "could not be found (no such host)"),
        (f"http://{'a' * 70}.example/", "could not be found"),
    ],
)
def test_urls_that_are_refused(url: str, said: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.usefixtures("no_connection")
def test_all_addresses_of_a_host_must_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", ("192.168.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchError, match=r"^leads to 192\.168\.0\.1, a private address"):
        fetch("http://x.example/")


def test_connection_goes_to_the_address_that_was_checked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its address after the check gains nothing."""
    port = int(site.rpartition(":")[2])
    asked: list[str] = []
    resolve = __import__("socket").getaddrinfo

    def getaddrinfo(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return resolve("127.0.0.1" if host == "x.example" else host, *rest, **more)

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    reply = fetch(f"http://x.example:{port}/headers", is_allowed=this_machine)
    assert f"Host: x.example:{port}" in reply.body.decode()
    assert asked == ["x.example", "127.0.0.1"]


def test_next_address_is_tried(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rpartition(":")[2])
    resolve = __import__("socket").getaddrinfo

    def getaddrinfo(host: str, *rest: Any, **more: Any) -> Any:
        hosts = ["127.0.0.9", "127.0.0.1"] if host == "x.example" else [host]
        return [entry for each in hosts for entry in resolve(each, *rest, **more)]

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    assert fetch(f"http://x.example:{port}/page", is_allowed=anything).body


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::808:808", False),
        ("::ffff:10.0.0.1", False),
        ("2002:808:808::", False),
        ("2001:0:808:808::", False),
        ("::7f00:1", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.168.1.1", False),
        ("192.88.99.1", False),
        ("::ffff:192.88.99.1", False),
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_who_follows_a_redirect_may_wait_or_refuse(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, waited, told = time.monotonic, [0.0], []
    monkeypatch.setattr("index.fetch.time.monotonic", lambda: now() + waited[0])

    def wait(place: str) -> None:
        told.append(place)
        waited[0] += 1_000

    start = f"{site}/to?{site}/to?{site}/page"
    reply = fetch_if_changed(start, Validators(), is_allowed=anything, before_following=wait)
    assert reply and reply.body == b"<p>Hello</p>"
    assert told == [f"{site}/to?{site}/page", f"{site}/page"]

    def refuse(place: str) -> None:
        raise FetchError("is not for us")

    with pytest.raises(FetchError, match=r"redirects to 127\.0\.0\.1, which is not for us"):
        fetch_if_changed(start, Validators(), is_allowed=anything, before_following=refuse)
    with pytest.raises(FetchError, match="is a private address"):
        fetch_if_changed(start, Validators(), before_following=wait)
    assert len(told) == 2
