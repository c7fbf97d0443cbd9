"""What was said of answers: the list of it in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.history.judgement import Judgement
from qa.server.login import signed_in_name
from qa.web.components import JUDGES, PRIVATE, Updates, heading, html
from qa.web.feedback import FeedbackList
from qa.web.judgements import JudgementState
from qa.web.panels.chat import Chat
from qa.web.session import Session


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A judgement that was taken back, and the number of its exchange, if that was on the page, in
    the conversation of that id."""

    judgement: Judgement
    number: int | None
    conversation: str


class FeedbackPanel:
    """The list of judgements, and what can be done in it."""

    def __init__(self, chat: Chat, feedback: FeedbackList) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            chat: Shows under its answers how they were judged.
        """
        self.chat = chat
        self.feedback = feedback
        self.removed = gr.State(None)
        with gr.Column(elem_id="feedback"):
            heading("feedback.title", "feedback-title")
            self.listing = html("verdicts", script="lists")
            self.downloaded = html("verdicts-download", script="lists")

    def wire(self, shown_again: Any) -> None:
        """Connects the events; the settings are opened with `shown_again`."""
        session = self.chat.session
        shown = [self.listing, self.removed, self.chat.earlier, self.chat.latest]
        # in their order, so that none brings back the list as it was before another
        shown_again(self.show, self.removed, self.listing, **JUDGES)
        self.listing.remove(self.take_back, session, shown, **JUDGES)
        self.listing.restore(self.restore, [self.removed, session], shown, **JUDGES)
        self.listing.export(self.export, None, self.downloaded, **PRIVATE)

    def show(self, removed: TakenBack | None, request: gr.Request) -> str:
        """The list; what was taken back last can still be put back."""
        return str(self._feedback(request).show(removed.judgement if removed else None))

    def take_back(self, session: Session, event: gr.EventData, request: gr.Request) -> Updates:
        """Takes a judgement back, also under the answer if that is on the page."""
        listing, gone = self._feedback(request).take_back(event._data)
        if gone is None:
            return {self.listing: str(listing), self.removed: None}
        states = session.judgements
        number = next(
            (at for at, one in states.items() if one.judgement and one.judgement.id == gone.id),
            None,
        )
        session.judgements = {at: one for at, one in states.items() if at != number}
        removed = TakenBack(gone, number, session.saved_as.id)
        return {self.listing: str(listing), self.removed: removed, **self._judged(session, number)}

    def restore(self, removed: TakenBack | None, session: Session, request: gr.Request) -> Updates:
        """Puts back what was taken back."""
        feedback = self._feedback(request)
        is_there = removed is not None and removed.conversation == session.saved_as.id
        number = removed.number if removed and is_there else None
        listing = feedback.restore(removed.judgement) if removed else feedback.show()
        if removed and number is not None:
            state = JudgementState(removed.judgement)
            session.judgements = {**session.judgements, number: state}
        return {self.listing: str(listing), self.removed: None, **self._judged(session, number)}

    def export(self, request: gr.Request) -> str:
        """The judgements as a question set, in a link that the page follows."""
        return str(self._feedback(request).export())

    def _judged(self, session: Session, number: int | None) -> Updates:
        """What changes under the answers on the page."""
        if number is None or all(one.number != number for one in session.exchanges):
            return {}
        return self.chat.show_judged(session, number)

    def _feedback(self, request: gr.Request) -> FeedbackList:
        """The judgements of the user who sent a request."""
        return self.feedback.of(signed_in_name(request))
