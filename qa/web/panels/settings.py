"""The settings: who answers, how strictly, and what was said of answers."""

from __future__ import annotations

from typing import Any, get_args

import gradio as gr

from qa.i18n import chosen_language, say
from qa.server.stores import OpenStores
from qa.settings import Strictness
from qa.web.components import PRIVATE, heading, html, worded
from qa.web.feedback import FeedbackList
from qa.web.model_download import ModelDownloader
from qa.web.panels.chat import Chat
from qa.web.panels.feedback import FeedbackPanel
from qa.web.panels.model import ModelPanel
from qa.web.render.languages import render_languages
from qa.web.render.view_head import render_view_head


class SettingsPanel:
    """The view of the settings."""

    def __init__(self, stores: OpenStores, chat: Chat, downloader: ModelDownloader | None) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            downloader: Offers a language model; without it nothing is said of models.
        """
        worded(html, _of_head, name="settings-head", script=None)
        self.model = ModelPanel(downloader, chat) if downloader else None
        with gr.Column(elem_id="strict"):
            heading("settings.how_strict", "strict-title")
            self.strictness = worded(
                gr.Radio,
                _of_strictness,
                value=stores.settings.strictness,
                show_label=False,
                elem_id="strictness",
            )
        self.language = html("language", script="language")
        self.feedback = FeedbackPanel(chat, FeedbackList(stores))

    def wire(self, shown_again: Any, downloads: list[Any]) -> None:
        """Connects the events.

        Args:
            shown_again: The view is opened.
            downloads: Events after which there may be a model.
        """
        shown_again(self.show_language, None, self.language, **PRIVATE)
        self.feedback.wire(shown_again)
        if self.model:
            self.model.wire(shown_again, downloads)

    def show_language(self, request: gr.Request) -> str:
        """The languages of the page to choose from."""
        return str(render_languages(chosen_language(request.headers)))


def _of_head() -> dict[str, str]:
    return {"value": str(render_view_head(say("page.settings")))}


def _of_strictness() -> dict[str, Any]:
    return {
        "choices": [(say(f"settings.{degree}"), degree) for degree in get_args(Strictness)],
        "label": say("settings.how_strict"),
        "info": say("settings.strictness_about"),
    }
