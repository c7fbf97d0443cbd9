"""Fields of the page in a browser. Gradio shows the fields of an accordion or a tab a moment before
it connects them, and what is typed in between is lost: so it is typed until its effect is seen."""

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright import sync_api

_TRIES = 20
_PATIENCE_MS = 1500


def fill(field: "sync_api.Locator", text: str, seen: "sync_api.Locator") -> None:
    """Fills a field with a text until `seen` is there."""
    from playwright.sync_api import TimeoutError as NotSeen

    for _ in range(_TRIES):
        field.fill("")
        field.fill(text)
        with suppress(NotSeen):
            seen.wait_for(timeout=_PATIENCE_MS)
            return
    seen.wait_for()


def open_options(page: "sync_api.Page", label: str) -> "sync_api.Locator":
    """The options of a field to choose from, once they are shown."""
    from playwright.sync_api import TimeoutError as NotSeen

    options = page.get_by_role("option")
    for _ in range(_TRIES):
        page.get_by_label(label).click()
        with suppress(NotSeen):
            options.first.wait_for(timeout=_PATIENCE_MS)
            return options
        page.get_by_label(label).blur()
    options.first.wait_for()
    return options
