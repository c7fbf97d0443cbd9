"""Words of English that several stages look for, each list said once."""

from __future__ import annotations

from index import lexical

FUNCTION_WORDS = frozenset(lexical.FUNCTION_WORDS.split())
"""Words that say little of what a text is about."""
