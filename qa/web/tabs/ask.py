"""The tab where one asks, and reads what the articles answer."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from index import Filters
from index.errors import UsageError
from qa.question import MAX_CHARACTERS
from qa.web import views
from qa.web.actions import read_number
from qa.web.conversation import Exchange, Stream, converse, settled
from qa.web.examples import Examples
from qa.web.exchange import render_exchange, render_exchanges
from qa.web.filters import read_filters
from qa.web.judging import Judgings, judge, read_said
from qa.web.login import asker, person
from qa.web.manner import as_asked
from qa.web.markup import Html
from qa.web.offer import Offer
from qa.web.pace import paced
from qa.web.parts import GROWING, JUDGING, PRIVATE, busy, html, idle
from qa.web.shelf import Shelf
from qa.web.tabs.composer import Composer
from qa.web.talk_list import render_unkept
from qa.web.talks import Talk, Talks, begun
from qa.web.understood import read_taken_off
from qa.web.welcome import render_examples


class AskTab:
    """The conversation, and where one asks."""

    def __init__(self, shelf: Shelf, talks: Talks, stream: Stream | None) -> None:
        self.shelf = shelf
        self.talks = talks
        self.stream = stream
        self.exchanges = gr.State([])
        self.judged = gr.State({})
        self.talk = gr.State(Talk())
        self.earlier = html("earlier")
        self.latest = html("latest")
        self.suggested = html("suggested")
        self.composer = Composer(shelf)

    def wire(self, masthead: gr.HTML) -> None:
        """Says what happens when a part is used; `masthead` tells of the store."""
        composer = self.composer
        conversation = [self.exchanges, self.judged, self.talk]
        asking = [composer.question, *conversation, *composer.filters, *composer.manner]
        parts = [masthead, self.earlier, self.latest, self.talk, composer.unkept]
        self.shown = shown = [composer.question, self.exchanges, *parts]
        buttons = composer.buttons
        asked = gr.on(
            [composer.send.click, composer.question.submit],
            self.ask,
            asking,
            [*shown, *buttons],
            **GROWING,
        )
        examples_asked = [
            part.example(self.choose_example, None, composer.question, **PRIVATE).then(
                self.ask,
                asking,
                [*shown, *buttons],
                **GROWING,
            )
            for part in (self.latest, self.suggested)
        ]
        asked_anew = [
            clicked(self.ask_anew, [*conversation, *composer.manner], [*shown, *buttons], **GROWING)
            for part in (self.earlier, self.latest)
            for clicked in (part.without, part.again)
        ]
        edited = [composer.question, self.exchanges, self.latest]
        self.latest.edit(self.edit, [self.exchanges, self.judged], edited, **PRIVATE)
        self.latest.unedit(self.leave, [self.exchanges, self.judged], edited, **PRIVATE)
        self.runs = runs = [asked, *examples_asked, *asked_anew]
        for run in runs:
            run.failure(idle, None, buttons, **PRIVATE)
        halted = self.exchanges, self.latest, *buttons
        composer.stop.click(
            self.stop_asking, [self.exchanges, self.judged], halted, cancels=runs, **PRIVATE
        ).then(  # once more: what was under way at the click may arrive after it
            self.stop_asking, [self.exchanges, self.judged], halted, **PRIVATE
        )
        composer.anew.click(
            self.begin_anew, None, [self.judged, *shown, *buttons], cancels=runs, **PRIVATE
        )
        for part in (self.earlier, self.latest):
            part.judge(
                self.judge,
                conversation,
                [self.judged, self.earlier, self.latest],
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
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        request: gr.Request,
        after: str,
        before: str,
        source: str,
        *manner: str,
    ) -> Iterator[tuple[Any, ...]]:
        """Answers a question, as it grows."""
        if not question.strip():
            return
        earlier, instead = settled(exchanges)
        try:
            filters = read_filters(after, before, source)
            settings = as_asked(self.shelf.settings, *manner)
        except UsageError as error:
            stays = [*earlier, instead] if instead else earlier
            yield self._failed(question, stays, judged, talk, error)
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
        yield from self._growing(growing, earlier, judged, talk, self._talks(request), instead)

    def ask_anew(
        self,
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        answerer: str,
        strictness: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Asks what was asked before; the last question makes room for it."""
        asked = _anew(event._data, exchanges)
        if asked is None:
            return
        earlier, instead = settled(exchanges, asked.number)
        try:
            settings = as_asked(self.shelf.settings, answerer, strictness)
        except UsageError as error:
            yield self._failed(asked.question, earlier, judged, talk, error)
            return
        said = [one for one in exchanges if one.number < asked.number]
        growing = converse(
            asked.question,
            asked.filters,
            earlier,
            self.shelf,
            self.stream,
            instead_of=instead,
            said=said,
            ignored=asked.ignored,
            settings=settings,
            asker=asker(request),
        )
        talks = self._talks(request)
        yield from self._growing(growing, earlier, judged, talk, talks, instead)

    def _failed(
        self,
        question: str,
        earlier: list[Exchange],
        judged: Judgings,
        talk: Talk,
        error: UsageError,
    ) -> tuple[Any, ...]:
        number = earlier[-1].number + 1 if earlier else 1
        failed = Exchange(number, question, is_done=True, problem=str(error))
        return self._shown([*earlier, failed], judged, talk, render_exchange(failed))

    def edit(self, exchanges: list[Exchange], judged: Judgings) -> tuple[Any, ...]:
        """Puts the last question where one types; what is sent next takes its place."""
        return self._edited(exchanges, judged, is_edited=True)

    def leave(self, exchanges: list[Exchange], judged: Judgings) -> tuple[Any, ...]:
        """Leaves the last question as it is."""
        return self._edited(exchanges, judged, is_edited=False)

    def _edited(
        self, exchanges: list[Exchange], judged: Judgings, *, is_edited: bool
    ) -> tuple[Any, ...]:
        if not exchanges or not exchanges[-1].is_done:
            return (gr.skip(),) * 3
        last = replace(exchanges[-1], is_edited=is_edited)
        shown = str(render_exchanges([last], judged))
        return last.question if is_edited else "", [*exchanges[:-1], last], shown

    def _growing(
        self,
        growing: Generator[Exchange],
        earlier: list[Exchange],
        judged: Judgings,
        talk: Talk,
        talks: Talks,
        instead_of: Exchange | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """Shows an exchange as it grows, and keeps it at its end, or as far as it has come."""
        talk, exchange = begun(talk), None
        with contextlib.closing(paced(growing)) as told:
            try:
                for exchange, html in told:
                    if exchange.is_done:
                        talk = talks.keep(talk, [*earlier, exchange], instead_of)
                    yield self._shown([*earlier, exchange], judged, talk, html)
            finally:
                if exchange and not exchange.is_done:  # stopped, or nobody is there any more
                    talks.keep(talk, [*earlier, exchange.stopped()], instead_of)

    def stop_asking(self, exchanges: list[Exchange], judged: Judgings) -> tuple[Any, ...]:
        """Leaves the question as far as its answer is."""
        exchanges = [exchange.stopped() for exchange in exchanges]
        latest = render_exchanges(exchanges[-1:], judged) if exchanges else self._welcome()
        return exchanges, str(latest), *idle()

    def judge(
        self,
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """Keeps what is said of an answer, and shows so."""
        said, who = read_said(event._data), person(request)
        if said is None or not (changed := judge(said, exchanges, judged, who)):
            return (gr.skip(),) * 3
        self._talks(request).note(talk, said.number, changed)
        return self.show_judged(exchanges, changed, said.number)

    def show_judged(
        self, exchanges: list[Exchange], judged: Judgings, number: int
    ) -> tuple[Any, ...]:
        """What was said of answers, and the half of the conversation with that number anew."""
        if number == exchanges[-1].number:
            return judged, gr.skip(), str(render_exchanges(exchanges[-1:], judged))
        return judged, str(render_exchanges(exchanges[:-1], judged)), gr.skip()

    def begin_anew(self) -> tuple[Any, ...]:
        """An empty conversation."""
        return {}, "", *self.afresh(), *idle()

    def afresh(self) -> tuple[Any, ...]:
        """What the page shows of an empty conversation."""
        return [], self._masthead(), "", self._welcome(), Talk(), ""

    def _talks(self, request: gr.Request) -> Talks:
        """The conversations of who sent a request."""
        return self.talks.of(person(request))

    def choose_example(self, event: gr.EventData) -> str:
        """The example that was clicked; as good as typed."""
        text = event._data.get("text") if isinstance(event._data, dict) else None
        return text[:MAX_CHARACTERS] if isinstance(text, str) else ""

    def show_welcome(self, exchanges: list[Exchange]) -> Any:
        """The welcome, unless there is a conversation."""
        return gr.skip() if exchanges else self._welcome()

    def _shown(
        self, exchanges: list[Exchange], judged: Judgings, talk: Talk, html: Html | None
    ) -> tuple[Any, ...]:
        """What the page shows while the last grows; what stays as it is is not sent again."""
        if html is None:
            return (gr.skip(),) * 9
        *earlier, exchange = exchanges
        is_new = exchange.answer is None
        return (
            exchange.question if exchange.problem else "" if is_new else gr.skip(),
            exchanges,
            self._masthead() if is_new else gr.skip(),
            str(render_exchanges(earlier, judged)) if is_new else gr.skip(),
            str(html),
            talk,
            str(render_unkept(talk.problem)) if exchange.is_done else gr.skip(),
            *(idle() if exchange.is_done else busy()),
        )

    def _masthead(self) -> str:
        return str(views.masthead(self.shelf))

    def _welcome(self) -> str:
        return str(views.welcome(self.shelf))


def _anew(data: object, exchanges: list[Exchange]) -> Exchange | None:
    """What a click asks again: without something that was read from its words, or as it was, with
    its filters or, if that is said, without."""
    if isinstance(data, Mapping) and "kind" in data:
        taken = read_taken_off(data, exchanges)
        return taken and replace(taken[0], ignored=taken[1])
    asked = read_number(data, exchanges)
    if asked and isinstance(data, Mapping) and data.get("unfiltered") is True:
        return replace(asked, filters=Filters())
    return asked
