"""The page in another language than English, and what it keeps when it is loaded anew."""

import re
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from in_browser import ask, unfold
from served import served

from index import Article, build
from qa.i18n import COOKIE, read_texts, speaking
from qa.server.user_file import UserFile
from qa.web.assets import heads

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

Serve = Callable[..., str]
SHOWN = """() => [...document.querySelectorAll(
    "button, h1, h2, h3, label, summary, th, a, p, span, [aria-label], [title], [placeholder]")]
  .flatMap((one) => [one.getAttribute("aria-label"), one.title, one.placeholder, one.textContent])
  .filter(Boolean).map((text) => text.trim())"""


def only_english() -> set[str]:
    """The texts that the page says in English alone."""
    english, german = read_texts("en"), read_texts("de")
    return {text for text in english.values() if isinstance(text, str)} - {
        text for text in german.values() if isinstance(text, str)
    }


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_speaks_the_language_of_the_browser(
    serve: Serve, open_page, seed_folder: Path
) -> None:
    page = open_page(serve(seed_folder), locale="de-DE")
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_role("button", name="Senden").wait_for()
    field = page.get_by_role("textbox", name="Ihre Frage")
    field.fill("What does the Harbour Tram cost?")
    field.press("Enter")
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    origin = page.locator("#latest .origin")
    origin.wait_for()
    assert "12. Februar 2026" in origin.inner_text() and "der neueste von" in origin.inner_text()
    assert page.locator("#latest .answer-text").get_attribute("lang") == "en"
    page.get_by_role("button", name="Senden").wait_for()
    page.get_by_role("heading", name="Belege").wait_for()
    assert set(page.evaluate(SHOWN)) & only_english() == set()
    field.fill("What does The Guardian say of the Harbour Tram in March 2024?")
    field.press("Enter")
    notice = page.locator("#latest .answer[aria-busy=false] .notice", has_text="Guardian")
    sync_api.expect(notice).to_contain_text("Es gibt keinen Artikel von The Guardian. Die Quellen")
    read = page.locator("#latest .understood")
    sync_api.expect(read).to_contain_text("1. März 2024 bis 31. März 2024")
    sync_api.expect(read).to_contain_text("The Guardian (kein Artikel)")
    for view in ("articles", "settings"):
        page.locator(f"[data-view={view}]").click()
        page.locator("#language select").wait_for(state="attached")
        assert set(page.evaluate(SHOWN)) & only_english() == set()
    page.locator("[data-view=stories]").click()
    page.locator("#telling [data-story]").first.click()
    page.locator("#story-title").wait_for()
    assert set(page.evaluate(SHOWN)) & only_english() == set()
    page.locator("[data-view=settings]").click()
    page.locator("#language select").select_option("en")
    page.get_by_role("heading", name="Settings").wait_for()
    page.get_by_role("heading", name="Language").wait_for()
    assert page.locator("#language select").input_value() == "en"
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#language select").select_option("")
    page.get_by_role("heading", name="Einstellungen").wait_for()


@pytest.mark.slow
@pytest.mark.browser
def test_what_is_chosen_is_still_chosen_when_the_page_is_loaded_anew(
    serve: Serve, open_page, seed_folder: Path
) -> None:
    page = open_page(serve(seed_folder))
    unfold(page, "Dates").get_by_label("From").fill("2025-05-01")
    page.keyboard.press("Escape")
    unfold(page, "Sources").get_by_role("checkbox", name="Radio Ostrel").check()
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector("#frame", state="detached")
    said = page.locator("#options .pill").all_inner_texts()
    assert said[:2] == ["From 1 May 2025", "Radio Ostrel"]
    box = unfold(page, "Sources").get_by_role("checkbox", name="Radio Ostrel")
    sync_api.expect(box).to_be_checked()
    page.keyboard.press("Escape")
    ask(page, "How high is the new sea wall at Lowmarsh?")
    told = page.locator("#latest .asked-of").inner_text()
    assert told == "Only articles of Radio Ostrel, from 1 May 2025"


@pytest.mark.slow
@pytest.mark.browser
def test_on_a_phone_what_changed_begins_at_the_newest(
    serve: Serve, open_page, seed_folder: Path
) -> None:
    page = open_page(serve(seed_folder), viewport={"width": 390, "height": 844})
    ask(page, "What does the Harbour Tram cost?")
    newest = page.locator(".strip .is-newest")
    sync_api.expect(newest).to_be_in_viewport(ratio=0.9)
    assert all(" crowns" in said for said in page.locator(".strip b").all_inner_texts())


def test_the_texts_of_the_scripts_are_those_of_the_language(tmp_path: Path) -> None:
    build(articles=[Article("a", "The ferry sank.", "Ferry")], store=tmp_path / "store")
    with served(tmp_path / "store") as url, httpx.Client(base_url=url) as client:
        english, german = (
            client.get("/", headers={"Accept-Language": one}) for one in ("en", "de")
        )
        assert '"any_date": "Any date"' in english.text
        assert '"any_date": "Jedes Datum"' in german.text
        assert {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", german.headers["vary"]))
        chosen = client.get("/", headers={"Accept-Language": "en", "Cookie": f"{COOKIE}=de"})
        assert '"any_date": "Jedes Datum"' in chosen.text


def test_the_page_is_called_in_the_language_of_the_browser(tmp_path: Path) -> None:
    build(articles=[Article("a", "The ferry sank.", "Ferry")], store=tmp_path / "store")
    with served(tmp_path / "store") as url, httpx.Client(base_url=url) as client:
        for code, name in (("de", "Die Artikel fragen"), ("en", "Ask the articles")):
            client.headers["Accept-Language"] = code
            page, manifest = client.get("/"), client.get("/manifest.json")
            assert f'<meta property="og:title" content="{name}" />' in page.text
            assert f'"title":"{name}"' in page.text
            assert manifest.json()["name"] == name
            for response in (page, manifest):
                varies = set(re.split(r",\s*", response.headers["vary"]))
                assert {"Accept-Language", "Cookie"} <= varies


def test_what_is_too_much_is_told_in_the_language_of_the_browser(tmp_path: Path) -> None:
    build(articles=[Article("a", "The ferry sank.", "Ferry")], store=tmp_path / "store")
    with served(tmp_path / "store") as url:
        for code, said in (("de", "Das ist zu viel auf einmal"), ("en", "That is too much")):
            with closing(HTTPConnection(url.split("/")[2])) as connection:
                connection.putrequest("POST", "/gradio_api/upload")
                connection.putheader("Content-Length", str(300 * 2**20))
                connection.putheader("Accept-Language", code)
                connection.endheaders()
                refused = connection.getresponse()
                assert refused.status == 413 and refused.read().decode().startswith(said)


def test_no_text_can_end_the_script_that_it_stands_in() -> None:
    with speaking("en"):
        texts = heads()["de"].partition("window.texts = ")[2].partition(";</script>")[0]
    assert "<" not in texts and texts.endswith("}")


def test_signing_in_leads_to_what_the_address_names(tmp_path: Path) -> None:
    build(articles=[Article("a", "The ferry sank.", "Ferry")], store=tmp_path / "store")
    users = UserFile(tmp_path / "users.json")
    users.add("ada", "correct horse battery")
    right = {"username": "ada", "password": "correct horse battery"}
    html = {"Accept": "text/html"}
    with served(tmp_path / "store", users=users) as url, httpx.Client(base_url=url) as client:
        asked = "/?c=abc&v=stories&t=0a1b&a=x%26y&evil=1%0d%0aSet-Cookie:x"
        page = client.get(asked, headers={**html, "Accept-Language": "de"})
        assert 'action="/login?c=abc&amp;v=stories&amp;t=0a1b&amp;a=x%26y"' in page.text
        assert "Passwort" in page.text and '<html lang="de">' in page.text
        wrong = client.post("/login?c=abc", data={**right, "password": "no"}, headers=html)
        assert wrong.status_code == 401 and 'action="/login?c=abc"' in wrong.text
        signed = client.post("/login?c=abc&a=x%26y&evil=1", data=right, headers=html)
        assert signed.status_code == 303 and signed.headers["location"] == "/?c=abc&a=x%26y"
        plain = client.post("/login", data=right, headers=html)
        assert plain.headers["location"] == "/"
