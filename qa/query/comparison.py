"""What a question compares: each side, so that it can be searched by itself.

By the forms that such questions have. Where none of them is clear, there are no sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from qa.text.clauses import content, has_substance, pattern, without_opening
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

_PREPOSITION = pattern(rf"^(?:{PREPOSITION})\s")
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
    rf"^(?:by\s+how\s+(?:much|many\s+(?P<unit>\w+))\s+)?{AUXILIARY}\s+(?P<one>.+?)(?<!\bdo)(?<!\bthe)\s+",
    rf"(?P<frame>{_MORE}(?:\s+[\w’'-]+){{0,3}}?)\s+than\s+(?P<other>.+)$",
)
_MORE_THAN = pattern(
    rf"^{AUXILIARY}\s+(?:more|fewer|less)\s+(?P<frame>\w+)\s+(?P<one>\w.+?)\s+than\s+(?P<other>.+)$"
)
_SHORT = pattern(rf"(?!(?:and|but|so|{AUXILIARY}|{QUESTION_WORD})\b)[\w’'-]+(?:\s+[\w’'-]+){{0,2}}")
"""An alternative that can be a name in small letters, and no clause."""
_NO_THING = pattern(
    r"\d|(?:an?|one|half|twice|two|ten|expected|planned|before|ever|it|they|he|she)\b"
)
"""After "than": a number, a plan, or the same thing at another time."""


def sides_of(text: str) -> tuple[str, ...]:
    """What a question compares, each with what is asked of it; empty where it compares nothing.

    At most `MOST`: "more expensive the bridge", "more expensive the wing".
    """
    text = _plain(text)
    if len(text) > LONGEST:
        return ()
    found = _sides(_without_background(text))
    sides = tuple(dict.fromkeys(side.strip(" ,?") for side in found))[:MOST]
    return sides if len(sides) > 1 else ()


def _sides(question: str) -> list[str]:
    """'Which is older, A or B?', 'Is A longer than B?': each with what is compared; empty where one
    of them could not be searched alone."""
    if match := _WHICH.match(question):
        either = _alternatives(match["either"])
        frame, noun = without_opening(match["frame"].strip()), _noun_of(match["frame"])
        sides = [f"{frame} {_named(one, noun)}" for one in either]
        are_clear = all(map(_SHORT.fullmatch, either)) and all(map(content, either))
    else:
        sides, are_clear = _one_and_other(question), False
    return sides if are_clear or all(map(has_substance, sides)) else []


def _one_and_other(question: str) -> list[str]:
    """'Is A longer than B?': each with what is compared."""
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
    pieces[1] = _completed(pieces[1], pieces[0])
    listed = pieces[0].split(", ")
    return [*listed, pieces[1]] if all(len(one.split()) <= 6 for one in listed) else pieces


def _completed(other: str, one: str) -> str:
    """An alternative that begins with "of" or the like, with what the first has before that: "the
    number of moons of Saturn" of "the number of moons of Jupiter" and "of Saturn"."""
    opening = _PREPOSITION.match(other)
    before, found, _ = one.rpartition(f" {opening[0].strip()} ") if opening else ("", "", "")
    return f"{before} {other}" if found and not _PREPOSITION.match(one) else other


def _without_background(text: str) -> str:
    """The last sentence: what stands before it in a long question is not asked."""
    return _SENTENCE.split(text.strip())[-1]


_JOINED = pattern(
    r"\s+(?:(?:,\s*)?(?:and|or|but|versus|vs\.?|against)|(?:to\s+)?compar\w+\s+(?:with|to)"
    r"(?:\s+th(?:at|ose)\s+of)?|differ\w*\s+from(?:\s+th(?:at|ose)\s+of)?)\s+"
)
"""Between the two things of a question that asks for both."""
_COMPARED_WITH = pattern(r"(?<=\w)\s+(?:and|with|to)(?:\s+th(?:at|ose)\s+of)?\s+")
"""The same in "Compare the tram with the ferry"."""
_COMPARE = pattern(
    r"^(?:please\s+)?compare\s+(?=\S)"
    rf"|^(?:what\s+(?:is|are|was|were)\s+)?(?:the\s+)?differences?\s+between\s+(?=\S)"
    rf"|^how\s+{AUXILIARY}\s+(?=\S.*\s(?:compare|differ)(?:$|\s+(?:from|to|with)\s))"
    rf"|^how\s+(?:different|similar)\s+{AUXILIARY}\s+|(?<=\S)\s+(?:compare|differ)$"
)
"""What tells to compare two things, and says nothing of them."""
_WITH = pattern(r"\b(?:with|to)\b")
_OF_PLACE = pattern(r"(?:in(?! terms\b)|at|near|of)\s")
"""Before what belongs to the second of two things alone, if these are described: "the crush in
Seoul with the bridge collapse in India"."""
_PLAIN_JOINT = pattern(r"\s+(?:and|with)\s+")
_OF_A_THING = re.compile(r"[Tt]he\s+\w|(?!(?:This|That|What|How|Who|It|Last|Next)\b)[A-Z]")
_OWNER_ENDS = pattern(r"\w[’']s?$")
_THING = rf"(?:{NAME}|\d[\w.,]*)"
_NAMES_BEFORE = re.compile(rf"{_THING}(?:\s+(?:of\s+|the\s+)?{_THING})*[,.]?$")
_NAMES_AFTER = re.compile(
    rf"(?:(?:{PREPOSITION}|according to)\s+)?(?P<name>(?:the\s+)?{_THING}"
    rf"(?:\s+(?:of\s+|the\s+)?{_THING})*)"
)
_OPENS = pattern(rf"(?:{QUESTION_WORD}|{AUXILIARY})(?:\s+|$)")
_ARTICLE_ENDS = pattern(r"\b(?:the|an?)$")
_GOES_ON = pattern(rf"the|an?|{PREPOSITION}")
"""A word with which no thing ends."""
_RANGE = pattern(r"\bbetween\s+\d{1,2}$")
"""Before the second of two days that are the ends of one period: "between 3 and 5 May"."""
_MEASURED = pattern(r"compar|differ")
_HOW_DO = pattern(rf"^how\s+{AUXILIARY}\s+")
_COMPARED = pattern(
    r"\b(?P<verb>\w+)\s+(?:the\s+)?(?:(?:more|most|less|least|fewer|fewest)(?:\s+(?P<word>\w+))?|",
    rf"(?P<stem>{_STEM})(?:er|est))(?P<rest>\s+{PREPOSITION}\s.+)?$",
)
_IS = pattern(r"^(what|which|who)[’']s\b")
_BY_HOW_MUCH = pattern(r",?\s+and\s+(?:by|with)\s+(?:how|what)\b[^?]*$")
_THE_ONE = pattern(rf"^(?:the ones?|that|those)\s+(?={PREPOSITION}\b)")
_HEAD = pattern(rf"^(?P<thing>\S.*?\S)\s+{PREPOSITION}\s.*$")
_BE = pattern(r"is|are|was|were")
_ADVERB = pattern(r"often|\w+ly")
_PLURAL = pattern(r"\w+s|people|men|women|children")
_ASKS_OF = pattern(
    rf"\W*(?:{PREPOSITION}\s+)?(?:{QUESTION_WORD}|{AUXILIARY})\b"
    r"|.*(?:(?-i:\b[a-z]+ of\b)|\w[’']s?\s)"
)
_WITHIN = 6
"""Words before "and" among which the first thing begins."""
_Split = tuple[str, str, str, str]
"""What stands before the two things, the one, the other, and what stands after them."""


def only_names(side: str) -> bool:
    """Whether a side only names a thing ("the old wall"), and asks nothing of it ("How high is the
    old wall?", "the height of the old wall")."""
    return not _ASKS_OF.match(side)


def joined_sides(text: str) -> tuple[str, ...]:
    """The two questions in one that joins two things: "How big was it on Friday?" and "How big
    was it on Sunday?" of "How big was it on Friday and on Sunday?"; empty where none is found.

    The things stand in parallel: both are names, both begin with the same word, or both are
    questions that do; or they are all that is to be compared: "Compare the tram with the ferry".
    """
    text = _plain(text)
    if len(text) > LONGEST:
        return ()
    if match := _WHICH.match(text):
        frame, noun = match["frame"], _noun_of(match["frame"])
        return tuple(_how(frame, _named(side, noun)) for side in _alternatives(match["either"]))
    things = _COMPARE.sub("", text)
    is_told_to_compare = things != text
    joints = [*_JOINED.finditer(things)]
    if is_told_to_compare and not any(_MEASURED.search(joint[0]) for joint in joints):
        joints = [*_COMPARED_WITH.finditer(things)]
    for joint in reversed(joints):
        left, right = things[: joint.start()].rstrip(" ,"), things[joint.end() :]
        if _RANGE.search(left):
            continue
        if sides := _of_the_one(left, right):
            return sides
        split = _parallel_names(left, right) or _parallel_words(left.split(), right.split())
        if split:
            before, one, other, after = split
            is_measured = _MEASURED.search(joint[0])
            if is_measured:
                before = _HOW_DO.sub("", before)
            is_own = is_told_to_compare and _WITH.search(joint[0]) and _OF_PLACE.match(after)
            are_described = min(len(content(one)), len(content(other))) > 1
            if is_measured or (is_own and are_described):
                other, after = f"{other} {after}", ""
            return _side(before, one, after), _side(before, other, after)
    return _two_things(things, joints) if is_told_to_compare else ()


def _two_things(things: str, joints: Sequence[re.Match[str]]) -> tuple[str, str] | tuple[()]:
    """The sides of "Itaewon with the stadium crush", where one word joins two things with a name or
    an article each."""
    if len(joints) != 1 or "," in things or not _PLAIN_JOINT.fullmatch(joints[0][0]):
        return ()
    one, other = things[: joints[0].start()], things[joints[0].end() :]
    are_things = _OF_A_THING.match(one) and _OF_A_THING.match(other)
    return (f"{one}?", f"{other}?") if are_things and not _OWNER_ENDS.search(other) else ()


def _side(before: str, thing: str, after: str) -> str:
    return f"{' '.join(f'{before} {thing} {after}'.split())}?"


def _plain(text: str) -> str:
    """The question without "What's" and ", and by how much?"."""
    text = " ".join(text.split()).rstrip(" ?.!")
    return _BY_HOW_MUCH.sub("", _IS.sub(r"\1 is", text))


def _noun_of(frame: str) -> str:
    """What is compared, where the frame names it: "concert film" of "concert film made more"."""
    match = _COMPARED.search(frame)
    noun = frame[: match.start()].strip() if match else ""
    return "" if re.search(rf"^of\b|\b{AUXILIARY}$", noun, re.IGNORECASE) else noun


def _named(side: str, noun: str) -> str:
    """The side with the noun that it leaves out: "Venn's", "the one of May"."""
    if not noun:
        return side
    if _OWNER_ENDS.search(side):
        return f"{side} {noun}"
    return _THE_ONE.sub(f"the {noun} ", side)


def _of_the_one(left: str, right: str) -> tuple[str, str] | tuple[()]:
    """The sides of "Compare the toll in May with the one in June"."""
    match = _THE_ONE.match(right)
    head = _HEAD.match(_OPENS.sub("", _HOW_DO.sub("", left))) if match else None
    if not match or not head:
        return ()
    return f"{head[0]}?", f"{head['thing']} {right[match.end() :]}?"


def _how(frame: str, side: str) -> str:
    """The question that asks of one side what a comparison asks of both: "How expensive was the
    bridge?" of "was more expensive"."""
    match = _COMPARED.search(frame)
    if not match:
        return f"{frame.strip()} {side}?"
    verb, word = match["verb"], match["word"]
    if match["stem"]:
        how = _uncompared(match["stem"])
    elif not word:
        how = "much"
    elif _BE.fullmatch(verb) or _ADVERB.fullmatch(word):
        how = word
    else:
        how = f"many {word}" if _PLURAL.fullmatch(word) else f"much {word}"
    return f"How {how}{match['rest'] or ''} {verb} {side}?"


def _uncompared(stem: str) -> str:
    """The adjective of which a comparative has the stem: "large", "big", "heavy"."""
    if stem.endswith(("gg", "tt")):
        return stem[:-1]
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    return f"{stem}e" if stem in ("larg", "wid", "clos", "saf") else stem


def _parallel_names(left: str, right: str) -> _Split | None:
    one, other = _NAMES_BEFORE.search(left), _NAMES_AFTER.match(right)
    if not one or not other:
        return None
    start = one.start()
    if start == 0 and (opening := _OPENS.match(left)):
        start = opening.end()
    before, name, other_name = left[:start], left[start:].rstrip(",."), other["name"]
    if _ARTICLE_ENDS.search(before.rstrip()):
        other_name = other_name.removeprefix("the ")
    return (before, name, other_name, right[other.end() :]) if name else None


def _parallel_words(before: list[str], after: list[str]) -> _Split | None:
    """The things as words that begin alike; of a second question ("… and how many on Sunday?")
    what its beginning does not share with that of the first."""
    if not before or not after:
        return None
    if re.fullmatch(QUESTION_WORD, after[0], re.IGNORECASE):
        shared = _shared(before, after)
        does = [at for at, word in enumerate(after) if re.fullmatch(AUXILIARY, word, re.I)]
        if shared and does:
            is_whole = any(re.fullmatch(AUXILIARY, word, re.IGNORECASE) for word in before)
            asked = before if is_whole else [*before, *after[does[0] :]]
            return "", " ".join(asked), " ".join(after), ""
        after = after[shared or 1 :]
    return _from_same_word(before, after)


def _from_same_word(before: list[str], after: list[str]) -> _Split | None:
    """The things from where most words are the same: "in 2024" and "in 2025"."""
    places = range(len(before) - 2, max(-1, len(before) - 1 - _WITHIN), -1)
    shared = {at: _shared(before[at:], after) for at in places if len(before) - at <= len(after)}
    at = max(shared, key=lambda place: (shared[place], place), default=0)
    if shared.get(at):
        size = len(before) - at
        while size < len(after) and _GOES_ON.fullmatch(after[size - 1]):
            size += 1
        one, other = before[at:], after[:size]
        return " ".join(before[:at]), " ".join(one), " ".join(other), " ".join(after[size:])
    return None


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many of the same words both begin."""
    pairs = zip(one, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), pairs)))
