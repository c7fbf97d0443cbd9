"""The articles: what is in the store, how it is added to and removed from, what is followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from index import ArticleQAError
from qa.i18n import DEFAULT, language, say
from qa.server.stores import OpenStores
from qa.web import store_views
from qa.web.articles.address import read_address
from qa.web.articles.following import FollowForm, follow, read_follow_form, stop
from qa.web.articles.removal import RemovalState, remove, restore
from qa.web.articles.selection import Arranging, Selection
from qa.web.components import PRIVATE, UNCHANGED, Updates, field, from_script, html, worded
from qa.web.panels.add_articles import AddArticles
from qa.web.panels.chat import Chat


class Library:
    """The table of articles with the picture of when they appeared, and the form that adds some."""

    def __init__(self, stores: OpenStores, chat: Chat) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            chat: Offers the sources of the articles; its welcome depends on them.
        """
        self.stores = stores
        self.chat = chat
        self.selection = gr.State(Selection())
        self.removal = gr.State(RemovalState())
        self.arranging = gr.State(Arranging())
        self.head = html("library-head", script="articles")
        with gr.Column(elem_id="holdings"):
            self.timeline = html("timeline", script="articles")
            self.typed = worded(
                field, _of_search, name="title-search", show_label=False, container=False
            )
            self.following = html("following", script="following")
            self.table = html("listing", script="articles")
        self.adding = AddArticles(stores)

    def wire(
        self, shown_again: Any, load: Any, foot: gr.HTML, words: dict[Any, Callable[[], Any]]
    ) -> None:
        """Connects the events.

        Args:
            shown_again: Another view is opened; whoever leaves this one cannot undo what they
                removed.
            load: The page has been loaded.
            foot: Tells how many articles there are. With it the page is there, so what its
                components say goes along: `words`, by component.
        """
        chat, self.foot, self.words = self.chat, foot, words
        shown = [self.typed, self.selection, self.removal, self.arranging]
        library = [self.head, self.timeline, self.following, self.table]
        holdings = [*library, foot, chat.composer.options]
        changes = [self.typed, self.selection, self.timeline, self.table]
        load(self.show_first, shown, [*holdings, *words], **PRIVATE)
        shown_again(
            self.show_afresh,
            [self.typed, self.selection, self.arranging, self.table],
            [*holdings, self.typed, self.selection, self.removal],
            js="(typed, selection, arranging) => [typed, selection, arranging, app.listing()]",
            **PRIVATE,
        )
        self.typed.change(
            self.search, shown, [self.selection, self.table], trigger_mode="always_last", **PRIVATE
        )
        for event, change in (
            (self.table.sort, Selection.sorted_by),
            (self.table.turn, Selection.turned_to),
        ):
            event(self._arrange(change), shown, [self.selection, self.table], **PRIVATE)
        for part in (self.timeline, self.table):
            part.narrow(self.narrow, shown, changes, **PRIVATE)
        for event, handle in (
            (self.following.follow, self.begin_following),
            (self.following.unfollow, self.stop_following),
        ):
            event(handle, None, self.following, **PRIVATE)
        self.following.looked(self.show_holdings, shown, holdings, **PRIVATE)
        changing = [self.removal, self.arranging]
        one_by_one = {"concurrency_limit": 1, "concurrency_id": "removing", **PRIVATE}
        self.adding.preview.keep(self.note_keeping, self.arranging, None, **PRIVATE)
        added = self.adding.wire().success(
            self.show_all,
            [self.arranging, self.adding.previewed],
            [self.typed, self.selection],
            **PRIVATE,
        )
        changed = [
            added,
            self.table.remove(self.remove, changing, self.removal, **one_by_one),
            self.table.restore(self.restore, changing, self.removal, **one_by_one),
        ]
        for event in changed:
            event.then(self.show_changed, shown, holdings, **PRIVATE)
            begun = [chat.earlier, chat.latest, chat.evidence, chat.composer.other_articles]
            event.then(chat.show_holdings, chat.session, begun, **PRIVATE)

    def search(
        self, typed: str, selection: Selection, removal: RemovalState, arranging: Arranging
    ) -> Updates:
        """The first page of what holds the words that were typed."""
        if typed == arranging.typed:  # they came from the address, with a page
            return UNCHANGED
        arranging.steps += 1
        arranging.typed = typed
        selection = selection.begun()
        return {self.selection: selection, self.table: self._table(typed, selection, removal)}

    def note_keeping(self, arranging: Arranging) -> None:
        """Notes what was shown when articles began to be stored."""
        arranging.kept_at = arranging.steps

    def show_all(self, arranging: Arranging, previewed: object) -> Any:
        """Looks for nothing any more, so that what was added just now is seen; not where nothing
        was, or the user has chosen what to show in the meantime."""
        if previewed is not None or arranging.steps != arranging.kept_at:
            return UNCHANGED
        arranging.steps += 1
        arranging.typed = ""
        return "", Selection()

    def show_holdings(
        self,
        typed: str,
        selection: Selection,
        removal: RemovalState,
        arranging: Arranging,
        request: gr.Request,
        *,
        is_new: bool = False,
    ) -> Updates:
        """What the store holds now: in the foot, among the sources, picture and table.

        Picture and table stay if the user has chosen what they show in the meantime.
        """
        before = arranging.steps
        timeline = str(store_views.show_timeline(self.stores, selection))
        table = self._table(typed, selection, removal, is_new=is_new)
        updates: Updates = {
            self.head: str(store_views.show_library_head(self.stores)),
            self.following: str(store_views.show_following(self.stores)),
            self.foot: str(store_views.show_foot(self.stores, request)),
            self.chat.composer.options: self.chat.composer.facts(),
        }
        if arranging.steps == before:
            updates |= {self.timeline: timeline, self.table: table}
        return updates

    def show_first(
        self,
        typed: str,
        selection: Selection,
        removal: RemovalState,
        arranging: Arranging,
        request: gr.Request,
    ) -> Updates:
        """The same once the page is loaded, and what its components say in another language."""
        shown = self.show_holdings(typed, selection, removal, arranging, request)
        if language() == DEFAULT:  # in which they were built
            return shown
        return {**shown, **{one: gr.update(**words()) for one, words in self.words.items()}}

    def show_changed(
        self,
        typed: str,
        selection: Selection,
        removal: RemovalState,
        arranging: Arranging,
        request: gr.Request,
    ) -> Updates:
        """The same after something was done, whatever became of it: no button waits any more."""
        return self.show_holdings(typed, selection, removal, arranging, request, is_new=True)

    def show_afresh(
        self,
        typed: str,
        selection: Selection,
        arranging: Arranging,
        wanted: object,
        request: gr.Request,
    ) -> Updates:
        """What the store holds, once a view is opened; a removal before cannot be undone.

        Args:
            wanted: JSON of the view, and of what its address says where that is to be shown; it
                is not trusted.
        """
        gone: Updates = {self.removal: RemovalState()}
        data = from_script(wanted)
        if not isinstance(data, dict) or data.get("view") != "articles":  # another hides this one
            return gone
        if found := read_address(data.get("address")):
            arranging.steps += 1
            arranging.typed, selection = found
            gone |= {self.selection: selection}
            if typed != arranging.typed:
                typed = arranging.typed
                gone |= {self.typed: typed}
        updates = self.show_holdings(typed, selection, gone[self.removal], arranging, request)
        return {**updates, **gone} if self.table in updates else updates

    def remove(
        self, removal: RemovalState, arranging: Arranging, event: gr.EventData
    ) -> RemovalState:
        """Removes the article that was clicked."""
        arranging.steps += 1
        return remove(event._data, removal, self.stores)

    def restore(self, removal: RemovalState, arranging: Arranging) -> RemovalState:
        """Puts back what was removed last."""
        arranging.steps += 1
        return restore(removal, self.stores)

    def begin_following(self, event: gr.EventData) -> str:
        """Follows the address that was typed; where that cannot be, it is said why."""
        form = read_follow_form(event._data) or FollowForm()
        return self._followed(lambda: follow(form, self.stores), form)

    def stop_following(self, event: gr.EventData) -> str:
        """Follows no more what was clicked."""
        return self._followed(lambda: stop(event._data, self.stores))

    def narrow(
        self,
        typed: str,
        selection: Selection,
        removal: RemovalState,
        arranging: Arranging,
        event: gr.EventData,
    ) -> Updates:
        """Those of the source or the time that was clicked, which the picture marks; all again,
        whatever was typed, where nothing was."""
        arranging.steps += 1
        updates: Updates = {}
        if not event._data and typed:
            arranging.typed = typed = ""
            updates = {self.typed: typed}
        selection = selection.narrowed_to(event._data)
        return {
            **updates,
            self.selection: selection,
            self.timeline: str(store_views.show_timeline(self.stores, selection)),
            self.table: self._table(typed, selection, removal),
        }

    def _arrange(self, change: Callable[[Selection, object], Selection]) -> Callable[..., Updates]:
        """Handles a click that shows the same articles in another order, or another page."""

        def handle(
            typed: str,
            selection: Selection,
            removal: RemovalState,
            arranging: Arranging,
            event: gr.EventData,
        ) -> Updates:
            arranging.steps += 1
            selection = change(selection, event._data)
            return {self.selection: selection, self.table: self._table(typed, selection, removal)}

        return handle

    def _followed(self, change: Callable[[], object], form: FollowForm = FollowForm()) -> str:
        """What is followed after a change; where that cannot be made, why, and what was typed."""
        try:
            change()
        except ArticleQAError as error:
            return str(store_views.show_following(self.stores, form, str(error)))
        return str(store_views.show_following(self.stores))

    def _table(
        self, typed: str, selection: Selection, removal: RemovalState, *, is_new: bool = False
    ) -> str:
        table = store_views.show_table(self.stores, typed, selection, removal, is_new=is_new)
        return str(table)


def _of_search() -> dict[str, str]:
    searching = say("articles.search")
    return {"label": searching, "placeholder": searching}
