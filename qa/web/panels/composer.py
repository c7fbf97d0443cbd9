"""The components in which one asks: the question, and what it is asked of and by whom."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.asking.answer_options import answerer_facts
from qa.web.asking.filters import Options
from qa.web.components import html, worded
from qa.web.render.messages import render_lost


class Composer:
    """The field at the foot of the conversation, and the pills under it."""

    def __init__(self, stores: OpenStores) -> None:
        """Creates the components, in the Gradio block that is open."""
        self._stores = stores
        with gr.Column(elem_id="composer"):
            self.unsaved = html("unkept", script=None)
            self.other_articles = html("other-articles", script=None)
            worded(html, lambda: {"value": str(render_lost())}, name="lost")
            with gr.Column(elem_id="box"):
                self.question = worded(
                    gr.Textbox,
                    _of_question,
                    show_label=False,
                    lines=1,
                    max_lines=6,
                    container=False,
                    autofocus=True,
                    elem_id="question",
                    html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
                )
                with gr.Row(elem_id="box-foot"):
                    self.options = html(
                        "options",
                        script="options",
                        value=Options(answerer=stores.settings.answerer).to_json(),
                        html_template="",
                        facts={"answerers": answerer_facts(stores.settings)},
                    )
                    self.send = worded(
                        gr.Button,
                        lambda: {"value": say("composer.send")},
                        variant="primary",
                        elem_id="send",
                        scale=0,
                    )
                    self.stop = worded(
                        gr.Button,
                        lambda: {"value": say("composer.stop")},
                        visible=False,
                        elem_id="stop",
                        scale=0,
                    )
        self.buttons = [self.send, self.stop]

    def facts(self) -> Any:
        """An update of what there is to choose from."""
        return gr.update(facts=store_views.option_facts(self._stores))


def _of_question() -> dict[str, str]:
    return {"label": say("composer.question"), "placeholder": say("composer.hint")}
