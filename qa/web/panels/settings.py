"""The settings: who answers, how strictly, and what was said of answers."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.server.stores import OpenStores
from qa.web.asking.answer_options import STRICTNESS, STRICTNESS_INFO
from qa.web.components import choices, html
from qa.web.feedback import FeedbackList
from qa.web.model_download import ModelDownloader
from qa.web.panels.chat import Chat
from qa.web.panels.feedback import FeedbackPanel
from qa.web.panels.model import ModelPanel
from qa.web.render.view_head import render_view_head


class Settings:
    """The view of the settings."""

    def __init__(self, stores: OpenStores, chat: Chat, downloader: ModelDownloader | None) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            downloader: Offers a language model; without it nothing is said of models.
        """
        html("settings-head", value=str(render_view_head("Settings")))
        self.model = ModelPanel(downloader, chat) if downloader else None
        with gr.Column(elem_id="strict"):
            gr.HTML("<h3>How strict</h3>", apply_default_css=False)
            self.strictness = gr.Radio(
                choices(STRICTNESS),
                value=stores.settings.strictness,
                label="How strict",
                show_label=False,
                info=STRICTNESS_INFO,
                elem_id="strictness",
            )
        self.feedback = FeedbackPanel(chat, FeedbackList(stores))

    def wire(self, shown_again: Any, downloads: list[Any]) -> None:
        """Connects the events.

        Args:
            shown_again: The view is opened.
            downloads: Events after which there may be a model.
        """
        self.feedback.wire(shown_again)
        if self.model:
            self.model.wire(shown_again, downloads)
