"""The browser chat. `serve` opens it; `build_page` makes the page alone.

page             the panels, put together and served
assets           its style sheet and scripts, as files that a browser keeps
components       Gradio components and options of events that several panels share
panels           a module for each part of the page: its components, what its events do
session          what one open page holds: its conversation, and which of its answers grows
asking           a question on its way to an answer, and what can be chosen for it
conversations    saved conversations: opened, searched, renamed, removed
judgements       whether an answer was right, as a click under it says
feedback         the list of those judgements
articles         articles opened, sorted, added after a preview, removed, followed
model_download   the offer to download a language model, and how far that is
store_views      what is shown of the store in use
render           data to HTML: each module prepares the values of a template and fills it
templates        the Jinja templates of the page
static           its style sheet and scripts

`page`, `components` and `panels` are what knows Gradio. Nothing below imports this package.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from qa.server.stores import OpenStores
from qa.server.users import Users
from qa.settings import QASettings

if TYPE_CHECKING:
    import gradio as gr

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

__all__ = ["OpenStores", "build_page", "serve"]


def build_page(stores: OpenStores) -> gr.Blocks:
    """The page over `stores`, not yet served."""
    return _page().build_page(stores)


def serve(
    settings: QASettings,
    *,
    host: str,
    port: int,
    sample: Path | None,
    users: Users | None = None,
    open_browser: bool = False,
) -> None:
    """Serves the chat until it is interrupted.

    Args:
        sample: A store of invented news, used while the settings' own has no articles.
        users: Those who may sign in; None: no login is asked for.
        open_browser: Open the page in the user's browser.

    Raises:
        UsageError: the address cannot be listened on.
    """
    stores = OpenStores(settings, sample)
    _page().serve(stores, host=host, port=port, users=users, open_browser=open_browser)


def _page() -> ModuleType:
    """The module that imports gradio, once it is needed."""
    return importlib.import_module("qa.web.page")
