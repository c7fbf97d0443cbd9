"""A question and what was said before it as one input of the tagger.

    [CLS] question [SEP] last question [SEP] last answer [SEP] question before that [SEP] …

What was said last stands first, so that it stands in the same place however long the conversation
is. Training and use share this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from qa.cross_encoder.layout import CLS, SEP
from qa.query.conversation.phrases import content_words, words_of

TOKENS = 256
"""Of an input, at most; exchanges that do not fit are left out, the oldest first."""
QUESTION_TOKENS = 48
ANSWER_TOKENS = 120
"""Of the last answer …"""
OLDER_TOKENS = 40
"""… and of those before it."""


@dataclass(frozen=True, slots=True)
class TaggerInput:
    """One input of the network."""

    ids: tuple[int, ...]
    question_end: int
    """Tokens before those of the conversation, which are of segment 1."""
    words: tuple[tuple[str, int], ...]
    """The words of the conversation that say something, as `word_key` has them, each with the place
    of its first token."""


def word_key(word: str) -> str:
    """A word so that singular and plural, "Brazil" and "Brazil's" are the same."""
    word = word.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def keys_of(text: str) -> frozenset[str]:
    """The words of a text that say something, as `word_key` has them."""
    return frozenset(map(word_key, content_words(text)))


def tagger_input(
    tokenizer: Tokenizer, question: str, exchanges: Sequence[tuple[str, str]]
) -> TaggerInput:
    """The input for a question after some exchanges, question and answer, the latest first."""
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS]
    ids = [CLS, *asked, SEP]
    end = len(ids)
    words: list[tuple[str, int]] = []
    for number, (before, answer) in enumerate(exchanges):
        for text, most in (
            (before, QUESTION_TOKENS),
            (answer, OLDER_TOKENS if number else ANSWER_TOKENS),
        ):
            made = tokenizer.encode(text, add_special_tokens=False)
            if len(ids) + min(len(made.ids), most) + 1 > TOKENS:
                return TaggerInput(tuple(ids), end, tuple(words))
            starts = {start: place for place, (start, _) in enumerate(made.offsets[:most])}
            words += [
                (word_key(word.lower), len(ids) + starts[word.start])
                for word in words_of(text)
                if word.start in starts and content_words(word.text)
            ]
            ids += [*made.ids[:most], SEP]
    return TaggerInput(tuple(ids), end, tuple(words))
