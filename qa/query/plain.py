"""A question without what people put around it: courtesy, shouting, a story told first.

"HI! COULD YOU TELL ME WHO THE MAYOR IS???" asks "who the mayor is?". What is told in the first
person before the question is something that was said before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.query.statement import as_question
from qa.question import MAX_CHARACTERS, Question, Turn
from qa.text.common_words import common_words
from qa.text.lexicon import AUXILIARY, PREPOSITION, QUESTION_WORD, TELLING

_CALLS = "hi hello hey hiya please pls plz kindly um umm uh uhm erm hmm"
"""Before or behind a question they say nothing."""
_MARKING = """
    greetings thanks thank thx cheers sorry excuse bother trouble mind appreciate appreciated
    grateful well ok okay yeah morning afternoon evening question
"""
_NOTING = """
    ah aha alright amazing brilliant clear cool enough excellent fair fine fun got great haha
    interesting lovely makes nice noted oh perfect right see sense sure understood wonderful wow
"""
_TAKING_NOTE = frozenset(_NOTING.split())
"""What an answer is taken note of with, before a question: "great, and when does it open?"."""
_MARKS = frozenset([*_CALLS.split(), *_MARKING.split()])
"""A clause of nothing but courtesy has one of them."""
_ASKING_WORDS = """
    tell say explain know ask asking learn out remember recall understand wonder wondering wondered
    curious
"""
_ASKING = frozenset(_ASKING_WORDS.split())
"""Courtesy with one of them leads up to what is asked: "do you know", "I was wondering if"."""
_COURTEOUS = """
    a actually advance again all also am and another any anybody anyone anything anyway be been but
    by can chance could d day dear do does don dont else everyone everything find folks for good
    happen have help i if in interested is it its just let like ll lot love m many may maybe me
    might more much need not now one perhaps possible possibly quick quickly really s so somebody
    someone something t that the there this time to too us very want wanted was we what whether will
    would you your
"""
_COURTESY = _MARKS | _ASKING | frozenset(_COURTEOUS.split())
"""Words of which courtesy is made."""

_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\u20e3]*"
    r"|(?<!\w)[:;]-?[()DPp](?!\w)"
)
_QUESTION_MARKS = re.compile(r"[!?\s]*\?[!?\s]*")
_EXCLAMATION_MARKS = re.compile(r"!{2,}")
_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"(?:[^.,;:!?–—]|(?<=\w)[.,:](?=\w)|(?<=\b[A-Z])\.)+[.,;:!?–—\s]*")
_ASKED = re.compile(
    rf"(?:(?!about\b){PREPOSITION}\s+)?(?:{QUESTION_WORD}|if|whether)\b", re.IGNORECASE
)
_ABOUT = re.compile(r"(?:about|on)\s+\w", re.IGNORECASE)
_WHETHER = re.compile(
    rf"^(?:if|whether)\s+((?:[\w’'-]+\s+){{1,7}}?)({AUXILIARY})\s+(?=\w)", re.IGNORECASE
)
_ORDER = re.compile(
    rf"^(?:can|could|would|will)\s+you\s+(?:(?:please|kindly|possibly|just)\s+)?(?={TELLING}\b)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"^(?:(?:{'|'.join(_CALLS.split())})\b[\s,]+)+(?:(?:so|yeah|like)\b[\s,]+)*|^anyway\b[\s,]*",
    re.IGNORECASE,
)
_BEGGED = re.compile(r"[\s,]+(?:please|pls|plz)(?=\W*$)", re.IGNORECASE)
_THANKED = re.compile(r"[\s,]+(?:thanks|thank you|thx)(?=\W*$)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:i|my|me|we|our)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<=\w\s)(?<![.!?,;:]\s)I\b(?![’'])")
"""The first of something, such as "Artemis I"; "when I" looks the same but for the capital."""
_ENDS = re.compile(r"[.!?:;]\W*$")
_IS_ASKED = re.compile(
    rf"^\W*(?:(?:and|but|so|anyway),?\s+)?(?:{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b|\?\W*$",
    re.IGNORECASE,
)
_LEAST_WORDS = 5
"""Words of a story."""
_TOLD_BEHIND = re.compile(r"(?<=\?)\s+(?:I|I[’']\w+|My|We|We[’']\w+|Our)\s[^?]*$", re.IGNORECASE)
"""What is told in the first person behind a question …"""
_BEARS_ON_IT = re.compile(
    r"\d|(?<!^)\b(?!I\b)[A-Z]|\b(?:mean|meant|ask(?:ed|ing)?|said|talking|referring|thought|need|"
    r"want|wanted|like|only|also|just|prefer|looking|interested)\b"
)
"""… unless it says what the question means, wishes something or names something."""


def plain_question(question: Question) -> Question:
    """The question as it is to be read; a story told before it is one more turn of the history."""
    story, text = story_and_question(question.line)
    text = text[:MAX_CHARACTERS]
    said = (*question.history, Turn("user", story)) if story else question.history
    return question if text == question.text else replace(question, text=text, history=said)


def story_and_question(text: str) -> tuple[str, str]:
    """What is told before what a person typed, empty where nothing is; and what they ask, plain."""
    story, asked = split_story(plain_text(text))
    return story, as_question(asked)


def plain_text(text: str) -> str:
    """The text with one question mark for many, without emoji, and not in capitals alone."""
    plain = _EXCLAMATION_MARKS.sub("!", _EMOJI.sub(" ", text))
    plain = " ".join(_QUESTION_MARKS.sub("? ", plain).split())
    if plain.isupper() and len(plain.split()) > 2:
        plain = _WORD.sub(lambda word: _lowercased(word[0]), plain)
    return plain or text


def split_story(text: str) -> tuple[str, str]:
    """What is told before the question, empty where nothing is; and the question without courtesy.

    Where there is nothing but courtesy, the question is all of it.
    """
    clauses = _without_courtesy(_CLAUSE.findall(text))
    before: Sequence[str]
    question: Sequence[str]
    if not clauses:
        return "", text
    for number, clause in enumerate(clauses):
        if asked := _behind_courtesy(clause):
            before, question = clauses[:number], [_turned(asked), *clauses[number + 1 :]]
            break
    else:
        if not any(_IS_ASKED.search(_ordered(clause)) for clause in clauses):
            return "", _BEGGED.sub("", text)  # "thanks, that helped"
        before, question = _split_at_question(clauses)
    story = "".join(before).strip()
    if len(story.split()) < _LEAST_WORDS or not _is_in_first_person(story):
        story, question = "", [*before, *question]
    asked = _TOLD_BEHIND.sub(_what_bears_on_it, "".join(question).strip(" ,;–—"))
    return story, _ordered(asked)


def _without_courtesy(clauses: Sequence[str]) -> list[str]:
    """The clauses that say something; where courtesy bears the question mark, it is theirs."""
    kept: list[str] = []
    for place, clause in enumerate(clauses):
        if not kept and place + 1 < len(clauses) and _takes_note(clause):
            continue
        if not _is_courtesy(clause):
            kept.append(clause)
        elif kept and "?" in clause:
            kept[-1] = f"{kept[-1].rstrip(' ,;:–—')}? "
    return kept


def _is_courtesy(clause: str) -> bool:
    words = {word.casefold() for word in _WORD.findall(clause)}
    leads_up = words & _ASKING and clause.rstrip().endswith(",")  # "tell me, "
    return words <= _COURTESY and bool(words & _MARKS or leads_up)


def _takes_note(clause: str) -> bool:
    """Whether it is "I see." or "great," before a question; "Nice" may be the town."""
    words = _WORD.findall(clause)
    small = {word.casefold() for word in words}
    is_end = (
        clause.rstrip().endswith((",", ".", "!")) and "now" not in small and "Nice" not in words
    )
    return is_end and small <= _COURTESY | _TAKING_NOTE and bool(small & _TAKING_NOTE)


def _behind_courtesy(clause: str) -> str:
    """What is asked in a clause that opens with courtesy; empty where it does not."""
    said: set[str] = set()
    for match in _WORD.finditer(clause):
        rest = clause[match.start() :]
        if said & _ASKING:
            if _ASKED.match(rest):  # "whether you know who": courtesy may go on
                return _behind_courtesy(_ASKED.sub("", rest, count=1)) or rest
            if _ABOUT.match(rest):
                return f"Tell me {rest}"
        if match[0].casefold() not in _COURTESY:
            break
        said.add(match[0].casefold())
    return ""


def _turned(asked: str) -> str:
    """ "Has the tram opened" for "whether the tram has opened"."""
    found = _WHETHER.match(asked)
    return f"{found[2].capitalize()} {found[1]}{asked[found.end() :]}" if found else asked


def _split_at_question(clauses: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """What asks at the end, and what stands before it, unless that asks as well."""
    ends = [number for number, clause in enumerate(clauses[:-1], 1) if _ENDS.search(clause)]
    last = ends[-1] if ends else 0
    if any("?" in clause for clause in clauses[:last]) or not _IS_ASKED.search(
        "".join(clauses[last:])
    ):
        return [], clauses
    return clauses[:last], clauses[last:]


def _is_in_first_person(story: str) -> bool:
    return bool(_FIRST_PERSON.search(_NUMBERED.sub("", story)))


def _what_bears_on_it(told: re.Match[str]) -> str:
    return told[0] if _BEARS_ON_IT.search(told[0].strip()) else ""


def _ordered(question: str) -> str:
    """The question without a call before it or thanks behind, and "can you ..." as an order."""
    return _BEGGED.sub("", _THANKED.sub("", _ORDER.sub("", _CALLED.sub("", question))))


def _lowercased(word: str) -> str:
    """A word of a question in capitals, with one if it may be a name."""
    small = word.lower()
    return small if small in common_words() or len(word) < 3 else word.capitalize()
