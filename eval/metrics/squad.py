"""Answers compared as SQuAD's official script does (Rajpurkar et al., 2016, evaluate-v1.1.py)."""

from __future__ import annotations

import re
import string
from collections import Counter

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_OTHER_PUNCTUATION = str.maketrans("", "", re.sub("[.,]", "", string.punctuation))
_OUTSIDE_FIGURES = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")
_BEYOND_ASCII = re.compile(r"[^\w\s\x00-\x7f]")


def normal(text: str) -> str:
    """The text in small letters without punctuation, articles and surplus white space."""
    return _tidy(text.translate(_PUNCTUATION))


def exact_match(prediction: str, gold: str) -> float:
    """1 if both are the same when normalised, else 0."""
    return float(normal(prediction) == normal(gold))


def token_f1(prediction: str, gold: str) -> float:
    """Harmonic mean of precision and recall of the normalised tokens, 0..1.

    F1 = 2 * shared / (tokens of the prediction + tokens of the gold); a token that occurs twice
    in both is shared twice.
    """
    ours, theirs = normal(prediction).split(), normal(gold).split()
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def contains(text: str, gold: str) -> bool:
    """Whether the normalised gold stands in the normalised text, between whole tokens.

    Unlike SQuAD's script, this keeps full stops and commas within figures, and takes punctuation
    that is not ASCII for a blank. A gold answer that is empty when normalised stands in no text.
    """
    wanted = _separated(gold)
    return bool(wanted) and f" {wanted} " in f" {_separated(text)} "


def _separated(text: str) -> str:
    """The text as `contains` compares it."""
    text = _BEYOND_ASCII.sub(" ", text.replace("’", "'"))
    return _tidy(_OUTSIDE_FIGURES.sub("", text).translate(_OTHER_PUNCTUATION))


def _tidy(text: str) -> str:
    return " ".join(_ARTICLES.sub(" ", text.lower()).split())
