"""In Chromium: the page needs nothing that is forbidden, and another site gets nothing."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from in_browser import choose_sources, go_to, open_adding, unfold
from served import quoted, served

from index import Article, build
from qa.server.user_file import UserFile
from qa.types import Answer

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
ARTICLE = Article("a.txt", "The ferry sank on Monday.", "The ferry")
WATCH = """window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


@pytest.fixture
def watched(browser: "sync_api.Browser") -> Iterator[Callable[..., "sync_api.Page"]]:
    """Opens pages that note what their policy forbade; nothing may leave this machine."""
    contexts, asked = [], []

    def start(**options) -> "sync_api.Page":
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        return page

    yield start
    for context in contexts:
        context.close()
    ours = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(articles=[ARTICLE], store=tmp_path / "store")
    return tmp_path / "store"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_needs_nothing_that_is_forbidden(watched, store: Path, scheme: str) -> None:
    with served(store) as url:
        page = watched(color_scheme=scheme)
        page.goto(url)
        page.wait_for_selector("#frame", state="detached")
        page.get_by_role("textbox", name="Your question").fill("When did the ferry sink?")
        page.keyboard.press("Enter")
        page.locator("#latest .answer[aria-busy=false]").wait_for()
        page.locator(".marker").first.click()
        page.locator(".reader mark").first.wait_for()
        page.keyboard.press("Escape")
        page.locator("#latest").get_by_role("button", name="Right", exact=True).click()
        page.locator("#latest").get_by_text("Feedback saved.").wait_for()
        unfold(page, "Dates").get_by_label("From").fill("2025-01-01")
        page.keyboard.press("Escape")
        choose_sources(page)
        go_to(page, "Articles")
        page.locator("#listing .title").first.wait_for()
        open_adding(page)
        upload = {"name": "mill.txt", "mimeType": "text/plain", "buffer": b"The mill was sold."}
        page.locator("#files input[type=file]").set_input_files([upload])
        page.locator("#files [aria-label='mill.txt']").wait_for()
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("button", name="Add the article").click()
        page.locator("#report .report").wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Remove The mill was sold.").click()
        page.get_by_role("button", name="Undo").wait_for()
        assert page.evaluate("violations") == []
        assert page.locator(".signed-in").count() == 0


def test_a_script_that_got_in_is_not_run(watched, store: Path) -> None:
    with served(store) as url:
        page = watched()
        page.goto(url)
        page.wait_for_selector("#frame", state="detached")
        page.evaluate(
            """() => {
              const place = document.createElement("div");
              place.innerHTML = '<img src="data:," onerror="window.pwned = 1">'
                + '<a id="lure" href="javascript:window.pwned = 2">x</a>'
                + '<iframe srcdoc="<script>parent.pwned = 3</script>"></iframe>';
              document.body.append(place);
              const script = document.createElement("script");
              script.textContent = "window.pwned = 4";
              document.body.append(script);
              const far = document.createElement("script");
              far.src = "http://localhost:1/far.js";
              document.body.append(far);
              document.getElementById("lure").click();
              fetch("http://localhost:1/?stolen").catch(() => 0);
            }"""
        )
        page.wait_for_function("violations.length >= 5")
        assert page.evaluate("window.pwned") is None


def test_another_site_gets_nothing(watched, store: Path, tmp_path: Path) -> None:
    asked = []

    def stream(question, store, settings, answerer) -> Iterator[Answer]:
        asked.append(question.text)
        yield replace(quoted(ARTICLE, question.text))

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<!doctype html><p>Elsewhere", encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    site = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        with served(store, stream) as url:
            for name in ("127.0.0.1", "localhost"):  # the same site, and another
                page = watched()
                page.goto(f"http://{name}:{site.server_port}/")
                got = page.evaluate(ATTACK, url)
                assert set(got) <= {"failed", "refused"} and len(got) == 5, name
                page.goto(f"http://{name}:{site.server_port}/")
                frame = page.evaluate(FRAME, url)
                assert frame == "blocked"
                with page.expect_navigation():
                    page.evaluate(FORM, f"{url}v1/chat/completions")
                assert "Requests of other sites are refused." in page.content()
    finally:
        site.shutdown()
        site.server_close()
    assert asked == []


ATTACK = """async (url) => {
  const body = JSON.stringify({model: "article-qa", messages: [{role: "user", content: "Q?"}]});
  const call = JSON.stringify({question: "Q?"});
  const tries = [
    () => fetch(url + "v1/models", {credentials: "include"}),
    () => fetch(url + "v1/chat/completions", {method: "POST", mode: "no-cors", body}),
    () => fetch(url + "v1/chat/completions", {method: "POST", body}),
    () => fetch(url + "gradio_api/call/v2/ask", {
      method: "POST", body: call, headers: {"Content-Type": "application/json"}}),
    () => import(url + "config"),
  ];
  const got = [];
  for (const attempt of tries) {
    const told = (answer) => (answer.status === 403 ? "refused" : "read");
    got.push(await attempt().then(told, () => "failed"));
  }
  return got;
}"""
FRAME = """(url) => new Promise((resolve) => {
  const frame = document.createElement("iframe");
  frame.src = url;
  frame.onload = () => {
    try { frame.contentWindow.document; resolve("read"); } catch { resolve("blocked"); }
  };
  document.body.append(frame);
})"""
FORM = """(url) => {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "text/plain";
  form.action = url;
  const field = document.createElement("input");
  field.name = '{"model": "article-qa", "messages": [{"role": "user", "content": "Q?"}], "x": "';
  field.value = '"}';
  form.append(field);
  document.body.append(form);
  form.submit();
}"""


@pytest.mark.slow
def test_signing_in_and_out(watched, store: Path, tmp_path: Path) -> None:
    users = UserFile(tmp_path / "users.json")
    users.add("ada", PASSWORD)
    with served(store, users=users) as url:
        page = watched()
        page.goto(url)
        sign_in(page, "<b>ada</b>", "wrong")
        assert page.get_by_role("alert").inner_text() == "The name or the password is wrong."
        sign_in(page, "ada", PASSWORD)
        page.locator(".signed-in").wait_for()
        assert page.locator(".signed-in").inner_text() == "Signed in as ada · Sign out"
        page.get_by_role("textbox", name="Your question").fill("When did the ferry sink?")
        page.keyboard.press("Enter")
        page.locator("#latest .answer[aria-busy=false]").wait_for()
        assert "Monday" in page.locator("#latest .answer-text").inner_text()
        page.get_by_role("link", name="Sign out").click()
        page.get_by_label("Name").wait_for()
        for _ in range(5):
            sign_in(page, "ada", "wrong")
            page.get_by_role("alert").wait_for()
        sign_in(page, "ada", PASSWORD)
        page.get_by_text("Too many attempts. Try again in a minute.").wait_for()
        assert page.evaluate("violations") == []


def sign_in(page: "sync_api.Page", name: str, password: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


@pytest.mark.slow
def test_an_upload_that_is_too_large_is_told(watched, store: Path, tmp_path: Path) -> None:
    many = [tmp_path / f"{number}.txt" for number in range(5)]
    for path in many:
        path.write_bytes(b"x" * (45 * 2**20))
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (51 * 2**20))
    with served(store) as url:
        page = watched()
        page.goto(url)
        page.wait_for_selector("#frame", state="detached")
        go_to(page, "Articles")
        open_adding(page)
        page.locator("#files input[type=file]").set_input_files(large)
        page.get_by_text("exceed the maximum allowed size of 50").first.wait_for()
        page.reload()
        page.wait_for_selector("#frame", state="detached")
        open_adding(page)
        page.locator("#files input[type=file]").set_input_files(many)
        page.get_by_text("at most 200 MB are taken. Send less.").first.wait_for()
