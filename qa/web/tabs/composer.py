"""The components in which one asks: the question, the filters, who answers and how strictly."""

from __future__ import annotations

import gradio as gr

from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.asking.answer_options import STRICTNESS, STRICTNESS_INFO, answerer_choices
from qa.web.components import PRIVATE, choices, field, html


class Composer:
    """The components below the conversation."""

    def __init__(self, stores: OpenStores) -> None:
        self._stores = stores
        with gr.Column(elem_id="composer"):
            self.offered = html("offer")
            self.active = html("active")
            self.unsaved = html("unkept")
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
                    self._filters()
                    self._options()
                self.anew = gr.Button("New conversation", size="sm", elem_id="anew")
        self.filters = [self.after, self.before, self.source]
        self.options = [self.answerer, self.strictness]
        self.buttons = [self.send, self.stop]

    def wire(self) -> None:
        """Connects the events: the line above the field follows the filters."""
        gr.on(
            [part.change for part in self.filters],
            self.show_filters,
            self.filters,
            self.active,
            trigger_mode="always_last",  # by default a change is lost while another is at work
            **PRIVATE,
        )
        self.active.unfilter(lambda: ("", "", ""), None, self.filters, **PRIVATE)

    def _filters(self) -> None:
        with gr.Row():
            self.after = field("From", "after", placeholder="YYYY-MM-DD")
            self.before = field("Until", "before", placeholder="YYYY-MM-DD")
            self.source = gr.Dropdown(
                label="Source",
                choices=[("All sources", "")],
                value="",
                allow_custom_value=True,
                min_width=150,
                elem_id="source",
            )

    def _options(self) -> None:
        settings = self._stores.settings
        self.answerer = gr.Radio(
            choices(answerer_choices(settings)),
            value=settings.answerer,
            label="Who writes the answer",
            elem_id="answerer",
        )
        self.strictness = gr.Radio(
            choices(STRICTNESS),
            value=settings.strictness,
            label="How strict",
            info=STRICTNESS_INFO,
            elem_id="strictness",
        )

    def show_filters(self, after: str, before: str, source: str) -> str:
        """The line about active filters."""
        return str(store_views.show_active_filters(self._stores, after, before, source))
