"""Which words are verbs or adjectives, as far as a word alone tells.

The lists in `word_classes.json` were counted by `python -m eval.count_word_classes`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from qa.text.orthography import spellings


def is_verb(word: str) -> bool:
    """Whether a word in small letters is a verb far more often than a noun."""
    is_listed = not _classes()["verbs"].isdisjoint(spellings(word))
    return is_listed or (word.endswith("ed") and len(word) > 4)


def may_be_verb(word: str) -> bool:
    """Whether a word in small letters is a verb, or about as often as a noun ("report")."""
    return is_verb(word) or word in _classes()["possible_verbs"]


def is_adjective(word: str) -> bool:
    """Whether a word in small letters is an adjective or a participle ("legal", "chosen")."""
    return word in _classes()["adjectives"]


@cache
def _classes() -> dict[str, frozenset[str]]:
    content = json.loads(files("qa.text").joinpath("word_classes.json").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in content.items()}
