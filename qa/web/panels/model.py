"""Who answers: which answerer, what is known of its model, and a test of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import gradio as gr

from index.errors import ArticleQAError, UsageError
from qa.generation.in_use import InUse, in_use
from qa.i18n import say
from qa.i18n.translation import translated
from qa.llm.trial import Trial, try_model
from qa.server.login import asker
from qa.types import Waiting
from qa.web.asking.answer_options import chosen_answerer
from qa.web.asking.filters import read_options
from qa.web.components import ASKS, PRIVATE, html, worded
from qa.web.model_download import ModelDownloader
from qa.web.panels.chat import Chat
from qa.web.render.messages import render_problem
from qa.web.render.model_download import render_download
from qa.web.render.model_panel import (
    render_in_use,
    render_trial,
    render_verified,
    render_waiting,
    size_of,
)


class ModelPanel:
    """What is known of the answerer in use, and what can be done with it."""

    def __init__(self, downloader: ModelDownloader, chat: Chat) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            downloader: Its offer is shown here and by `chat`.
            chat: Where one may choose another answerer.
        """
        self.downloader = downloader
        self.answerers = downloader.answerers
        self.chat = chat
        with gr.Column(elem_id="model"):
            self.about = html("in-use-now", script=None)
            self.offered = html("model-offer")
            with gr.Row(elem_id="model-actions"):
                self.test = worded(
                    gr.Button,
                    lambda: {"value": say("model.test")},
                    variant="primary",
                    visible=False,
                    elem_id="test",
                )
                self.check = worded(
                    gr.Button,
                    lambda: {"value": say("model.check")},
                    visible=False,
                    elem_id="check-file",
                )
            self.result = html("model-result", script=None)

    def wire(self, shown_again: Any, downloads: list[Any]) -> None:
        """Connects the events.

        Args:
            shown_again: The settings are opened.
            downloads: Events after which there may be a model.
        """
        chosen = self.chat.composer.options
        shown = [self.about, self.test, self.check]
        followed: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "once", **PRIVATE}
        shown_again(self.show_afresh, chosen, [*shown, self.result], **PRIVATE)
        shown_again(self.follow, None, self.offered, **followed)
        for download in downloads:
            download.then(self.show, chosen, shown, **PRIVATE)
            download.then(self.chat.composer.facts, None, chosen, **PRIVATE)
        tested = self.test.click(self.test_model, chosen, self.result, **ASKS)
        tested.then(self.show, chosen, shown, **PRIVATE)
        self.check.click(self.verify, None, self.result, concurrency_limit=1, **PRIVATE)

    def show(self, chosen: object) -> tuple[Any, ...]:
        """Who answers now, and updates of the two buttons: each is seen where it can be used."""
        used = self._used(chosen)
        can_be_tried = used.language_model is not None
        has_file = used.file is not None and used.file.is_there()
        return (
            str(render_in_use(used, self.answerers.settings)),
            gr.update(visible=can_be_tried),
            gr.update(visible=has_file),
        )

    def show_afresh(self, chosen: object) -> tuple[Any, ...]:
        """The same once the settings are opened, without the result of a test before."""
        return *self.show(chosen), ""

    def follow(self) -> Iterator[str]:
        """The offer of a model, or how far its download is."""
        yield from (str(render_download(state)) for state in self.downloader.follow())

    def test_model(self, chosen: object, request: gr.Request) -> Iterator[Any]:
        """Asks the language model in use for a sentence, and shows how fast it came."""
        used = self._used(chosen, asker(request))
        if used.language_model is None:
            yield str(render_problem(used.problem or say("model.no_model")))
            return
        yield str(render_waiting(say("model.asking")))
        try:
            with closing(try_model(used.language_model)) as states:
                for state in states:
                    yield _test_state(state)
        except ArticleQAError as error:
            yield str(render_problem(error))

    def verify(self) -> Iterator[str]:
        """Reads the local model's file and compares its hash."""
        try:
            model = self.answerers.local_model()
            yield str(render_waiting(say("model.reading_file", size=size_of(model))))
            model.verify()
            yield str(render_verified(model))
        except ArticleQAError as error:
            yield str(render_problem(error))

    def _used(self, chosen: object, who: str = "") -> InUse:
        """Who answers, by what was chosen on the page; a choice that there is not is ignored."""
        settings, wanted = self.answerers.settings, None
        with suppress(UsageError):
            wanted = chosen_answerer(settings, read_options(chosen).answerer)
        if wanted is None or wanted == settings.answerer:
            return in_use(self.answerers, asker=who)
        return replace(in_use(self.answerers, wanted, who), why=say("model.chosen"), is_chosen=True)


def _test_state(state: Waiting | Trial) -> Any:
    """What the page shows of a test; nothing new without news, but so that it can be stopped."""
    if isinstance(state, Trial):
        return str(render_trial(state))
    return str(render_waiting(translated(state.why, "doing"))) if state.why else gr.skip()
