"""What a question is about, without the words that only ask for a form: "the cod quota dispute"
of "Summarise the cod quota dispute"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.text.lexicon import FUNCTION_WORDS

_FRAME_WORDS = """
    account affair agree also anything article articles background basics brief briefly came
    chronological chronologically chronology collection come compare comparison course coverage
    date dates detail details develop developed development developments differ difference
    differences different digest document documents else everything evolve evolved exactly
    explain explanation file files first follow following full general get give go goes going
    gone happen happened happening happens hey hi history information instead know known last
    latest learn list main mention mentioned mentions month months name new newest news now ok
    okay order overview page pages piece pieces please pls plz point points quick quickly recap
    recent recently report reported reports review run said say says separately sequence short
    show something stage stages step steps stor stories story sum summaries summarise summarize
    summary switching talk tell tells text texts thing things time timeline today topic topics
    trace unfold unfolded update updates walk way week weeks went what whats write written
    year years
"""
FRAME_WORDS = frozenset(_FRAME_WORDS.split())
"""Words that ask for a form of answer or speak of the collection, not of what happened."""
_WORD = re.compile(r"[^\W_][\w’'.&/-]*\w|\w")


def topic_of(question: str, besides: Iterable[str] = ()) -> str:
    """The words that say what is asked about, from the first to the last of them; empty where
    the question has none ("What is the latest news?").

    Args:
        besides: Words of the question that say something else, such as its days.
    """
    for other in besides:
        question = question.replace(other, " ") if other else question
    words = [match for match in _WORD.finditer(question) if not _is_frame(match[0])]
    return question[words[0].start() : words[-1].end()] if words else ""


def _is_frame(word: str) -> bool:
    small = re.sub(r"[’']s$", "", word.casefold())
    return small in FRAME_WORDS or small in FUNCTION_WORDS
