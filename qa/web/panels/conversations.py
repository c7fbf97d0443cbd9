"""The list of the saved conversations, and what can be done in it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.history.conversations import Removed
from qa.i18n import say
from qa.web.components import PRIVATE, UNCHANGED, Updates, field, html, worded
from qa.web.conversations import Opened, read_list_click
from qa.web.panels.chat import Chat
from qa.web.render.conversation_list import render_unsaved
from qa.web.session import Session


class ConversationList:
    """Conversations by day: searched, opened, renamed, exported, deleted."""

    def __init__(self) -> None:
        """Creates the components, in the Gradio block that is open."""
        self.removed = gr.State(None)
        self.typed = worded(
            field, _of_search, name="talk-search", show_label=False, container=False
        )
        self.listing = html("talk-list", script="lists")
        self.downloaded = html("download", script="lists")

    def wire(self, chat: Chat, load: Any, navigation: gr.HTML) -> None:
        """Connects the events.

        Args:
            chat: Where a conversation goes on.
            load: The page has been loaded, at an address that may name a conversation.
            navigation: Tells of another address.
        """
        self.chat = chat
        asked = [self.typed, chat.session]
        listed = [self.listing, self.removed]
        opened = [*chat.shown, self.listing]
        load(self.open_at_address, [*asked, navigation], opened, js=_ADDRESS, **PRIVATE)
        for event in (navigation.address, self.listing.reopen):
            event(
                self.go_to,
                [*asked, navigation],
                opened,
                js=_ADDRESS,
                trigger_mode="always_last",
                cancels=chat.runs,
                **PRIVATE,
            )
        for event in (*chat.settled, chat.begun):
            event.then(self.refresh, asked, self.listing, **PRIVATE)
        self.typed.change(self.show, asked, listed, trigger_mode="always_last", **PRIVATE)
        self.listing.rename(self.rename, asked, self.listing, **PRIVATE)
        removed = self.listing.remove(self.remove, asked, listed, **PRIVATE)
        removed.then(self.leave_removed, [chat.session, self.removed], chat.shown, **PRIVATE)
        self.listing.restore(self.restore, [*asked, self.removed], listed, **PRIVATE)
        self.listing.export(self.export, None, self.downloaded, **PRIVATE)

    def open_at_address(
        self, typed: str, session: Session, address: object, request: gr.Request
    ) -> Updates:
        """The list, and the conversation that the page's address names, where it names one."""
        if isinstance(address, str) and address:
            return self._open({"id": address}, typed, session, request)
        return {self.listing: self.refresh(typed, session, request), **self.chat.show(session)}

    def go_to(self, typed: str, session: Session, address: object, request: gr.Request) -> Updates:
        """The conversation that was clicked, or stands in the browser's history: the address names
        it by then. An empty one where it names none."""
        if not address:
            session.clear()
        return self.open_at_address(typed, session, address, request)

    def show(self, typed: str, session: Session, request: gr.Request) -> tuple[Any, ...]:
        """The conversations that hold what was typed; a removal before cannot be undone."""
        return self.refresh(typed, session, request), None

    def refresh(self, typed: str, session: Session, request: gr.Request) -> str:
        """The list as it is now."""
        return str(self.chat.conversations_of(request).show(typed, session.saved_as))

    def rename(self, typed: str, session: Session, event: gr.EventData, request: gr.Request) -> str:
        """Gives a conversation the title that was typed."""
        conversations = self.chat.conversations_of(request)
        return str(conversations.rename(event._data, typed, session.saved_as))

    def remove(
        self, typed: str, session: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Removes a conversation and offers to put it back."""
        conversations, click = self.chat.conversations_of(request), read_list_click(event._data)
        is_open = click is not None and click.id == session.saved_as.id
        before = session.hold() if is_open else None  # what ends meanwhile would begin it anew
        listing, removed = conversations.remove(event._data, typed, session.saved_as)
        if before is not None and removed is None:
            session.release(before)
        return str(listing), removed

    def leave_removed(self, session: Session, removed: Removed | None) -> Updates:
        """An empty conversation, where the page was in the one that was removed."""
        if removed is None or removed.id != session.saved_as.id:
            return UNCHANGED
        session.remove()
        return self.chat.show(session)

    def restore(
        self, typed: str, session: Session, removed: Removed | None, request: gr.Request
    ) -> tuple[Any, ...]:
        """Puts back what was removed."""
        conversations = self.chat.conversations_of(request)
        return str(conversations.restore(removed, typed, session.saved_as)), None

    def export(self, event: gr.EventData, request: gr.Request) -> str:
        """A conversation as a file, in a link that the page follows."""
        return str(self.chat.conversations_of(request).export(event._data))

    def _open(self, data: object, typed: str, session: Session, request: gr.Request) -> Updates:
        conversations = self.chat.conversations_of(request)
        opened = conversations.open(data)
        if not isinstance(opened, Opened):
            listing = conversations.show(typed, session.saved_as, is_lost=True)
            told = {self.chat.composer.unsaved: str(render_unsaved(opened))}
            return {self.listing: str(listing), **self.chat.show(session), **told}
        session.switch_to(opened.exchanges, opened.judgements, opened.saved_as)
        return {self.listing: self.refresh(typed, session, request), **self.chat.show(session)}


def _of_search() -> dict[str, str]:
    return {"label": say("conversations.search"), "placeholder": say("conversations.search_hint")}


_ADDRESS = """(typed, session, address) =>
  [typed, session, new URLSearchParams(location.search).get("c") ?? ""]"""
