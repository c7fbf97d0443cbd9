"""The text of an answer: a chip for each of its citations, a mark for how well each holds."""

from __future__ import annotations

import re
from itertools import count

from qa.generation.markers import parts
from qa.text.html import NOTHING, Html, about, lines, opener
from qa.types import Answer, AnswerSentence, Citation
from qa.web.support_marks import level_of, render_mark

_HALF_MARK = re.compile(r"\s*\[[\d\s,;–-]*$")


def render_answer_text(answer: Answer, exchange: int = 1) -> Html:
    """The text with a button for each of its markers; `exchange` keeps their ids apart."""
    chips = _Chips(exchange)
    pieces: list[Html] = []
    for part in parts(answer):
        if isinstance(part, Citation):
            pieces.append(chips.of(part))
        elif isinstance(part, AnswerSentence):
            pieces.append(render_mark(level_of(part, answer.citations)))
        else:
            pieces.append(Html.escape(part))
    return lines(pieces)


def render_draft(draft: str, *, after_text: bool) -> Html:
    """The sentence that is being written; a screen reader is not told of each of its words."""
    draft = _HALF_MARK.sub("", draft)
    if not draft:
        return NOTHING
    return Html(
        '{}<span class="draft" aria-live="off"><span class="unseen">Not checked yet: </span>'
        "{}</span>"
    ).format(" " if after_text else "", draft)


class _Chips:
    """Makes the chips of one answer; each says its quotation when it is hovered or focused."""

    def __init__(self, exchange: int) -> None:
        self._names = (f"hint-{exchange}-{place}" for place in count())

    def of(self, citation: Citation) -> Html:
        """A chip with a name of its own."""
        return _chip(citation, next(self._names))


def _chip(citation: Citation, hint: str) -> Html:
    # brackets only for those who copy the text; one sees a chip
    number = Html('<span class="bracket">[</span>{}<span class="bracket">]</span>')
    button = opener(
        number.format(citation.number),
        citation.article_id,
        (citation.start, citation.end),
        quote=citation.quote,
        css="marker",
        label=f"Quotation {citation.number}, from {citation.title}",
        described_by=hint,
    )
    return Html('<span class="cite">{}{}</span>').format(button, _hint(citation, hint))


def _hint(citation: Citation, name: str) -> Html:
    """The quotation, for whoever hovers over the chip or has it in focus."""
    return Html(
        '<span class="hint" role="tooltip" id="{}"><span class="hint-quote" dir="auto">{}</span>'
        '<span class="about"><bdi class="hint-title">{}</bdi>{}</span></span>'
    ).format(name, citation.quote, citation.title, about(citation.source, citation.date))
