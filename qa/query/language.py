"""Whether a question is in English, which the reader and the rules for words were made for."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from qa.text.lexicon import FUNCTION_WORDS

LEAST_WORDS = 3
"""A shorter question is mostly names, and says little of its language."""
LEAST_SHARE = 1 / 3
"""Of a question's words; with so many English function words it is English."""
SURE = 0.5
"""Least probability of another language. Of 4,400 English questions, none came to more than .45
for another; of 28 short ones in other languages, 23 are told by it or by their letters."""

_ENGLISH = ("en", "pcm")
"""Nigerian Pidgin has the words of English: "Did anybody get hurt?" is taken for it."""
_NAMES = {
    "ar": "Arabic", "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-zÀ-ɏ]")


def foreign_language(text: str) -> str | None:
    """The language of `text` where it is surely not English, such as "German"; else None.

    "another language" where it is not one of the better known.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    letters = "".join(words)
    is_of_other_script = 2 * len(_OTHER_SCRIPT.findall(letters)) > len(letters)
    if len(words) < LEAST_WORDS and not (is_of_other_script and len(letters) > LEAST_WORDS):
        return None
    if sum(word in FUNCTION_WORDS for word in words) >= LEAST_SHARE * len(words):
        return None
    language, probability = _identifier().classify(text)
    if is_of_other_script or (language not in _ENGLISH and probability >= SURE):
        return _NAMES.get(language, "another language")
    return None


def language_notice(language: str) -> str:
    """What a person should know who asked in it."""
    return (
        f"The question seems to be in {language}. The articles are searched and read in English: "
        "ask in English for a surer answer."
    )


@cache
def _identifier() -> Any:
    """Loaded only for the few questions that need it: it takes a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
