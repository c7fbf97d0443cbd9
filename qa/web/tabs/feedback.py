"""The tab of what was said of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.history.judgement import Judgement
from qa.server.login import person
from qa.web.components import JUDGING, PRIVATE, html
from qa.web.feedback import FeedbackList
from qa.web.judging import Judged
from qa.web.session import Session
from qa.web.tabs.ask import AskTab


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A judgement that was taken back, and of which answer on the page it was, if of one."""

    judgement: Judgement
    number: int | None


class FeedbackTab:
    """The list of judgements, and what can be done in it."""

    def __init__(self, ask: AskTab, verdicts: FeedbackList) -> None:
        """`ask` shows under its answers what was said of them."""
        self.ask = ask
        self.verdicts = verdicts
        self.removed = gr.State(None)
        with gr.Column(elem_id="feedback"):
            self.listing = html("verdicts", script="talks.js")
            self.downloaded = html("verdicts-download", script="talks.js")

    def wire(self, tab: gr.Tab) -> None:
        """Says what happens when a part is used."""
        sitting = self.ask.sitting
        shown = [self.listing, self.removed, self.ask.earlier, self.ask.latest]
        tab.select(self.show, None, [self.listing, self.removed], **PRIVATE)
        self.listing.remove(self.take_back, sitting, shown, **JUDGING)
        self.listing.restore(self.put_back, [self.removed, sitting], shown, **JUDGING)
        self.listing.export(self.export, None, self.downloaded, **PRIVATE)

    def show(self, request: gr.Request) -> tuple[Any, ...]:
        """The list; what was taken back before stays so."""
        return str(self._verdicts(request).listed()), None

    def take_back(
        self, sitting: Session, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Takes a judgement back, also under the answer if that is on the page."""
        shown, gone = self._verdicts(request).taken_back(event._data)
        if gone is None:
            return str(shown), None, *(gr.skip(),) * 2
        judged = sitting.judged
        number = next(
            (at for at, one in judged.items() if one.judgement and one.judgement.id == gone.id),
            None,
        )
        sitting.judged = {at: one for at, one in judged.items() if at != number}
        return str(shown), TakenBack(gone, number), *self._under(sitting, number)

    def put_back(
        self, removed: TakenBack | None, sitting: Session, request: gr.Request
    ) -> tuple[Any, ...]:
        """Puts back what was taken back."""
        if removed is None:
            return self.show(request) + (gr.skip(),) * 2
        judgement, number = removed.judgement, removed.number
        shown = self._verdicts(request).put_back(judgement)
        if number is not None:
            sitting.judged = {**sitting.judged, number: Judged(judgement)}
        return str(shown), None, *self._under(sitting, number)

    def export(self, request: gr.Request) -> str:
        """The judgements as a question set, in a link that the page follows."""
        return str(self._verdicts(request).exported())

    def _under(self, sitting: Session, number: int | None) -> tuple[Any, ...]:
        """What changes under the answers on the page."""
        if number is None or all(one.number != number for one in sitting.exchanges):
            return (gr.skip(),) * 2
        return self.ask.show_judged(sitting, number)

    def _verdicts(self, request: gr.Request) -> FeedbackList:
        """The judgements of who sent a request."""
        return self.verdicts.of(person(request))
