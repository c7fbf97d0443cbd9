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
from qa.web.answer_options import writers
from qa.web.components import GROWING, PRIVATE, choices, html
from qa.web.model_offer import Offer
from qa.web.model_panel import (
    render_in_use,
    render_trial,
    render_verified,
    render_waiting,
    size_of,
)
from qa.web.reports import render_problem
from qa.web.tabs.ask import AskTab

CHOSEN = "It was chosen under Filters and answering."


class ModelTab:
    """What is known of the answerer in use, and what can be done with it."""

    def __init__(self, offer: Offer, ask: AskTab) -> None:
        """`ask` is where one may choose another answerer; `offer` is made there, too."""
        self.offer = offer
        self.answerers = offer.answerers
        self.ask = ask
        with gr.Column(elem_id="model"):
            self.about = html("in-use-now")
            self.offered = html("model-offer")
            with gr.Row(elem_id="model-actions"):
                self.test = gr.Button("Test", variant="primary", visible=False, elem_id="test")
                self.check = gr.Button("Check the file", visible=False, elem_id="check-file")
            self.result = html("model-result")

    def wire(self, tab: gr.Tab, downloads: list[Any]) -> None:
        """Says what happens when a part is used; `downloads` end with a model or without."""
        chosen = self.ask.composer.answerer
        shown = [self.about, self.test, self.check]
        followed: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}
        tab.select(self.show_anew, chosen, [*shown, self.result], **PRIVATE)
        tab.select(self.follow, None, self.offered, **followed)
        for download in downloads:
            download.then(self.show, chosen, shown, **PRIVATE)
            download.then(self.offer_writers, None, chosen, **PRIVATE)
        tested = self.test.click(self.try_out, chosen, self.result, **GROWING)
        tested.then(self.show, chosen, shown, **PRIVATE)
        self.check.click(self.verify, None, self.result, concurrency_limit=1, **PRIVATE)

    def show(self, chosen: str) -> tuple[Any, ...]:
        """Who answers now; the buttons that fit."""
        used = self._used(chosen)
        can_be_tried = used.language_model is not None
        has_file = used.file is not None and used.file.is_there()
        return (
            str(render_in_use(used, self.answerers.settings)),
            gr.update(visible=can_be_tried),
            gr.update(visible=has_file),
        )

    def show_anew(self, chosen: str) -> tuple[Any, ...]:
        """The same, without what a button told before."""
        return *self.show(chosen), ""

    def follow(self) -> Iterator[str]:
        """The offer of a model, or how far its download is."""
        yield from map(str, self.offer.follow())

    def offer_writers(self) -> Any:
        """Who may be asked to write, where that has become more."""
        return gr.update(choices=choices(writers(self.answerers.settings)))

    def try_out(self, chosen: str, request: gr.Request) -> Iterator[Any]:
        """Asks the answerer in use for a few words."""
        used = self._used(chosen, asker(request))
        if used.language_model is None:
            yield str(render_problem(used.problem or "Answers are quotations; there is no model."))
            return
        yield str(render_waiting("Asking …"))
        try:
            with closing(try_model(used.language_model)) as states:
                for state in states:
                    yield _told(state)
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
        """Who answers, where that was chosen on the page; what the page sends is not trusted."""
        settings = self.answerers.settings
        for wanted in writers(settings):
            if wanted == chosen != settings.answerer:
                return replace(in_use(self.answerers, wanted, who), why=CHOSEN, is_chosen=True)
        return in_use(self.answerers, asker=who)


def _told(state: Waiting | Trial) -> Any:
    """What the page shows of a test; where there is no news, it is only given the word."""
    if isinstance(state, Trial):
        return str(render_trial(state))
    return str(render_waiting(state.why)) if state.why else gr.skip()
