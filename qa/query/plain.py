"""A question without what people put around it: courtesy, shouting, what they tell of themselves.

"HI! COULD YOU TELL ME WHO THE MAYOR IS???" asks "who the mayor is?". What people tell of
themselves around the question is something that was said before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.sentences import sentence_spans
from qa.query.courtesy import behind_courtesy, ordered, turned, unbegged, without_courtesy
from qa.query.statement import as_question, asked_of_told
from qa.query.told import first_asking, is_tag, is_told, last_asking, may_ask
from qa.question import MAX_CHARACTERS, Question, Turn
from qa.text.common_words import common_words

_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\u20e3]*"
    r"|(?<!\w)[:;]-?[()DPp](?!\w)"
)
_EMOJI_WITHIN = re.compile(rf"(?<=\w)\s*(?:{_EMOJI.pattern})\s*(?=\w)")
_QUESTION_MARKS = re.compile(r"[!?\s]*\?[!?\s]*")
_EXCLAMATION_MARKS = re.compile(r"!{2,}")
_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(
    r"(?:(?!\s-+\s|(?<=\s)\()[^.,;:!?–—]|(?<=\w)[.,:](?=\w)|(?<=\b[A-Z])\.)+"
    r"(?:[.,;:!?–—\s]|(?<=\s)-(?=\s)|(?<=\s)\()*"
)


def plain_question(question: Question) -> Question:
    """The question as it is to be read; what is told around it is one more turn of the history."""
    story, text = story_and_question(question.line)
    text = text[:MAX_CHARACTERS]
    said = (*question.history, Turn("user", story)) if story else question.history
    return question if text == question.text else replace(question, text=text, history=said)


def story_and_question(text: str) -> tuple[str, str]:
    """What is told around what a person asks, empty where nothing is; and what is asked, plain."""
    before, asked, behind = split_story(plain_text(text))
    sentences = [before[start:end] for start, end in sentence_spans(before)]
    for number in reversed(range(len(sentences))):
        if whole := asked_of_told(asked, sentences[number]):
            return " ".join([*sentences[:number], *sentences[number + 1 :], behind]).strip(), whole
    return f"{before}{behind}".strip(" ,;–—-()"), as_question(asked)


def plain_text(text: str) -> str:
    """The text with one question mark for many, without emoji, and not in capitals alone."""
    plain = _EXCLAMATION_MARKS.sub("!", _EMOJI.sub(" ", _EMOJI_WITHIN.sub(", ", text)))
    plain = " ".join(_QUESTION_MARKS.sub("? ", plain).split())
    if plain.isupper() and len(plain.split()) > 2:
        plain = _WORD.sub(lambda word: _lowercased(word[0]), plain)
    return plain or text


def split_story(text: str) -> tuple[str, str, str]:
    """What is told before the question, the question without courtesy, and what is told behind it.

    Where there is nothing but courtesy, the question is all of it.
    """
    clauses = without_courtesy(_CLAUSE.findall(text))
    if not clauses:
        return "", text, ""
    for number, clause in enumerate(clauses):
        if asked := behind_courtesy(clause):
            before, question = clauses[:number], [turned(asked), *clauses[number + 1 :]]
            break
    else:
        first = first_asking(clauses)
        before, question = clauses[:first], clauses[first:]
        if not before and not any(may_ask(ordered(clause)) for clause in clauses):
            return "", unbegged(text), ""  # "thanks, that helped"
    if not is_told("".join(before)) or is_tag("".join(question)):
        before, question = [], [*before, *question]
    last = last_asking(question)
    question, behind = question[:last], question[last:]
    return "".join(before), ordered("".join(question).strip(" ,;–—-(")), "".join(behind)


def _lowercased(word: str) -> str:
    """A word of a question in capitals, with one if it may be a name."""
    small = word.lower()
    return small if small in common_words() or len(word) < 3 else word.capitalize()
