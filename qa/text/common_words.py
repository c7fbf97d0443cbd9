"""Common words of English."""

from __future__ import annotations

import json
from functools import cache

from index.models import TOKENIZER


@cache
def common_words() -> frozenset[str]:
    """The 21,000 commonest words, in small letters: those that the embedding model's vocabulary
    has whole. Names of well-known people and places are among them."""
    content = json.loads((TOKENIZER.directory() / TOKENIZER.file).read_text(encoding="utf-8"))
    return frozenset(
        word for word in content["model"]["vocab"] if word.isascii() and word.isalpha()
    )
