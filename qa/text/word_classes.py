"""Which words are verbs, adverbs or adjectives, as far as a word alone tells.

The lists in `word_classes.json` were counted by `python -m eval.count_word_classes`.
"""

from __future__ import annotations

from functools import cache

from qa.packaged import packaged_json
from qa.text.orthography import spellings

_ADVERBS = frozenset([
    *("again", "ago", "away", "else", "ever", "even", "here", "instead", "just", "later", "maybe"),
    *("now", "once", "soon", "still", "then", "there", "though", "today", "too", "yet"),
])  # fmt: skip
_VERBS_IN_LY = frozenset(
    ["apply", "bully", "comply", "fly", "imply", "multiply", "rally", "rely", "reply", "supply"]
)


def is_verb(word: str) -> bool:
    """Whether a word in small letters is a verb far more often than a noun."""
    is_listed = not _classes()["verbs"].isdisjoint(spellings(word))
    return is_listed or (word.endswith("ed") and len(word) > 4)


def may_be_verb(word: str) -> bool:
    """Whether a word in small letters is a verb, or about as often as a noun ("report")."""
    return is_verb(word) or word in _classes()["possible_verbs"]


def is_adverb(word: str) -> bool:
    """Whether a word in small letters is an adverb ("exactly", "now"). What is counted by its
    neighbours takes these for verbs."""
    return word in _ADVERBS or (word.endswith("ly") and word not in _VERBS_IN_LY)


def is_adjective(word: str) -> bool:
    """Whether a word in small letters is an adjective or a participle ("legal", "chosen")."""
    return word in _classes()["adjectives"]


@cache
def _classes() -> dict[str, frozenset[str]]:
    content = packaged_json("qa.text", "word_classes.json")
    return {name: frozenset(words) for name, words in content.items()}
