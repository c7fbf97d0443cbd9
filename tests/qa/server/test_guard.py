"""What the guard refuses, by whichever way in: other sites, wrong names, too much."""

import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from adding import added
from served import served
from starlette.datastructures import Headers

from index import Article, build
from index.errors import UsageError
from qa.server.limits import LARGEST_FILE, MOST_FILES, RequestTooLarge, limit_body
from qa.server.origin import is_loopback, refusal
from qa.settings import QASettings
from qa.web.articles.adding import Submission

ROUTES = [
    ("GET", ""),
    ("GET", "config"),
    ("GET", "assets/none.js"),
    ("GET", "gradio_api/info"),
    ("GET", "gradio_api/heartbeat/abc"),
    ("GET", "gradio_api/queue/data?session_hash=abc"),
    ("POST", "gradio_api/queue/join"),
    ("POST", "gradio_api/call/v2/ask"),
    ("POST", "gradio_api/call/search"),
    ("POST", "gradio_api/run/search"),
    ("POST", "gradio_api/upload"),
    ("POST", "gradio_api/cancel"),
    ("POST", "login"),
    ("GET", "logout"),
    ("POST", "mcp"),
    ("GET", "v1/models"),
    ("POST", "v1/chat/completions"),
]
SITES = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "localhost.evil.example:7860"},
    {"Host": ""},
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("guarded") / "store"
    build(articles=[Article("a.txt", "The ferry sank on Monday.", "The ferry")], store=store)
    with served(store) as url:
        yield url


@pytest.mark.parametrize("headers", SITES, ids=lambda headers: " ".join(map(str, headers.items())))
def test_another_site_gets_nothing(address: str, headers: dict[str, str]) -> None:
    for method, path in ROUTES:
        answer = httpx.request(method, address + path, headers=headers, json={}, timeout=5)
        assert answer.status_code == 403, (method, path)
        if path.startswith("v1"):
            assert answer.json()["error"]["type"] == "invalid_request_error"
        assert "Requests of other sites" in answer.text or "This server answers to" in answer.text


def test_a_link_on_another_site_opens_the_page_alone(address: str) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    opened = {**link, "Sec-Fetch-Dest": "document"}
    assert httpx.get(address, headers=opened).status_code == 200
    assert httpx.get(address, headers={**link, "Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert httpx.get(f"{address}v1/models", headers=opened).status_code == 403
    assert httpx.post(address, headers=opened).status_code == 403


def test_our_own_page_and_programs_are_let_through(address: str) -> None:
    host = address.removeprefix("http://").rstrip("/")
    port = host.rpartition(":")[2]
    for headers in (
        {},
        {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"},
        {"Host": f"[::1]:{port}"},
        {"Authorization": "Bearer whatever"},
    ):
        assert httpx.get(f"{address}v1/models", headers=headers).status_code == 200, headers


def test_a_preflight_of_another_site_allows_nothing(address: str) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for path in ("v1/chat/completions", "mcp", "gradio_api/queue/join"):
        answer = httpx.options(address + path, headers=headers)
        assert "access-control-allow-origin" not in answer.headers, path


def test_a_websocket_is_refused(address: str) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    answer = httpx.get(f"{address}gradio_api/queue/join", headers=upgrade)
    assert answer.status_code in (400, 403, 404, 405)


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("localhost:7860", True),
        ("LOCALHOST", True),
        ("[::1]:7860", True),
        ("[::1", False),
        ("127.0.0.1@evil.example", False),
        ("evil.example#localhost", False),
        ("0.0.0.0", False),
        ("", False),
    ],
)
def test_names_of_this_machine(host: str, ours: bool) -> None:
    assert is_loopback(host) == ours


def test_where_others_are_let_in_the_name_is_free_and_the_site_is_not() -> None:
    def refused(**headers: str) -> str | None:
        fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
        return refusal("POST", "/v1/models", fields, only_loopback=False)

    assert refused(host="news.example") is None
    assert refused(host="news.example", origin="https://news.example") is None
    assert refused(host="news.example", origin="https://evil.example")
    assert refused(host="news.example", origin="https://news.example.evil")


# Limits


def test_a_request_that_is_too_long_is_refused(address: str) -> None:
    long = {"model": "article-qa", "messages": [{"role": "user", "content": "x" * 2**20}]}
    answer = httpx.post(f"{address}v1/chat/completions", json=long)
    assert answer.status_code == 413
    assert "at most 1 MB are taken" in answer.json()["error"]["message"]

    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 2**17

    for path in ("v1/chat/completions", "mcp"):
        answer = httpx.post(address + path, content=pieces())
        assert answer.status_code in (400, 413), path


def test_uploads_have_a_limit(address: str) -> None:
    large = {"files": ("a.txt", b"x" * (LARGEST_FILE + 1))}
    answer = httpx.post(f"{address}gradio_api/upload", files=large, timeout=30)
    assert answer.status_code == 413
    small = {"files": ("a.txt", b"x")}
    assert httpx.post(f"{address}gradio_api/upload", files=small).status_code == 200
    with closing(HTTPConnection(address.split("/")[2])) as connection:
        connection.putrequest("POST", "/gradio_api/upload")
        connection.putheader("Content-Length", str(300 * 2**20))
        connection.endheaders()
        refused = connection.getresponse()
        assert refused.status == 413 and b"at most 200 MB" in refused.read()


def test_a_length_that_is_none_is_refused() -> None:
    async def receive() -> dict[str, object]:
        return {}

    with pytest.raises(RequestTooLarge):
        limit_body(receive, "/mcp", Headers({"content-length": "-1"}))


def test_too_many_files_are_named(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(MOST_FILES + 1)]
    settings = QASettings(store=tmp_path / "store")
    with pytest.raises(UsageError, match="101 files are too many at once: at most 100"):
        added(Submission(files=files), settings)
    for file in files[1:]:
        file.write_text(f"News of {file.stem}.", encoding="utf-8")
    report = added(Submission(files=files[1:]), settings)
    assert report.added == MOST_FILES


# Headers


def test_all_responses_have_the_headers(address: str) -> None:
    for path in ("", "v1/models", "config", "gradio_api/info", "none"):
        headers = httpx.get(address + path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    refused = httpx.get(address, headers={"Host": "evil.example"}).headers
    assert "frame-ancestors 'none'" in refused["content-security-policy"]


def test_each_page_has_a_number_of_its_own(address: str) -> None:
    pages = [httpx.get(address) for _ in range(2)]
    numbers = [one.headers["content-security-policy"].split("'nonce-")[1][:22] for one in pages]
    assert numbers[0] != numbers[1]
    for page, number in zip(pages, numbers, strict=True):
        assert page.text.count("<script") == page.text.count(f'<script nonce="{number}"') > 3
    assert httpx.head(address).status_code == 200


def test_an_uploaded_page_is_not_run(address: str) -> None:
    page = {"files": ("a.html", b"<script>parent.pwned = 1</script>", "text/html")}
    (path,) = httpx.post(f"{address}gradio_api/upload", files=page).json()
    answer = httpx.get(f"{address}gradio_api/file={path}")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "nonce" not in json.dumps(dict(answer.headers))
