"""Where articles are added: what is offered, its preview, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from index import ArticleQAError
from index.readers import ENDINGS
from qa.server.stores import OpenStores
from qa.web.adding import Offered, preview, store
from qa.web.background import Step
from qa.web.components import PRIVATE, field, html
from qa.web.listing import render_adding
from qa.web.preview import Preview, read_typed
from qa.web.preview_form import render_preview
from qa.web.reports import render_problem, render_report, render_step, render_unread

NOT_THERE = "What was previewed is not there any more; preview it again."


class Adding:
    """The form that offers something, and the preview that takes its place."""

    def __init__(self, shelf: OpenStores) -> None:
        self.shelf = shelf
        self.seen = gr.State(None)

    def show_preview(self) -> None:
        """Puts the preview where it is to stand."""
        self.preview = html("preview", script="preview.js")
        self.storing = html("storing")

    def show_form(self) -> None:
        """Puts the form where it is to stand."""
        with gr.Column(scale=2, elem_id="adding", min_width=260):
            gr.HTML(str(render_adding(ENDINGS)), apply_default_css=False)
            self.files = gr.File(label="Files", file_count="multiple", height=140, elem_id="files")
            self.address = field("Web address of a page or feed", "address", placeholder="https://")
            self.text = field("Text to paste", "pasted", lines=4, max_lines=12)
            self.button = gr.Button("Preview", variant="primary", elem_id="preview-button")
            self.report = html("report")

    def wire(self) -> Any:
        """Says what happens when a part is used; gives the event after which more is stored."""
        offered = [self.files, self.address, self.text]
        shown = [self.preview, self.seen]
        self.button.click(self.read, offered, [self.report, *shown], **PRIVATE)
        self.preview.discard(
            lambda: ("", None, "", ""), None, [*shown, self.storing, self.report], **PRIVATE
        )
        kept = self.preview.keep(
            self.keep,
            self.seen,
            [*shown, self.storing, self.report, *offered],
            concurrency_limit=1,  # a store has one writer
            **PRIVATE,
        )
        kept.failure(self.show_again, self.seen, [self.preview, self.storing], **PRIVATE)
        return kept

    def read(self, files: list[str] | None, address: str, text: str) -> Iterator[tuple[Any, ...]]:
        """Reads what is in the fields and shows what was understood."""
        offered = Offered([Path(file) for file in files or ()], text, address)
        try:
            for news in preview(offered, self.shelf.own(), self.shelf.settings):
                if isinstance(news, Step):
                    yield str(render_step(news)), gr.skip(), gr.skip()
                elif len(news):
                    yield "", str(render_preview(news)), news
                else:
                    yield str(render_unread(news.skipped)), "", None
        except ArticleQAError as error:
            yield str(render_problem(error)), gr.skip(), gr.skip()

    def keep(self, seen: Preview | None, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Stores what was previewed, as its fields stand, and empties everything."""
        stays = (gr.skip(),) * 3
        if seen is None:
            yield "", None, "", str(render_problem(NOT_THERE)), *stays
            return
        seen.typed = read_typed(event._data, seen) or seen.typed
        try:
            for news in store(seen, self.shelf.own(), self.shelf.settings):
                if isinstance(news, Step):
                    yield gr.skip(), gr.skip(), str(render_step(news)), gr.skip(), *stays
                else:
                    yield "", None, "", str(render_report(news)), None, "", ""
        except ArticleQAError as error:
            yield str(render_preview(seen, error)), gr.skip(), "", gr.skip(), *stays

    def show_again(self, seen: Preview | None) -> tuple[str, str]:
        """The preview with what was typed, after something unforeseen."""
        return str(render_preview(seen)) if seen else "", ""
