"""The page: its parts, and what happens when one is used. With `gradio_api`, what knows gradio."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from index import ArticleQAError, Filters
from index.console import err
from index.errors import UsageError
from index.readers import ENDINGS
from qa.answerers import Answerers
from qa.conversations.keeper import Removed, conversations_of
from qa.people import People
from qa.question import MAX_CHARACTERS
from qa.web import views
from qa.web.actions import read_number
from qa.web.adding import Offered, Step, add
from qa.web.conversation import Exchange, Stream, answering, converse, settled
from qa.web.examples import Examples
from qa.web.exchange import render_exchange, render_exchanges
from qa.web.filters import read_filters
from qa.web.gradio_api import add_api
from qa.web.judging import Judgings, judge, read_said
from qa.web.listing import render_adding, render_problem, render_report, render_step
from qa.web.login import person, render_person
from qa.web.manner import NO_SLOWER, STRICTNESS, as_asked, writers
from qa.web.markup import Html
from qa.web.offer import Offer, warm
from qa.web.pace import paced
from qa.web.programs import Programs
from qa.web.serving import Access, launch_options, reach_ourselves, resource
from qa.web.shelf import Shelf
from qa.web.talk_list import render_unkept
from qa.web.talks import Opened, Talk, Talks, begun
from qa.web.understood import read_taken_off
from qa.web.welcome import render_examples

TITLE = "Ask the articles"
PERSONS_AT_ONCE = 8
"""Questions that are answered side by side."""

_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_page(
    shelf: Shelf,
    stream: Stream | None = None,
    offer: Offer | None = None,
    programs: Programs | None = None,
    examples: Examples | None = None,
) -> gr.Blocks:
    """The page over the stores of `shelf`; `stream` answers instead of `qa.stream`.

    With `programs`, other programs may ask, too; `examples` are what one may begin with.
    """
    return _Page(shelf, stream, offer, programs, examples).blocks


def serve(
    shelf: Shelf, *, host: str, port: int, people: People | None, open_browser: bool = False
) -> None:
    """Serves the page until it is interrupted; to everybody, or to `people` alone.

    Raises:
        UsageError: the address cannot be listened on.
    """
    with Answerers(shelf.settings) as answerers:
        programs, examples = Programs(shelf, answerers), Examples(shelf)
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
    page.queue(default_concurrency_limit=PERSONS_AT_ONCE, api_open=False)
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


class _Page:
    """Builds the page and answers what is done on it."""

    def __init__(
        self,
        shelf: Shelf,
        stream: Stream | None,
        offer: Offer | None,
        programs: Programs | None,
        examples: Examples | None,
    ) -> None:
        self.shelf = shelf
        self.stream = stream
        self.talks = Talks(conversations_of(shelf.settings), shelf)
        with gr.Blocks(
            title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as self.blocks:
            if programs:
                add_api(programs)  # first, for the names go to whoever comes first
            self.exchanges = gr.State([])
            self.judged = gr.State({})
            self.talk = gr.State(Talk())
            self.removed = gr.State(None)
            self.masthead = _html("masthead")
            with gr.Tabs(elem_id="tabs") as self.tabs:
                with gr.Tab("Ask", id="ask"):
                    self._ask_tab()
                is_kept = self.talks.kept is not None
                with gr.Tab("Conversations", visible=is_kept) as self.talks_tab:
                    self._talks_tab()
                with gr.Tab("Articles") as self.articles_tab:
                    self._articles_tab()
            self.signed_in = _html("signed-in")
            self.reader = _html("reader", script="reader.js")
            self._wire_asking()
            self._wire_talks()
            self._wire_articles()
            if offer:
                self._wire_offer(offer)
            if examples:
                self._wire_examples(examples)

    # The parts

    def _ask_tab(self) -> None:
        self.earlier = _html("earlier")
        self.latest = _html("latest")
        self.suggested = _html("suggested")
        with gr.Column(elem_id="composer"):
            self.offered = _html("offer")
            self.active = _html("active")
            self.unkept = _html("unkept")
            with gr.Row(elem_id="question-row", equal_height=True):
                self.question = gr.Textbox(
                    "",
                    label="Your question",
                    show_label=False,
                    placeholder="Ask about the articles",
                    lines=1,
                    max_lines=6,
                    container=False,
                    autofocus=True,
                    elem_id="question",
                    html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
                    scale=1,
                )
                self.send = gr.Button("Send", variant="primary", elem_id="send", scale=0)
                self.stop = gr.Button("Stop", visible=False, elem_id="stop", scale=0)
            with gr.Column(elem_id="below"):
                with gr.Accordion("Filters and answering", open=False, elem_id="filters"):
                    with gr.Row():
                        self.after = _field("From", "after", placeholder="YYYY-MM-DD")
                        self.before = _field("Until", "before", placeholder="YYYY-MM-DD")
                        self.source = gr.Dropdown(
                            label="Source",
                            choices=[("All sources", "")],
                            value="",
                            allow_custom_value=True,
                            min_width=150,
                            elem_id="source",
                        )
                    self._manner()
                self.anew = gr.Button("New conversation", size="sm", elem_id="anew")

    def _manner(self) -> None:
        settings = self.shelf.settings
        self.answerer = gr.Radio(
            _choices(writers(settings)),
            value=settings.answerer,
            label="Who writes the answer",
            elem_id="answerer",
        )
        self.strictness = gr.Radio(
            _choices(STRICTNESS),
            value=settings.strictness,
            label="How strict",
            info=NO_SLOWER,
            elem_id="strictness",
        )

    def _talks_tab(self) -> None:
        with gr.Column(elem_id="talks"):
            self.looked_for = _field("Search in conversations", "talk-search")
            self.talk_list = _html("talk-list", script="talks.js")
            self.downloaded = _html("download", script="talks.js")

    def _articles_tab(self) -> None:
        with gr.Row(elem_id="articles"):
            with gr.Column(scale=3, elem_id="holdings"):
                self.typed = _field("Search in titles", "title-search")
                self.listing = _html("listing")
            with gr.Column(scale=2, elem_id="adding"):
                gr.HTML(str(render_adding(ENDINGS)), apply_default_css=False)
                self.files = gr.File(
                    label="Files", file_count="multiple", height=140, elem_id="files"
                )
                self.address = _field(
                    "Web address of a page or feed", "address", placeholder="https://"
                )
                self.text = _field("Text to paste", "pasted", lines=4, max_lines=12)
                with gr.Row():
                    self.title = _field("Title of the text", "pasted-title")
                    self.origin = _field("Source", "pasted-source")
                    self.day = _field("Date", "pasted-day", placeholder="YYYY-MM-DD")
                self.add_button = gr.Button("Add", variant="primary", elem_id="add")
                self.report = _html("report")

    def _wire_asking(self) -> None:
        filters = [self.after, self.before, self.source]
        conversation = [self.exchanges, self.judged, self.talk]
        manner = [self.answerer, self.strictness]
        asking = [self.question, *conversation, *filters, *manner]
        parts = [self.masthead, self.earlier, self.latest, self.talk, self.unkept]
        self.shown = shown = [self.question, self.exchanges, *parts]
        self.buttons = buttons = [self.send, self.stop]
        asked = gr.on(
            [self.send.click, self.question.submit],
            self.ask,
            asking,
            [*shown, *buttons],
            **_PRIVATE,
        )
        examples_asked = [
            part.example(self.choose_example, None, self.question, **_PRIVATE).then(
                self.ask, asking, [*shown, *buttons], **_PRIVATE
            )
            for part in (self.latest, self.suggested)
        ]
        asked_anew = [
            clicked(anew, [*conversation, *manner], [*shown, *buttons], **_PRIVATE)
            for part in (self.earlier, self.latest)
            for clicked, anew in ((part.without, self.ask_without), (part.again, self.ask_again))
        ]
        edited = [self.question, self.exchanges, self.latest]
        self.latest.edit(self.edit, [self.exchanges, self.judged], edited, **_PRIVATE)
        self.latest.unedit(self.leave, [self.exchanges, self.judged], edited, **_PRIVATE)
        self.runs = runs = [asked, *examples_asked, *asked_anew]
        for run in runs:
            run.failure(_idle, None, buttons, **_PRIVATE)
        halted = self.exchanges, self.latest, *buttons
        self.stop.click(
            self.stop_asking, [self.exchanges, self.judged], halted, cancels=runs, **_PRIVATE
        ).then(  # once more: what was under way at the click may arrive after it
            self.stop_asking, [self.exchanges, self.judged], halted, **_PRIVATE
        )
        self.anew.click(
            self.begin_anew, None, [self.judged, *shown, *buttons], cancels=runs, **_PRIVATE
        )
        for part in (self.earlier, self.latest):
            part.judge(
                self.judge,
                conversation,
                [self.judged, self.earlier, self.latest],
                trigger_mode="multiple",
                concurrency_limit=1,  # one after the other, each knows of the one before
                concurrency_id="judging",
                **_PRIVATE,
            )
        gr.on(
            [part.change for part in filters],
            self.show_filters,
            filters,
            self.active,
            trigger_mode="always_last",  # by default a change is lost while another is at work
            **_PRIVATE,
        )
        self.active.unfilter(lambda: ("", "", ""), None, filters, **_PRIVATE)

    def _wire_talks(self) -> None:
        listing = [self.looked_for, self.talk]
        self.talks_tab.select(self.list_talks, listing, [self.talk_list, self.removed], **_PRIVATE)
        self.looked_for.change(
            self.list_talks,
            listing,
            [self.talk_list, self.removed],
            trigger_mode="always_last",
            **_PRIVATE,
        )
        self.talk_list.reopen(
            self.reopen,
            listing,
            [self.judged, *self.shown, *self.buttons, self.tabs, self.talk_list],
            cancels=self.runs,
            **_PRIVATE,
        )
        self.talk_list.rename(self.rename_talk, listing, self.talk_list, **_PRIVATE)
        removed = self.talk_list.remove(
            self.remove_talk,
            listing,
            [self.talk_list, self.removed],
            **_PRIVATE,
        )
        removed.then(
            self.leave_removed,
            [self.talk, self.removed],
            [self.judged, *self.shown],
            **_PRIVATE,
        )
        self.talk_list.restore(
            self.restore_talk, [*listing, self.removed], [self.talk_list, self.removed], **_PRIVATE
        )
        self.talk_list.export(self.export_talk, None, self.downloaded, **_PRIVATE)

    def _wire_articles(self) -> None:
        for part in (self.earlier, self.latest, self.listing):
            part.article(
                self.open_article,
                self.exchanges,
                self.reader,
                trigger_mode="always_last",
                **_PRIVATE,
            )
        holdings = [self.masthead, self.source, self.listing]
        self.blocks.load(self.show_holdings, self.typed, holdings, **_PRIVATE)
        self.blocks.load(self.show_welcome, self.exchanges, self.latest, **_PRIVATE)
        self.blocks.load(_signed_in, None, self.signed_in, **_PRIVATE)
        self.articles_tab.select(self.show_holdings, self.typed, holdings, **_PRIVATE)
        self.typed.input(
            self.list_articles, self.typed, self.listing, trigger_mode="always_last", **_PRIVATE
        )
        fields = [self.files, self.text, self.title, self.origin, self.day, self.address]
        added = self.add_button.click(
            self.add,
            fields,
            [self.report, self.add_button, *fields],
            concurrency_limit=1,  # a store has one writer
            **_PRIVATE,
        )
        added.then(self.show_holdings, self.typed, holdings, **_PRIVATE)
        added.then(self.show_welcome, self.exchanges, self.latest, **_PRIVATE)

    def _wire_offer(self, offer: Offer) -> None:
        def follow() -> Iterator[str]:
            yield from map(str, offer.follow())

        def accept() -> Iterator[str]:
            yield from map(str, offer.accept())

        followed: dict[str, Any] = {"concurrency_limit": None, **_PRIVATE}  # each tab by itself
        self.blocks.load(follow, None, self.offered, **followed)
        self.offered.download(accept, None, self.offered, **followed)
        for run in self.runs:
            run.then(lambda: str(offer.standing()), None, self.offered, **_PRIVATE)

    def _wire_examples(self, examples: Examples) -> None:
        def suggest() -> str:
            return str(render_examples(examples.find()))

        one_for_all: dict[str, Any] = {"concurrency_limit": None, **_PRIVATE}
        self.blocks.load(suggest, None, self.suggested, **one_for_all)

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
            question, filters, earlier, self.shelf, self.stream, instead, settings=settings
        )
        yield from self._growing(growing, earlier, judged, talk, self._talks(request), instead)

    def ask_without(
        self,
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        answerer: str,
        strictness: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Asks a question again without something that was read from its words."""
        if taken := read_taken_off(event._data, exchanges):
            asked, ignored = taken
            anew = replace(asked, ignored=ignored)
            manner = answerer, strictness
            yield from self._ask_anew(anew, exchanges, judged, talk, request, *manner)

    def ask_again(
        self,
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        answerer: str,
        strictness: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Asks a question again, with its filters or, if that is asked for, without."""
        if asked := read_number(event._data, exchanges):
            filters = Filters() if event._data.get("unfiltered") is True else asked.filters
            anew = replace(asked, filters=filters)
            manner = answerer, strictness
            yield from self._ask_anew(anew, exchanges, judged, talk, request, *manner)

    def _ask_anew(
        self,
        asked: Exchange,
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        request: gr.Request,
        *manner: str,
    ) -> Iterator[tuple[Any, ...]]:
        """Asks what was asked before; the last question makes room for it."""
        earlier, instead = settled(exchanges, asked.number)
        try:
            settings = as_asked(self.shelf.settings, *manner)
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
        return exchanges, str(latest), *_idle()

    def judge(
        self,
        exchanges: list[Exchange],
        judged: Judgings,
        talk: Talk,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """Keeps what is said of an answer, and shows so."""
        said = read_said(event._data)
        if said is None or not (changed := judge(said, exchanges, judged)):
            return (gr.skip(),) * 3
        self._talks(request).note(talk, said.number, changed)
        if said.number == exchanges[-1].number:
            return changed, gr.skip(), str(render_exchanges(exchanges[-1:], changed))
        return changed, str(render_exchanges(exchanges[:-1], changed)), gr.skip()

    def begin_anew(self) -> tuple[Any, ...]:
        """An empty conversation."""
        return {}, "", *self._afresh(), *_idle()

    def _afresh(self) -> tuple[Any, ...]:
        return [], self._masthead(), "", self._welcome(), Talk(), ""

    def _talks(self, request: gr.Request) -> Talks:
        """The conversations of who sent a request."""
        return self.talks.of(person(request))

    def list_talks(self, typed: str, talk: Talk, request: gr.Request) -> tuple[Any, ...]:
        """The conversations that hold what was typed; what was removed before stays so."""
        return str(self._talks(request).listed(typed, talk)), None

    def reopen(
        self, typed: str, talk: Talk, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Goes on with a conversation that was kept."""
        talks = self._talks(request)
        opened = talks.opened(event._data)
        if not isinstance(opened, Opened):
            return *(gr.skip(),) * 11, str(talks.listed(typed, talk, problem=opened))
        exchanges, judged = opened.exchanges, opened.judged
        halves = (render_exchanges(part, judged) for part in (exchanges[:-1], exchanges[-1:]))
        shown = ("", exchanges, self._masthead(), *map(str, halves), opened.talk, "")
        return judged, *shown, *_idle(), gr.Tabs(selected="ask"), gr.skip()

    def rename_talk(self, typed: str, talk: Talk, event: gr.EventData, request: gr.Request) -> str:
        """Gives a conversation the title that was typed."""
        return str(self._talks(request).renamed(event._data, typed, talk))

    def remove_talk(
        self, typed: str, talk: Talk, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Removes a conversation and offers to put it back."""
        html, removed = self._talks(request).removed(event._data, typed, talk)
        return str(html), removed

    def leave_removed(self, talk: Talk, removed: Removed | None) -> tuple[Any, ...]:
        """An empty conversation, where the page was in the one that was removed."""
        if removed is None or removed.id != talk.id:
            return (gr.skip(),) * 8
        return {}, "", *self._afresh()

    def restore_talk(
        self, typed: str, talk: Talk, removed: Removed | None, request: gr.Request
    ) -> tuple[Any, ...]:
        """Puts back what was removed."""
        return str(self._talks(request).put_back(removed, typed, talk)), None

    def export_talk(self, event: gr.EventData, request: gr.Request) -> str:
        """A conversation as a file, in a link that the page follows."""
        return str(self._talks(request).exported(event._data))

    def choose_example(self, event: gr.EventData) -> str:
        """The example that was clicked; as good as typed."""
        text = event._data.get("text") if isinstance(event._data, dict) else None
        return text[:MAX_CHARACTERS] if isinstance(text, str) else ""

    def show_filters(self, after: str, before: str, source: str) -> str:
        """The line about active filters."""
        return str(views.active(self.shelf, after, before, source))

    def open_article(self, exchanges: list[Exchange], event: gr.EventData) -> str:
        """The panel for what was clicked."""
        return str(views.opened(self.shelf, event._data, exchanges))

    def list_articles(self, typed: str) -> str:
        """The articles whose title holds what was typed."""
        return str(views.listed(self.shelf, typed))

    def show_holdings(self, typed: str) -> tuple[Any, ...]:
        """What the store holds now: in the masthead, among the sources, in the list."""
        choices = views.sources(self.shelf)
        sources = gr.update(choices=choices) if choices else gr.skip()
        return self._masthead(), sources, self.list_articles(typed)

    def show_welcome(self, exchanges: list[Exchange]) -> Any:
        """The welcome, unless there is a conversation."""
        return gr.skip() if exchanges else self._welcome()

    def add(
        self,
        files: list[str] | None,
        text: str,
        title: str,
        source: str,
        day: str,
        address: str,
    ) -> Iterator[tuple[Any, ...]]:
        """Adds what is in the fields, and empties them once it is in the store."""
        paths = [Path(file) for file in files or ()]
        offered = Offered(paths, text, title, source, day, address)
        kept, emptied = (gr.skip(),) * 6, (None, "", "", "", "", "")
        busy, free = gr.update(interactive=False), gr.update(interactive=True)
        try:
            for news in add(offered, self.shelf.settings):
                if isinstance(news, Step):
                    yield str(render_step(news)), busy, *kept
                else:
                    is_in = news.added or news.changed or news.unchanged
                    fields = emptied if is_in else kept
                    yield str(render_report(news)), free, *fields
        except ArticleQAError as error:
            yield str(render_problem(error)), free, *kept

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
            *(_idle() if exchange.is_done else _busy()),
        )

    def _masthead(self) -> str:
        return str(views.masthead(self.shelf))

    def _welcome(self) -> str:
        return str(views.welcome(self.shelf))


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """What can be chosen, as gradio takes it."""
    return [(shown, meant) for meant, shown in words.items()]


def _idle() -> tuple[Any, Any]:
    """Send is there, Stop is not."""
    return gr.update(visible=True), gr.update(visible=False)


def _busy() -> tuple[Any, Any]:
    return gr.update(visible=False), gr.update(visible=True)


def _field(label: str, name: str, **more: Any) -> gr.Textbox:
    """A field for a line or more of text."""
    return gr.Textbox("", label=label, elem_id=name, min_width=110, **more)


def _html(name: str, script: str = "page.js") -> gr.HTML:
    """A part of the page that shows our HTML and tells of clicks in it."""
    return gr.HTML("", elem_id=name, js_on_load=resource(script), apply_default_css=False)


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


def _warm(shelf: Shelf, answerers: Answerers, examples: Examples) -> None:
    """Loads what the first question needs while the person reads the page."""
    warm(answerers)
    with contextlib.suppress(ArticleQAError):  # the first question says what is wrong
        shelf.warm()
        examples.find()
