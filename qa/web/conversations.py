"""The conversation that a page is in, kept as it goes on; and what is done in the list of all."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import ArticleQAError
from qa.history.conversations import (
    LONGEST_TITLE,
    Conversation,
    Conversations,
    Removed,
    checked,
    new_id,
)
from qa.history.exchange import Exchange
from qa.history.export import Form, export
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.server.stores import OpenStores
from qa.text.html import NOTHING, Html
from qa.web.conversation_list import render_download, render_talks
from qa.web.judging import Judged, Judgings

NOT_THERE = "This conversation is not there any more."
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """Which conversation a page is in; `problem` says why it is not kept."""

    id: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation to go on with, with what has become of its quotations since."""

    talk: ConversationRef
    exchanges: list[Exchange]
    judged: Judgings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a click in the list asks for."""

    id: str
    title: str = ""
    form: Form = "md"


def read_wanted(data: object) -> Wanted | None:
    """What a click in the list asks for; None where that is no such thing."""
    if not isinstance(data, Mapping):
        return None
    id_, title, form = data.get("id"), data.get("title", ""), data.get("form", "md")
    if not isinstance(id_, str) or not 0 < len(id_) <= _LONGEST_ID:
        return None
    if not isinstance(title, str) or form not in ("md", "html"):
        return None
    return Wanted(id_, title[: 2 * LONGEST_TITLE], form)


def begun(talk: ConversationRef) -> ConversationRef:
    """The same conversation, or a new one where the page is in none yet."""
    return talk if talk.id else ConversationRef(new_id())


class ConversationKeeping:
    """Keeps the conversations of the page, and does what is asked for in their list.

    What comes from the page is not trusted. What fails is told in a sentence.
    """

    def __init__(self, kept: Conversations | None, shelf: OpenStores) -> None:
        """`kept` is None where none are kept."""
        self.kept = kept
        self._shelf = shelf

    def of(self, person: str | None) -> ConversationKeeping:
        """The conversations of who is signed in, or of all where nobody has to."""
        kept = self.kept and Conversations(self.kept.path, person or "")
        return ConversationKeeping(kept, self._shelf)

    def keep(
        self,
        talk: ConversationRef,
        exchanges: Sequence[Exchange],
        instead_of: Exchange | None = None,
    ) -> ConversationRef:
        """Keeps what was said; where that fails, the conversation goes on without.

        What failed was not said, and is not kept.
        """
        if self.kept is None or exchanges[-1].problem is not None:
            return talk
        try:
            number = instead_of.number if instead_of else None
            return ConversationRef(self.kept.keep(talk.id, exchanges, number))
        except ArticleQAError as error:
            return replace(talk, problem=f"This conversation is not kept. {error}")

    def note(self, talk: ConversationRef, number: int, judged: Judgings) -> None:
        """Remembers how an answer was judged; where that fails, only the mark is lost."""
        judgement = judged[number].judgement
        if self.kept and judgement:
            with contextlib.suppress(ArticleQAError):
                self.kept.note(talk.id, number, judgement.id)

    def opened(self, data: object) -> Opened | str:
        """The conversation that was clicked, or why there is none."""
        try:
            found = self._found(data)
        except ArticleQAError as error:
            return str(error)
        if found is None:
            return NOT_THERE
        judged = _judgings(found, self._shelf.settings.conversations)
        return Opened(ConversationRef(found.id), list(found.exchanges), judged)

    def exported(self, data: object) -> Html:
        """A link that holds the conversation that was clicked as a file."""
        wanted = read_wanted(data)
        with contextlib.suppress(ArticleQAError):  # the list says what is wrong
            if wanted and (found := self._found(data)):
                return render_download(export(found, wanted.form))
        return NOTHING

    def listed(
        self, typed: str, talk: ConversationRef, removed: Removed | None = None, problem: str = ""
    ) -> Html:
        """The list of those that hold what was typed."""
        entries, total = [], 0
        try:
            if self.kept:
                entries, total = self.kept.listed(typed), self.kept.count()
        except ArticleQAError as error:
            problem = str(error)
        return render_talks(
            entries, typed, total, current=talk.id, removed=removed, problem=problem
        )

    def renamed(self, data: object, typed: str, talk: ConversationRef) -> Html:
        """The list, after the conversation that was clicked has got another title."""
        wanted, problem = read_wanted(data), ""
        try:
            if self.kept and wanted:
                self.kept.rename(wanted.id, wanted.title)
        except ArticleQAError as error:
            problem = str(error)
        return self.listed(typed, talk, problem=problem)

    def removed(
        self, data: object, typed: str, talk: ConversationRef
    ) -> tuple[Html, Removed | None]:
        """The list, after the conversation that was clicked is gone; and what is gone."""
        wanted, removed, problem = read_wanted(data), None, ""
        try:
            removed = self.kept.remove(wanted.id) if self.kept and wanted else None
        except ArticleQAError as error:
            problem = str(error)
        return self.listed(typed, talk, removed, problem), removed

    def put_back(self, removed: Removed | None, typed: str, talk: ConversationRef) -> Html:
        """The list, after what was removed is there again."""
        problem = ""
        try:
            if self.kept and removed:
                self.kept.put_back(removed)
        except ArticleQAError as error:
            problem = str(error)
        return self.listed(typed, talk, problem=problem)

    def _found(self, data: object) -> Conversation | None:
        wanted = read_wanted(data)
        found = self.kept.opened(wanted.id) if self.kept and wanted else None
        with contextlib.suppress(ArticleQAError):  # the page says what is wrong with the store
            return found and checked(found, self._shelf.article)
        return found


def _judgings(conversation: Conversation, file: Path | None) -> Judgings:
    """How its answers were judged, as far as the judgements are still there.

    Args:
        file: The file of the conversations, where the settings name one.
    """
    judgings: Judgings = {}
    known: dict[Path, dict[str, Judgement]] = {}
    for exchange in conversation.exchanges:
        name, folder = conversation.judgements.get(exchange.number), exchange.folder
        if name is None or folder is None:
            continue
        if folder not in known:
            with contextlib.suppress(ArticleQAError):
                known[folder] = {one.id: one for one in Feedback(folder, file).read()}
        if judgement := known.get(folder, {}).get(name):
            judgings[exchange.number] = Judged(judgement)
    return judgings
