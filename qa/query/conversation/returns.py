"""Words that lead back to what was spoken of: "back to the ferry, when does it sail?"."""

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


class Return(NamedTuple):
    """A question that is led back to something."""

    topic: str
    """What it is led back to, as it was said."""
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
