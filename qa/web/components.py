"""Gradio components and options of events that several panels share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import gradio as gr
from markupsafe import Markup

from qa.i18n import say
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
_WORDS = "words"
Component = TypeVar("Component")
_TRIGGERED = re.compile(r'\btrigger\("(\w+)"')


def field(name: str, **more: Any) -> gr.Textbox:
    """A field for a line or more of text."""
    return gr.Textbox("", elem_id=name, min_width=110, **more)


def html(name: str, script: str | None = "exchange", value: Any = "", **more: Any) -> gr.HTML:
    """A part of the page that shows our HTML; `script` triggers events for clicks in it."""
    start = _start(script) if script else None
    return gr.HTML(value, elem_id=name, js_on_load=start, apply_default_css=False, **more)


def worded(
    build: Callable[..., Component], words: Callable[[], dict[str, Any]], **more: Any
) -> Component:
    """A component with words of ours, which `words_of` says once more in a browser's language.

    Args:
        build: Makes it.
        words: What it says, by the names of its properties.
        more: Its other properties.
    """
    component = build(**words(), **more)
    setattr(component, _WORDS, words)
    return component


def heading(key: str, name: str) -> gr.HTML:
    """The heading of a part of a view."""
    markup = Markup("<h3>{}</h3>")
    return worded(html, lambda: {"value": str(markup.format(say(key)))}, name=name, script=None)


def words_of(blocks: gr.Blocks) -> dict[Any, Callable[[], dict[str, Any]]]:
    """What says the words of each component that has some of ours."""
    found = {one: getattr(one, _WORDS, None) for one in blocks.blocks.values()}
    return {one: words for one, words in found.items() if words}


@cache
def _start(script: str) -> str:
    """Runs a script of the page for a part of it, and names the events that it triggers, which
    Gradio looks for in this text."""
    events = sorted(set(_TRIGGERED.findall(static_file(f"{script}.js"))))
    named = " ".join(f'"{event}"' for event in events)
    return f'parts["{script}"](element, trigger, watch, props); // {named}'


def from_script(value: object) -> Any:
    """What a script of the page hands over as JSON when an event runs; None where it is none.

    An event's own data are those of the moment at which it was triggered: of several in a row
    Gradio runs the last (`always_last`) with the data of the first.
    """
    try:
        return json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None


def show_send(buttons: Sequence[Any]) -> Updates:
    """Updates of the buttons Send and Stop: no answer grows."""
    send, stop = buttons
    return {send: gr.update(visible=True), stop: gr.update(visible=False)}


def show_stop(buttons: Sequence[Any]) -> Updates:
    """Updates of the buttons Send and Stop: an answer grows."""
    send, stop = buttons
    return {send: gr.update(visible=False), stop: gr.update(visible=True)}
