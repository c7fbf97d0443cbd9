"""Which lines a sentence may rest on, where its own citations do not carry it: those that share its
words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from index.lexical import stems
from qa.text.lexicon import FUNCTION_WORDS
from qa.verification.grounds import Line
from qa.verification.verdict import MOST_CITED

ADDS = 0.12
"""Share of a sentence's words that a further line must bring."""


def likely_lines(sentence: str, lines: Sequence[Line], question: str) -> tuple[int, ...]:
    """The numbers of at most `MOST_CITED` lines that hold most of a sentence's words, chosen
    greedily; words of the question count for nothing where there are others. Rarer among the lines
    is heavier."""
    there = [set(stems(one.dated)) for one in lines]
    new = set(content_stems(sentence)) - set(stems(question)) or set(content_stems(sentence))
    weights = {word: 1 / (1 + sum(word in own for own in there)) for word in new}
    total = sum(weights.values())
    chosen: list[int] = []
    while weights and len(chosen) < MOST_CITED:
        gains = [sum(weights[word] for word in own & weights.keys()) for own in there]
        best = max(range(len(gains)), key=gains.__getitem__, default=-1)
        if best < 0 or gains[best] < ADDS * total:
            break
        chosen.append(lines[best].number)
        weights = {word: one for word, one in weights.items() if word not in there[best]}
    return tuple(sorted(chosen))


def content_stems(text: str) -> list[str]:
    """The stems of a text's words, each once in their order, without function words."""
    words = (word for word in text.replace("’", "'").split())
    kept = (word for word in words if word.strip(".,;:!?()\"“”'").lower() not in FUNCTION_WORDS)
    return list(dict.fromkeys(chain.from_iterable(map(stems, kept))))
