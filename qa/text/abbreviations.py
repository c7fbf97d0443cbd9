"""Abbreviations that the names of a text spell: "World Health Organization" spells WHO.

The initials must be those of words of one name, as they stand together. As few as two are spelled
by chance too easily: "Ursula Novak" is not the UN. Three may be those of a person ("Bernard Bryce
Carter" is not the BBC), so that the name must be one of an institution, by "the" before it or by
one of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LEAST, MOST = 3, 6
"""Letters of an abbreviation."""
OF_NO_PERSON = 4
"""Letters from which the initials are not taken for a person's."""

_BETWEEN = frozenset(["of", "the", "and", "for", "on"])
"""Small words within a name, which give no initial."""
_JOINED = re.compile(r"[’']? |-|, | & ")
"""What stands between the words of one name."""
_INSTITUTION = frozenset(
    {
        *(
            "academy",
            "act",
            "administration",
            "agency",
            "agreement",
            "alliance",
            "army",
            "assembly",
        ),
        *("association", "authority", "bank", "board", "bureau", "center", "centre", "club"),
        *("coalition", "college", "commission", "committee", "company", "confederation"),
        *("conference", "congress", "convention", "corporation", "corps", "council", "court"),
        *("department", "exchange", "federation", "force", "foundation", "front", "fund", "group"),
        *(
            "guard",
            "index",
            "industry",
            "institute",
            "institution",
            "league",
            "ministry",
            "mission",
        ),
        *("movement", "museum", "nation", "network", "observatory", "office", "organisation"),
        *("organization", "party", "police", "press", "program", "programme", "project"),
        *("republic", "reserve", "school", "service", "society", "state", "station", "survey"),
        *("system", "team", "telescope", "treaty", "tribunal", "trust", "union", "university"),
        *("watch", "worker"),
    }
)
"""Words of institutions' names, singular."""
_ENDING = re.compile(r"(?:[’']s|s[’']?)$")


def abbreviations(text: str, words: Sequence[tuple[int, int, str]]) -> frozenset[str]:
    """The abbreviations of three to six letters that names in `text` spell.

    Args:
        words: The words of the text, each with its start and end.
    """
    return frozenset(
        "".join(word[0] for _, word in part)
        for name in _names(text, words)
        for first in range(len(name))
        for size in range(LEAST, MOST + 1)
        if len(part := name[first : first + size]) == size and _is_of_institution(part)
    )


def _names(text: str, words: Sequence[tuple[int, int, str]]) -> Iterator[list[tuple[bool, str]]]:
    """Words with a capital that stand together, each with whether "the" stands before it."""
    name: list[tuple[bool, str]] = []
    before, end = "", 0
    for start, stop, word in words:
        if name and not _JOINED.fullmatch(text, end, start):
            yield name
            name = []
        if word[:1].isupper():
            name.append((before.lower() == "the", word))
        elif name and word not in _BETWEEN:
            yield name
            name = []
        before, end = word, stop
    yield name


def _is_of_institution(part: Sequence[tuple[bool, str]]) -> bool:
    """Whether these words of a name are no person's."""
    is_after_the, _ = part[0]
    return (
        len(part) >= OF_NO_PERSON
        or is_after_the
        or any(_ENDING.sub("", word.lower()) in _INSTITUTION for _, word in part)
    )
