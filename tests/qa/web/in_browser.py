"""What several tests do on the page in a browser: go to a view, ask, choose what is asked of."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright import sync_api

_EVIDENCE_IS_THERE = """() => {
  const beside = document.querySelector("#evidence [data-exchange]");
  const latest = document.querySelector("#latest [data-exchange]");
  return beside?.dataset.exchange === latest.dataset.exchange
    && !beside.textContent.includes("Searching …");
}"""
_SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shifts.push(entry.value);
}).observe({ type: "layout-shift" });"""
MOST_SHIFTED = 0.05
"""The layout shift that an answer may cause; what follows a press at once is counted, too."""
WIDE = 1200
"""Pixels of width from which on the list of conversations is always shown."""


def box(page: "sync_api.Page") -> "sync_api.Locator":
    """The field for the question."""
    return page.get_by_role("textbox", name="Your question")


def ask(page: "sync_api.Page", question: str) -> "sync_api.Locator":
    """Types a question, sends it with Enter, and waits until the answer is whole."""
    page.get_by_role("button", name="Send").wait_for()  # the answer before this one has ended
    box(page).fill(question)
    box(page).press("Enter")
    return answered(page, question)


def answered(page: "sync_api.Page", question: str) -> "sync_api.Locator":
    """The last exchange, once the answer to the question is whole and the next can be sent."""
    page.locator("#latest .asked", has_text=question).wait_for()
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    page.wait_for_function(_EVIDENCE_IS_THERE)
    return page.locator("#latest .exchange")


def settled(page: "sync_api.Page") -> None:
    """Waits until the page has asked its server for nothing for a second: what follows an answer
    has ended, so that nothing is cut off by what comes next."""
    from playwright.sync_api import TimeoutError as NothingMore

    for _ in range(30):
        try:
            page.wait_for_event("request", timeout=1000)
        except NothingMore:
            return


def open_rail(page: "sync_api.Page") -> None:
    """Shows the list of conversations, which a narrow screen hides."""
    size = page.viewport_size
    if size and size["width"] < WIDE and not page.locator("body.shows-rail").count():
        page.get_by_role("button", name="Conversations and views").click()
        page.locator("#rail").wait_for()


def go_to(page: "sync_api.Page", name: str) -> None:
    """Goes to the articles, the stories or the settings."""
    open_rail(page)
    page.locator(f"[data-view={name.lower()}]").click()
    page.locator(f"body[data-view={name.lower()}]").wait_for()


def go_back(page: "sync_api.Page") -> None:
    """From a view to the conversation."""
    page.get_by_role("button", name="Back to the conversation").locator("visible=true").click()
    page.locator("body[data-view=chat]").wait_for()


def begin_anew(page: "sync_api.Page") -> None:
    """Goes over to an empty conversation."""
    open_rail(page)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()


def open_adding(page: "sync_api.Page") -> "sync_api.Locator":
    """The dialog in which articles are added, opened from the articles."""
    page.locator("#library-head").get_by_role("button", name="Add articles").click()
    dialog = page.get_by_role("dialog", name="Add articles")
    dialog.wait_for()
    return dialog


def unfold(page: "sync_api.Page", name: str) -> "sync_api.Locator":
    """What a pill under the question unfolds: Dates, Sources, Who writes the answer."""
    popover = page.get_by_role("group", name=name, exact=True)
    place = ["Dates", "Sources", "Who writes the answer"].index(name)
    page.locator("#options .pill").nth(place).click()
    popover.wait_for()
    return popover


def measure_shifts(page: "sync_api.Page") -> None:
    """From now on, what moves on the page is summed up."""
    page.evaluate(_SHIFTS)


def shifted(page: "sync_api.Page") -> float:
    """The layout shift since the last time."""
    sum_up = "() => shifts.splice(0).reduce((sum, one) => sum + one, 0)"
    amount: float = page.evaluate(sum_up)
    return amount


def choose_sources(page: "sync_api.Page", *names: str) -> None:
    """Has only articles of these sources used."""
    popover = unfold(page, "Sources")
    for name in names:
        popover.get_by_role("checkbox", name=name).check()
    page.keyboard.press("Escape")
    popover.wait_for(state="hidden")
