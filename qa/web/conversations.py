"""Saved conversations: the one that a page is in, and what is done in the list of all."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from index import ArticleQAError
from qa.history.conversations import (
    LONGEST_TITLE,
    Conversation,
    Conversations,
    Removed,
    checked,
    new_id,
)
from qa.history.exchange import ChatExchange
from qa.history.export import Form, export
from qa.history.feedback import feedback_of
from qa.history.judgement import Judgement
from qa.i18n import say
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.web.judgements import JudgementState, JudgementStates
from qa.web.render.conversation_list import render_conversations
from qa.web.render.download import render_download
from qa.web.render.jinja import NOTHING

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class SavedAs:
    """Under which id a page's conversation is saved; `problem` says why it is not, or why it goes
    on under another.

    The id is empty while nothing has been asked.
    """

    id: str = ""
    problem: str = ""

    def begun(self) -> SavedAs:
        """The same, or a new id where there is none yet."""
        return self if self.id else SavedAs(new_id())


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved conversation to go on with, and how its answers were judged."""

    saved_as: SavedAs
    exchanges: list[ChatExchange]
    judgements: JudgementStates


@dataclass(frozen=True, slots=True)
class ListClick:
    """A click in the list of conversations: which one, and a new title or a form to export."""

    id: str
    title: str = ""
    form: Form = "md"


def read_list_click(data: object) -> ListClick | None:
    """The data of a click in the list, checked; None where it names no conversation."""
    if not isinstance(data, Mapping):
        return None
    id_, title, form = data.get("id"), data.get("title", ""), data.get("form", "md")
    if not isinstance(id_, str) or not 0 < len(id_) <= _LONGEST_ID:
        return None
    if not isinstance(title, str) or form not in ("md", "html"):
        return None
    return ListClick(id_, title[: 2 * LONGEST_TITLE], form)


class SavedConversations:
    """Saves the conversations of the page, and does what is asked for in their list.

    What the page sends is not trusted. No method raises an `ArticleQAError`: what fails is told
    in a sentence of the list.
    """

    def __init__(self, database: Conversations | None, stores: OpenStores) -> None:
        """Reads nothing yet.

        Args:
            database: None where no conversation is to be saved.
            stores: To see what has become of the articles that conversations quote.
        """
        self.database = database
        self._stores = stores

    def of(self, user: str | None) -> SavedConversations:
        """Those of the user who is signed in, or of all where nobody has to."""
        database = self.database and Conversations(self.database.database, user or "")
        return SavedConversations(database, self._stores)

    def save(
        self,
        saved_as: SavedAs,
        exchanges: Sequence[ChatExchange],
        instead_of: ChatExchange | None = None,
    ) -> SavedAs:
        """Saves a conversation after its last exchange; one that failed is not saved.

        Args:
            instead_of: The exchange whose place the last one takes.
        """
        if self.database is None or exchanges[-1].problem is not None:
            return saved_as
        try:
            number = instead_of.number if instead_of else None
            kept = self.database.keep(saved_as.id, exchanges, number)
            return SavedAs(kept, "" if kept == saved_as.id else say("conversations.parted"))
        except ArticleQAError as error:
            return replace(saved_as, problem=say("conversations.not_kept", error=error))

    def note_judgement(self, saved_as: SavedAs, number: int, states: JudgementStates) -> None:
        """Notes with the exchange of that number how it was judged.

        Where that fails nothing is said: the judgement itself is in the feedback of the store.
        """
        judgement = states[number].judgement
        if self.database and judgement:
            with contextlib.suppress(ArticleQAError):
                self.database.note(saved_as.id, number, judgement.id)

    def open(self, data: object) -> Opened | str:
        """The conversation that was clicked, or why it cannot be opened."""
        try:
            found = self._clicked(data)
        except ArticleQAError as error:
            return str(error)
        if found is None:
            return say("conversations.gone")
        states = _judgement_states(found, self._stores.settings)
        return Opened(SavedAs(found.id), list(found.exchanges), states)

    def export(self, data: object) -> Markup:
        """A link that holds the conversation that was clicked as a file."""
        click = read_list_click(data)
        with contextlib.suppress(ArticleQAError):  # the list says what is wrong
            if click and (found := self._clicked(data)):
                return render_download(export(found, click.form))
        return NOTHING

    def show(
        self,
        typed: str,
        current: SavedAs,
        removed: Removed | None = None,
        problem: str = "",
        *,
        is_lost: bool = False,
    ) -> Markup:
        """The list of those that hold what was typed.

        Args:
            current: The one that the page is in.
            removed: What was removed just now, and can be put back.
            problem: What went wrong before.
            is_lost: A conversation was asked for that there is not.
        """
        entries, total = [], 0
        try:
            if self.database:
                entries, total = self.database.listed(typed), self.database.count()
        except ArticleQAError as error:
            problem = str(error)
        return render_conversations(
            entries,
            typed,
            total,
            current=current.id,
            removed=removed,
            problem=problem,
            is_lost=is_lost,
        )

    def rename(self, data: object, typed: str, current: SavedAs) -> Markup:
        """The list, after the conversation that was clicked has got another title."""
        click, problem = read_list_click(data), ""
        try:
            if self.database and click:
                self.database.rename(click.id, click.title)
        except ArticleQAError as error:
            problem = str(error)
        return self.show(typed, current, problem=problem)

    def remove(self, data: object, typed: str, current: SavedAs) -> tuple[Markup, Removed | None]:
        """Removes the conversation that was clicked; the list after it, and what was removed."""
        click, removed, problem = read_list_click(data), None, ""
        try:
            removed = self.database.remove(click.id) if self.database and click else None
        except ArticleQAError as error:
            problem = str(error)
        return self.show(typed, current, removed, problem), removed

    def restore(self, removed: Removed | None, typed: str, current: SavedAs) -> Markup:
        """The list, after what was removed has been put back."""
        problem = ""
        try:
            if self.database and removed:
                self.database.put_back(removed)
        except ArticleQAError as error:
            problem = str(error)
        return self.show(typed, current, problem=problem)

    def _clicked(self, data: object) -> Conversation | None:
        click = read_list_click(data)
        found = self.database.opened(click.id) if self.database and click else None
        with contextlib.suppress(ArticleQAError):  # the page says what is wrong with the store
            return found and checked(found, self._stores.article)
        return found


def _judgement_states(conversation: Conversation, settings: QASettings) -> JudgementStates:
    """How its answers were judged, as far as the judgements are still in the store's feedback."""
    states: JudgementStates = {}
    known: dict[Path, dict[str, Judgement]] = {}
    for exchange in conversation.exchanges:
        name, folder = conversation.judgements.get(exchange.number), exchange.folder
        if name is None or folder is None:
            continue
        if folder not in known:
            with contextlib.suppress(ArticleQAError):
                known[folder] = {one.id: one for one in feedback_of(settings, folder).read()}
        if judgement := known.get(folder, {}).get(name):
            states[exchange.number] = JudgementState(judgement)
    return states
