"""The stories that several articles tell: a list, and one of them as a timeline."""

from __future__ import annotations

from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.components import PRIVATE, from_script, html, worded
from qa.web.render.view_head import render_view_head


class Stories:
    """The view of the stories."""

    def __init__(self, stores: OpenStores) -> None:
        """Creates the components, in the Gradio block that is open."""
        self._stores = stores
        worded(html, _of_head, name="stories-head", script=None)
        self.shown = html("telling", script="stories")

    def wire(self) -> None:
        """Connects the events."""
        self.shown.story(
            self.show,
            self.shown,
            self.shown,
            js="() => [app.story()]",
            trigger_mode="always_last",
            **PRIVATE,
        )

    def show(self, wanted: object) -> str:
        """The story that the page wants, else a page of the list, as the store is now.

        Args:
            wanted: JSON as `stories.js` has it; it is not trusted.
        """
        data = from_script(wanted)
        data = data if isinstance(data, dict) else {}
        story, page, number = (data.get(name) for name in ("story", "page", "number"))
        page, number = (one if type(one) is int else 0 for one in (page, number))
        if isinstance(story, str) and story:
            return str(store_views.show_story(self._stores, story, page, number))
        return str(store_views.show_stories(self._stores, page))


def _of_head() -> dict[str, str]:
    return {"value": str(render_view_head(say("page.stories")))}
