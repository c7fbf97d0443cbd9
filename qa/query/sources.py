"""Which news sources a question asks for: "according to The Verge", "the CNN report".

A name counts only beside a cue, words that ask for what the source reported;
"Who owns The Verge?" asks about it, not for its report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.hits import source_key
from qa.query.outlets import Outlet, find_outlets

_NOUN = (
    r"(?:articles?|reports?|reporting|pieces?|stor(?:y|ies)|interviews?|coverage|reviews?|"
    r"columns?|editorials?|headlines?|dispatch(?:es)?)"
)
_SAY = (
    r"(?:(?:report|claim|state|note|mention|suggest|quote|reveal|indicate|highlight|discuss|detail|"
    r"describe|publish|cite|cover|portray|attribute)(?:e?s|e?d)?|says?|said|writes?|wrote|written|"
    r"focus(?:es|ed)? on)"
)
_DONE = (
    r"(?:reported|published|covered|written|described|noted|mentioned|claimed|said|stated|quoted|"
    r"discussed|detailed|highlighted|featured|cited|reviewed|presented|provided|printed|read|"
    r"interviewed|portrayed|outlined|suggested|indicated|revealed|listed|depicted)"
)
_OPENS = r"(?:(?:an?|the|both|either|two)\s+)*[\"'‘“]*$"
_BEFORE = re.compile(
    rf"\b(?:according to|as per|{_DONE} (?:by|in|on|from)|{_NOUN} (?:\w+ )??(?:from|by|in|of)"
    r"|(?:that|those|ones?|another) (?:of|from|in|by)"
    r"|(?:reporting|coverage|account|description|portrayal) o[fn] (?:[\w'’-]+ ){1,8}?by)"
    rf"\s+{_OPENS}",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?:^\W*|[,;:.(]\s*|\b(?!(?:invest\w*|stakes?|shares?|interest|jobs?|work\w*|employed|hired|fire|"
    r"attack|pressure|effect|impact|cuts?|confidence|trust|money|believes?|changed?|happen\w*)\b)\w+\s+)"
    rf"(?:in|on)\s+{_OPENS}",
    re.IGNORECASE,
)
"""Enough before what is surely an outlet, as "in The Guardian": not in "on Cloud Nine"."""
_BY = re.compile(rf"\b(?:by|in|from|to|of)\s+{_OPENS}", re.IGNORECASE)
"""Enough where another source is asked for already: "reported by A for cod and by B for eels"."""
_AFTER = re.compile(
    rf"[\"'’”)]*(?:(?:['’]s?)?\s+(?:(?:news|sports?|magazine|opinion|video|cover|first|second)\s+)?"
    rf"(?:{_NOUN}|ones?)\b"
    rf"|['’]s?\s+(?:[\w-]+\s+){{1,2}}?{_NOUN}\b"
    rf"|\s+(?:(?:also|first|later|both|all|each|not|never)\s+)?{_SAY}\b(?! to be\b))",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"[\"'”’]*(?:['’]s?)?\s+(?:[\w-]+\s+)?(?:reporters?|journalists?|correspondents?|anchors?|"
    r"hosts?|presenters?|editors?|owners?|boss(?:es)?|chief|ceo|founders?|staff|employees|workers|"
    r"union|executives?|spokes\w+|lawyers?|shareholders|polls?|survey|studios?|app|show)\b",
    re.IGNORECASE,
)
"""Words that make a name before them another's: "according to CNN's owner"."""
_AND = re.compile(
    r"[\"'’”]*(?:\s*,\s*(?:(?:and|or|&)\s+)?|\s+(?:and|or|&)\s+)(?:the\s+)?[\"'‘“]*", re.IGNORECASE
)
_AND_BEFORE = re.compile(rf"\band\s+{_OPENS}", re.IGNORECASE)
_FOR_AFTER = re.compile(r"[\"'’”]*\s+(?:for|on|as)\b", re.IGNORECASE)
"""Together enough there, too: "by A for cod and B for eels"."""
_ANY = re.compile(
    rf"\b(?:according|as per|in|on|those|ones?|another|{_NOUN}|{_SAY}|{_DONE})\b", re.IGNORECASE
)
REACH = 120
"""Characters before a name in which a cue for it may begin."""


@dataclass(frozen=True, slots=True)
class SourcesAsked:
    """The sources whose reports a question asks for."""

    named: tuple[str, ...] = ()
    """Sources of the store, as the store writes them, in the order of the question."""
    missing: tuple[str, ...] = ()
    """News outlets that the store lacks, as the question writes them."""
    words: tuple[str, ...] = ()
    """For each of `named`, the words of the question it was read from."""


def read_sources(text: str, sources: Sequence[str]) -> SourcesAsked:
    """The sources whose reports `text` asks for, of the store's `sources` and beyond them."""
    if not _ANY.search(text):
        return SourcesAsked()
    outlets = find_outlets(text, sources)
    cues = _with_neighbours(text, outlets, [_cue(text, outlet) for outlet in outlets])
    named: dict[str, str] = {}
    missing: dict[str, str] = {}
    for outlet, cue in zip(outlets, cues, strict=True):
        if cue is None:
            continue
        for source in outlet.sources:
            named.setdefault(source, text[cue[0] : cue[1]])
        if outlet.lacking:
            name = text[outlet.start : outlet.end]
            missing.setdefault(source_key(name), name)
    return SourcesAsked(tuple(named), tuple(missing.values()), tuple(named.values()))


def _cue(text: str, outlet: Outlet) -> tuple[int, int] | None:
    """Where the words stand that ask for the outlet's report, its name among them."""
    if _OTHER.match(text, outlet.end):
        return None
    earlier = text[max(0, outlet.start - REACH) : outlet.start]
    before = _BEFORE.search(earlier)
    after = _AFTER.match(text, outlet.end)
    if not before and not after and outlet.known and not text.startswith(("'s", "’s"), outlet.end):
        before = _IN.search(earlier)
    if not before and not after:
        return None
    start = outlet.start - len(earlier) + before.start() if before else outlet.start
    return start, after.end() if after else outlet.end


def _with_neighbours(
    text: str, outlets: Sequence[Outlet], cues: list[tuple[int, int] | None]
) -> list[tuple[int, int] | None]:
    """The cues, and those of names in one list with a name that has one ("A, B and C report")."""
    if not any(cues):
        return cues
    pairs = [(i, i + 1) for i in range(len(outlets) - 1)]
    for one, other in pairs + [(b, a) for a, b in reversed(pairs)]:
        first, second = sorted((one, other))
        between = text[outlets[first].end : outlets[second].start]
        if cues[one] and not cues[other] and _AND.fullmatch(between):
            cues[other] = outlets[other].start, outlets[other].end
    for i, outlet in enumerate(outlets):
        earlier = text[max(0, outlet.start - REACH) : outlet.start]
        also = _BY.search(earlier) or (
            _AND_BEFORE.search(earlier) and _FOR_AFTER.match(text, outlet.end)
        )
        if also and not cues[i] and not _OTHER.match(text, outlet.end):
            cues[i] = outlet.start, outlet.end
    return cues
