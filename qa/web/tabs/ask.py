"""The tab where one asks, and reads what the articles answer."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

import gradio as gr
from markupsafe import Markup

from index.errors import UsageError
from qa.history.exchange import Exchange, said_before, settled
from qa.server.login import asker, signed_in_name
from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.asking.answer_options import with_options
from qa.web.asking.answering import Stream, next_exchange
from qa.web.asking.clicks import read_asked_again, read_example
from qa.web.asking.examples import Examples
from qa.web.asking.filters import read_filters
from qa.web.asking.throttling import throttled
from qa.web.components import ASKS, JUDGES, PRIVATE, html, show_send, show_stop
from qa.web.conversations import SavedConversations
from qa.web.judgements import read_judgement_click, record_judgement
from qa.web.model_download import DownloadOffer, DownloadState, ModelDownloader
from qa.web.render.conversation_list import render_unsaved
from qa.web.render.exchange import render_exchange, render_exchanges
from qa.web.render.model_download import render_download
from qa.web.render.welcome import render_examples
from qa.web.session import Session
from qa.web.tabs.composer import Composer


class AskTab:
    """The conversation, and the components in which one asks.

    The last exchange has a component of its own, so that the earlier ones are not sent again
    while its answer grows.
    """

    def __init__(
        self, stores: OpenStores, conversations: SavedConversations, stream: Stream | None
    ) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            stream: Answers instead of `qa.pipeline.stream`.
        """
        self.stores = stores
        self.conversations = conversations
        self.stream = stream
        self.session = gr.State(Session())
        self.earlier = html("earlier")
        self.latest = html("latest")
        self.suggested = html("suggested")
        self.composer = Composer(stores)

    def wire(self, masthead: gr.HTML) -> None:
        """Connects the events; `masthead` shows what the store holds."""
        composer = self.composer
        asking = [composer.question, self.session, *composer.filters, *composer.options]
        parts = [masthead, self.earlier, self.latest, composer.unsaved]
        self.shown = shown = [composer.question, *parts, *composer.buttons]
        asked = gr.on(
            [composer.send.click, composer.question.submit], self.ask, asking, shown, **ASKS
        )
        examples_asked = [
            part.example(self.choose_example, None, composer.question, **PRIVATE).then(
                self.ask, asking, shown, **ASKS
            )
            for part in (self.latest, self.suggested)
        ]
        asked_again = [
            clicked(self.ask_again, [self.session, *composer.options], shown, **ASKS)
            for part in (self.earlier, self.latest)
            for clicked in (part.without, part.again)
        ]
        edited = [composer.question, self.latest]
        self.latest.edit(self.edit, self.session, edited, **PRIVATE)
        self.latest.unedit(self.leave, self.session, edited, **PRIVATE)
        self.runs = runs = [asked, *examples_asked, *asked_again]
        settled = [self.earlier, self.latest, *composer.buttons]
        for run in runs:
            for ended in (run.then, run.failure):
                ended(self.settle, self.session, settled, **PRIVATE)
        composer.stop.click(self.stop, self.session, settled[:2], cancels=runs, **PRIVATE)
        composer.anew.click(self.begin_anew, self.session, shown, cancels=runs, **PRIVATE)
        for part in (self.earlier, self.latest):
            part.judge(
                self.judge,
                self.session,
                [self.earlier, self.latest],
                trigger_mode="multiple",
                **JUDGES,
            )
        composer.wire()

    def wire_download(self, downloader: ModelDownloader, load: Any, panel: gr.HTML) -> list[Any]:
        """Shows the offer of a language model from the `load` of the page on; in `panel`, too.

        Returns:
            The events after which there may be a model.
        """
        shown = [self.composer.offered, panel]

        def follow() -> Iterator[tuple[str, str]]:
            yield from ((html, html) for html in map(_download_html, downloader.follow()))

        def accept() -> Iterator[tuple[str, str]]:
            yield from ((html, html) for html in map(_download_html, downloader.start_and_follow()))

        def show_current() -> str:
            return _download_html(downloader.current())

        followed: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}  # each page by itself
        for run in self.runs:
            run.then(show_current, None, self.composer.offered, **PRIVATE)
        return [
            load(follow, None, shown, **followed),
            *(part.download(accept, None, shown, **followed) for part in shown),
        ]

    def wire_examples(self, examples: Examples, load: Any) -> None:
        """Shows questions to begin with, from the `load` of the page on."""

        def suggest() -> str:
            return str(render_examples(examples.find()))

        one_for_all: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}
        load(suggest, None, self.suggested, **one_for_all)

    # Handlers of events

    def ask(
        self,
        question: str,
        session: Session,
        request: gr.Request,
        after: str,
        before: str,
        source: str,
        answerer: str,
        strictness: str,
    ) -> Iterator[tuple[Any, ...]]:
        """Answers a question, as it grows."""
        if not question.strip():
            return
        earlier, instead = settled(session.exchanges)
        try:
            filters = read_filters(after, before, source)
            settings = with_options(self.stores.settings, answerer, strictness)
        except UsageError as error:
            yield self._failed(Exchange(0, question), _staying(earlier, instead), session, error)
            return
        growing = next_exchange(
            question,
            filters,
            earlier,
            self.stores,
            self.stream,
            instead,
            settings=settings,
            asker=asker(request),
        )
        yield from self._growing(growing, earlier, session, request, instead)

    def ask_again(
        self,
        session: Session,
        answerer: str,
        strictness: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Asks what was asked before; the last question makes room for it."""
        asked = read_asked_again(event._data, session.exchanges)
        if asked is None:
            return
        earlier, instead = settled(session.exchanges, asked.number)
        again = Exchange(
            asked.number,
            asked.question,
            asked.filters,
            ignored=asked.ignored,
            kind=asked.kind,
            history=said_before(asked, session.exchanges),
        )
        try:
            settings = with_options(self.stores.settings, answerer, strictness)
        except UsageError as error:
            yield self._failed(again, _staying(earlier, instead), session, error)
            return
        growing = next_exchange(
            again.question,
            again.filters,
            earlier,
            self.stores,
            self.stream,
            instead_of=instead,
            said=again.history,
            ignored=again.ignored,
            kind=again.kind,
            settings=settings,
            asker=asker(request),
        )
        yield from self._growing(growing, earlier, session, request, instead)

    def edit(self, session: Session) -> tuple[Any, ...]:
        """Puts the last question into the field; what is sent next takes its place."""
        return self._edited(session, is_edited=True)

    def leave(self, session: Session) -> tuple[Any, ...]:
        """Leaves the last question as it is."""
        return self._edited(session, is_edited=False)

    def stop(self, session: Session) -> tuple[Any, ...]:
        """Leaves the question as far as its answer is; Send is shown once that has ended."""
        session.stop()
        return self._halves(session)

    def settle(self, session: Session) -> tuple[Any, ...]:
        """Shows the conversation once more when an answer has ended or was broken off.

        What was on its way to the browser when the page went over to another conversation
        arrives after that one.
        """
        if session.is_growing:  # the next answer shows itself
            return (gr.skip(),) * 4
        return *self._halves(session), *show_send()

    def judge(self, session: Session, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Writes down what was said of an answer, and shows so."""
        click = read_judgement_click(event._data)
        if click is None:
            return (gr.skip(),) * 2
        states = record_judgement(
            click,
            session.exchanges,
            session.judgements,
            signed_in_name(request),
            self.stores.settings.conversations,
        )
        if not states:
            return (gr.skip(),) * 2
        self._conversations(request).note_judgement(session.saved_as, click.number, states)
        session.judgements = states
        return self.show_judged(session, click.number)

    def begin_anew(self, session: Session) -> tuple[Any, ...]:
        """Goes over to an empty conversation."""
        session.clear()
        return self.show(session)

    def choose_example(self, event: gr.EventData) -> str:
        """The example that was clicked, as if it had been typed."""
        return read_example(event._data)

    # What the page shows

    def show(self, session: Session) -> tuple[Any, ...]:
        """The conversation that the page has gone over to."""
        return "", self._masthead(), *self._halves(session), "", *show_send()

    def show_judged(self, session: Session, number: int) -> tuple[Any, ...]:
        """The half of the conversation with the exchange of that number once more."""
        if number == session.exchanges[-1].number:
            return gr.skip(), self._latest(session)
        return self._earlier(session), gr.skip()

    def show_welcome(self, session: Session) -> Any:
        """The welcome, unless there is a conversation."""
        return gr.skip() if session.exchanges else self._welcome()

    def _growing(
        self,
        growing: Generator[Exchange],
        earlier: list[Exchange],
        session: Session,
        request: gr.Request,
        instead_of: Exchange | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """Shows an exchange as it grows, and saves it at its end, or as far as it has come."""
        run, exchange = session.begin(), None
        saved_as, conversations = session.saved_as, self._conversations(request)

        def take(exchange: Exchange) -> bool:
            staying = _staying(earlier, instead_of) if exchange.problem else earlier
            whole, saved = [*staying, exchange], saved_as
            if exchange.is_done and session.may_save(run):
                saved = conversations.save(saved_as, whole, instead_of)
            return session.grow(run, whole, saved)

        with contextlib.closing(throttled(growing)) as states:
            try:
                for exchange, html in states:
                    if not take(exchange):
                        break
                    yield self._shown(session, exchange, html)
            finally:
                if exchange and not exchange.is_done:  # stopped, or the page was closed
                    take(exchange.stopped())

    def _failed(
        self, asked: Exchange, earlier: list[Exchange], session: Session, error: UsageError
    ) -> tuple[Any, ...]:
        number = earlier[-1].number + 1 if earlier else 1
        failed = replace(asked, number=number, is_done=True, problem=str(error))
        session.grow(session.begin(), [*earlier, failed], session.saved_as)
        return self._shown(session, failed, render_exchange(failed))

    def _edited(self, session: Session, *, is_edited: bool) -> tuple[Any, ...]:
        last = session.edit(is_edited)
        if last is None:
            return (gr.skip(),) * 2
        return last.question if is_edited else "", self._latest(session)

    def _shown(self, session: Session, exchange: Exchange, html: Markup | None) -> tuple[Any, ...]:
        """What the page shows while the last exchange grows; what has not changed is not sent."""
        if html is None:
            return (gr.skip(),) * 7
        is_new = exchange.answer is None
        is_done = exchange.is_done
        return (
            exchange.question if exchange.problem else "" if is_new else gr.skip(),
            self._masthead() if is_new else gr.skip(),
            self._earlier(session) if is_new else gr.skip(),
            str(html),
            str(render_unsaved(session.saved_as.problem)) if is_done else gr.skip(),
            *(show_send() if is_done else show_stop()),
        )

    def _halves(self, session: Session) -> tuple[str, str]:
        return self._earlier(session), self._latest(session)

    def _earlier(self, session: Session) -> str:
        return str(render_exchanges(session.exchanges[:-1], session.judgements))

    def _latest(self, session: Session) -> str:
        """The last exchange, or the welcome where there is none."""
        if not session.exchanges:
            return self._welcome()
        return str(render_exchanges(session.exchanges[-1:], session.judgements))

    def _conversations(self, request: gr.Request) -> SavedConversations:
        """The conversations of the user who sent a request."""
        return self.conversations.of(signed_in_name(request))

    def _masthead(self) -> str:
        return str(store_views.show_masthead(self.stores))

    def _welcome(self) -> str:
        return str(store_views.show_welcome(self.stores))


def _staying(earlier: list[Exchange], instead: Exchange | None) -> list[Exchange]:
    """What stays where the next question fails: also the exchange whose place it was to take."""
    return [*earlier, instead] if instead else earlier


def _download_html(state: DownloadState | DownloadOffer | None) -> str:
    return str(render_download(state))
