"""The tab where one asks, and reads what the articles answer."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from index import Filters
from index.errors import UsageError
from qa.history.exchange import Exchange, said_before, settled
from qa.question import MAX_CHARACTERS
from qa.server.login import asker, person
from qa.server.stores import OpenStores
from qa.text.html import Html
from qa.web import views
from qa.web.actions import read_number
from qa.web.answer_options import as_asked
from qa.web.components import GROWING, JUDGING, PRIVATE, busy, html, idle
from qa.web.conversation_list import render_unkept
from qa.web.conversations import ConversationKeeping
from qa.web.converse import Stream, converse
from qa.web.examples import Examples
from qa.web.exchange import render_exchange, render_exchanges
from qa.web.filters import read_filters
from qa.web.interpretations import read_removed_interpretation
from qa.web.judging import judge, read_said
from qa.web.model_offer import Offer
from qa.web.pace import paced
from qa.web.session import Session
from qa.web.tabs.composer import Composer
from qa.web.welcome import render_examples


class AskTab:
    """The conversation, and where one asks."""

    def __init__(
        self, shelf: OpenStores, talks: ConversationKeeping, stream: Stream | None
    ) -> None:
        self.shelf = shelf
        self.talks = talks
        self.stream = stream
        self.sitting = gr.State(Session())
        self.earlier = html("earlier")
        self.latest = html("latest")
        self.suggested = html("suggested")
        self.composer = Composer(shelf)

    def wire(self, masthead: gr.HTML) -> None:
        """Says what happens when a part is used; `masthead` tells of the store."""
        composer = self.composer
        asking = [composer.question, self.sitting, *composer.filters, *composer.manner]
        parts = [masthead, self.earlier, self.latest, composer.unkept]
        self.shown = shown = [composer.question, *parts, *composer.buttons]
        asked = gr.on(
            [composer.send.click, composer.question.submit],
            self.ask,
            asking,
            shown,
            **GROWING,
        )
        examples_asked = [
            part.example(self.choose_example, None, composer.question, **PRIVATE).then(
                self.ask,
                asking,
                shown,
                **GROWING,
            )
            for part in (self.latest, self.suggested)
        ]
        asked_anew = [
            clicked(self.ask_anew, [self.sitting, *composer.manner], shown, **GROWING)
            for part in (self.earlier, self.latest)
            for clicked in (part.without, part.again)
        ]
        edited = [composer.question, self.latest]
        self.latest.edit(self.edit, self.sitting, edited, **PRIVATE)
        self.latest.unedit(self.leave, self.sitting, edited, **PRIVATE)
        self.runs = runs = [asked, *examples_asked, *asked_anew]
        held = [self.earlier, self.latest, *composer.buttons]
        for run in runs:
            for ended in (run.then, run.failure):
                ended(self.settle, self.sitting, held, **PRIVATE)
        composer.stop.click(self.stop_asking, self.sitting, held[:2], cancels=runs, **PRIVATE)
        composer.anew.click(self.begin_anew, self.sitting, shown, cancels=runs, **PRIVATE)
        for part in (self.earlier, self.latest):
            part.judge(
                self.judge,
                self.sitting,
                [self.earlier, self.latest],
                trigger_mode="multiple",
                **JUDGING,
            )
        composer.wire()

    def wire_offer(self, offer: Offer, load: Any, panel: gr.HTML) -> list[Any]:
        """Shows the offer of a language model, from the `load` of the page on; in `panel`, too.

        Returns the downloads that are asked for or followed.
        """
        shown = [self.composer.offered, panel]

        def follow() -> Iterator[tuple[str, str]]:
            yield from ((html, html) for html in map(str, offer.follow()))

        def accept() -> Iterator[tuple[str, str]]:
            yield from ((html, html) for html in map(str, offer.accept()))

        followed: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}  # each tab by itself
        for run in self.runs:
            run.then(lambda: str(offer.standing()), None, self.composer.offered, **PRIVATE)
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

    # What happens

    def ask(
        self,
        question: str,
        sitting: Session,
        request: gr.Request,
        after: str,
        before: str,
        source: str,
        *manner: str,
    ) -> Iterator[tuple[Any, ...]]:
        """Answers a question, as it grows."""
        if not question.strip():
            return
        earlier, instead = settled(sitting.exchanges)
        try:
            filters = read_filters(after, before, source)
            settings = as_asked(self.shelf.settings, *manner)
        except UsageError as error:
            yield self._failed(Exchange(0, question), _stays(earlier, instead), sitting, error)
            return
        growing = converse(
            question,
            filters,
            earlier,
            self.shelf,
            self.stream,
            instead,
            settings=settings,
            asker=asker(request),
        )
        yield from self._growing(growing, earlier, sitting, self._talks(request), instead)

    def ask_anew(
        self,
        sitting: Session,
        answerer: str,
        strictness: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Asks what was asked before; the last question makes room for it."""
        asked = _anew(event._data, sitting.exchanges)
        if asked is None:
            return
        earlier, instead = settled(sitting.exchanges, asked.number)
        anew = Exchange(
            asked.number,
            asked.question,
            asked.filters,
            ignored=asked.ignored,
            history=said_before(asked, sitting.exchanges),
        )
        try:
            settings = as_asked(self.shelf.settings, answerer, strictness)
        except UsageError as error:
            yield self._failed(anew, _stays(earlier, instead), sitting, error)
            return
        growing = converse(
            anew.question,
            anew.filters,
            earlier,
            self.shelf,
            self.stream,
            instead_of=instead,
            said=anew.history,
            ignored=anew.ignored,
            settings=settings,
            asker=asker(request),
        )
        yield from self._growing(growing, earlier, sitting, self._talks(request), instead)

    def _failed(
        self, asked: Exchange, earlier: list[Exchange], sitting: Session, error: UsageError
    ) -> tuple[Any, ...]:
        number = earlier[-1].number + 1 if earlier else 1
        failed = replace(asked, number=number, is_done=True, problem=str(error))
        sitting.grow(sitting.begin(), [*earlier, failed], sitting.talk)
        return self._shown(sitting, failed, render_exchange(failed))

    def edit(self, sitting: Session) -> tuple[Any, ...]:
        """Puts the last question where one types; what is sent next takes its place."""
        return self._edited(sitting, is_edited=True)

    def leave(self, sitting: Session) -> tuple[Any, ...]:
        """Leaves the last question as it is."""
        return self._edited(sitting, is_edited=False)

    def _edited(self, sitting: Session, *, is_edited: bool) -> tuple[Any, ...]:
        last = sitting.edit(is_edited)
        if last is None:
            return (gr.skip(),) * 2
        return last.question if is_edited else "", self._latest(sitting)

    def _growing(
        self,
        growing: Generator[Exchange],
        earlier: list[Exchange],
        sitting: Session,
        talks: ConversationKeeping,
        instead_of: Exchange | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """Shows an exchange as it grows, and keeps it at its end, or as far as it has come."""
        run, exchange = sitting.begin(), None
        talk = sitting.talk

        def keep(exchange: Exchange) -> bool:
            stays = _stays(earlier, instead_of) if exchange.problem else earlier
            whole, kept = [*stays, exchange], talk
            if exchange.is_done and sitting.may_keep(run):
                kept = talks.keep(talk, whole, instead_of)
            return sitting.grow(run, whole, kept)

        with contextlib.closing(paced(growing)) as told:
            try:
                for exchange, html in told:
                    if not keep(exchange):
                        break
                    yield self._shown(sitting, exchange, html)
            finally:
                if exchange and not exchange.is_done:  # stopped, or nobody is there any more
                    keep(exchange.stopped())

    def stop_asking(self, sitting: Session) -> tuple[Any, ...]:
        """Leaves the question as far as its answer is; Send is there once that has ended."""
        sitting.stop()
        return self._halves(sitting)

    def settle(self, sitting: Session) -> tuple[Any, ...]:
        """Shows what the page holds, once an answer has ended or was broken off.

        What was on its way when another conversation was gone over to reaches the page after it.
        """
        if sitting.is_growing:  # the next answer shows itself
            return (gr.skip(),) * 4
        return *self._halves(sitting), *idle()

    def judge(
        self,
        sitting: Session,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """Keeps what is said of an answer, and shows so."""
        said, who, file = read_said(event._data), person(request), self.shelf.settings.conversations
        if said is None:
            return (gr.skip(),) * 2
        changed = judge(said, sitting.exchanges, sitting.judged, who, file)
        if changed is None:
            return (gr.skip(),) * 2
        self._talks(request).note(sitting.talk, said.number, changed)
        sitting.judged = changed
        return self.show_judged(sitting, said.number)

    def show_judged(self, sitting: Session, number: int) -> tuple[Any, ...]:
        """The half of the conversation with the exchange of that number anew."""
        if number == sitting.exchanges[-1].number:
            return gr.skip(), self._latest(sitting)
        return self._earlier(sitting), gr.skip()

    def begin_anew(self, sitting: Session) -> tuple[Any, ...]:
        """Goes over to an empty conversation."""
        sitting.clear()
        return self.show(sitting)

    def show(self, sitting: Session) -> tuple[Any, ...]:
        """The conversation that the page has gone over to."""
        return "", self._masthead(), *self._halves(sitting), "", *idle()

    def _halves(self, sitting: Session) -> tuple[str, str]:
        return self._earlier(sitting), self._latest(sitting)

    def _earlier(self, sitting: Session) -> str:
        return str(render_exchanges(sitting.exchanges[:-1], sitting.judged))

    def _latest(self, sitting: Session) -> str:
        """The last exchange, or the welcome where there is none."""
        if not sitting.exchanges:
            return self._welcome()
        return str(render_exchanges(sitting.exchanges[-1:], sitting.judged))

    def _talks(self, request: gr.Request) -> ConversationKeeping:
        """The conversations of who sent a request."""
        return self.talks.of(person(request))

    def choose_example(self, event: gr.EventData) -> str:
        """The example that was clicked; as good as typed."""
        text = event._data.get("text") if isinstance(event._data, dict) else None
        return text[:MAX_CHARACTERS] if isinstance(text, str) else ""

    def show_welcome(self, sitting: Session) -> Any:
        """The welcome, unless there is a conversation."""
        return gr.skip() if sitting.exchanges else self._welcome()

    def _shown(self, sitting: Session, exchange: Exchange, html: Html | None) -> tuple[Any, ...]:
        """What the page shows while the last grows; what stays as it is is not sent again."""
        if html is None:
            return (gr.skip(),) * 7
        is_new = exchange.answer is None
        return (
            exchange.question if exchange.problem else "" if is_new else gr.skip(),
            self._masthead() if is_new else gr.skip(),
            self._earlier(sitting) if is_new else gr.skip(),
            str(html),
            str(render_unkept(sitting.talk.problem)) if exchange.is_done else gr.skip(),
            *(idle() if exchange.is_done else busy()),
        )

    def _masthead(self) -> str:
        return str(views.masthead(self.shelf))

    def _welcome(self) -> str:
        return str(views.welcome(self.shelf))


def _stays(earlier: list[Exchange], instead: Exchange | None) -> list[Exchange]:
    """What stays where the next question fails: also the one whose place it was to take."""
    return [*earlier, instead] if instead else earlier


def _anew(data: object, exchanges: list[Exchange]) -> Exchange | None:
    """What a click asks again: without something that was read from its words, or as it was, with
    its filters or, if that is said, without."""
    if isinstance(data, Mapping) and "kind" in data:
        taken = read_removed_interpretation(data, exchanges)
        return taken and replace(taken[0], ignored=taken[1])
    asked = read_number(data, exchanges)
    if asked and isinstance(data, Mapping) and data.get("unfiltered") is True:
        return replace(asked, filters=Filters())
    return asked
