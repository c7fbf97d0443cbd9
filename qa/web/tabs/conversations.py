"""The tab of the conversations that were kept."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.history.conversations import Removed
from qa.server.login import person
from qa.web.components import PRIVATE, field, html
from qa.web.conversations import ConversationKeeping, Opened
from qa.web.session import Session
from qa.web.tabs.ask import AskTab


class ConversationsTab:
    """The list of them, and what can be done in it."""

    def __init__(self, ask: AskTab, talks: ConversationKeeping) -> None:
        """`ask` is where a conversation goes on."""
        self.ask = ask
        self.talks = talks
        self.removed = gr.State(None)
        with gr.Column(elem_id="talks"):
            self.looked_for = field("Search in conversations", "talk-search")
            self.talk_list = html("talk-list", script="talks.js")
            self.downloaded = html("download", script="talks.js")

    def wire(self, tab: gr.Tab, tabs: gr.Tabs) -> None:
        """Says what happens when a part is used; `tab` is this one of `tabs`."""
        ask = self.ask
        listing = [self.looked_for, ask.sitting]
        tab.select(self.list_talks, listing, [self.talk_list, self.removed], **PRIVATE)
        self.looked_for.change(
            self.list_talks,
            listing,
            [self.talk_list, self.removed],
            trigger_mode="always_last",
            **PRIVATE,
        )
        self.talk_list.reopen(
            self.reopen,
            listing,
            [*ask.shown, tabs, self.talk_list],
            cancels=ask.runs,
            **PRIVATE,
        )
        self.talk_list.rename(self.rename_talk, listing, self.talk_list, **PRIVATE)
        removed = self.talk_list.remove(
            self.remove_talk,
            listing,
            [self.talk_list, self.removed],
            **PRIVATE,
        )
        removed.then(
            self.leave_removed,
            [ask.sitting, self.removed],
            ask.shown,
            **PRIVATE,
        )
        self.talk_list.restore(
            self.restore_talk, [*listing, self.removed], [self.talk_list, self.removed], **PRIVATE
        )
        self.talk_list.export(self.export_talk, None, self.downloaded, **PRIVATE)

    def list_talks(self, typed: str, sitting: Session, request: gr.Request) -> tuple[Any, ...]:
        """The conversations that hold what was typed; what was removed before stays so."""
        return str(self._talks(request).listed(typed, sitting.talk)), None

    def reopen(
        self, typed: str, sitting: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Goes on with a conversation that was kept."""
        talks = self._talks(request)
        opened = talks.opened(event._data)
        if not isinstance(opened, Opened):
            return *(gr.skip(),) * 8, str(talks.listed(typed, sitting.talk, problem=opened))
        sitting.hold(opened.exchanges, opened.judged, opened.talk)
        return *self.ask.show(sitting), gr.Tabs(selected="ask"), gr.skip()

    def rename_talk(
        self, typed: str, sitting: Session, event: gr.EventData, request: gr.Request
    ) -> str:
        """Gives a conversation the title that was typed."""
        return str(self._talks(request).renamed(event._data, typed, sitting.talk))

    def remove_talk(
        self, typed: str, sitting: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Removes a conversation and offers to put it back."""
        html, removed = self._talks(request).removed(event._data, typed, sitting.talk)
        return str(html), removed

    def leave_removed(self, sitting: Session, removed: Removed | None) -> tuple[Any, ...]:
        """An empty conversation, where the page was in the one that was removed."""
        if removed is None or removed.id != sitting.talk.id:
            return (gr.skip(),) * 7
        sitting.drop()
        return self.ask.show(sitting)

    def restore_talk(
        self, typed: str, sitting: Session, removed: Removed | None, request: gr.Request
    ) -> tuple[Any, ...]:
        """Puts back what was removed."""
        return str(self._talks(request).put_back(removed, typed, sitting.talk)), None

    def export_talk(self, event: gr.EventData, request: gr.Request) -> str:
        """A conversation as a file, in a link that the page follows."""
        return str(self._talks(request).exported(event._data))

    def _talks(self, request: gr.Request) -> ConversationKeeping:
        """The conversations of who sent a request."""
        return self.talks.of(person(request))
