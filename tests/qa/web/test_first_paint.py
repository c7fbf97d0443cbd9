"""What is sent first, and what one can do before the rest has come."""

import re
from pathlib import Path

import httpx
import pytest
from served import served

from index import Article, build
from qa.server.user_file import UserFile

ARTICLE = Article("a.txt", "The ferry sank on Monday.", "The ferry")
LARGEST_PAGE = 20_000
"""Bytes of the page as it is sent, compressed."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(articles=[ARTICLE], store=tmp_path / "store")
    return tmp_path / "store"


def test_the_page_is_small_and_what_it_needs_is_kept(store: Path) -> None:
    with served(store) as url, httpx.Client(base_url=url) as client:
        with client.stream("GET", "/") as response:
            sent = b"".join(response.iter_raw())
        assert response.headers["content-encoding"] == "gzip" and len(sent) < LARGEST_PAGE
        page = client.get("/").text
        assert page.count("Shown until the page itself is there") == 1  # no script comes twice
        addresses = re.findall(r'(?:href|src)="\.(/page-[0-9a-f]{16}\.(?:css|js))"', page)
        assert [address[-3:] for address in addresses] == ["css", ".js"]
        for address in addresses:
            file = client.get(address)
            assert "immutable" in file.headers["cache-control"]
            assert file.headers["x-content-type-options"] == "nosniff"
            assert file.headers["content-encoding"] == "gzip"
        assert client.get("/page-0000000000000000.js").status_code == 404


def test_the_page_has_a_name_and_an_icon(store: Path, tmp_path: Path) -> None:
    users = UserFile(tmp_path / "users.json")
    users.add("ada", "correct horse battery")
    with served(store, users=users) as url, httpx.Client(base_url=url) as client:
        manifest = client.get("/manifest.json").json()  # browsers ask without a session
        assert manifest["name"] == "Ask the articles"
        for icon in manifest["icons"]:
            assert client.get(icon["src"]).headers["content-type"].startswith("image/svg")
        assert client.get("/config").status_code == 401


@pytest.mark.browser
def test_one_can_ask_before_the_page_is_there(browser, store: Path) -> None:
    """The scripts are held back; what is typed and sent meanwhile is asked once they come."""
    with served(store) as url:
        context = browser.new_context()
        page = context.new_page()
        held = []
        may_come = False
        page.route(
            "**/assets/*.js", lambda route: route.continue_() if may_come else held.append(route)
        )
        page.goto(url, wait_until="commit")
        field = page.locator("#frame").get_by_role("textbox", name="Your question")
        field.wait_for()
        page.keyboard.type("When did the ferry sink?")  # it has the focus
        page.keyboard.press("Enter")
        assert field.is_disabled()
        may_come = True
        for route in held:
            route.continue_()
        page.locator("#latest .asked", has_text="When did the ferry sink?").wait_for()
        page.locator("#latest .answer[aria-busy=false]").wait_for()
        assert "Monday" in page.locator("#latest .answer-text").inner_text()
        assert page.locator("#frame").count() == 0 and page.locator(".exchange").count() == 1
        context.close()
