"""The tab of the articles: what is in the store, and how it is added to and removed from."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.articles.removal import RemovalState, remove, restore
from qa.web.articles.sorting import SortOrder
from qa.web.components import PRIVATE, field, html
from qa.web.tabs.add_articles import AddArticles
from qa.web.tabs.ask import AskTab


class ArticlesTab:
    """The table of articles, when they appeared, and the form that adds some."""

    def __init__(self, stores: OpenStores, ask: AskTab) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            ask: Offers the sources of the articles; its welcome depends on them.
        """
        self.stores = stores
        self.ask = ask
        self.order = gr.State(SortOrder())
        self.removal = gr.State(RemovalState())
        self.adding = AddArticles(stores)
        with gr.Column(elem_id="library"):
            self.adding.show_preview()
            with gr.Row(elem_id="articles"):
                with gr.Column(scale=5, elem_id="holdings"):
                    self.timeline = html("timeline")
                    self.typed = field("Search in titles and sources", "title-search")
                    self.table = html("listing", script="articles.js")
                self.adding.show_form()

    def wire(self, tab: gr.Tab, tabs: gr.Tabs, blocks: gr.Blocks, masthead: gr.HTML) -> None:
        """Connects the events.

        Args:
            tab: This one of `tabs`; whoever leaves it cannot undo what they removed.
            masthead: Shows what the store holds.
        """
        ask = self.ask
        shown = [self.typed, self.order, self.removal]
        holdings = [masthead, ask.composer.source, self.timeline, self.table]
        blocks.load(self.show_holdings, shown, holdings, **PRIVATE)
        tab.select(self.show_afresh, shown[:2], [*holdings, self.removal], **PRIVATE)
        tabs.select(RemovalState, None, self.removal, **PRIVATE)
        self.typed.change(self.show_table, shown, self.table, trigger_mode="always_last", **PRIVATE)
        self.table.sort(self.sort, shown, [self.order, self.table], **PRIVATE)
        one_by_one = {"concurrency_limit": 1, "concurrency_id": "removing", **PRIVATE}
        changed = [
            self.adding.wire(),
            self.table.remove(self.remove, self.removal, self.removal, **one_by_one),
            self.table.restore(self.restore, self.removal, self.removal, **one_by_one),
        ]
        for event in changed:
            event.then(self.show_changed, shown, holdings, **PRIVATE)
            event.then(ask.show_welcome, ask.session, ask.latest, **PRIVATE)

    def show_table(self, typed: str, order: SortOrder, removal: RemovalState) -> str:
        """The articles that match what was typed, in order."""
        return str(store_views.show_table(self.stores, typed, order, removal))

    def show_holdings(self, typed: str, order: SortOrder, removal: RemovalState) -> tuple[Any, ...]:
        """What the store holds now: in the masthead, among the sources, picture and table."""
        choices = store_views.source_choices(self.stores)
        sources = gr.update(choices=choices) if choices else gr.skip()
        masthead = str(store_views.show_masthead(self.stores))
        timeline = str(store_views.show_timeline(self.stores))
        return masthead, sources, timeline, self.show_table(typed, order, removal)

    def show_changed(self, typed: str, order: SortOrder, removal: RemovalState) -> tuple[Any, ...]:
        """The same after something was done, whatever became of it: no button waits any more."""
        table = store_views.show_table(self.stores, typed, order, removal, is_new=True)
        return *self.show_holdings(typed, order, removal)[:-1], str(table)

    def show_afresh(self, typed: str, order: SortOrder) -> tuple[Any, ...]:
        """What the store holds, once the tab is opened; a removal before cannot be undone."""
        return *self.show_holdings(typed, order, RemovalState()), RemovalState()

    def sort(
        self, typed: str, order: SortOrder, removal: RemovalState, event: gr.EventData
    ) -> tuple[SortOrder, str]:
        """The table in the order of the heading that was clicked."""
        order = order.clicked(event._data)
        return order, self.show_table(typed, order, removal)

    def remove(self, removal: RemovalState, event: gr.EventData) -> RemovalState:
        """Removes the article that was clicked."""
        return remove(event._data, removal, self.stores)

    def restore(self, removal: RemovalState) -> RemovalState:
        """Puts back what was removed last."""
        return restore(removal, self.stores)
