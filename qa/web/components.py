"""Parts that every tab of the page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from qa.server.limits import ASKING
from qa.server.serving import resource

PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For events that nobody but the page is to know of."""

GROWING: dict[str, Any] = {"concurrency_limit": ASKING, "concurrency_id": "asking", **PRIVATE}
"""For those that ask: many may wait, each of whom is told their place."""
JUDGING: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "judging", **PRIVATE}
"""For those that change what was said of answers: one after the other, each knows of the last."""


def field(label: str, name: str, **more: Any) -> gr.Textbox:
    """A field for a line or more of text."""
    return gr.Textbox("", label=label, elem_id=name, min_width=110, **more)


def html(name: str, script: str = "page.js") -> gr.HTML:
    """A part of the page that shows our HTML and tells of clicks in it."""
    return gr.HTML("", elem_id=name, js_on_load=resource(script), apply_default_css=False)


def choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """What can be chosen, as gradio takes it."""
    return [(shown, meant) for meant, shown in words.items()]


def idle() -> tuple[Any, Any]:
    """Send is there, Stop is not."""
    return gr.update(visible=True), gr.update(visible=False)


def busy() -> tuple[Any, Any]:
    """Stop is there, Send is not."""
    return gr.update(visible=False), gr.update(visible=True)
