"""The page: its panels, put together and served."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gradio as gr
from gradio.state_holder import SessionState

import qa.pipeline
from index import ArticleQAError
from index.console import err
from index.embedding import Embedder
from index.errors import UsageError
from index.follow.follower import Follower
from index.follow.worker import FollowWorker
from qa.database.choice import database_of
from qa.generation.pool import AnswererPool
from qa.history.conversations import conversations_of
from qa.i18n import language_for, say, speaking
from qa.i18n.translation import translated
from qa.pipeline import READING
from qa.server.api_service import ApiService
from qa.server.event_log import UNFORESEEN, EventLog, unforeseen
from qa.server.gradio_api import add_api
from qa.server.health import Health
from qa.server.limits import AT_ONCE
from qa.server.metrics import Metrics
from qa.server.outcomes import Observer, observed
from qa.server.serving import Access, bypass_proxy, launch_options, private_uploads
from qa.server.stores import OpenStores
from qa.server.users import Users
from qa.settings import QASettings
from qa.types import Answer
from qa.web import store_views
from qa.web.asking.answering import Stream, answer_with
from qa.web.asking.examples import Examples
from qa.web.assets import ICON, files, heads
from qa.web.components import PRIVATE, from_script, html, worded, words_of
from qa.web.conversations import SavedConversations
from qa.web.model_download import ModelDownloader, warm
from qa.web.panels.chat import Chat
from qa.web.panels.conversations import ConversationList
from qa.web.panels.library import Library
from qa.web.panels.settings import SettingsPanel
from qa.web.panels.stories import Stories
from qa.web.render.frame import render_bar, render_brand, render_veil
from qa.web.session import Session


class Page(gr.Blocks):  # type: ignore[misc]  # gradio is not typed
    """Gradio's page, which is called, and whose events are handled, in the language of the browser
    that asks."""

    @property
    def title(self) -> str:
        """Its name."""
        return say("page.name")

    @title.setter
    def title(self, _: object) -> None:
        """Gradio sets one for all."""

    @property
    def config(self) -> dict[str, Any]:
        """What is sent of it; gradio makes that once for all."""
        return {**self._config, "title": self.title}

    @config.setter
    def config(self, made: dict[str, Any]) -> None:
        self._config = made

    async def process_api(self, *args: Any, **more: Any) -> dict[str, Any]:
        """Handles an event."""
        request = more.get("request")
        headers = request.headers if isinstance(request, gr.Request) else {}
        with speaking(language_for(headers)):
            try:
                handled: dict[str, Any] = await super().process_api(*args, **more)
            except (gr.Error, ArticleQAError):
                raise
            except Exception as error:  # gradio would print whatever it says
                err.print(unforeseen(error))
                said = translated(UNFORESEEN, "trouble")
                raise gr.Error(said, print_exception=False) from error
            finally:
                self._forget_replaced(more.get("state"))
        return handled

    def _forget_replaced(self, state: SessionState | None) -> None:
        """Lets go of what gradio keeps in a session for as long as its page is open: with each
        change of a component a further one of its kind, with what it showed (6.31). All that this
        page has are there from the beginning; none is made by `gr.render`."""
        if state is None:
            return
        kept = state.blocks_config.blocks
        for number in kept.keys() - self.default_config.blocks.keys():
            kept.pop(number, None)
            state.config_values.pop(number, None)


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
        downloader: Offers a language model; without it the settings say nothing of models.
        api: Lets other programs ask by Gradio's API.
        examples: Questions that one may begin with.
    """
    conversations = SavedConversations(conversations_of(stores.settings), stores)
    with Page(analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as blocks:
        if api:
            add_api(api)  # before the page's own events, which would take the names of its calls
        with gr.Row(elem_id="shell"):
            with gr.Column(elem_id="rail"):
                worded(html, lambda: {"value": str(render_brand())}, name="brand", script=None)
                anew = worded(
                    gr.Button, lambda: {"value": say("conversations.anew")}, elem_id="anew"
                )
                saved = ConversationList() if conversations.database else None
                foot = html("foot", script="navigation")
            with gr.Column(elem_id="middle"):
                worded(html, lambda: {"value": str(render_bar())}, name="bar", script=None)
                with gr.Column(elem_id="chat"):
                    evidence = html("evidence", script="evidence", render=False)
                    chat = Chat(stores, conversations, stream, evidence)
                with gr.Column(elem_id="library"):
                    library = Library(stores, chat)
                with gr.Column(elem_id="stories"):
                    stories = Stories(stores)
                with gr.Column(elem_id="settings"):
                    settings = SettingsPanel(stores, chat, downloader)
            with gr.Column(elem_id="side"):
                evidence.render()
                reader = html("reader", script="reader")
        html("veil", value=str(render_veil()), script=None)
        chat.wire(settings.strictness, anew)
        if saved:
            saved.wire(chat, blocks.load, foot)
        else:
            blocks.load(chat.show, chat.session, chat.shown, **PRIVATE)
        shown = partial(foot.shown, trigger_mode="always_last")
        library.wire(shown, blocks.load, foot, words_of(blocks))
        stories.wire()
        _wire_reader(stores, chat.session, reader)
        downloads = []
        if downloader and settings.model:
            downloads = chat.wire_download(downloader, blocks.load, settings.model.offered)
        settings.wire(shown, downloads)
        if examples:
            chat.wire_examples(examples, blocks.load)
    return blocks


def serve(
    stores: OpenStores, *, host: str, port: int, users: Users | None, open_browser: bool = False
) -> None:
    """Serves the page until it is interrupted; to everybody, or to `users` alone.

    Raises:
        UsageError: the address cannot be listened on.
    """
    following = FollowWorker(follower_of(stores), err.print)
    with (
        private_uploads(),
        AnswererPool(stores.settings) as answerers,
        following if stores.settings.follow else contextlib.nullcontext(),
    ):
        examples, downloader = Examples(stores), ModelDownloader(answerers)
        page, access = assemble(stores, answerers, users, downloader, examples)
        launch(page, host=host, port=port, access=access, open_browser=open_browser)
        threading.Thread(target=_warm, args=(stores, answerers, examples)).start()
        err.print(f"The chat is open at {page.local_url} (Ctrl+C ends it).")
        page.block_thread()


def assemble(
    stores: OpenStores,
    answerers: AnswererPool,
    users: Users | None,
    downloader: ModelDownloader | None = None,
    examples: Examples | None = None,
    stream: Callable[..., Iterator[Answer]] = qa.pipeline.stream,
) -> tuple[gr.Blocks, Access]:
    """The page, and what is served beside it, as the settings of `stores` say; for `launch`.

    Args:
        users: Those who must sign in; None: nobody.
        downloader, examples: As `build_page`.
        stream: Answers instead of `qa.pipeline.stream`.

    Raises:
        ExtraMissing: a setting needs a package that is not installed.
    """
    metrics = _metrics(answerers) if stores.settings.metrics else None
    stream = observed(stream, _observers(stores.settings, metrics))
    api = ApiService(stores, answerers, stream)
    page = build_page(stores, answer_with(answerers, stream), downloader, api, examples)
    return page, Access(api, users, Health(_needed(stores), metrics))


def _metrics(answerers: AnswererPool) -> Metrics:
    waiting = {"reading": lambda: READING.waiting, "model": answerers.waiting}
    return Metrics(waiting)


def _observers(settings: QASettings, metrics: Metrics | None) -> list[Observer]:
    """Who is told of each question, as the settings say."""
    observers: list[Observer] = [metrics] if metrics else []
    if settings.log != "none":
        observers.append(EventLog(err.print, with_questions=settings.log == "questions"))
    return observers


def _needed(stores: OpenStores) -> dict[str, Callable[[], object]]:
    """Without what the server is not ready."""
    needed: dict[str, Callable[[], object]] = {"store": stores.store}
    if conversations := conversations_of(stores.settings):
        needed["conversations"] = conversations.count
    if stores.settings.database:  # has the users, even where no conversation is kept
        database = database_of(stores.settings)

        def answers() -> None:
            with database.reading():
                pass

        needed["database"] = answers
    return needed


def follower_of(stores: OpenStores) -> Follower:
    """Keeps the settings' own store up to date, with the model that it has loaded already."""

    def embedder() -> Embedder | None:
        own = stores.own()
        return own.embedder() if own else None

    return Follower(stores.settings, embedder=embedder)


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
            **launch_options(host, port, access or Access(), heads(), files()),
            favicon_path=ICON,
            inbrowser=open_browser,
            theme=_theme(),
            _frontend=False,  # else it asks itself, and gives up where a busy machine takes 3 s
        )
    except OSError as error:
        raise UsageError(
            f"The chat cannot listen on {host}, port {port}: it is in use or not allowed. "
            "Name another with --port, or end what is running there."
        ) from error


def _wire_reader(stores: OpenStores, session: gr.State, reader: gr.HTML) -> None:
    """Opens an article in `reader`, wherever on the page it is clicked, or at its address."""

    def open_article(session: Session, wanted: object) -> str:
        return str(store_views.show_article(stores, from_script(wanted), session.exchanges))

    wanted, how = "(session) => [session, app.article()]", {"trigger_mode": "always_last"}
    reader.article(open_article, [session, reader], reader, js=wanted, **how, **PRIVATE)


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
