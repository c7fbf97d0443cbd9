"""Names of time in a text: "3 May 2024", "last week", "Thursday", "the 1990s".

The groups of a pattern are what `qa.text.dates.days` reads: day, month, year, weekday …
"""

from __future__ import annotations

import re

from qa.text.dates.days import SEASONS, WEEKDAYS
from qa.text.lexicon import MONTH, MONTH_OR_SHORT
from qa.text.numbers import SMALL_NUMBERS


def compiled(pattern: str) -> re.Pattern[str]:
    """A blank in `pattern` stands for up to three, so that long runs of them cost nothing."""
    return re.compile(pattern.replace(" ", r"\s{1,3}"), re.IGNORECASE)


_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})\b"
_SEASON = rf"(?P<season>{'|'.join(SEASONS)})\b"
_MONTH = rf"(?P<month>{MONTH_OR_SHORT})\b"
_FULL_MONTH = rf"(?P<month>{MONTH})\b"
_YEAR = r"(?:(?P<year>1\d\d\d|20\d\d|2100)(?![,.]?\d|\w)|(?:of )?\b(?P<that>last|this|next) year\b)"
_DAY_NAME = r"(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? (?:the )?)?"
_DAY = (
    r"(?:(?P<from>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?| and | to ))?"
    r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![,.:]?\d|\w)"
)
_COUNT = rf"(?P<count>\d{{1,2}}|a couple of|an?|{'|'.join(SMALL_NUMBERS[1:13])}|twenty)"
_UNIT = r"(?P<unit>day|week|month|year|decade)"
_NAMES = tuple(
    compiled(pattern)
    for pattern in (
        r"(?<![\w-])(?P<iso>\d{4}-\d\d-\d\d)(?![\w-])",
        rf"(?<![\w.,/$€£-]){_DAY_NAME}{_DAY}(?: of)? {_MONTH}(?:\.?,? {_YEAR})?",
        rf"\b{_DAY_NAME}{_MONTH}\.? {_DAY}(?:,? {_YEAR})?",
        rf"\b{_MONTH}\.?(?: of|,)? {_YEAR}",
        rf"\b{_SEASON}(?: of)? {_YEAR}",
        rf"\bq(?P<quarter>[1-4]) {_YEAR}",
        r"\b(?P<decade>(?:1\d|20)\d0)['’]?s\b",
        r"(?:(?<![\w.,:/$€£#+–-])|(?<=mid-))(?P<year>1\d\d\d|20\d\d|2100)"
        r"(?:[-–/](?P<to>(?:\d\d)?\d\d))?(?![\w%°/:–-]|[,.]\d)",
        r"\b(?P<near>(?:the )?day before yesterday|yesterday|last night|today|tonight"
        r"|this (?:morning|afternoon|evening)|(?:the )?day after tomorrow|tomorrow)\b",
        r"\b(?P<which>last|this|current|coming|(?<!the\s)(?:next|previous))"
        r" (?:(?:(?P<unit>week|month|year|decade)|(?P<weekend>weekend))\b"
        rf"|{_WEEKDAY}|{_SEASON}|{_FULL_MONTH})(?! of\b)",
        r"\b(?:over|at) the (?P<weekend>weekend)\b",
        rf"(?<!\d[.,])(?<!ty-)\b{_COUNT} {_UNIT}s? (?P<ago>ago)\b",
        rf"\b(?P<past>past(?! \w+s\b)|(?:last|past|previous) {_COUNT}(?= \w+s\b)) {_UNIT}s?\b",
        rf"\b{_WEEKDAY}(?: of)? (?P<week>last|this|next) week\b(?!['’]s)",
        rf"\b(?P<week>last|this|next) week(?: on)? {_WEEKDAY}(?!['’]s)",
        rf"\b{_WEEKDAY}",
        rf"\b{_FULL_MONTH}",
    )
)

BEFORE = ("before", "prior to", "earlier than")
AFTER = ("after", "later than", "following")
SINCE = ("since", "not before", "no earlier than", "not earlier than")
UNTIL = (
    *("until and including", "up to and including", "until", "till", "up to", "by"),
    *("no later than", "not later than", "not after"),
)
AS_OF = ("as of",)
WITHIN = ("in", "on", "during", "throughout")
ENDS = ("between", "from")

_PEOPLE = ("january", "march", "april", "may", "june", "august")
_POSSESSIVE_AFTER = re.compile(r"['’]s\s")
_PERSON_AFTER = re.compile(r"['’]s\b|\s[A-Z]")
_END_AFTER = compiled(rf"\s*(?:[?.,;:!)]|$)|,? (?:and|or|to|until|through) {_MONTH}")
_NAMED_DAY = compiled(
    r"(?:['’]s)? (?:attack|terror|hijack|victim|commission|committee|riot|insurrection|memorial)"
)
_NAMED_WEEKDAY = compiled(r"\b(?:good|black|super|ash|bloody|cyber|palm|easter|every|each) $")
_PAPER_AFTER = re.compile(
    r"\s(?:Times|Telegraph|Mail|Mirror|Express|Post|Night|Morning|Herald|Star|Addams)\b"
)
_COUNTED_AFTER = compiled(
    r" (?:people|persons|men|women|children|homes|houses|jobs|workers|troops|soldiers|dollars"
    r"|euros|pounds|crowns|miles|met(?:re|er)s|kilomet(?:re|er)s|km|feet|tons|tonnes|deaths"
    r"|cases|votes|years|days|hours|gmt|times|copies|pages|points|seats|others|more|[mb]illion)\b"
)
_PLURAL_AFTER = re.compile(r"\s{1,3}(?!(?:was|is|has|does|as|this|its)\b)[a-z]{2,}s\b")
_NUMBERED_BEFORE = compiled(
    r"\b(?:route|flight|boeing|airbus|windows|office|highway|room|bus|line|no\.?|number|model|unit"
    r"|page|section|resolution|some|nearly|almost|only|over|than|exactly|another|to|at|all)"
    r" (?:the )?$"
)
_OPENING = re.compile(r"(?:^|[.?!:;“\"(])\s{0,3}$")


def find(text: str) -> list[re.Match[str]]:
    """What may be a name of time, from the start of a text; the longest where several begin."""
    found: list[re.Match[str]] = []
    for match in sorted(
        (match for pattern in _NAMES for match in pattern.finditer(text) if _rises(match)),
        key=lambda match: (match.start(), -match.end()),
    ):
        if not found or match.start() >= found[-1].end():
            found.append(match)
    return found


def _rises(match: re.Match[str]) -> bool:
    """Whether the days of a stretch come one after the other: "7-3 April" is a score and a day."""
    said = match.groupdict()
    return not said.get("from") or int(said["from"]) < int(said["day"])


def parts(match: re.Match[str]) -> dict[str, str]:
    """What a name says, by group, in small letters."""
    return {
        group: " ".join(words.lower().split())
        for group, words in match.groupdict().items()
        if words
    }


def is_time(text: str, match: re.Match[str], lead: str, free: bool) -> bool:
    """Whether a name is one of time: "May" may be a person or a verb, 2000 a number of homes.

    `lead` is the word before it. A weekday needs none where it is `free`, in articles,
    or in "Friday's vote".
    """
    said = parts(match)
    if "year" in said and _COUNTED_AFTER.match(text, match.end()):
        return False
    if "near" in said:
        return not is_title(text, match)
    if said.keys() <= {"year", "to"}:
        return _is_year(text, match, lead)
    if said.keys() == {"weekday"}:
        if _PAPER_AFTER.match(text, match.end()):
            return False
        named = _NAMED_WEEKDAY.search(text, max(0, match.start() - 10), match.start())
        free = free or bool(_POSSESSIVE_AFTER.match(text, match.end()))
        return (free and not named) or bool(lead)
    if "month" not in said or said.keys() & {"year", "that", "which"}:
        return True
    if "day" in said:
        verb = said["month"] in ("may", "march") and not lead
        if verb and (match["month"].islower() or _opens(text, match.start())):
            return False
        return not _NAMED_DAY.match(text, match.end())
    if match["month"].islower() and text.endswith("the ", 0, match.start()):
        return False  # "in the march against the quota"
    if said["month"] in _PEOPLE and lead != "part":
        if lead in (*BEFORE, *AFTER, *ENDS):
            return bool(_END_AFTER.match(text, match.end()))
        named = _PERSON_AFTER.match(text, match.end())
        return lead in (*WITHIN, "since", "until", "till", "as of") and lead != "on" and not named
    return lead not in ("", "of")


def _is_year(text: str, match: re.Match[str], lead: str) -> bool:
    """Whether four digits are a year; an old or a round one needs more for it."""
    old, plural = int(match["year"]) < 1900, _PLURAL_AFTER.match(text, match.end())
    if old:
        return lead in ("in", "since", "before") and not plural
    if match["year"].endswith("00") and plural:
        return False
    numbered = _NUMBERED_BEFORE.search(text, max(0, match.start() - 30), match.start())
    return bool(lead) or not numbered


def is_title(text: str, match: re.Match[str]) -> bool:
    """Whether words are written large within a sentence, as in "USA Today"."""
    return match[0].istitle() and not _opens(text, match.start())


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    return bool(_OPENING.search(text, max(0, start - 4), start))
