"""The tab of who answers: which answerer, what is known of its model, and a test of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import gradio as gr

from index.errors import ArticleQAError
from qa.generation.in_use import InUse, in_use
from qa.llm.trial import Trial, try_model
from qa.server.login import asker
from qa.types import Waiting
from qa.web.asking.answer_options import answerer_choices
from qa.web.components import ASKS, PRIVATE, choices, html
from qa.web.model_download import ModelDownloader
from qa.web.render.messages import render_problem
from qa.web.render.model_download import render_download
from qa.web.render.model_panel import (
    render_in_use,
    render_trial,
    render_verified,
    render_waiting,
    size_of,
)
from qa.web.tabs.ask import AskTab

CHOSEN = "It was chosen under Filters and answering."


class ModelTab:
    """What is known of the answerer in use, and what can be done with it."""

    def __init__(self, downloader: ModelDownloader, ask: AskTab) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            downloader: Its offer is shown here and by `ask`.
            ask: Where one may choose another answerer.
        """
        self.downloader = downloader
        self.answerers = downloader.answerers
        self.ask = ask
        with gr.Column(elem_id="model"):
            self.about = html("in-use-now")
            self.offered = html("model-offer")
            with gr.Row(elem_id="model-actions"):
                self.test = gr.Button("Test", variant="primary", visible=False, elem_id="test")
                self.check = gr.Button("Check the file", visible=False, elem_id="check-file")
            self.result = html("model-result")

    def wire(self, tab: gr.Tab, downloads: list[Any]) -> None:
        """Connects the events; `downloads` are those after which there may be a model."""
        chosen = self.ask.composer.answerer
        shown = [self.about, self.test, self.check]
        followed: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}
        tab.select(self.show_afresh, chosen, [*shown, self.result], **PRIVATE)
        tab.select(self.follow, None, self.offered, **followed)
        for download in downloads:
            download.then(self.show, chosen, shown, **PRIVATE)
            download.then(self.offer_answerers, None, chosen, **PRIVATE)
        tested = self.test.click(self.test_model, chosen, self.result, **ASKS)
        tested.then(self.show, chosen, shown, **PRIVATE)
        self.check.click(self.verify, None, self.result, concurrency_limit=1, **PRIVATE)

    def show(self, chosen: str) -> tuple[Any, ...]:
        """Who answers now, and updates of the two buttons: each is seen where it can be used."""
        used = self._used(chosen)
        can_be_tried = used.language_model is not None
        has_file = used.file is not None and used.file.is_there()
        return (
            str(render_in_use(used, self.answerers.settings)),
            gr.update(visible=can_be_tried),
            gr.update(visible=has_file),
        )

    def show_afresh(self, chosen: str) -> tuple[Any, ...]:
        """The same once the tab is opened, without the result of a test before."""
        return *self.show(chosen), ""

    def follow(self) -> Iterator[str]:
        """The offer of a model, or how far its download is."""
        yield from (str(render_download(state)) for state in self.downloader.follow())

    def offer_answerers(self) -> Any:
        """The answerers to choose from, once a model has been downloaded."""
        return gr.update(choices=choices(answerer_choices(self.answerers.settings)))

    def test_model(self, chosen: str, request: gr.Request) -> Iterator[Any]:
        """Asks the language model in use for a sentence, and shows how fast it came."""
        used = self._used(chosen, asker(request))
        if used.language_model is None:
            yield str(render_problem(used.problem or "Answers are quotations; there is no model."))
            return
        yield str(render_waiting("Asking …"))
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
            yield str(render_waiting(f"Reading the file, {size_of(model)} …"))
            model.verify()
            yield str(render_verified(model))
        except ArticleQAError as error:
            yield str(render_problem(error))

    def _used(self, chosen: str, who: str = "") -> InUse:
        """Who answers, by what was chosen on the page; a choice that there is not is ignored."""
        settings = self.answerers.settings
        for wanted in answerer_choices(settings):
            if wanted == chosen != settings.answerer:
                return replace(in_use(self.answerers, wanted, who), why=CHOSEN, is_chosen=True)
        return in_use(self.answerers, asker=who)


def _test_state(state: Waiting | Trial) -> Any:
    """What the page shows of a test; nothing new without news, but so that it can be stopped."""
    if isinstance(state, Trial):
        return str(render_trial(state))
    return str(render_waiting(state.why)) if state.why else gr.skip()
