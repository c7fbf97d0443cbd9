"""Whether a question is in English, which the reader and the rules for words were made for."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from qa.text.lexicon import FUNCTION_WORDS

LEAST_WORDS = 4
"""A shorter question is mostly names, and says little of its language."""
LEAST_SHARE = 1 / 3
"""Of a question's words; with so many English function words it is English."""
SURE = 0.9

NOTICE = "The question does not seem to be in English; it is read less well than one that is."


def is_foreign(text: str) -> bool:
    """Whether `text` is surely in another language than English."""
    words = re.findall(r"\w+", text.lower())
    spaceless = re.search(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{4}", text)
    if len(words) < LEAST_WORDS and not spaceless:
        return False
    if sum(word in FUNCTION_WORDS for word in words) >= LEAST_SHARE * len(words):
        return False
    language, probability = _identifier().classify(text)
    return bool(language != "en" and probability >= SURE)


@cache
def _identifier() -> Any:
    """Loaded only for the few questions that need it: it takes a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
