"""Whether something that was named is a man, a woman, a thing or several.

Read from titles, from the pronouns that texts use after the name, and from first names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from qa.query.conversation.phrases import words_of
from qa.query.conversation.state import OFFICE, Thing, first_name_of_man
from qa.text.lexicon import PRONOUN, PRONOUNS
from qa.text.person_words import is_person_noun

Class = Literal["he", "she", "it", "they", "there"]
"""By its pronoun; "there" is a place."""

_KINDS: tuple[Class, ...] = ("he", "she", "it", "they")
_CLASS_OF = {form: kind for kind in _KINDS for form in PRONOUNS[kind]}
_PRONOUN = re.compile(rf"\b{PRONOUN}\b", re.IGNORECASE)

_TITLES: dict[str, Class] = {
    **dict.fromkeys(("Mr", "Sir", "Lord", "King", "Prince", "Pope", "Congressman"), "he"),
    **dict.fromkeys(("Mrs", "Ms", "Miss", "Lady", "Dame", "Queen", "Princess"), "she"),
}
_TITLE = re.compile(rf"\b(?P<title>{'|'.join(_TITLES)})\b\.?\s+(?:[A-Z][\w.-]*\s+){{0,2}}$")
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+|\b(?:Mr|Ms|Mrs|Dr)\b")
_OTHER_NAME = re.compile(r"\b[A-Z][\w’'-]*\s+$")
"""A word with a capital just before a name's last word that is not of this name."""
REACH = 160
"""Characters behind a name in which a pronoun may mean it."""
FULL = 3.0
"""A title, and a pronoun behind the full name, count as much as so many behind the last name."""
SECOND = 0.2
"""A pronoun behind a name that is not the first of its sentence counts so much: it mostly means
the first."""
SHIP = 0.15
"""Count of "she" for a name with "the": of a ship one says so."""
LEAST = 0.05
"""Count of a class that is as good as excluded."""
A_PERSON = 0.5
"""Count of "he" and of "she" for a name behind a noun that means a person, or before an age."""
_CALLED = re.compile(r"\b(?P<noun>[a-z]+),?\s+(?:[A-Z][\w’'-]*\s+){0,2}$")
"""The last word in small letters before a name: "finance minister Kwasi"."""
_OLD = re.compile(r",\s+\d\d\b(?!,\d)")
_BESIDE = re.compile(r",\s+(?:his|her|its|their)\b")
"""Behind a name: "Bo Fenn, her ally," is another's."""
_WITHIN = re.compile(r"\s+of\s+(?:his|her|its|their)\b")
"""Behind a noun: in "parts of his resume" he is none of the parts."""
_SENTENCE_END = re.compile(r"[.?!]\s")
_PLACE = re.compile(r"\b(?:in|at|near|from|to|off|around|outside)\s+(?:the\s+)?$")
_INSTITUTION = re.compile(
    r"\b(?:Academy|Agency|Association|Authority|Bank|Board|Bureau|Church|City|Club|College|Commission"
    r"|Committee|Company|Corp|Council|County|Court|Department|Foundation|Fund|Government|Group|Inc"
    r"|Institute|League|Ltd|Ministry|Museum|Office|Parliament|Party|Police|Polytechnic|Power|School"
    r"|Service|Society|State|Street|St|Survey|Tour|Union|University|World)\b|&"
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_WOMAN = re.compile(
    r"\w*woman|(?:school)?girl|girlfriend|(?:grand|god|step)?(?:mother|daughter)|(?:step)?sister|wife|widow|aunt|niece"
    r"|mum|mom|lady|bride|fiancée|actress|\w*waitress|heiress|queen|princess|duchess|nun"
)
_MAN = re.compile(
    r"\w*(?<!wo)(?<!hu)(?<!ger)(?<!ro)(?<!talis)(?<!otto)(?<!cai)man|(?:school)?boy|boyfriend"
    r"|(?:grand|god|step)?(?:father|son|dad)|(?:step)?brother|husband|widower|uncle|nephew|groom|fiancé|king|prince|duke|monk|guy"
)
_PLURAL = re.compile(r"(?<![sui])s$|^(?:people|men|women|children|police)$")


def class_of(pronoun: str) -> Class | None:
    """Of what a personal or possessive pronoun speaks; None where it is none."""
    return _CLASS_OF.get(pronoun.lower())


def classes_of(thing: Thing, texts: Iterable[str]) -> dict[Class, float]:
    """How likely each class fits something that was named, by what `texts` say of it.

    Its titles and the pronouns that follow it are counted, beside what its form makes likely.
    """
    found = _by_form(thing)
    words = words_of(re.sub("^the ", "", thing.text))
    is_full_name = thing.is_name and len(words) > 1
    pattern = re.compile(rf"\b{re.escape(words[-1].text if thing.is_name else thing.head)}\b")
    for text in texts:
        unquoted = _QUOTED.sub("“”", text)
        for match in pattern.finditer(unquoted):
            before = unquoted[max(0, match.start() - 60) : match.start()]
            is_full = is_full_name and before.rstrip().endswith(words[-2].text)
            title = _TITLE.search(before)
            behind = unquoted[match.end() : match.end() + REACH]
            is_persons = thing.is_name and _is_persons(before, behind)
            if title:
                found[_TITLES[title["title"]]] += FULL
            elif is_persons:
                found["he"] += A_PERSON
                found["she"] += A_PERSON
            elif thing.is_name and not is_full and _OTHER_NAME.search(before):
                continue
            if _PLACE.search(before):
                found["there"] += 1
                continue
            is_within = not (thing.is_name or thing.is_person) and _WITHIN.match(behind)
            if is_within or _BESIDE.match(behind):
                continue
            pronoun = _PRONOUN.search(behind)
            if pronoun and not _NAMED.search(behind, 0, pronoun.start()):
                ahead = before[: before.rfind(words[0].text)] if is_full else before
                is_first = not _NAMED.search(_SENTENCE_END.split(ahead)[-1])
                count = SECOND if not is_first else FULL if is_full else 1.0
                found[_CLASS_OF[pronoun[0].lower()]] += count
    if thing.is_name:
        found["they"] += found["it"] / 3  # of a company one says both
        if thing.text.startswith("the ") and not OFFICE.search(thing.text):  # no person
            found |= {"he": LEAST, "she": SHIP}
    total = sum(found.values())
    return {kind: count / total for kind, count in found.items()}


def _is_persons(before: str, behind: str) -> bool:
    called = _CALLED.search(before)
    return bool(_OLD.match(behind) or (called and is_person_noun(called["noun"])))


def _sex_of(noun: str) -> Class | None:
    """Of a noun for a man or a woman its pronoun: "gunman", "widow"."""
    if _WOMAN.fullmatch(noun):
        return "she"
    return "he" if _MAN.fullmatch(noun) else None


def _by_form(thing: Thing) -> dict[Class, float]:
    """What is likely before any text was read, as counts."""
    if thing.is_person:
        found: dict[Class, float] = {"he": 1.0, "she": 1.0, "it": LEAST, "they": 0.3}
        if sex := _sex_of(thing.head):
            found[sex] += FULL
    elif not thing.is_name:
        is_plural = bool(_PLURAL.search(thing.head))
        found = {"he": LEAST, "she": LEAST, "it": 1.5, "they": 0.1}
        if is_plural:
            found |= {"it": 0.3, "they": 1.5}
    elif OFFICE.search(thing.text):
        found = {"he": 0.5, "she": 0.5, "it": LEAST, "they": LEAST}
    elif _INSTITUTION.search(thing.text) or len(thing.text.split()) not in (2, 3):
        found = {"he": 0.1, "she": 0.1, "it": 0.5, "they": 0.3}
    else:
        found = {"he": 0.3, "she": 0.3, "it": 0.3, "they": 0.1}
    found["there"] = LEAST
    men = first_name_of_man(thing.text) if thing.is_name else None
    if men is not None:
        found["he"] += FULL * men
        found["she"] += FULL * (1 - men)
    for mention in thing.mentions:
        office = mention.title.rstrip(".").split()
        if office:
            found |= {"it": LEAST, "they": LEAST}
            if title := _TITLES.get(office[-1]):
                found[title] += FULL
    return found
