"""What a sentence says beside telling which report says it: "TechCrunch wrote on Friday that …".

Source and day of a report stand in its heading, not in its sentences; a network that reads both
does better without them.
"""

from __future__ import annotations

import re

from qa.text.lexicon import FUNCTION_WORDS
from qa.text.wording import capitalised
from qa.verification.grounds import Grounds

_REPORTS = re.compile(
    r"\b(?:said|says|wrote|writes|reported|reports?|told|tells|states|stated|put it|has it|notes|"
    r"noted|according to|article|column|piece|review|story)\b",
    re.IGNORECASE,
)
_WORDS = frozenset(
    {
        *("a", "an", "and", "as", "by", "earlier", "from", "had", "has", "have", "in", "it", "its"),
        *("later", "next", "of", "on", "one", "same", "that", "the", "this", "to", "newest"),
        *("article", "agency", "column", "day", "dated", "headed", "headline", "newspaper"),
        *("piece", "published", "report", "review", "story", "titled", "according", "too", "also"),
        *("noted", "notes", "put", "reported", "reports", "said", "says", "stated", "states"),
        *("told", "tells", "wrote", "writes"),
    }
)
"""Words that may stand beside the name and the day of a report."""
_ON = re.compile(
    r"(?P<piece>\b(?:article|column|piece|report|review|story))\s+(?:on|about|headed|titled)\s+"
    r"(?P<headline>[^,:]+)",
    re.IGNORECASE,
)
LONGEST = 24
"""Words that may stand before what a report says."""


def said_in_report(claim: str, grounds: Grounds) -> str:
    """What a claim says is in the report that the grounds are of, without the words that only name
    the report and its day; the claim as it is, where it does not open, or end, with such words."""
    for cut in (_opening, _opening_date, _ending):
        claim = cut(claim, grounds)
    return claim


def _opening(claim: str, grounds: Grounds) -> str:
    words = list(re.finditer(r"\S+", claim))
    for count in range(min(LONGEST, len(words) - 4), 1, -1):
        lead = claim[: words[count - 1].end()]
        is_end = lead.endswith(" that") or lead.endswith((",", ":"))
        if is_end and _REPORTS.search(lead) and _only_names_the_report(lead, grounds):
            rest = claim[words[count].start() :]
            return capitalised(rest)
    return claim


def _opening_date(claim: str, grounds: Grounds) -> str:
    """Without the report's own day in front of a line of a timeline."""
    lead, colon, rest = claim.partition(":")
    if colon and rest[:1] == " " and len(lead) < 40 and _only_names_the_report(lead, grounds):
        return rest.strip()
    return claim


def _ending(claim: str, grounds: Grounds) -> str:
    head, comma, tail = claim.rstrip(".").rpartition(", ")
    is_report = comma and _REPORTS.search(tail) and _only_names_the_report(tail, grounds)
    return f"{head}." if is_report and len(head.split()) > 4 else claim


def _only_names_the_report(words: str, grounds: Grounds) -> bool:
    """Whether every word names the source or the day of the report, or that it reports; the words
    of its headline may stand behind "in its piece on", and nowhere else."""
    named = {word for one in grounds.lines for word in _plain(one.source)}
    days = {
        part
        for day in grounds.days
        for part in (str(day.day), str(day.year), f"{day:%B}".lower(), f"{day:%A}".lower())
    }
    said = _plain(_ON.sub(lambda piece: _without_headline(piece, grounds), words))
    is_dated = any(word in days for word in said)
    is_named = any(word in named - FUNCTION_WORDS for word in said)
    return (is_dated or is_named) and all(word in named | days | _WORDS for word in said)


def _without_headline(piece: re.Match[str], grounds: Grounds) -> str:
    """ "in its piece" for "in its piece on golf", where the headline has these words."""
    headline = {word for one in grounds.lines for word in _plain(one.title)}
    is_headline = set(_plain(piece["headline"])) <= headline | FUNCTION_WORDS
    return piece["piece"] if is_headline else piece[0]


def _plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"[’']s\b", "", text).lower())
