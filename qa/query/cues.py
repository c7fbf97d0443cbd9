"""What a question's words tell of the kind of answer that is wanted, as names of cues.

A cue is a word, or says where a word stands: "^who" opens the question, "^how many" does so with
the word after it, "which -s" stands for "which" before a plural. `qa.query.kind` weighs them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.sentences import sentence_spans
from qa.text.lexicon import AUXILIARY, PREPOSITION, QUESTION_WORD

_ASKING = re.compile(rf"(?:{PREPOSITION}\s+)?(?:{QUESTION_WORD}|{AUXILIARY})\b.*|.*\?\W*", re.I)
_FILLER = re.compile(
    r"(?:(?:and|but|so|ok|okay|well|now|then|also|please|hi|hello|hey|thanks|thank you|great|good|"
    r"sorry|yes|no|oh|excuse me|i see)\b[\s,.!:;–—-]*)+(?=\w+\W+\w)",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"(?:please|kindly|tell|let|show|explain|i|can|could|would|will|do|may)\b"
    rf"(?:(?!\b(?:{QUESTION_WORD}|if|whether)\b)[^.?!]){{0,50}}"
    rf"\b(?=(?:(?:{PREPOSITION})\s+)?(?:{QUESTION_WORD}|if|whether)\b)",
    re.IGNORECASE,
)
"""What makes a question indirect: "Could you tell me" before "when it opened"."""
_CONTRACTED = re.compile(r"(?<=\w)(?:['’](?=s\b)|(?=n['’]t\b))")
_SHORT = {"s": "is", "n't": "not", "n’t": "not", "whats": "what is", "wheres": "where is"}
_WORD = re.compile(r"n['’]t\b|\w+", re.IGNORECASE)
_PLURAL = re.compile(
    r"(?!is|was|does|has|this|its|news|series|as)[a-z]{2,}[^\Wsui]s|people|men|women"
)
_COMPARED = re.compile(r"(?!other|number|whether|weather|september|october|november|december)\w+er")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LENGTHS = (1, 2, 3, 5, 8, 13)


def cues_of(text: str) -> frozenset[str]:
    """The cues of a question; case, marks and politeness around it do not count.

    Of several sentences, what stands before the last one that asks is background.
    """
    core = _core(text)
    filler = _FILLER.match(core)
    said = filler[0] if filler else ""
    words = _words(_INDIRECT.sub("", core.removeprefix(said), count=1))
    found = {
        *words,
        *(f"{word}," for word in _words(said)),
        *(f"^{' '.join(words[:n])}" for n in (1, 2) if len(words) >= n),
    }
    for word, following in pairwise(words):
        if _PLURAL.fullmatch(following) and word not in ("is", "was"):
            found.add(f"{word} -s")
        if following == "than" and _COMPARED.fullmatch(word):
            found.add("-er than")
    found.update("-er" for word in words if _COMPARED.fullmatch(word))
    found.update(f"{n} years" for n in [sum(bool(_YEAR.fullmatch(word)) for word in words)] if n)
    found.add(f"{sum(len(words) > most for most in _LENGTHS)} long")
    return frozenset(found)


def _core(text: str) -> str:
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    asking = [place for place, one in enumerate(sentences) if _ASKING.fullmatch(one)]
    return " ".join(sentences[asking[-1] if asking else 0 :])


def _words(text: str) -> list[str]:
    parts = _WORD.findall(_CONTRACTED.sub(" ", text.lower()))
    return " ".join(_SHORT.get(part, part) for part in parts).split()
