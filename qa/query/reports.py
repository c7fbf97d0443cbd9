"""A question that holds what several reports say against each other, one part for each report.

Long questions over several articles are often built like this.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qa.text.clauses import (
    FINDS,
    LEAST_WORDS,
    REPORT,
    REPORTED,
    content,
    pattern,
    with_subject,
    without_opening,
)
from qa.text.lexicon import AUXILIARY, CAPITAL, QUESTION_WORD

_YES_OR_NO = pattern(rf"{AUXILIARY}\b")
_CLAIM = pattern(rf"\b(?:{REPORT}|according to|{REPORTED}|{FINDS}|says?|said|writes?|wrote)\b")
_WHILE = pattern(r",?\s+(?:while|whereas)\s+|,\s+but\s+")
_BETWEEN = pattern(
    rf"^(?:between|after|comparing)\s+(?P<one>.+?\b{REPORT}\b.*?),?\s+and\s+(?P<other>(?:then\s+)?"
    rf"(?:the\s+|an?\s+)?(?:that\s+of\b|(?:[\w.|’'&-]+\s+){{0,6}}?{REPORT}\b).+?),\s+"
    rf"(?P<rest>(?:{AUXILIARY}|{QUESTION_WORD})\b.+)$"
)
_CUE = pattern(
    rf"\b(?:according\s+to|as\s+per|{REPORTED}\s+(?:by|in)|(?<=and\s)by|{REPORT}\s+(?:from|by|in))\s+"
    rf"(?=(?:both\s+|an?\s+|the\s+)*[\"'‘“]?{CAPITAL})"
)
"""Before the name of who reported something."""
_OUTLETS = pattern(
    rf"(?:(?:[\"'‘“]*{CAPITAL}[\w.’&-]*[\"'’”]*|both|and|an?|the|[|&-]|{REPORT}"
    rf"|,(?=\s(?:and\s|the\s)*[\"'‘“]*{CAPITAL}))(?:\s+(?!and\s+(?:{AUXILIARY}|{REPORTED}|by)\b)|(?=,)))*"
)
"""Such names in a row."""
_CLAUSE = pattern(
    rf"\s*(?:,\s+(?:and|but|yet)|,|\band)\s+(?=(?:also\s+|then\s+)?(?:{AUXILIARY}|who|which|that|by|{REPORTED}|"
    r"according|as)\b)"
)
"""Before another thing that is said of the subject."""
_SUBJECT = pattern(
    rf"^(?:which|what|who)\b(?:\s+(?:is|was)\s+the)?(?:\s+(?!(?:that|who|which|{AUXILIARY}|{REPORTED})\b)"
    rf"[\w’'-]+){{1,4}}?(?=,|\s+(?:that|who|which|whose|{AUXILIARY}|{REPORTED}|according|as)\b)"
    r"|^(?:(?:which|what)\s+[\w’'-]+|who)\b"
)


def two_reports(question: str) -> list[str]:
    """'Did A's article say ..., while B's said ...?', 'Between A's report and B's, did ...?'."""
    if match := _BETWEEN.match(question):
        rest = without_opening(match["rest"])
        other = _naming_report(match["other"], match["one"])
        return [f"{match['one']} {rest}", f"{other} {rest}"]
    sides = _WHILE.split(question)
    if not _YES_OR_NO.match(question) or not all(_CLAIM.search(side) for side in sides):
        return []
    later = [_naming_report(side, sides[0]) for side in sides[1:]]
    return with_subject([without_opening(sides[0]), *later], names_only=True)


def _naming_report(text: str, first: str) -> str:
    """'the Verge one', 'that of Reuters', with what `first` calls it."""
    report = re.search(rf"\b{REPORT}\b", first, re.IGNORECASE)
    if not report:
        return text
    text = re.sub(r"^(?:then )?that(?= of\b)", f"the {report[0]}", text)
    return re.sub(r"(?<=\w )one\b(?! of)", report[0], text, count=1)


def same_subject(question: str) -> list[str]:
    """'Which company, reported by A for cod and by B for eels, ...?': what each says of it."""
    subject = _SUBJECT.match(question)
    if not subject:
        return []
    pieces, start = [], 0
    for cue, following in pairwise(_CUE.finditer(question)):
        named = _OUTLETS.match(question, cue.end(), following.start())
        here = named.end() if named else cue.end()
        clauses = list(_CLAUSE.finditer(question, here, following.end()))
        # a source is named at the end of its clause, or else at the beginning
        told = _tells(question[max(start, subject.end()) : cue.start()])
        cut = next((c for c in clauses[:: 1 if told else -1] if told or c.start() > here), None)
        if cut and _tells(question[start : cut.start()]) and _tells(question[cut.end() :]):
            pieces.append(question[start : cut.start()])
            start = cut.end()
    pieces.append(question[start:])
    return [pieces[0], *(f"{subject[0]} {piece}" for piece in pieces[1:])]


def _tells(clause: str) -> bool:
    """Whether it says something itself, beside who reported it."""
    bare = re.sub(rf"\b(?:{REPORTED}|{REPORT})\b|\b[A-Z]\w*", "", clause)
    return len(content(bare)) >= LEAST_WORDS
