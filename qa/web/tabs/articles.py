"""The tab of the articles: what is in the store, and how it is added to and removed from."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.server.stores import OpenStores
from qa.web import views
from qa.web.components import PRIVATE, field, html
from qa.web.order import Order
from qa.web.removing import Removing, put_back, remove
from qa.web.tabs.adding import Adding
from qa.web.tabs.ask import AskTab


class ArticlesTab:
    """The table of articles, when they appeared, and the form that adds some."""

    def __init__(self, shelf: OpenStores, ask: AskTab) -> None:
        """`ask` offers the sources of the articles, and its welcome tells of them."""
        self.shelf = shelf
        self.ask = ask
        self.order = gr.State(Order())
        self.removing = gr.State(Removing())
        self.adding = Adding(shelf)
        with gr.Column(elem_id="library"):
            self.adding.show_preview()
            with gr.Row(elem_id="articles"):
                with gr.Column(scale=5, elem_id="holdings"):
                    self.timeline = html("timeline")
                    self.typed = field("Search in titles and sources", "title-search")
                    self.listing = html("listing", script="articles.js")
                self.adding.show_form()

    def wire(self, tab: gr.Tab, tabs: gr.Tabs, blocks: gr.Blocks, masthead: gr.HTML) -> None:
        """Says what happens when a part is used; `masthead` tells of the store.

        `tab` is this one of `tabs`: whoever leaves it cannot undo what they removed.
        """
        ask = self.ask
        shown = [self.typed, self.order, self.removing]
        holdings = [masthead, ask.composer.source, self.timeline, self.listing]
        blocks.load(self.show_holdings, shown, holdings, **PRIVATE)
        tab.select(self.show_afresh, shown[:2], [*holdings, self.removing], **PRIVATE)
        tabs.select(Removing, None, self.removing, **PRIVATE)
        self.typed.change(
            self.list_articles, shown, self.listing, trigger_mode="always_last", **PRIVATE
        )
        self.listing.sort(self.sort, shown, [self.order, self.listing], **PRIVATE)
        one_by_one = {"concurrency_limit": 1, "concurrency_id": "removing", **PRIVATE}
        changed = [
            self.adding.wire(),
            self.listing.remove(self.remove, self.removing, self.removing, **one_by_one),
            self.listing.restore(self.restore, self.removing, self.removing, **one_by_one),
        ]
        for event in changed:
            event.then(self.show_changed, shown, holdings, **PRIVATE)
            event.then(ask.show_welcome, ask.sitting, ask.latest, **PRIVATE)

    def list_articles(self, typed: str, order: Order, removing: Removing) -> str:
        """The articles that were looked for, in order."""
        return str(views.listed(self.shelf, typed, order, removing))

    def show_holdings(self, typed: str, order: Order, removing: Removing) -> tuple[Any, ...]:
        """What the store holds now: in the masthead, among the sources, picture and table."""
        choices = views.sources(self.shelf)
        sources = gr.update(choices=choices) if choices else gr.skip()
        about = (str(views.masthead(self.shelf)), sources, str(views.appeared(self.shelf)))
        return *about, self.list_articles(typed, order, removing)

    def show_changed(self, typed: str, order: Order, removing: Removing) -> tuple[Any, ...]:
        """The same after something was done, whatever became of it: no button waits any more."""
        table = views.listed(self.shelf, typed, order, removing, anew=True)
        return *self.show_holdings(typed, order, removing)[:-1], str(table)

    def show_afresh(self, typed: str, order: Order) -> tuple[Any, ...]:
        """What it holds, for whoever comes to the tab; what was removed before stays so."""
        return *self.show_holdings(typed, order, Removing()), Removing()

    def sort(
        self, typed: str, order: Order, removing: Removing, event: gr.EventData
    ) -> tuple[Order, str]:
        """The table in the order of the heading that was clicked."""
        order = order.clicked(event._data)
        return order, self.list_articles(typed, order, removing)

    def remove(self, removing: Removing, event: gr.EventData) -> Removing:
        """Removes an article."""
        return remove(event._data, removing, self.shelf)

    def restore(self, removing: Removing) -> Removing:
        """Puts back what was removed."""
        return put_back(removing, self.shelf)
