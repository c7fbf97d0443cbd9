"""What a question compares: each side, so that it can be searched by itself.

By the forms that such questions have. Where none of them is clear, there are no sides.
"""

from __future__ import annotations

import re

from qa.text.clauses import has_substance, pattern, without_opening
from qa.text.lexicon import AUXILIARY, CAPITAL, PREPOSITION, QUESTION_WORD

MOST = 4
LONGEST = 800
"""Characters; a longer question tells a story, and compares nothing."""

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


def sides_of(text: str) -> tuple[str, ...]:
    """What a question compares, each with what is asked of it; empty where it compares nothing.

    At most `MOST`: "more expensive the bridge", "more expensive the wing".
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return ()
    found = _sides(_without_background(text.rstrip(" ?.!")))
    sides = tuple(dict.fromkeys(side.strip(" ,?") for side in found))[:MOST]
    return sides if len(sides) > 1 and all(map(has_substance, sides)) else ()


def _sides(question: str) -> list[str]:
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


def _without_background(text: str) -> str:
    """The last sentence: what stands before it in a long question is not asked."""
    return _SENTENCE.split(text.strip())[-1]
