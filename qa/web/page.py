"""The page: its tabs, put together and served."""

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
from qa.server.login import signed_in_name
from qa.server.serving import Access, bypass_proxy, launch_options, private_uploads
from qa.server.stores import OpenStores
from qa.server.users import Users
from qa.web import store_views
from qa.web.asking.answering import Stream, answer_with
from qa.web.asking.examples import Examples
from qa.web.components import PRIVATE, html, static_file
from qa.web.conversations import SavedConversations
from qa.web.feedback import FeedbackList
from qa.web.model_download import ModelDownloader, warm
from qa.web.render.masthead import render_signed_in
from qa.web.session import Session
from qa.web.tabs.articles import ArticlesTab
from qa.web.tabs.ask import AskTab
from qa.web.tabs.conversations import ConversationsTab
from qa.web.tabs.feedback import FeedbackTab
from qa.web.tabs.model import ModelTab

TITLE = "Ask the articles"


def build_page(
    stores: OpenStores,
    stream: Stream | None = None,
    downloader: ModelDownloader | None = None,
    api: ApiService | None = None,
    examples: Examples | None = None,
) -> gr.Blocks:
    """The page over `stores`, not yet served.

    Args:
        stream: Answers instead of `qa.pipeline.stream`.
        downloader: Offers a language model; without it there is no tab for the model.
        api: Lets other programs ask by Gradio's API.
        examples: Questions that one may begin with.
    """
    conversations = SavedConversations(conversations_of(stores.settings), stores)
    are_saved = conversations.database is not None
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as blocks:
        if api:
            add_api(api)  # before the page's own events, which would take the names of its calls
        masthead = html("masthead")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                ask = AskTab(stores, conversations, stream)
            with gr.Tab("Conversations", visible=are_saved) as conversations_tab:
                saved = ConversationsTab(ask, conversations)
            with gr.Tab("Feedback") as feedback_tab:
                feedback = FeedbackTab(ask, FeedbackList(stores))
            with gr.Tab("Articles") as articles_tab:
                articles = ArticlesTab(stores, ask)
            with gr.Tab("Model", visible=downloader is not None) as model_tab:
                model = ModelTab(downloader, ask) if downloader else None
        signed_in = html("signed-in")
        reader = html("reader", script="reader.js")
        ask.wire(masthead)
        saved.wire(conversations_tab, tabs)
        feedback.wire(feedback_tab)
        articles.wire(articles_tab, tabs, blocks, masthead)
        _wire_reader(stores, [ask.earlier, ask.latest, articles.table], ask.session, reader)
        blocks.load(ask.show_welcome, ask.session, ask.latest, **PRIVATE)
        blocks.load(_signed_in, None, signed_in, **PRIVATE)
        if downloader and model:
            model.wire(model_tab, ask.wire_download(downloader, blocks.load, model.offered))
        if examples:
            ask.wire_examples(examples, blocks.load)
    return blocks


def serve(
    stores: OpenStores, *, host: str, port: int, users: Users | None, open_browser: bool = False
) -> None:
    """Serves the page until it is interrupted; to everybody, or to `users` alone.

    Raises:
        UsageError: the address cannot be listened on.
    """
    with private_uploads(), AnswererPool(stores.settings) as answerers:
        api, examples = ApiService(stores, answerers), Examples(stores)
        downloader = ModelDownloader(answerers)
        page = build_page(stores, answer_with(answerers), downloader, api, examples)
        launch(page, host=host, port=port, access=Access(api, users), open_browser=open_browser)
        threading.Thread(target=_warm, args=(stores, answerers, examples)).start()
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
    bypass_proxy()
    page.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    try:
        page.launch(
            **launch_options(host, port, access or Access(), static_file("style.css")),
            inbrowser=open_browser,
            theme=_theme(),
        )
    except OSError as error:
        raise UsageError(
            f"The chat cannot listen on {host}, port {port}: it is in use or not allowed. "
            "Name another with --port, or end what is running there."
        ) from error


def _wire_reader(
    stores: OpenStores, parts: list[gr.HTML], session: gr.State, reader: gr.HTML
) -> None:
    """Opens an article in `reader`, in whichever of `parts` it is clicked."""

    def open_article(session: Session, event: gr.EventData) -> str:
        return str(store_views.show_article(stores, event._data, session.exchanges))

    for part in parts:
        part.article(open_article, session, reader, trigger_mode="always_last", **PRIVATE)


def _signed_in(request: gr.Request) -> str:
    """Who is signed in, and the way out; nothing where no login is asked for."""
    return str(render_signed_in(signed_in_name(request)))


def _theme() -> gr.themes.Base:
    """Quiet colours, and the fonts that the user's machine has."""
    return gr.themes.Default(
        primary_hue="teal",
        neutral_hue="stone",
        font=["sans-serif"],
        font_mono=["monospace"],
    )


def _warm(stores: OpenStores, answerers: AnswererPool, examples: Examples) -> None:
    """Loads what the first question needs while the user reads the page."""
    warm(answerers)
    with contextlib.suppress(ArticleQAError):  # the first question says what is wrong
        stores.warm()
        examples.find()
