"""Whether what is told of a day, a month or a season is still to come, by the words around it.

"Will open in March", "they hope to have it by Friday", "In April, the hall will close".
"""

from __future__ import annotations

from qa.text.dates.names import UNTIL, compiled

_BEFORE, _BEHIND = 120, 120
"""So many characters before and behind a name are looked at."""
_NOT_SAID = r"(?!(?:said|says|told)\b)"
_IS = r"(?:is|are|was|were|be|['’](?:s|re))"
_FUTURE = compiled(
    rf"(?:\b(?:will|shall|won['’]t|due|upcoming|{_IS} (?:to|set|scheduled|expected|planned|going)"
    rf"|(?:plan|hope)s? to)|['’]ll)(?: {_NOT_SAID}[\w'’-]{{1,30}}){{0,6}}\s{{0,3}}$"
)
_SCHEDULED = compiled(
    r"\b(?:opens|reopens|begins|starts|resumes|ends|closes|expires|kicks off|gets? under way"
    r"|takes? (?:place|effect|office)|comes? into force|meets|convenes|goe?s? to the polls)"
    r"(?: (?!\w+ed\b|(?:said|says|told|was|were|had|after|since)\b)[\w'’-]{1,30}){0,3}\s{0,3}$"
)
"""What news tells in the present tense is to come: "the tram opens on Friday"."""
_MAY_COME = compiled(
    r"\b(?:will|would|may|might|can|could|shall|should|must|due|deadline|demand(?:ed|s)?"
    r"|to (?!(?:an?|the|its?|his|her|their|about|almost|around|at|over|more|less|some|\w+ly)\b)"
    r"[a-z]+)\b"
)
"""What tells of something to come by a day: "told to leave by Monday" …"""
_HAD_COME = compiled(r"\bhad\b")
"""… unless it stands before this: "which could spread, had burned 700 acres by Monday"."""
_WILL = (
    r"(?:will|won['’]t|due|upcoming|coming|(?:expect|plan|hope|aim|intend|prepar)(?:s|e|es|ing)? to"
    rf"|{_IS} (?:set|scheduled|expected|planned|going|slated|likely|poised|supposed))"
)
_WOULD = (
    r"(?:(?:would|may|might|could|should|must|needs? to)(?! (?:not|have|be the)\b)"
    r"|seeks?(?= (?:\w+ ){0,3}?(?:term|seat|office|vote|re-?election)\b)"
    rf"|{_IS} (?:(?:also|now|not) )?(?:running|opening|closing|starting|returning|retiring|leaving"
    r"|launching|stepping|moving)|begins|starts|opens|ends|expires|resumes|returns|premieres"
    r"|arrives|closes)"
)
_AHEAD = compiled(rf"\b(?:(?P<will>{_WILL})|{_WOULD})\b")
"""What tells of a month to come, the first surely …"""
_HAPPENED = compiled(
    r"\b(?:(?!(?:expected|scheduled|planned|needed|proposed|united|limited)\b)\w{2,30}ed|was|were"
    r"|had|did|made|said|told|began|became|broke|came|went|took|lost|won|found|gave|got|held|led"
    r"|left|met|paid|ran|saw|seen|sent|sold|stood|wrote|fell|fled|rose|struck|brought|built"
    r"|bought|caught|shot|spent)\b"
)
"""… unless something that has happened stands between: "would be eligible, but reversed course"."""
_WILL_HAPPEN = compiled(
    r"(?:\b(?:will|shall|(?:is|are) (?:set|scheduled|expected|planned|going|slated|to))|['’]ll)"
    rf"(?: {_NOT_SAID}(?!(?:the|an?|his|her|its|their|that|who|which|what|how|over)\b)"
    r"[\w'’-]{1,30}[.,]?){0,9}\s{0,3}$"
)
"""What tells of a day to come right before it; not "was to", which may be over, nor "will study the
fire of", which is."""
_OPENS = compiled(r"(?:\W*(?:and|but|so|then|that)\b)?\W*")
"""What stands before a month that opens its sentence."""
_WILL_BEHIND = compiled(
    rf",?(?: {_NOT_SAID}(?!\w{{1,30}}ed\b)[\w'’-]{{1,30}}){{0,8}}? (?:will|won['’]t"
    r"|(?:is|are) (?:set|scheduled|expected|due|going))\b"
)
"""What follows one that is to come: "In April, the hall will close"."""
_RIGHT_BEHIND = compiled(r" (?:will|won['’]t)\b")
_WILL_BE = compiled(r"['’]s(?: [\w’-]{1,30}){1,4}? (?:will|is to)\b")
"""What follows a day of the week that is to come: "Tuesday's vote will be"."""
_LATER = compiled(r"\blater $")
_SENTENCE_END = compiled(r"(?<!\.m)[.!?]\s|\n")
"""Not the one of "1 p.m. Tuesday"."""
_TILL_AN_HOUR = compiled(
    r"\b(?:from|to|until|till|through) (?:\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)|noon|midnight)"
    r"(?: [A-Z]{2,4})? $"
)
"""What stands before the day of the week to which something goes: "until 1 p.m. Tuesday"."""


def is_future(text: str, start: int) -> bool:
    """Whether the words right before a name of time tell of what is to come: "will open on"."""
    return bool(_FUTURE.search(text, max(0, start - _BEFORE), start))


def is_later(text: str, start: int) -> bool:
    """Whether "later" stands right before a name of time: "later this month"."""
    return bool(_LATER.search(text, max(0, start - _BEFORE), start))


def is_to_come(text: str, start: int, end: int, word: str, *, is_weekday: bool) -> bool:
    """Whether an article tells when something is to take place that it tells in the present tense,
    from or until when something goes, or by which day of the week.

    Args:
        start, end: Where the name stands, the word before it included.
        word: That word, as it is written, or "".
    """
    if is_weekday and word == "by":
        return _may_come(_sentence_before(text, start))
    if is_weekday and word == "By":
        return _may_come(_sentence_behind(text, end))
    if is_weekday and (_WILL_BE.match(text, end) or _is_till_an_hour(text, start)):
        return True
    before = max(0, start - _BEFORE)
    return word in ("from", *UNTIL) or bool(_SCHEDULED.search(text, before, start))


def month_to_come(text: str, start: int, end: int) -> str:
    """Which month or season of no year an article means: "next" where it tells of what will happen,
    "nearest" where of what may, "" where of neither.

    Args:
        start, end: Where the name stands, the word before it included.
    """
    before, behind = _sentence_before(text, start), _sentence_behind(text, end)
    *_, ahead = (None, *_AHEAD.finditer(before))
    if ahead and not _HAPPENED.search(before, ahead.end()):
        return "next" if ahead["will"] else "nearest"
    follows = _WILL_BEHIND if _OPENS.fullmatch(before) else _RIGHT_BEHIND
    return "next" if follows.match(behind) and not _HAPPENED.search(before) else ""


def day_to_come(text: str, start: int, end: int, word: str) -> bool:
    """Whether an article tells of what will happen on a day of no year: "will open on", "June 19
    will be".

    Args:
        start, end: Where the day stands, the word before it included.
        word: That word, in small letters, or "".
    """
    if word not in ("", "on", "from", *UNTIL):
        return False
    is_told = _WILL_HAPPEN.search(text, max(0, start - _BEFORE), start)
    return bool(is_told or (not word and _RIGHT_BEHIND.match(text, end)))


def _is_till_an_hour(text: str, start: int) -> bool:
    """Whether something goes till an hour of a day, and nothing that is over."""
    said = _sentence_before(text, start)
    return bool(_TILL_AN_HOUR.search(said)) and not _HAPPENED.search(said)


def _may_come(said: str) -> bool:
    """Whether what is said tells of something to come, and not behind that of what had come."""
    ahead = max((one.start() for one in _MAY_COME.finditer(said)), default=-1)
    return ahead > max((one.start() for one in _HAD_COME.finditer(said)), default=-1)


def _sentence_before(text: str, start: int) -> str:
    return _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]


def _sentence_behind(text: str, end: int) -> str:
    return _SENTENCE_END.split(text[end : end + _BEHIND])[0]
