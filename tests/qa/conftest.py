"""What several tests share: the page is served and opened; a store of the hostile articles."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile import ATTACKS, HONEST, PLACES
from served import free_port

from index import build
from qa.database.base import Database
from qa.database.postgres import Postgres
from qa.database.sqlite_file import FILE, SqliteFile
from qa.settings import QASettings
from qa.web import OpenStores

if TYPE_CHECKING:
    from playwright import sync_api
    from postgres import PostgresServer


CUT = (
    "Failed to load resource",
    "AbortError: signal is aborted without reason",
    "AbortError: BodyStreamBuffer was aborted",
    "TypeError: network error",  # what reads a stream of a page that is left
    "Unexpected error Connection errored out",
    "Unexpected error 404: Not Found",  # the stream of a page that was loaded again meanwhile
    "Unexpected error Server stopped unexpectedly",
)
"""Beginnings of what the browser, and gradio, say of a connection that a test has cut, or of a page
that is left while it is answered."""


@pytest.fixture(autouse=True)
def nothing_is_known_of_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports come again; what an endpoint of another test told is forgotten."""
    monkeypatch.setattr("qa.llm.asking.dialect._KNOWN", {})


@pytest.fixture(scope="session")
def postgres_process() -> "Iterator[PostgresServer]":
    """PostgreSQL, for all tests; skipped where it is not installed."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    pytest.importorskip("pwd", reason="the server is started as on Linux")
    from postgres import postgres_server, programs

    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgres_server(found) as server:
        yield server


@pytest.fixture
def postgres(postgres_process: "PostgresServer") -> "PostgresServer":
    """The same, without the tables of another test."""
    postgres_process.run("DROP SCHEMA IF EXISTS article_qa CASCADE")
    return postgres_process


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Each database in which conversations may be kept, for the store in `tmp_path / "store"`."""
    if request.param == "sqlite":
        return SqliteFile(tmp_path / "store" / FILE)
    server: PostgresServer = request.getfixturevalue("postgres")
    return Postgres(server.address, tmp_path / "store")


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serves a page and gives its address."""
    from qa.web.asking.examples import Examples
    from qa.web.page import build_page, launch

    pages = []

    def start(
        store: Path,
        sample: Path | None = None,
        stream=None,
        downloader=None,
        settings=None,
        examples=False,
    ) -> str:
        stores = OpenStores(settings or QASettings(store=store), sample)
        page = build_page(
            stores, stream, downloader, examples=Examples(stores) if examples else None
        )
        port = free_port()
        launch(page, host="127.0.0.1", port=port)
        pages.append(page)
        return f"http://127.0.0.1:{port}/"

    yield start
    for page in pages:
        page.close(verbose=False)


@pytest.fixture
def open_page(browser: "sync_api.Browser") -> Iterator[Callable[..., "sync_api.Page"]]:
    """Opens an address; at the end nothing was asked of another machine, no script failed, and the
    console tells of no error but a connection that a test has cut."""
    contexts, elsewhere, errors = [], [], []

    def start(url: str, **options) -> "sync_api.Page":
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: elsewhere.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.extend(error_of(said)))
        page.goto(url)
        page.wait_for_selector("#frame", state="detached")
        page.wait_for_selector(".welcome, #latest .exchange", state="attached")
        return page

    yield start
    for context in contexts:
        context.close()
    local = ("http://127.0.0.1:", "data:", "blob:")
    assert [url for url in elsewhere if not url.startswith(local)] == []
    assert not errors, repr(errors)


def error_of(said: "sync_api.ConsoleMessage") -> list[str]:
    """What the console tells, where it is an error and not of a connection that is cut."""
    return [said.text] if said.type == "error" and not said.text.startswith(CUT) else []


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the hostile articles with the honest ones beside them, made once."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    report = build(PLACES, store=folder)
    assert (report.skipped, report.articles) == ([], len(HONEST) + len(ATTACKS))
    return folder
