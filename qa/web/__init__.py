"""The browser chat.

markup        HTML that holds other people's text, and how days and articles are written
shelf         which store is open
views         what the page shows of it
conversation  a question with what became of it
exchange      … as HTML          article   one article as HTML
cards         its evidence       said      its text, with chips     support   how well it holds
refusal       where there is none          counting  what filters left out
actions       what can be done with it     understood   what was read from its question
welcome       how to begin       examples  … with questions that the articles answer
asking        sentences made into questions
manner        who writes, and how sure it must be
talks         the conversations that are kept         talk_list   … as HTML
quoted        a quotation as it was, where the article has changed
judging       whether an answer was right and its sources hold, as the person says
verdicts      what was said of answers, taken back, handed out           verdict_list   … as HTML
sitting       what one open page holds, and which of its answers grows
pace          how often the page is told of an answer that grows
offer         the offer to download a language model
model_panel   who answers, and how a test of it went
listing       the table of articles               order      what it shows, and in what order
timeline      when they appeared, as a picture    removing   … out of the store, and back
adding        files, pasted text and addresses: read, then stored
preview       … what was understood of them       preview_form   … as HTML, in fields
working       work that takes a while             reports    how far it is and what it did, as HTML
filters       dates and source as typed
programs      what other programs may ask     schema     … and the JSON they get
gradio_api, tools, completions   by Gradio's API, by MCP, as from OpenAI
problems      … and errors in OpenAI's form
steps         answers beside the server's loop
serving       what may be reached of the page, and by whom
guard         … request by request           origin     whether another site asks
login         who is signed in               attempts   how often passwords are tried
headers       what browsers are told         limits     how much may be sent, how many may ask
tabs          asking, conversations, feedback, articles, the model
parts         what all of them are made of
page          the tabs, put together and served; with tabs, parts, gradio_api, what knows gradio
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


def build_page(shelf: OpenStores) -> gr.Blocks:
    """The page over the stores of `shelf`, not yet served."""
    return _page().build_page(shelf)


def serve(
    settings: QASettings,
    *,
    host: str,
    port: int,
    sample: Path | None,
    people: Users | None = None,
    open_browser: bool = False,
) -> None:
    """Serves the chat until it is interrupted.

    Args:
        sample: A store of invented news, used while the settings' own has no articles.
        people: Those who may sign in; None: no login is asked for.
        open_browser: Open the page in the person's browser.

    Raises:
        UsageError: the address cannot be listened on.
    """
    shelf = OpenStores(settings, sample)
    _page().serve(shelf, host=host, port=port, people=people, open_browser=open_browser)


def _page() -> ModuleType:
    """The module that imports gradio, once it is needed."""
    return importlib.import_module("qa.web.page")
