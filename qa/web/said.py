"""The text of an answer: a chip for each of its citations, a mark for how well each holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count

from qa.answer import Answer, Citation
from qa.web.markup import NOTHING, Html, about, lines, opener
from qa.web.support import level_of, render_mark

_MARKER = re.compile(r"\[([0-9]{1,4})\]")
_MARKERS = re.compile(r"(?:\s*\[[0-9]{1,4}\])+")
_HALF_MARK = re.compile(r"\s*\[[\d\s,;–-]*$")


def render_answer_text(answer: Answer, exchange: int = 1) -> Html:
    """The text with a button for each of its markers; `exchange` keeps their ids apart.

    A sentence that happens to hold "[1]" itself keeps it as text: markers are
    looked for between the sentences, where they were put.
    """
    chips = _Chips({citation.number: citation for citation in answer.citations}, exchange)
    pieces: list[Html] = []
    at = 0
    for sentence in answer.sentences:
        found = answer.text.find(sentence.text, at)
        if found < 0 or not sentence.text:
            continue
        end = found + len(sentence.text)
        markers = _MARKERS.match(answer.text, end)
        if not markers:  # its markers are within it
            continue
        pieces += chips.among(answer.text[at:found])
        pieces.append(Html.escape(sentence.text))
        pieces += chips.among(markers[0])
        pieces.append(render_mark(level_of(sentence, answer.citations)))
        at = markers.end()
    pieces += chips.among(answer.text[at:])
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

    def __init__(self, citations: Mapping[int, Citation], exchange: int) -> None:
        self._citations = citations
        self._names = (f"hint-{exchange}-{place}" for place in count())

    def among(self, text: str) -> Iterator[Html]:
        """A piece of text, with a chip for each marker that has a citation."""
        at = 0
        for marker in _MARKER.finditer(text):
            citation = self._citations.get(int(marker[1]))
            if citation is not None:
                yield Html.escape(text[at : marker.start()])
                yield _chip(citation, next(self._names))
                at = marker.end()
        yield Html.escape(text[at:])


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
