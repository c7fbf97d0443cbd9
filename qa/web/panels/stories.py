"""The stories that several articles tell: a list, and one of them as a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.components import PRIVATE, UNCHANGED, Updates, html, worded
from qa.web.render.view_head import render_view_head


class Stories:
    """The view of the stories."""

    def __init__(self, stores: OpenStores) -> None:
        """Creates the components, in the Gradio block that is open."""
        self._stores = stores
        worded(html, _of_head, name="stories-head", script=None)
        self.shown = html("telling", script="stories")

    def wire(self, shown_again: Any) -> None:
        """Connects the events.

        Args:
            shown_again: A view is opened.
        """
        shown_again(self.show, None, self.shown, **PRIVATE)
        self.shown.story(self.open, None, self.shown, trigger_mode="always_last", **PRIVATE)
        self.shown.turn(self.turn, None, self.shown, trigger_mode="always_last", **PRIVATE)

    def show(self, event: gr.EventData) -> Updates:
        """The first page of the list, as the store is now, where it is this view."""
        if event._data != {"view": "stories"}:
            return UNCHANGED
        return {self.shown: str(store_views.show_stories(self._stores))}

    def turn(self, event: gr.EventData) -> str:
        """Another page of the list."""
        page = event._data.get("page") if isinstance(event._data, Mapping) else None
        return str(store_views.show_stories(self._stores, page if type(page) is int else 0))

    def open(self, event: gr.EventData) -> str:
        """The story that was clicked."""
        story = event._data.get("story") if isinstance(event._data, Mapping) else None
        return str(store_views.show_story(self._stores, story if isinstance(story, str) else ""))


def _of_head() -> dict[str, str]:
    return {"value": str(render_view_head(say("page.stories")))}
