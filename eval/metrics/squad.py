"""How SQuAD's official script compares answers (Rajpurkar et al., 2016, evaluate-v1.1.py)."""

from __future__ import annotations

import re
import string
from collections import Counter

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normal(text: str) -> str:
    """The text in small letters without punctuation, articles and surplus white space."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, gold: str) -> float:
    """1 if both are the same when normalised, else 0."""
    return float(normal(prediction) == normal(gold))


def token_f1(prediction: str, gold: str) -> float:
    """Harmonic mean of precision and recall over the normalised tokens, each counted, 0..1."""
    ours, theirs = normal(prediction).split(), normal(gold).split()
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def holds(text: str, gold: str) -> bool:
    """Whether the normalised gold stands in the normalised text, between whole tokens.

    A gold of which nothing is left when normalised stands in no text.
    """
    wanted = normal(gold)
    return bool(wanted) and f" {wanted} " in f" {normal(text)} "
