"""The tab of what was said of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.history.judgement import Judgement
from qa.server.login import signed_in_name
from qa.web.components import JUDGES, PRIVATE, html
from qa.web.feedback import FeedbackList
from qa.web.judgements import JudgementState
from qa.web.session import Session
from qa.web.tabs.ask import AskTab


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A judgement that was taken back, and the number of its exchange, if that is on the page."""

    judgement: Judgement
    number: int | None


class FeedbackTab:
    """The list of judgements, and what can be done in it."""

    def __init__(self, ask: AskTab, feedback: FeedbackList) -> None:
        """Creates the components, in the Gradio block that is open.

        Args:
            ask: Shows under its answers how they were judged.
        """
        self.ask = ask
        self.feedback = feedback
        self.removed = gr.State(None)
        with gr.Column(elem_id="feedback"):
            self.listing = html("verdicts", script="conversations.js")
            self.downloaded = html("verdicts-download", script="conversations.js")

    def wire(self, tab: gr.Tab) -> None:
        """Connects the events; `tab` is this one."""
        session = self.ask.session
        shown = [self.listing, self.removed, self.ask.earlier, self.ask.latest]
        tab.select(self.show, None, [self.listing, self.removed], **PRIVATE)
        self.listing.remove(self.take_back, session, shown, **JUDGES)
        self.listing.restore(self.restore, [self.removed, session], shown, **JUDGES)
        self.listing.export(self.export, None, self.downloaded, **PRIVATE)

    def show(self, request: gr.Request) -> tuple[Any, ...]:
        """The list; what was taken back before cannot be put back any more."""
        return str(self._feedback(request).show()), None

    def take_back(
        self, session: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Takes a judgement back, also under the answer if that is on the page."""
        listing, gone = self._feedback(request).take_back(event._data)
        if gone is None:
            return str(listing), None, *(gr.skip(),) * 2
        states = session.judgements
        number = next(
            (at for at, one in states.items() if one.judgement and one.judgement.id == gone.id),
            None,
        )
        session.judgements = {at: one for at, one in states.items() if at != number}
        return str(listing), TakenBack(gone, number), *self._under_answer(session, number)

    def restore(
        self, removed: TakenBack | None, session: Session, request: gr.Request
    ) -> tuple[Any, ...]:
        """Puts back what was taken back."""
        if removed is None:
            return self.show(request) + (gr.skip(),) * 2
        judgement, number = removed.judgement, removed.number
        listing = self._feedback(request).restore(judgement)
        if number is not None:
            session.judgements = {**session.judgements, number: JudgementState(judgement)}
        return str(listing), None, *self._under_answer(session, number)

    def export(self, request: gr.Request) -> str:
        """The judgements as a question set, in a link that the page follows."""
        return str(self._feedback(request).export())

    def _under_answer(self, session: Session, number: int | None) -> tuple[Any, ...]:
        """What changes under the answers on the page."""
        if number is None or all(one.number != number for one in session.exchanges):
            return (gr.skip(),) * 2
        return self.ask.show_judged(session, number)

    def _feedback(self, request: gr.Request) -> FeedbackList:
        """The judgements of the user who sent a request."""
        return self.feedback.of(signed_in_name(request))
