"""A question taken apart where it asks several things, so that each can be searched alone.

By the forms that such questions have: claims on several reports, two questions in one,
a comparison. Where none of them is clear, the question stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.query.reports import same_subject, two_reports
from qa.text.clauses import has_substance, pattern, with_subject, without_opening
from qa.text.lexicon import AUXILIARY, CAPITAL, PREPOSITION, QUESTION_WORD

MOST = 4
LONGEST = 800
"""Characters; a longer question tells a story, and is not taken apart."""

_MORE = (
    r"(?:more|most|less|least|fewer|better|best|worse|worst|first|last|further|earlier|later|"
    r"(?:old|young|long|short|high|low|larg|small|bigg|great|cheap|dear|fast|slow|heavi|light|"
    r"wid|narrow|deep|tall|rich|poor|strong|weak|new|soon|clos|near|warm|cold|hott|busi|saf|"
    r"steep|costli|hard|easi)(?:er|est))"
)

_SENTENCE = pattern(
    rf"(?<=\w\w\w)[.!;][\"”’)]*\s+(?=[\"“‘']?{CAPITAL})|:\s+(?=(?:{PREPOSITION}\s+)?{QUESTION_WORD}\b)"
)
"""Between the background of a question and the question itself."""
_QUESTION_WORD = pattern(rf"\b(?:{QUESTION_WORD}|{AUXILIARY})\b")
_ASKS = pattern(rf"^(?:[^,]{{1,60}},\s+)?(?:{PREPOSITION}\s+)?{QUESTION_WORD}\b")
_SECOND = pattern(
    rf",?\s+and\s+(?=(?:{PREPOSITION}\s+)?(?:how\s+(?:many|much)\b|(?:when|where|why|who|how)\s+{AUXILIARY}\b"
    rf"|(?:how|what|which|whose)\s+(?!(?:the|an?|it|he|she|they)\b)(?:[\w’'-]+\s+){{0,3}}?{AUXILIARY}\b)"
    rf"|{PREPOSITION}\s+(?:whom|whose|what|which|how)\b(?:\s+[\w’'-]+){{0,3}}$|(?:why|how|when|where)$)"
    r"|,\s+and\s+(?=who\s)"
)
"""Before another question: "and where was it held", "and at whose request", ", and who paid"."""
_SECOND_CLAIM = pattern(rf",\s+and\s+(?={AUXILIARY}\s+(?:(?:the|an?)\s|[\"'‘“]?{CAPITAL}))")
"""The same in a question that is answered with yes or no."""

_WHICH = pattern(
    rf"^(?:{PREPOSITION}\s+)?(?:which|who|what)\b(?P<frame>[^,:]*?\b{_MORE}\b[^,:]*)[,:]\s+",
    r"(?P<either>.+\s+or\s+.+)$",
)
_WHICH_OF = pattern(
    r"^(?:which|who)\s+of\s+(?P<one>[^,]+?)\s+and\s+(?P<other>[^,]+?)\s+",
    rf"(?P<frame>{AUXILIARY}\s[^,]*\b{_MORE}\b.*)$",
)
_THAN = pattern(
    rf"^(?:by\s+how\s+(?:much|many\s+(?P<unit>\w+))\s+)?{AUXILIARY}\s+(?P<one>.+?)(?<!\bdo)\s+",
    rf"(?P<frame>{_MORE}(?:\s+[\w’'-]+){{0,3}}?)\s+than\s+(?P<other>.+)$",
)
_MORE_THAN = pattern(
    rf"^{AUXILIARY}\s+(?:more|fewer|less)\s+(?P<frame>\w+)\s+(?P<one>\w.+?)\s+than\s+(?P<other>.+)$"
)
_NO_THING = pattern(
    r"\d|(?:an?|one|half|twice|two|ten|expected|planned|before|ever|it|they|he|she)\b"
)
"""After "than": a number, a plan, or the same thing at another time."""


def parts_of(text: str) -> tuple[str, ...]:
    """Questions that can each be searched alone; empty where the question is one.

    At most `MOST`.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return ()
    asked = [_without_background(part) for part in re.findall(r"[^?]+(?=\?)", text)]
    asked = [part for part in asked if _QUESTION_WORD.search(part)]
    while asked and not has_substance(asked[0]):
        asked.pop(0)
    if len(asked) > 1:
        return _checked(with_subject(asked))
    whole = _without_background(text.rstrip(" ?.!"))
    for form in (two_reports, same_subject, _two_questions, _comparison):
        if parts := _checked(form(whole)):
            return parts
    return ()


def _two_questions(question: str) -> list[str]:
    """'When was it held, and where did the winner come from?'."""
    if re.match(rf"{AUXILIARY}\b", question, re.IGNORECASE):
        return with_subject(_SECOND_CLAIM.split(question))
    cut = _SECOND.search(question)
    if not cut or not _ASKS.match(question):
        return []
    first, second = question[: cut.start()], question[cut.end() :]
    within = len(re.findall(rf"\b(?:{QUESTION_WORD}|that)\b", first, re.IGNORECASE))
    if within > 1 and (not cut[0].startswith(",") or second.lower().startswith("who")):
        return []  # "... say why it broke and how many were hurt": one question about two things
    return with_subject([first, *_SECOND.split(second)])


def _comparison(question: str) -> list[str]:
    """'Which is older, A or B?', 'Is A longer than B?': each with what is compared."""
    if match := _WHICH.match(question):
        frame = without_opening(match["frame"].strip())
        return [f"{frame} {one}" for one in _alternatives(match["either"])]
    match = _WHICH_OF.match(question) or _MORE_THAN.match(question) or _THAN.match(question)
    if not match or _NO_THING.match(match["other"]):
        return []
    found = match.groupdict()
    frame = without_opening(" ".join(filter(None, (found.get("unit"), found["frame"]))))
    head = re.split(r",|\s(?:that|which|who)\s", found["one"])[0]
    other = re.sub(r"^the ones?(?= (?:that|which|of|in|at|from)\b)", lambda _: head, found["other"])
    return [f"{frame} {found['one']}", f"{frame} {other}"]


def _alternatives(text: str) -> list[str]:
    pieces = re.split(r",?\s+or\s+", text.removeprefix("either "))
    if len(pieces) != 2:
        return []
    listed = pieces[0].split(", ")
    return [*listed, pieces[1]] if all(len(one.split()) <= 6 for one in listed) else pieces


def _checked(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts, if all of them can be searched alone and are several."""
    parts = tuple(dict.fromkeys(part.strip(" ,?").removeprefix("and ") for part in parts))[:MOST]
    return parts if len(parts) > 1 and all(map(has_substance, parts)) else ()


def _without_background(text: str) -> str:
    """The last sentence: what stands before it in a long question is not asked."""
    return _SENTENCE.split(text.strip())[-1]
