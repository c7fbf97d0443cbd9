"""An answer's text in parts: its words, and between them the quotations they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qa.types import Answer, AnswerSentence, Citation

_MARKER = re.compile(r"\[([0-9]{1,4})\]")
_MARKERS = re.compile(r"(?:\s*\[[0-9]{1,4}\])+")


def parts(answer: Answer) -> Iterator[str | Citation | AnswerSentence]:
    """The text from left to right; each marker as the citation that it names, and where a
    sentence with its markers ends, that sentence.

    Markers are looked for between the sentences, where they were put.
    """
    citations = {citation.number: citation for citation in answer.citations}
    at = 0
    for sentence in answer.sentences:
        found = answer.text.find(sentence.text, at)
        if found < 0 or not sentence.text:
            continue
        end = found + len(sentence.text)
        markers = _MARKERS.match(answer.text, end)
        if not markers:  # its markers are within it
            continue
        yield from _between(answer.text[at:found], citations)
        yield sentence.text
        yield from _between(markers[0], citations)
        yield sentence
        at = markers.end()
    yield from _between(answer.text[at:], citations)


def _between(text: str, citations: Mapping[int, Citation]) -> Iterator[str | Citation]:
    at = 0
    for marker in _MARKER.finditer(text):
        citation = citations.get(int(marker[1]))
        if citation is not None:
            yield text[at : marker.start()]
            yield citation
            at = marker.end()
    yield text[at:]
