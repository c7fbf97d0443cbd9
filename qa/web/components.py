"""Gradio components and options of events that several tabs share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from qa.server.limits import ASKING

_STATIC = Path(__file__).parent / "static"

PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For events of the page alone, which are no part of Gradio's API."""

ASKS: dict[str, Any] = {"concurrency_limit": ASKING, "concurrency_id": "asking", **PRIVATE}
"""For events that ask: many may wait, and each is told how many are before it."""
JUDGES: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "judging", **PRIVATE}
"""For events that change judgements: one after the other, so that none loses what another wrote."""


def static_file(name: str) -> str:
    """The text of a script or style sheet in `qa/web/static`."""
    return (_STATIC / name).read_text(encoding="utf-8")


def field(label: str, name: str, **more: Any) -> gr.Textbox:
    """A field for a line or more of text."""
    return gr.Textbox("", label=label, elem_id=name, min_width=110, **more)


def html(name: str, script: str = "page.js") -> gr.HTML:
    """A part of the page that shows our HTML; `script` triggers events for clicks in it."""
    return gr.HTML("", elem_id=name, js_on_load=static_file(script), apply_default_css=False)


def choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """What can be chosen, as Gradio takes it: pairs of what is shown and what is meant."""
    return [(shown, meant) for meant, shown in words.items()]


def show_send() -> tuple[Any, Any]:
    """Updates of the buttons Send and Stop: no answer grows."""
    return gr.update(visible=True), gr.update(visible=False)


def show_stop() -> tuple[Any, Any]:
    """Updates of the buttons Send and Stop: an answer grows."""
    return gr.update(visible=False), gr.update(visible=True)
