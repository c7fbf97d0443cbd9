"""By which words a person is known: first names, and nouns such as "keeper".

The lists in `person_words.json` were made by `python -m eval.list_person_words` from WordNet 3.0
(copyright 2006 by Princeton University) and from the census of 1990 of the United States.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from qa.packaged import packaged_json


def is_person_noun(word: str) -> bool:
    """Whether a noun in small letters mostly means a person."""
    return word in _person_nouns()


def share_of_men(first_name: str) -> float | None:
    """Of those who have a first name, the share of men; None where it is not known as one."""
    shares: dict[str, float] = _lists()["names"]
    return shares.get(first_name)


@cache
def _person_nouns() -> frozenset[str]:
    return frozenset(_lists()["nouns"])


@cache
def _lists() -> dict[str, Any]:
    content: dict[str, Any] = packaged_json("qa.text", "person_words.json")
    return content
