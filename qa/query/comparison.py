"""What a question compares: each side, so that it can be searched by itself.

By the forms that such questions have. Where none of them is clear, there are no sides.
"""

from __future__ import annotations

import re

from qa.text.clauses import has_substance, pattern, without_opening
from qa.text.lexicon import AUXILIARY, CAPITAL, NAME, PREPOSITION, QUESTION_WORD

MOST = 4
LONGEST = 800
"""Characters; a longer question tells a story, and compares nothing."""

_STEM = (
    r"(?:old|young|long|short|high|low|larg|small|bigg|great|cheap|dear|fast|slow|heavi|light|"
    r"wid|narrow|deep|tall|rich|poor|strong|weak|new|soon|clos|near|warm|cold|hott|busi|saf|"
    r"steep|costli|hard|easi)"
)
_MORE = (
    r"(?:more|most|less|least|fewer|better|best|worse|worst|first|last|further|earlier|later|"
    rf"{_STEM}(?:er|est))"
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


_JOINED = pattern(
    r"\s+(?:(?:,\s*)?(?:and|or|but|versus|vs\.?|against)|(?:to\s+)?compar\w+\s+(?:with|to)"
    r"(?:\s+th(?:at|ose)\s+of)?|differ\w*\s+from(?:\s+th(?:at|ose)\s+of)?)\s+"
)
"""Between the two things of a question that asks for both."""
_THING = rf"(?:{NAME}|\d[\w.,]*)"
_NAMES_BEFORE = re.compile(rf"{_THING}(?:\s+(?:of\s+|the\s+)?{_THING})*[,.]?$")
_NAMES_AFTER = re.compile(
    rf"(?:(?:{PREPOSITION}|according to)\s+)?(?P<name>(?:the\s+)?{_THING}"
    rf"(?:\s+(?:of\s+|the\s+)?{_THING})*)"
)
_OPENS = pattern(rf"(?:{QUESTION_WORD}|{AUXILIARY}|compare)$")
_MEASURED = pattern(r"compar|differ")
_HOW_DO = pattern(rf"^how\s+{AUXILIARY}\s+")
_HOW = pattern(
    rf"(?P<verb>\w+)\s+(?:the\s+)?(?:(?:more|most|less|least)\s+(?P<word>\w+)|(?P<short>{_STEM})(?:er|est))$"
)
_HOW_MUCH_OF = pattern(
    r"(?P<verb>\w+)\s+(?:the\s+)?(?:more|most|less|least|fewer|fewest)(?:\s+(?P<noun>\w+s))?$"
)
_WITHIN = 6
"""Words before "and" among which the first thing begins."""


def joined_sides(text: str) -> tuple[str, ...]:
    """The two questions in one that joins two things: "How big was it on Friday?" and "How big
    was it on Sunday?" of "How big was it on Friday and on Sunday?"; empty where none is found.

    The things stand in parallel: both are names, or both begin with the same word.
    """
    text = " ".join(text.split()).rstrip(" ?.!")
    if len(text) > LONGEST:
        return ()
    if match := _WHICH.match(text):
        return tuple(_how(match["frame"], side) for side in _alternatives(match["either"]))
    for joint in reversed(list(_JOINED.finditer(text))):
        left, right = text[: joint.start()].rstrip(" ,"), text[joint.end() :]
        split = _parallel_names(left, right) or _parallel_words(left, right)
        if split:
            before, one, other, after = split
            if _MEASURED.search(joint[0]):
                before = _HOW_DO.sub("", before)
            return tuple(" ".join(f"{before} {side} {after}?".split()).replace(" ?", "?")
                         for side in (one, other))  # fmt: skip
    return ()


def _how(frame: str, side: str) -> str:
    """The question that asks of one side what a comparison asks of both: "How expensive was the
    bridge?" of "was more expensive"."""
    if match := _HOW_MUCH_OF.search(frame):
        much = f"many {match['noun']}" if match["noun"] else "much"
        return f"How {much} {match['verb']} {side}?"
    if match := _HOW.search(frame):
        return f"How {match['short'] or match['word']} {match['verb']} {side}?"
    return f"{frame.strip()} {side}?"


def _parallel_names(left: str, right: str) -> tuple[str, str, str, str] | None:
    one, other = _NAMES_BEFORE.search(left), _NAMES_AFTER.match(right)
    if not one or not other or (one.start() == 0 and _OPENS.match(one[0])):
        return None
    return left[: one.start()], one[0].rstrip(",."), other["name"], right[other.end() :]


def _parallel_words(left: str, right: str) -> tuple[str, str, str, str] | None:
    before, after = left.split(), right.split()
    if len(after) > 1 and re.fullmatch(QUESTION_WORD, after[0], re.IGNORECASE):
        return _from_same_word(before, after) or _from_same_word(before, after[1:])
    return _from_same_word(before, after)


def _from_same_word(before: list[str], after: list[str]) -> tuple[str, str, str, str] | None:
    """The things from the word with which both begin: "in 2024" and "in 2025"."""
    if not after:
        return None
    for at in range(len(before) - 2, max(-1, len(before) - 1 - _WITHIN), -1):
        size = len(before) - at
        if before[at].casefold() == after[0].casefold() and size <= len(after):
            one, other = before[at:], after[:size]
            return " ".join(before[:at]), " ".join(one), " ".join(other), " ".join(after[size:])
    return None
