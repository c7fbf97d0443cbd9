"""The conversation: what was asked and answered, and the field for the next question."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr
from markupsafe import Markup

from index.errors import UsageError
from qa.history.exchange import ChatExchange, said_before, settled
from qa.history.feedback import feedback_of
from qa.server.login import asker, signed_in_name
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.web import store_views
from qa.web.asking.answer_options import with_options
from qa.web.asking.answering import Stream, next_exchange
from qa.web.asking.clicks import clicked, read_asked_again, read_example, read_number
from qa.web.asking.examples import Examples
from qa.web.asking.filters import read_options
from qa.web.asking.throttling import throttled
from qa.web.components import ASKS, JUDGES, PRIVATE, UNCHANGED, Updates, html, show_send, show_stop
from qa.web.conversations import Opened, SavedConversations
from qa.web.judgements import read_judgement_click, record_judgement, take_back
from qa.web.model_download import DownloadOffer, DownloadState, ModelDownloader
from qa.web.panels.composer import Composer
from qa.web.render.conversation_list import render_unsaved
from qa.web.render.evidence import render_evidence
from qa.web.render.exchange import render_exchange, render_exchanges
from qa.web.render.model_download import render_download
from qa.web.render.welcome import render_examples
from qa.web.session import Session


class Chat:
    """The conversation, and the components in which one asks.

    The last exchange has a component of its own, so that the earlier ones are not sent again
    while its answer grows; its evidence stands in another column.
    """

    def __init__(
        self,
        stores: OpenStores,
        conversations: SavedConversations,
        stream: Stream | None,
        evidence: gr.HTML,
    ) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            stream: Answers instead of `qa.pipeline.stream`.
            evidence: Shows what the current answer rests on.
        """
        self.stores = stores
        self.conversations = conversations
        self.stream = stream
        self.evidence = evidence
        self.session = gr.State(Session())
        with gr.Column(elem_id="thread"):
            self.earlier = html("earlier")
            self.latest = html("latest")
            self.suggested = html("suggested")
            self.offered = html("offer")
        self.composer = Composer(stores)

    def wire(self, strictness: gr.Radio, anew: gr.Button) -> None:
        """Connects the events.

        Args:
            strictness: How sure the program must be before it answers.
            anew: Begins an empty conversation.
        """
        composer = self.composer
        options = [composer.options, strictness]
        asking = [composer.question, self.session, *options, self.earlier]
        halves = [self.earlier, self.latest]
        beside = [self.evidence, composer.other_articles]
        parts = [composer.question, *halves, *beside, composer.unsaved]
        self.shown = shown = [*parts, *composer.buttons]
        asked = gr.on(
            [composer.send.click, composer.question.submit],
            self.ask,
            asking,
            shown,
            js=_IN_CONVERSATION,
            **ASKS,
        )
        examples_asked = [
            part.example(self.choose_example, None, composer.question, **PRIVATE).then(
                self.ask, asking, shown, js=_IN_CONVERSATION, **ASKS
            )
            for part in (self.latest, self.suggested)
        ]
        asked_again = [
            clicked(self.ask_again, asking[1:], shown, js=_IN_CONVERSATION, **ASKS)
            for part in halves
            for clicked in (part.without, part.again)
        ]
        edited = [composer.question, self.latest]
        self.latest.edit(self.edit, self.session, edited, **PRIVATE)
        self.latest.unedit(self.leave, self.session, edited, **PRIVATE)
        self.runs = runs = [asked, *examples_asked, *asked_again]
        settled = [*halves, *beside, *composer.buttons]
        self.settled = [
            ended(self.settle, self.session, settled, **PRIVATE)
            for run in runs
            for ended in (run.then, run.failure)
        ]
        composer.stop.click(self.stop, self.session, settled[:4], cancels=runs, **PRIVATE)
        self.begun = anew.click(self.begin_anew, self.session, shown, cancels=runs, **PRIVATE)
        for part in halves:
            part.evidence(
                self.show_evidence,
                self.session,
                self.evidence,
                trigger_mode="multiple",  # a result that is lost does not block the clicks after it
                **PRIVATE,
            )
            for event, judge in ((part.judge, self.judge), (part.unjudge, self.unjudge)):
                event(judge, self.session, halves, trigger_mode="multiple", **JUDGES)

    def wire_download(self, downloader: ModelDownloader, load: Any, panel: gr.HTML) -> list[Any]:
        """Shows the offer of a language model from the `load` of the page on; in `panel`, too.

        Returns:
            The events after which there may be a model.
        """
        shown = [self.offered, panel]

        def follow() -> Iterator[tuple[str, str]]:
            yield from ((html, html) for html in map(_download_html, downloader.follow()))

        def accept() -> Iterator[tuple[str, str]]:
            yield from ((html, html) for html in map(_download_html, downloader.start_and_follow()))

        def show_current() -> str:
            return _download_html(downloader.current())

        followed: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}  # each page by itself
        for run in self.runs:
            run.then(show_current, None, self.offered, **PRIVATE)
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
        options: object,
        strictness: str,
        address: object,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Answers a question, as it grows.

        Args:
            address: The id of the conversation that the page shows; it is not trusted.
        """
        if not question.strip():
            return
        self._resume(session, address, request)
        earlier, instead = settled(session.exchanges)
        try:
            filters, settings = read_options(options).filters, self._settings(options, strictness)
        except UsageError as error:
            yield self._failed(
                ChatExchange(0, question), _staying(earlier, instead), session, error
            )
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
        options: object,
        strictness: str,
        address: object,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Asks what was asked before; the last question makes room for it."""
        self._resume(session, address, request)
        asked = read_asked_again(event._data, session.exchanges)
        if asked is None:
            return
        earlier, instead = settled(session.exchanges, asked.number)
        again = ChatExchange(
            asked.number,
            asked.question,
            asked.filters,
            ignored=asked.ignored,
            kind=asked.kind,
            history=said_before(asked, session.exchanges),
        )
        try:
            settings = self._settings(options, strictness)
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

    def edit(self, session: Session) -> Updates:
        """Puts the last question into the field; what is sent next takes its place."""
        return self._edited(session, is_edited=True)

    def leave(self, session: Session) -> Updates:
        """Leaves the last question as it is."""
        return self._edited(session, is_edited=False)

    def stop(self, session: Session) -> Updates:
        """Leaves the question as far as its answer is; Send is shown once that has ended."""
        session.stop()
        return self._conversation(session)

    def settle(self, session: Session) -> Updates:
        """Shows the conversation once more, and Send, when an answer has ended or was broken off.

        What was on its way to the browser when the page went over to another conversation
        arrives after that one.
        """
        if session.is_growing:  # the next answer shows itself
            return UNCHANGED
        return {**self._conversation(session), **show_send(self.composer.buttons)}

    def judge(self, session: Session, event: gr.EventData, request: gr.Request) -> Updates:
        """Writes down what was said of an answer, and shows so."""
        click = read_judgement_click(event._data)
        if click is None:
            return UNCHANGED
        states = record_judgement(
            click,
            session.exchanges,
            session.judgements,
            signed_in_name(request),
            partial(feedback_of, self.stores.settings),
        )
        if not states:
            return UNCHANGED
        self.conversations_of(request).note_judgement(session.saved_as, click.number, states)
        session.judgements = states
        return self.show_judged(session, click.number)

    def unjudge(self, session: Session, event: gr.EventData) -> Updates:
        """Takes back what was said of an answer, and shows so."""
        number = read_number(event._data)
        kept_in = partial(feedback_of, self.stores.settings)
        states = take_back(number, session.exchanges, session.judgements, kept_in)
        if states is None:
            return UNCHANGED
        session.judgements = states
        return self.show_judged(session, number)

    def show_evidence(self, session: Session, event: gr.EventData) -> Any:
        """What the answer rests on whose evidence was asked for."""
        asked = clicked(event._data, session.exchanges)
        return str(render_evidence(asked)) if asked else gr.skip()

    def begin_anew(self, session: Session) -> Updates:
        """Goes over to an empty conversation."""
        session.clear()
        return {**self.show(session), self.composer.question: ""}

    def choose_example(self, event: gr.EventData) -> str:
        """The example that was clicked, as if it had been typed."""
        return read_example(event._data)

    # What the page shows

    def show(self, session: Session) -> Updates:
        """The conversation that the page has gone over to; what is being typed stays."""
        composer = self.composer
        return {
            composer.unsaved: "",
            **self._conversation(session),
            **show_send(composer.buttons),
        }

    def show_judged(self, session: Session, number: int) -> Updates:
        """The half of the conversation with the exchange of that number once more."""
        if number == session.exchanges[-1].number:
            return {self.latest: self._latest(session)}
        return {self.earlier: self._earlier(session)}

    def show_holdings(self, session: Session) -> Updates:
        """The welcome and the collection; in a conversation whether it is of other articles."""
        if session.exchanges:
            return {self.composer.other_articles: self._other_articles(session)}
        return self._conversation(session)

    def conversations_of(self, request: gr.Request) -> SavedConversations:
        """The conversations of the user who sent a request."""
        return self.conversations.of(signed_in_name(request))

    def _resume(self, session: Session, address: object, request: gr.Request) -> None:
        """Opens the conversation that the page shows, where this server knows nothing of the page:
        it was started again since."""
        if session.is_new and isinstance(address, str) and address:
            opened = self.conversations_of(request).open({"id": address})
            if isinstance(opened, Opened):
                session.switch_to(opened.exchanges, opened.judgements, opened.saved_as)

    def _settings(self, options: object, strictness: str) -> QASettings:
        return with_options(self.stores.settings, read_options(options).answerer, strictness)

    def _growing(
        self,
        growing: Generator[ChatExchange],
        earlier: list[ChatExchange],
        session: Session,
        request: gr.Request,
        instead_of: ChatExchange | None = None,
    ) -> Iterator[Updates]:
        """Shows an exchange as it grows, and saves it at its end, or as far as it has come."""
        run, exchange = session.begin(), None
        saved_as, conversations = session.saved_as, self.conversations_of(request)

        def take(exchange: ChatExchange) -> bool:
            staying = _staying(earlier, instead_of) if exchange.problem else earlier
            whole, saved = [*staying, exchange], saved_as
            if exchange.is_done and session.may_save(run):
                saved = conversations.save(saved_as, whole, instead_of)
            return session.grow(run, whole, saved)

        evidence = None
        with contextlib.closing(throttled(growing)) as states:
            try:
                for exchange, html in states:
                    if not take(exchange):
                        break
                    updates = self._shown(session, exchange, html)
                    if html is not None and (found := str(render_evidence(exchange))) != evidence:
                        updates[self.evidence] = evidence = found
                    yield updates
            finally:
                if exchange and not exchange.is_done:  # stopped, or the page was closed
                    take(exchange.stopped())

    def _failed(
        self, asked: ChatExchange, earlier: list[ChatExchange], session: Session, error: UsageError
    ) -> Updates:
        number = earlier[-1].number + 1 if earlier else 1
        failed = replace(asked, number=number, is_done=True, problem=str(error))
        session.grow(session.begin(), [*earlier, failed], session.saved_as)
        return self._shown(session, failed, render_exchange(failed))

    def _edited(self, session: Session, *, is_edited: bool) -> Updates:
        last = session.edit(is_edited)
        if last is None:
            return UNCHANGED
        question = last.question if is_edited else ""
        return {self.composer.question: question, self.latest: self._latest(session)}

    def _shown(self, session: Session, exchange: ChatExchange, html: Markup | None) -> Updates:
        """What the page shows while the last exchange grows; what has not changed is not sent.

        Send is shown when the event has ended, by `settle`: until then Gradio drops what is sent.
        """
        if html is None:
            return UNCHANGED
        composer, updates = self.composer, {self.latest: str(html)}
        if exchange.problem:
            updates[composer.question] = exchange.question
        if exchange.answer is None:  # it begins
            updates[self.earlier] = self._earlier(session)
            updates.setdefault(composer.question, "")
        if exchange.is_done:
            updates[composer.unsaved] = str(render_unsaved(session.saved_as.problem))
        return {**updates, **show_stop(composer.buttons)}

    def _conversation(self, session: Session) -> Updates:
        """All that is shown of the conversation that the page is in."""
        return {
            self.earlier: self._earlier(session),
            self.latest: self._latest(session),
            self.evidence: self._evidence(session),
            self.composer.other_articles: self._other_articles(session),
        }

    def _earlier(self, session: Session) -> str:
        return str(render_exchanges(session.exchanges[:-1], session.judgements))

    def _latest(self, session: Session) -> str:
        """The last exchange, or the welcome where there is none."""
        if not session.exchanges:
            return str(store_views.show_welcome(self.stores))
        return str(render_exchanges(session.exchanges[-1:], session.judgements))

    def _other_articles(self, session: Session) -> str:
        """That what is asked next is of other articles than the last answer."""
        return str(store_views.show_other_articles(self.stores, session.exchanges))

    def _evidence(self, session: Session) -> str:
        """What the last answer rests on, or the collection where nothing was asked."""
        if not session.exchanges:
            return str(store_views.show_collection(self.stores))
        return str(render_evidence(session.exchanges[-1]))


_IN_CONVERSATION = "(...values) => [...values.slice(0, -1), app.address().c]"
"""Which conversation the page shows goes along with what is asked."""


def _staying(earlier: list[ChatExchange], instead: ChatExchange | None) -> list[ChatExchange]:
    """What stays where the next question fails: also the exchange whose place it was to take."""
    return [*earlier, instead] if instead else earlier


def _download_html(state: DownloadState | DownloadOffer | None) -> str:
    return str(render_download(state))
