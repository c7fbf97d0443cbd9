"""Where articles are added: the form, the preview of what was read, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from index import ArticleQAError
from index.readers import ENDINGS
from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web.articles.adding import Submission, read_submission, store_preview
from qa.web.articles.background import BuildStep
from qa.web.articles.preview import Preview, read_fields
from qa.web.components import PRIVATE, field, html, worded
from qa.web.render.article_table import render_adding
from qa.web.render.messages import render_problem, render_report, render_step, render_unread
from qa.web.render.preview import render_preview
from qa.web.store_views import count_sample


class AddArticles:
    """The dialog in which articles are given, and the preview that takes its place."""

    def __init__(self, stores: OpenStores) -> None:
        """Creates the components, in the Gradio block that is open."""
        self.stores = stores
        self.previewed = gr.State(None)
        with gr.Column(elem_id="adding"):
            worded(
                html,
                lambda: {"value": str(render_adding(ENDINGS))},
                name="adding-head",
                script=None,
            )
            with gr.Column(elem_id="adding-form"):
                self.files = worded(
                    gr.File,
                    lambda: {"label": say("adding.files")},
                    file_count="multiple",
                    height=140,
                    elem_id="files",
                )
                self.address = worded(
                    field,
                    lambda: {"label": say("adding.address")},
                    name="address",
                    placeholder="https://",
                )
                self.text = worded(
                    field,
                    lambda: {"label": say("adding.text")},
                    name="pasted",
                    lines=4,
                    max_lines=12,
                )
                self.button = worded(
                    gr.Button,
                    lambda: {"value": say("adding.preview")},
                    variant="primary",
                    elem_id="preview-button",
                )
            self.preview = html("preview", script="preview")
            self.storing = html("storing", script=None)
            self.report = html("report", script=None)

    def wire(self) -> Any:
        """Connects the events; returns the one after which there are more articles."""
        submitted = [self.files, self.address, self.text]
        shown = [self.preview, self.previewed]
        self.button.click(self.read, submitted, [self.report, *shown], **PRIVATE)
        self.preview.discard(
            lambda: ("", None, "", ""), None, [*shown, self.storing, self.report], **PRIVATE
        )
        stored = self.preview.keep(
            self.store,
            self.previewed,
            [*shown, self.storing, self.report, *submitted],
            concurrency_limit=1,  # a store has one writer
            **PRIVATE,
        )
        stored.failure(self.show_again, self.previewed, [self.preview, self.storing], **PRIVATE)
        return stored

    def read(self, files: list[str] | None, address: str, text: str) -> Iterator[tuple[Any, ...]]:
        """Reads what is in the form and shows what was understood."""
        submission = Submission([Path(file) for file in files or ()], text, address)
        stores = self.stores
        try:
            for news in read_submission(submission, stores.own(), stores.settings):
                if isinstance(news, BuildStep):
                    yield str(render_step(news)), gr.skip(), gr.skip()
                elif len(news):
                    yield "", self._preview(news), news
                else:
                    yield str(render_unread(news.skipped)), "", None
        except ArticleQAError as error:
            yield str(render_problem(error)), gr.skip(), gr.skip()

    def store(self, preview: Preview | None, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Stores what was previewed, as its fields stand, and empties the form."""
        stays = (gr.skip(),) * 3
        if preview is None:
            yield "", None, "", str(render_problem(say("adding.gone"))), *stays
            return
        preview.edited = read_fields(event._data, preview) or preview.edited
        try:
            for news in store_preview(preview, self.stores.own(), self.stores.settings):
                if isinstance(news, BuildStep):
                    yield gr.skip(), gr.skip(), str(render_step(news)), gr.skip(), *stays
                else:
                    yield "", None, "", str(render_report(news)), None, "", ""
        except ArticleQAError as error:
            yield self._preview(preview, error), gr.skip(), "", gr.skip(), *stays

    def show_again(self, preview: Preview | None) -> tuple[str, str]:
        """The preview with its fields as they were edited, after an unforeseen error."""
        return self._preview(preview) if preview else "", ""

    def _preview(self, preview: Preview, problem: Exception | None = None) -> str:
        return str(render_preview(preview, problem, of_sample=count_sample(self.stores)))
