"""Words that lead to what a question is about: "back to the ferry, when does it sail?"."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.sentences import sentence_spans
from qa.text.lexicon import AUXILIARY, QUESTION_WORD, TELLING

_WORDS_BEFORE = (
    r"(?:actually|alright|and|anyway|brilliant|but|cheers|dear|great|if i may|just|lol|no|now|oh|ok"
    r"|okay|please|quickly|really|right|rip|so|sorry|thank you|thanks|then|well|wow|yes"
    r"|let(?:['’]?s| me| us))"
)
_ASKS_FOR_IT = r"(?:to|(?:can|could|may|might|shall) (?:i|we))"
"""Before "go back to" it may tell of going: "Can we go back to work?"."""
_GO = r"(?:go(?:ing)?|com(?:e|ing)|get(?:ting)?|turn(?:ing)?|circl(?:e|ing)|jump(?:ing)?)"
_BACK = rf"(?:(?:{_GO} )?back|return(?:ing)?) to "
_OPENS = re.compile(
    rf"\W*(?:{_WORDS_BEFORE}\b[\s,.!?–-]*)*+(?P<is_asked_for>{_ASKS_FOR_IT} )?{_BACK}",
    re.IGNORECASE,
)
_BEHIND = r"(?: (?:again|now|then|please|quickly|lol|though|for a (?:moment|minute|second|bit)))?"
_LONGEST = 60
"""Characters of what is led back to."""
_APART = re.compile(rf"(?P<topic>[^:,;]{{2,{_LONGEST}}}?){_BEHIND}(?:[:,;]| [-–—]+) (?P<rest>\S.*)")
_ENDED = re.compile(
    rf"(?P<topic>[^:,;]{{2,{_LONGEST}}}?){_BEHIND}(?<=[\w’'-]{{2}})[.!?]+ "
    rf"(?P<rest>(?:(?:and|but|so) )?(?:{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b.*|[^,.?!]+\?)",
    re.IGNORECASE,
)
"""In a sentence of its own: "Ok, back to the ferry. When does it sail?"."""
_RUN_ON = re.compile(
    rf"(?P<topic>(?:(?! {QUESTION_WORD}\b)[^:,;.!?]){{2,{_LONGEST}}}?){_BEHIND} "
    rf"(?P<rest>{QUESTION_WORD}(?:['’]?s)?\b.*)",
    re.IGNORECASE,
)

_TURN = re.compile(
    r"^\W*(?:(?:and|but|so|now|well|ok|okay)\W+)?"
    r"(?:as for|regarding|on the subject of|about"
    r"|(?:what|how) about(?!\s+(?:that|this|it|now|them|him|her|you|me)\b)"
    rf"(?=[^,:]*[,:]\s+(?:what|when|why|how|(?:where\s+)?{AUXILIARY})\b))"
    rf"\s+(?P<topic>[^:,]{{2,60}})(?:[:,]|\s[-–—](?=\s+(?:{QUESTION_WORD}|{AUXILIARY})\b))"
    r"\s+(?P<rest>.+)$"
    rf"|^(?:(?:and|but|so|now|well|ok|okay)\b[\s,]*+)*+(?!\W*(?:{QUESTION_WORD}|{AUXILIARY})\b)"
    r"(?P<label>[^:?]{2,40}):\s+(?P<asked>.+)$",
    re.IGNORECASE | re.DOTALL,
)


class Return(NamedTuple):
    """A question that is led to what it is about."""

    topic: str
    """What that is, as it was said."""
    question: str
    """What is asked of it."""
    is_plain: bool = True
    """Whether it can hardly be meant otherwise; else only where that was spoken of."""


def return_of(text: str) -> Return | None:
    """What a question is led back to; None where it is not."""
    line = " ".join(text.split())
    opens = _OPENS.match(line)
    if not opens:
        return None
    behind = line[opens.end() :]
    spans = sentence_spans(behind)
    sentence = behind[: spans[0][1]] if spans else ""
    if found := _APART.fullmatch(sentence):
        rest = found["rest"] + behind[len(sentence) :]
    elif found := _ENDED.match(behind) or _RUN_ON.fullmatch(sentence):
        rest = found["rest"]
    else:
        return None
    return Return(found["topic"], rest, is_plain=not opens["is_asked_for"])


def turn_of(text: str) -> Return | None:
    """What a question names first as what it is about: "As for the ferry, when does it sail?"; None
    where it names nothing first."""
    found = _TURN.match(text)
    if not found:
        return None
    return Return((found["topic"] or found["label"]).strip(), found["rest"] or found["asked"])
