"""Whether a sentence tells what somebody is, for questions such as "Who is Ada Venn?"."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.text.lexicon import NAME
from qa.text.person_words import is_person_noun, share_of_men

_SMALL = r"(?:(?:van|von|der|den|de|del|di|da|la|le|bin|ibn)\s+|[ae]l[\s-])*"
"""Before a part of a name."""
_WHO_IS = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)\W+)*(?i:who\s*(?:[’']?s|is|was))\s+"
    rf"(?P<name>{NAME}(?:\s+{_SMALL}{NAME})+|(?P<first>[a-z]+) [a-z’'-]+)\W*$"
)
_WHAT_ONE_IS = r"(?:an?|the|one of|his|her|its|their|[A-Z][\w.-]+[’']s?)\s"
_BEHIND = re.compile(
    rf",(?: \d+,)? (?:who (?:is|was|has|had|plays?|leads?|led|works?)\b|{_WHAT_ONE_IS})"
    rf"|,? (?:is|was|became|has been|(?:works|worked|serves|served) as) {_WHAT_ONE_IS}"
)
"""What follows a name of whom it says what they are: ", a pilot", "is the mayor"."""
_BEFORE = re.compile(r"(?P<noun>[A-Za-z]+)\s+(?:(?:Sir|Dr\.?|Mr\.?|Ms\.?|Mrs\.?)\s+)?$")
"""The noun before a name: "pilot Ada Venn"."""
_OF_ANOTHER = re.compile(r"[A-Z][\w.’'-]*\s+$")
"""A capital before a last name, which may be another's."""


def whom_is_asked(question: str) -> str:
    """The name of whom it is asked who that is; empty where it is of nobody."""
    asked = _WHO_IS.match(question)
    if not asked or (asked["first"] and share_of_men(asked["first"].capitalize()) is None):
        return ""
    return " ".join(asked["name"].split())


def describes(name: str, text: str) -> bool:
    """Whether a sentence says what the bearer of a name is: "Ada Venn, a pilot from Ostrel", "the
    pilot Ada Venn", "Venn is a pilot"."""
    for match in _called(name).finditer(text):
        before = text[: match.start()]
        is_whole = match["last"] is None
        if not is_whole and _OF_ANOTHER.search(before):
            continue
        if _BEHIND.match(text, match.end()):
            return True
        noun = _BEFORE.search(before)
        if is_whole and noun and is_person_noun(noun["noun"].lower()):
            return True
    return False


@lru_cache(maxsize=16)
def _called(name: str) -> re.Pattern[str]:
    """A name as it stands in a text, whole or, in the group `last`, its last word."""
    words = [re.escape(word) for word in name.split()]
    return re.compile(rf"\b(?i:{' '.join(words)}|(?P<last>{words[-1]}))\b")
