"""What a question is about, without the words that only ask for a form: "the cod quota dispute"
of "Summarise the cod quota dispute"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.words import MONTHS, WEEKDAYS
from qa.text.lexicon import FUNCTION_WORDS

_ASKING_WORDS = """
    also chronology give happen happened happening happens hey hi instead latest ok okay
    overview please pls plz quick quickly recap separately show sum summaries summarise
    summarize summary tell timeline unfold unfolded updates whats
"""
ASKING_WORDS = frozenset(_ASKING_WORDS.split())
"""Words that only ask for an answer, wherever they stand."""
_FRAME_WORDS = """
    account affair agree anything article articles background basics brief briefly came
    chronological chronologically collection come compare comparison course coverage date dates
    detail details develop developed development developments differ difference differences
    different digest document documents else everything evolve evolved exactly explain
    explanation file files first follow following full general get go goes going headlines history
    information know known last learn list main mention mentioned mentions month months name new
    newest news now order page pages piece pieces point points recent recently report reported
    reports review said say says sequence short something stage stages step steps stor
    stories story talk tells text texts thing things time today topic topics trace update way week
    weeks went what write written year years
"""
FRAME_WORDS = ASKING_WORDS | frozenset(_FRAME_WORDS.split())
"""Words that ask for a form of answer or speak of the collection, not of what happened, where they
open or end a question."""
_NEWS = "(?:headlines|news|stories)"
_TOP_NEWS = (
    rf"(?:(?:\d+ )?(?i:top|main|big|biggest|key|most important)(?: \d+)? {_NEWS}"
    rf"|(?i:{_NEWS} of the (?:day|week|month|year)))"
)
_FRAMES = re.compile(
    r"\b(?:(?i:(?:lead|run|take|talk|walk) (?:me|us) through|catch (?:me|us) up(?: on)?"
    r"|(?:did|have|has) (?:i|we) miss(?:ed)?|lately|(?:news|weekly) round-?up)|[Rr]ight now"
    rf"|{_TOP_NEWS})\b"
)
"""Such words together; "News" is a name ("Marrow News")."""
_ASKS_FOR_NEWS = re.compile(rf"\b{_TOP_NEWS}\b")
_DAYS = re.compile(rf"(?:\d|\s|{'|'.join((*MONTHS, *WEEKDAYS))})*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w’'.&/-]*\w|\w")


def topic_of(question: str, besides: Iterable[str] = ()) -> str:
    """The words that say what is asked about, from the first to the last of them; empty where
    the question has none ("What is the latest news?").

    Args:
        besides: Words of the question that say something else, such as its days.
    """
    for other in filter(None, besides):
        question = re.sub(rf"(?<!\w){re.escape(other)}(?!\w)", " ", question, flags=re.IGNORECASE)
    question = _FRAMES.sub(" ", question)
    words = [match for match in _WORD.finditer(question) if not _is_frame(match[0])]
    return question[words[0].start() : words[-1].end()] if words else ""


def asks_for_top_news(question: str) -> bool:
    """Whether it asks for the news as such: not how much there is of it, by whom, about whom."""
    small = question.casefold()
    if "how many" in small or not _ASKS_FOR_NEWS.search(small):
        return False
    return bool(_DAYS.fullmatch(topic_of(small)))


def names_top_news(question: str) -> bool:
    """Whether it has the words for the news that count most, whatever it asks of that."""
    return bool(_ASKS_FOR_NEWS.search(question.casefold()))


def _is_frame(word: str) -> bool:
    small = re.sub(r"[’']s$", "", word.casefold())
    return small in FRAME_WORDS or small in FUNCTION_WORDS
