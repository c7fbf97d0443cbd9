"""Whether a sentence tells what somebody is, for questions such as "Who is Ada Venn?"."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.text.lexicon import NAME
from qa.text.person_words import is_person_noun, share_of_men
from qa.text.word_classes import is_verb

_SMALL = r"(?:(?:van|von|der|den|de|del|di|da|la|le|bin|ibn)\s+|[ae]l[\s-])*"
"""Before a part of a name."""
_WHO_IS = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)\W+)*(?i:who\s*(?:[’']?s|is|was))\s+"
    rf"(?P<name>{NAME}(?:\s+{_SMALL}{NAME})+"
    rf"|(?P<first>[^\W\d_A-Z]+) {_SMALL}(?P<last>[^\W\d_A-Z’'-]+))\W*$"
)
_WHAT_ONE_IS = r"(?:an?|the(?! last| first| only)|one of|his|her|its|their|[A-Z][\w.-]+[’']s?)\s"
_SAID = r"(?![^,.]{0,40}\b(?:said|says|told)\b)"
"""What does not follow: "Ada Venn, the mayor said"."""
_BEHIND = re.compile(
    rf",(?: \d+,)? (?:who (?:is|was|has|had|plays?|leads?|led|works?)\b|{_SAID}{_WHAT_ONE_IS})"
    rf"|,? (?:is|was|became|has been|(?:works|worked|serves|served) as) {_WHAT_ONE_IS}"
)
"""What follows a name of whom it says what they are: ", a pilot", "is the mayor"."""
_NOUNS_BEHIND = re.compile(rf",(?: \d+,)?(?! the\b){_SAID}((?: [a-z-]+){{1,3}})\b")
"""… and without an article: ", former mayor of Ostrel"."""
_MR = r"(?:Mr|Mrs|Ms|Dr)\.?"
_BEFORE = re.compile(rf"(?P<noun>[A-Za-z]+)\s+(?:(?:Sir|{_MR})\s+)?$")
"""The noun before a name: "pilot Ada Venn"."""
_CAPITAL = re.compile(r"[A-Z][\w.’'-]*\s+$")
"""A capital before a last name, which may be another's …"""
_TITLE = re.compile(rf"\b{_MR}\s+$")
"""… unless it is that of a title."""
_OWNER = re.compile(r"\bof\s+$")
"""Before whoever only owns what the sentence speaks of: "the mother of Ada Venn is"."""


def whom_is_asked(question: str) -> str:
    """The name of whom it is asked who that is; empty where it is of nobody. In small letters it
    has to open with a first name that is known, and to be no word of another kind."""
    asked = _WHO_IS.match(question)
    if not asked:
        return ""
    if asked["first"]:
        last = asked["last"]
        is_name = share_of_men(asked["first"].capitalize()) is not None
        if not is_name or is_verb(last) or last.endswith("ing") or is_person_noun(last):
            return ""
    return " ".join(asked["name"].split())


def describes(name: str, text: str) -> bool:
    """Whether a sentence says what the bearer of a name is: "Ada Venn, a pilot from Ostrel", "the
    pilot Ada Venn", "Venn is a pilot"."""
    for match in _called(name).finditer(text):
        before = text[: match.start()]
        is_last = match["last"] is not None
        if _OWNER.search(before) or (
            is_last and _CAPITAL.search(before) and not _TITLE.search(before)
        ):
            continue
        if _BEHIND.match(text, match.end()):
            return True
        beside = _NOUNS_BEHIND.match(text, match.end())
        nouns = beside[1].split() if beside else []
        if not is_last and (noun := _BEFORE.search(before)):
            nouns.append(noun["noun"].lower())
        if any(map(is_person_noun, nouns)):
            return True
    return False


@lru_cache(maxsize=16)
def _called(name: str) -> re.Pattern[str]:
    """A name as it stands in a text, whole or, in the group `last`, its last word."""
    words = [re.escape(word) for word in name.split()]
    last = re.escape(name.split()[-1].removeprefix("al-").capitalize())
    return re.compile(rf"\b(?:(?i:{' '.join(words)})|(?P<last>{last}))\b")
