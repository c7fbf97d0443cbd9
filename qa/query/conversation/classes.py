"""Whether something that was named is a man, a woman, a thing or several.

Read from titles and from the pronouns that texts use after the name; a name alone says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from qa.query.conversation.phrases import words_of
from qa.query.conversation.state import Thing

Class = Literal["he", "she", "it", "they"]

_CLASS_OF: dict[str, Class] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_CLASS_OF)})\b", re.IGNORECASE)
_TITLES: dict[str, Class] = {
    **dict.fromkeys(("Mr", "Sir", "Lord", "King", "Prince", "Pope"), "he"),
    **dict.fromkeys(("Mrs", "Ms", "Miss", "Lady", "Dame", "Queen", "Princess"), "she"),
}
_TITLE = re.compile(rf"\b(?P<title>{'|'.join(_TITLES)})\b\.?\s+(?:[A-Z][\w.-]*\s+){{0,2}}$")
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+|\b(?:Mr|Ms|Mrs|Dr)\b")
_OTHER_NAME = re.compile(r"\b[A-Z][\w’'-]*\s+$")
"""A word with a capital just before a name's last word that is not of this name."""
REACH = 160
"""Characters behind a name in which a pronoun may mean it."""
TITLE_COUNTS = 3
"""As much as so many pronouns; a pronoun behind the full name counts as much."""
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_PLURAL = re.compile(r"(?<![sui])s$|^(?:people|men|women|children|police)$")


def class_of(pronoun: str) -> Class | None:
    """Of what a personal or possessive pronoun speaks; None where it is none."""
    return _CLASS_OF.get(pronoun.lower())


def classes_of(thing: Thing, texts: Iterable[str]) -> Counter[Class]:
    """How often each class fits what `texts` say of something that was named.

    Its titles and the pronouns that follow it are counted; what has no name is also one or several
    by its form. Empty where a name's texts tell nothing.
    """
    found = Counter[Class]()
    words = words_of(re.sub("^the ", "", thing.text))
    if thing.is_name:
        for mention in thing.mentions:
            office = mention.title.rstrip(".").split()
            if office and (title := _TITLES.get(office[-1])):
                found[title] += TITLE_COUNTS
    else:
        found["they" if _PLURAL.search(thing.head) else "it"] += 1
    is_full_name = thing.is_name and len(words) > 1
    pattern = re.compile(rf"\b{re.escape(words[-1].text if thing.is_name else thing.head)}\b")
    for text in texts:
        unquoted = _QUOTED.sub("“”", text)
        for match in pattern.finditer(unquoted):
            before = unquoted[max(0, match.start() - 60) : match.start()]
            is_full = is_full_name and before.rstrip().endswith(words[-2].text)
            title = _TITLE.search(before)
            if title:
                found[_TITLES[title["title"]]] += TITLE_COUNTS
            elif thing.is_name and not is_full and _OTHER_NAME.search(before):
                continue
            behind = unquoted[match.end() : match.end() + REACH]
            pronoun = _PRONOUN.search(behind)
            if pronoun and not _NAMED.search(behind, 0, pronoun.start()):
                found[_CLASS_OF[pronoun[0].lower()]] += TITLE_COUNTS if is_full else 1
    return found
