"""Passages to the sentences in them: what an answer may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import Hit
from index.sentences import CREDIT, GALLERY, ends_as_sentence, sentence_spans
from index.words import CAPITALS
from qa.text.common_words import common_words
from qa.text.datelines import DATELINE
from qa.text.lexicon import MONTH_OR_SHORT, WEEKDAY
from qa.text.person_words import share_of_men
from qa.types import NOT_READ, EvidenceSentence, PassageReading, SentenceReading

_DAY = re.compile(rf"\b(?:{WEEKDAY}|{MONTH_OR_SHORT})\b", re.IGNORECASE)
_ONLY_A_DAY = re.compile(
    rf"\W*(?:(?:{WEEKDAY}|{MONTH_OR_SHORT}|\d{{1,4}}(?:st|nd|rd|th)?|of|the|at|[ap]\.?m)\b\W*)+",
    re.IGNORECASE,
)
_PLACE_AND_AGENCY = re.compile(
    rf"[^.!?]{{0,60}}(?:\b[{CAPITALS}][a-z]{{2,4}}\.[^.!?]{{0,40}})?\s[—–-]{{1,2}}"
)
_OPENING = 600
"""Characters of an article in which its dateline stands."""
_WHOLE_NAME = rf"[{CAPITALS}][\w.'’-]+(?: [{CAPITALS}][\w.'’-]*){{1,2}}"
_BYLINE = re.compile(
    r"(?:(?:[Tt]he )?Associated Press|USA TODAY"
    rf"|(?P<by>[Bb]y )?(?P<names>{_WHOLE_NAME}(?: and {_WHOLE_NAME})?)(?(by)(?:, .{{2,40}})?))"
)
_TOP = 100
"""Characters of an article in which a line of nothing but names is who wrote it."""
_TEASER = re.compile(rf"[^.!?:]{{0,60}}:(?=[{CAPITALS}‘“])[^:]*[^.!?:\"”’)\]]")
"""A link to another report: what it is, a colon, and without a blank its headline."""

_APPEAL = re.compile(
    r"(?:[^.!?:]{2,80}:(?: (?=Sign up|Subscribe))?)?"
    r"\(?(?:(?:Sign up|Subscribe|Get|Listen|Download|You can (?:also )?(?:get|sign up)) "
    r"[^.!?]*\b(?:newsletters?|inbox|podcast)\b"
    r"|(?:Follow|Join|Like) "
    rf"(?:us|me|him|her|them|our|@\w+|(?:the )?[{CAPITALS}][^.!?,]{{1,60}}) "
    r"[^.!?,]*\b(?:Facebook|Twitter|Instagram)\b).*",
    re.DOTALL,
)
"""What the paper asks of its readers: "Sign up here for our newsletter."."""
_OF_ITSELF = re.compile(
    r"A version of this (?:article|column|piece|story) (?:first |originally |also )?"
    r"(?:appear(?:s|ed)|ran|was published)\b.*"
    r"|This (?:article|story) (?:has been|was) updated with (?:additional|more|new) "
    r"(?:details|developments|information|reaction|reporting)\b[^:]*"
    r"|Contributing: .*"
    r"|Editor['’]s [Nn]ote ?: (?:A version|Follow|Get|Read|Sign up"
    rf"|(?:[{CAPITALS}][\w.'’-]* ){{2,4}}(?:is|are) (?:an?|the) [^.]{{0,80}}?"
    r"(?:analyst|author|columnist|contributor|fellow|historian|host|journalist|professor|writer)"
    r"|Here (?:are|is) (?:our|the) latest|The video at"
    r"|For (?:more (?:about|from|information|news|on)|the latest)"
    r"|This (?:article|column|page|piece|post|story) (?:appeared|first|is (?:a summary|part) of"
    r"|originally|recaps|reflects|was (?:first|originally)))\b.*",
    re.DOTALL,
)
"""What a report says of itself: "A version of this story first appeared in …", "Editor's note: This
page recaps …"."""
_LINK = re.compile(
    r"(?:(?:click here to )?read more(?: here)?"
    r"|(?:click here to )?read more (?:about|on|from|here|at) [^.!?]{1,120}"
    r"|click here (?:for more|to \w+)(?: [^.!?]{1,60})?"
    r"|follow (?:here for|along for|our|[^.!?,]{1,40} full|[^.!?,]{1,40} live) [^.!?]{1,120}"
    r"|see (?:our|the) (?:full|latest|live) (?:coverage|updates)(?: [^.!?]{1,80})?"
    r"|for the latest (?:coverage|information|news|updates) [^.!?]{1,100}"
    r"(?:\b(?:click|follow|see|visit)|, (?:check|read)(?=.*\b(?:our|live|full|page)\b)) [^!?]{1,80}"
    r"|(?:read more|also read|read also|see also"
    r"|related(?: (?:stor(?:y|ies)|articles?|coverage|content|reading|links?|news|videos?))?)"
    r" ?:.{0,200}"
    r"|more (?:from|on) [^.!?:]{1,60}:|video ad feedback .*)[.!?]?",
    re.DOTALL | re.IGNORECASE,
)
"""A link to something else that is told: "Read more about the visit.", "RELATED: …"."""
_VIDEO = re.compile(r"MUST WATCH\b(?:.{0,200}? \d{1,2}:\d\d|[^\n.]{0,200})", re.DOTALL)
"""The title of a video, and mostly how long it is."""
_DATED = rf"(?:{MONTH_OR_SHORT})\.? \d{{1,2}}, \d{{4}}"
_POSTED = re.compile(rf"[^.!?]{{0,20}}[—–-] ?[^.!?]{{1,60}} \(@\w{{1,30}}\) {_DATED}")
"""Who posted what was quoted before, and when: "— Ada Venn (@adavenn) January 21, 2022"."""
_FURNITURE = (
    _PLACE_AND_AGENCY,
    _TEASER,
    CREDIT,
    GALLERY,
    _APPEAL,
    _OF_ITSELF,
    _LINK,
    _VIDEO,
    _POSTED,
)


def is_furniture(text: str) -> bool:
    """Whether a line says nothing of what happened: "Tuesday, August 6, 2019", "London (CNN) —", a
    picture's credit, a gallery's count, a video's title, who posted something, a link ("THE
    TRIAL:What we know so far"), what the paper asks of its readers, and what a report says of
    itself."""
    if any(kind.fullmatch(text) for kind in _FURNITURE):
        return True
    return bool(_ONLY_A_DAY.fullmatch(text) and _DAY.search(text))


def _is_byline(line: str) -> bool:
    """Whether a line is no more than who wrote it: one whose first name is known, or an agency."""
    found = _BYLINE.fullmatch(line)
    if not found or ends_as_sentence(line):
        return False
    if found["names"] is None:
        return True
    words = [word.capitalize() for word in re.split(r" (?:and )?", found["names"])]
    others = [word for word in words if share_of_men(word) is None]
    return words[0] not in others and common_words().isdisjoint(map(str.lower, others))


def evidence_sentences(
    hits: Sequence[Hit], readings: Sequence[PassageReading] | None = None
) -> list[EvidenceSentence]:
    """The sentences of the passages, best passage first, each once; not lines that are none.

    `readings`, one a passage, say what the reader found; of a sentence in two passages that
    overlap, the likelier reading counts.
    """
    found: dict[tuple[str, int], EvidenceSentence] = {}
    for rank, hit in enumerate(hits):
        for sentence in _sentences(hit, rank, readings[rank] if readings else None):
            place = (hit.article_id, sentence.end)  # it may begin with its dateline, or behind it
            known = found.setdefault(place, sentence)
            if known is not sentence:
                found[place] = replace(
                    known,
                    before=known.before or sentence.before,
                    reading=_likelier(known.reading, sentence.reading),
                    relevance=max(known.relevance, sentence.relevance),
                )
    return list(found.values())


def _sentences(hit: Hit, rank: int, reading: PassageReading | None) -> Iterator[EvidenceSentence]:
    before = None
    for number, (start, end) in enumerate(sentence_spans(hit.text)):
        line = hit.text[start:end]
        if is_furniture(line) or (hit.start + end < _TOP and _is_byline(line)):
            continue
        read = _moved(reading.sentences[number], hit.start) if reading else None
        start += _dateline(hit, start, read)
        place = (hit.start + start, hit.start + end)
        relevance = reading.relevance if reading else NOT_READ
        sentence = EvidenceSentence(hit, rank, *place, hit.text[start:end], before, read, relevance)
        yield sentence
        before = sentence


def _dateline(hit: Hit, start: int, read: SentenceReading | None) -> int:
    """The length of the dateline with which a sentence opens, where it does not hold the answer."""
    is_first = hit.start + start < _OPENING and hit.text[:start].rstrip(" ")[-1:] in ("", "\n")
    found = DATELINE.match(hit.text, start) if is_first else None
    if found is None or (read and hit.start + start <= read.short[0] < hit.start + found.end()):
        return 0
    return found.end() - start


def _moved(read: SentenceReading, by: int) -> SentenceReading:
    span, short = ((first + by, last + by) for first, last in (read.span, read.short))
    return replace(read, span=span, short=short)


def _likelier(one: SentenceReading | None, other: SentenceReading | None) -> SentenceReading | None:
    if one is None or other is None:
        return one or other
    return one if one.answer >= other.answer else other
