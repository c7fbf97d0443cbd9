"""The tab of the saved conversations."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.history.conversations import Removed
from qa.server.login import signed_in_name
from qa.web.components import PRIVATE, field, html
from qa.web.conversations import Opened, SavedConversations
from qa.web.session import Session
from qa.web.tabs.ask import AskTab


class ConversationsTab:
    """The list of conversations, and what can be done in it."""

    def __init__(self, ask: AskTab, conversations: SavedConversations) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            ask: Where a conversation goes on.
        """
        self.ask = ask
        self.conversations = conversations
        self.removed = gr.State(None)
        with gr.Column(elem_id="talks"):
            self.typed = field("Search in conversations", "talk-search")
            self.listing = html("talk-list", script="conversations.js")
            self.downloaded = html("download", script="conversations.js")

    def wire(self, tab: gr.Tab, tabs: gr.Tabs) -> None:
        """Connects the events; `tab` is this one of `tabs`."""
        ask = self.ask
        asked = [self.typed, ask.session]
        listed = [self.listing, self.removed]
        tab.select(self.show, asked, listed, **PRIVATE)
        self.typed.change(self.show, asked, listed, trigger_mode="always_last", **PRIVATE)
        self.listing.reopen(
            self.reopen, asked, [*ask.shown, tabs, self.listing], cancels=ask.runs, **PRIVATE
        )
        self.listing.rename(self.rename, asked, self.listing, **PRIVATE)
        removed = self.listing.remove(self.remove, asked, listed, **PRIVATE)
        removed.then(self.leave_removed, [ask.session, self.removed], ask.shown, **PRIVATE)
        self.listing.restore(self.restore, [*asked, self.removed], listed, **PRIVATE)
        self.listing.export(self.export, None, self.downloaded, **PRIVATE)

    def show(self, typed: str, session: Session, request: gr.Request) -> tuple[Any, ...]:
        """The conversations that hold what was typed; a removal before cannot be undone."""
        return str(self._conversations(request).show(typed, session.saved_as)), None

    def reopen(
        self, typed: str, session: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Goes on with the conversation that was clicked."""
        conversations = self._conversations(request)
        opened = conversations.open(event._data)
        if not isinstance(opened, Opened):
            listing = conversations.show(typed, session.saved_as, problem=opened)
            return *(gr.skip(),) * 8, str(listing)
        session.switch_to(opened.exchanges, opened.judgements, opened.saved_as)
        return *self.ask.show(session), gr.Tabs(selected="ask"), gr.skip()

    def rename(self, typed: str, session: Session, event: gr.EventData, request: gr.Request) -> str:
        """Gives a conversation the title that was typed."""
        return str(self._conversations(request).rename(event._data, typed, session.saved_as))

    def remove(
        self, typed: str, session: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Removes a conversation and offers to put it back."""
        conversations = self._conversations(request)
        listing, removed = conversations.remove(event._data, typed, session.saved_as)
        return str(listing), removed

    def leave_removed(self, session: Session, removed: Removed | None) -> tuple[Any, ...]:
        """An empty conversation, where the page was in the one that was removed."""
        if removed is None or removed.id != session.saved_as.id:
            return (gr.skip(),) * 7
        session.remove()
        return self.ask.show(session)

    def restore(
        self, typed: str, session: Session, removed: Removed | None, request: gr.Request
    ) -> tuple[Any, ...]:
        """Puts back what was removed."""
        return str(self._conversations(request).restore(removed, typed, session.saved_as)), None

    def export(self, event: gr.EventData, request: gr.Request) -> str:
        """A conversation as a file, in a link that the page follows."""
        return str(self._conversations(request).export(event._data))

    def _conversations(self, request: gr.Request) -> SavedConversations:
        """The conversations of the user who sent a request."""
        return self.conversations.of(signed_in_name(request))
