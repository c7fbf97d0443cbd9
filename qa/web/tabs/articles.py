"""The tab of the articles: what is in the store, and how more come into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from index import ArticleQAError
from index.readers import ENDINGS
from qa.web import views
from qa.web.adding import Offered, Step, add
from qa.web.listing import render_adding, render_problem, render_report, render_step
from qa.web.parts import PRIVATE, field, html
from qa.web.shelf import Shelf
from qa.web.tabs.ask import AskTab


class ArticlesTab:
    """The list of articles, and the form that adds some."""

    def __init__(self, shelf: Shelf, ask: AskTab) -> None:
        """`ask` offers the sources of the articles, and its welcome tells of them."""
        self.shelf = shelf
        self.ask = ask
        with gr.Row(elem_id="articles"):
            with gr.Column(scale=3, elem_id="holdings"):
                self.typed = field("Search in titles", "title-search")
                self.listing = html("listing")
            with gr.Column(scale=2, elem_id="adding"):
                gr.HTML(str(render_adding(ENDINGS)), apply_default_css=False)
                self.files = gr.File(
                    label="Files", file_count="multiple", height=140, elem_id="files"
                )
                self.address = field(
                    "Web address of a page or feed", "address", placeholder="https://"
                )
                self.text = field("Text to paste", "pasted", lines=4, max_lines=12)
                with gr.Row():
                    self.title = field("Title of the text", "pasted-title")
                    self.origin = field("Source", "pasted-source")
                    self.day = field("Date", "pasted-day", placeholder="YYYY-MM-DD")
                self.add_button = gr.Button("Add", variant="primary", elem_id="add")
                self.report = html("report")

    def wire(self, tab: gr.Tab, blocks: gr.Blocks, masthead: gr.HTML) -> None:
        """Says what happens when a part is used; `masthead` tells of the store."""
        ask = self.ask
        holdings = [masthead, ask.composer.source, self.listing]
        blocks.load(self.show_holdings, self.typed, holdings, **PRIVATE)
        tab.select(self.show_holdings, self.typed, holdings, **PRIVATE)
        self.typed.input(
            self.list_articles, self.typed, self.listing, trigger_mode="always_last", **PRIVATE
        )
        fields = [self.files, self.text, self.title, self.origin, self.day, self.address]
        added = self.add_button.click(
            self.add,
            fields,
            [self.report, self.add_button, *fields],
            concurrency_limit=1,  # a store has one writer
            **PRIVATE,
        )
        added.then(self.show_holdings, self.typed, holdings, **PRIVATE)
        added.then(ask.show_welcome, ask.exchanges, ask.latest, **PRIVATE)

    def list_articles(self, typed: str) -> str:
        """The articles whose title holds what was typed."""
        return str(views.listed(self.shelf, typed))

    def show_holdings(self, typed: str) -> tuple[Any, ...]:
        """What the store holds now: in the masthead, among the sources, in the list."""
        choices = views.sources(self.shelf)
        sources = gr.update(choices=choices) if choices else gr.skip()
        return str(views.masthead(self.shelf)), sources, self.list_articles(typed)

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
