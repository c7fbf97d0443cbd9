"""Gradio components and options of events that several panels share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import gradio as gr

from qa.server.limits import ASKING
from qa.web.assets import static_file

PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For events of the page alone, which are no part of Gradio's API."""

ASKS: dict[str, Any] = {"concurrency_limit": ASKING, "concurrency_id": "asking", **PRIVATE}
"""For events that ask: many may wait, and each is told how many are before it."""
JUDGES: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "judging", **PRIVATE}
"""For events that change judgements: one after the other, so that none loses what another wrote."""

Updates = dict[Any, Any]
"""What an event changes: a component's new value or update; one that is not named stays."""
UNCHANGED: Updates = gr.skip()
"""Nothing changes."""
_TRIGGERED = re.compile(r'\btrigger\("(\w+)"')


def field(label: str, name: str, **more: Any) -> gr.Textbox:
    """A field for a line or more of text."""
    return gr.Textbox("", label=label, elem_id=name, min_width=110, **more)


def html(name: str, script: str = "exchange", value: Any = "", **more: Any) -> gr.HTML:
    """A part of the page that shows our HTML; `script` triggers events for clicks in it."""
    return gr.HTML(value, elem_id=name, js_on_load=_start(script), apply_default_css=False, **more)


def choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """What can be chosen, as Gradio takes it: pairs of what is shown and what is meant."""
    return [(shown, meant) for meant, shown in words.items()]


@cache
def _start(script: str) -> str:
    """Runs a script of the page for a part of it, and names the events that it triggers, which
    Gradio looks for in this text."""
    events = sorted(set(_TRIGGERED.findall(static_file(f"{script}.js"))))
    named = " ".join(f'"{event}"' for event in events)
    return f'parts["{script}"](element, trigger, watch, props); // {named}'


def show_send(buttons: Sequence[Any]) -> Updates:
    """Updates of the buttons Send and Stop: no answer grows."""
    send, stop = buttons
    return {send: gr.update(visible=True), stop: gr.update(visible=False)}


def show_stop(buttons: Sequence[Any]) -> Updates:
    """Updates of the buttons Send and Stop: an answer grows."""
    send, stop = buttons
    return {send: gr.update(visible=False), stop: gr.update(visible=True)}
