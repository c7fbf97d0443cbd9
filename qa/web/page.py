"""The page: its tabs, put together and served. With `tabs`, `parts` and `gradio_api`, what
knows gradio."""

from __future__ import annotations

import contextlib
import threading

import gradio as gr

from index import ArticleQAError
from index.console import err
from index.errors import UsageError
from qa.generation.pool import AnswererPool
from qa.history.conversations import conversations_of
from qa.server.api_service import ApiService
from qa.server.gradio_api import add_api
from qa.server.limits import AT_ONCE
from qa.server.login import person, render_person
from qa.server.serving import Access, launch_options, reach_ourselves
from qa.server.stores import OpenStores
from qa.server.users import Users
from qa.web import views
from qa.web.components import PRIVATE, html
from qa.web.conversations import ConversationKeeping
from qa.web.converse import Stream, answering
from qa.web.examples import Examples
from qa.web.feedback import FeedbackList
from qa.web.model_offer import Offer, warm
from qa.web.session import Session
from qa.web.tabs.articles import ArticlesTab
from qa.web.tabs.ask import AskTab
from qa.web.tabs.conversations import ConversationsTab
from qa.web.tabs.feedback import FeedbackTab
from qa.web.tabs.models import ModelTab

TITLE = "Ask the articles"


def build_page(
    shelf: OpenStores,
    stream: Stream | None = None,
    offer: Offer | None = None,
    programs: ApiService | None = None,
    examples: Examples | None = None,
) -> gr.Blocks:
    """The page over the stores of `shelf`; `stream` answers instead of `qa.stream`.

    With `programs`, other programs may ask, too; `examples` are what one may begin with.
    """
    talks = ConversationKeeping(conversations_of(shelf.settings), shelf)
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as blocks:
        if programs:
            add_api(programs)  # first, for the names go to whoever comes first
        masthead = html("masthead")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                ask = AskTab(shelf, talks, stream)
            with gr.Tab("Conversations", visible=talks.kept is not None) as talks_tab:
                kept = ConversationsTab(ask, talks)
            with gr.Tab("Feedback") as feedback_tab:
                feedback = FeedbackTab(ask, FeedbackList(shelf))
            with gr.Tab("Articles") as articles_tab:
                articles = ArticlesTab(shelf, ask)
            with gr.Tab("Model", visible=offer is not None) as model_tab:
                model = ModelTab(offer, ask) if offer else None
        signed_in = html("signed-in")
        reader = html("reader", script="reader.js")
        ask.wire(masthead)
        kept.wire(talks_tab, tabs)
        feedback.wire(feedback_tab)
        articles.wire(articles_tab, tabs, blocks, masthead)
        _wire_reader(shelf, [ask.earlier, ask.latest, articles.listing], ask.sitting, reader)
        blocks.load(ask.show_welcome, ask.sitting, ask.latest, **PRIVATE)
        blocks.load(_signed_in, None, signed_in, **PRIVATE)
        if offer and model:
            model.wire(model_tab, ask.wire_offer(offer, blocks.load, model.offered))
        if examples:
            ask.wire_examples(examples, blocks.load)
    return blocks


def serve(
    shelf: OpenStores, *, host: str, port: int, people: Users | None, open_browser: bool = False
) -> None:
    """Serves the page until it is interrupted; to everybody, or to `people` alone.

    Raises:
        UsageError: the address cannot be listened on.
    """
    with AnswererPool(shelf.settings) as answerers:
        programs, examples = ApiService(shelf, answerers), Examples(shelf)
        page = build_page(shelf, answering(answerers), Offer(answerers), programs, examples)
        access = Access(programs, people)
        launch(page, host=host, port=port, access=access, open_browser=open_browser)
        threading.Thread(target=_warm, args=(shelf, answerers, examples)).start()
        err.print(f"The chat is open at {page.local_url} (Ctrl+C ends it).")
        page.block_thread()


def launch(
    page: gr.Blocks,
    *,
    host: str,
    port: int,
    access: Access | None = None,
    open_browser: bool = False,
) -> None:
    """Starts serving the page, and what `access` adds to it, and returns.

    Raises:
        UsageError: the address cannot be listened on.
    """
    reach_ourselves()
    page.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    try:
        page.launch(
            **launch_options(host, port, access or Access()),
            inbrowser=open_browser,
            theme=_theme(),
        )
    except OSError as error:
        raise UsageError(
            f"The chat cannot listen on {host}, port {port}: it is in use or not allowed. "
            "Name another with --port, or end what is running there."
        ) from error


def _wire_reader(
    shelf: OpenStores, parts: list[gr.HTML], sitting: gr.State, reader: gr.HTML
) -> None:
    """Opens an article, wherever one is clicked."""

    def open_article(sitting: Session, event: gr.EventData) -> str:
        return str(views.opened(shelf, event._data, sitting.exchanges))

    for part in parts:
        part.article(open_article, sitting, reader, trigger_mode="always_last", **PRIVATE)


def _signed_in(request: gr.Request) -> str:
    """Who is signed in, and the way out; nothing where no login is asked for."""
    return str(render_person(person(request)))


def _theme() -> gr.themes.Base:
    """Quiet colours, and the fonts that the person's machine has."""
    return gr.themes.Default(
        primary_hue="teal",
        neutral_hue="stone",
        font=["sans-serif"],
        font_mono=["monospace"],
    )


def _warm(shelf: OpenStores, answerers: AnswererPool, examples: Examples) -> None:
    """Loads what the first question needs while the person reads the page."""
    warm(answerers)
    with contextlib.suppress(ArticleQAError):  # the first question says what is wrong
        shelf.warm()
        examples.find()
