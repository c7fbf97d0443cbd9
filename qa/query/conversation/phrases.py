"""Noun phrases of a text: "the sea wall", "Dr. Senna Marlock", "seven games".

Found by function words, capitals and the list of verbs; a text is not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.text.lexicon import (
    AUXILIARY,
    FUNCTION_WORDS,
    MONTH,
    PREPOSITION,
    PRONOUNS,
    QUESTION_WORD,
    WEEKDAY,
)
from qa.text.word_classes import is_adjective, is_verb, may_be_verb

_TOKEN = re.compile(
    r"(?:[A-Z][a-z]{0,4}\.(?=\s+[A-Z0-9]))|[$£€]?\d(?:[\d.,]*\d)?[\w-]*"
    r"|[^\W_](?:[\w&-]|[’'.](?=\w))*[’']?|[^\w\s]"
)
"""A word, a short form with its stop ("Dr.", "St."), a figure ("2,560-pound"), or a mark."""
_DETERMINERS = frozenset(
    [
        *("the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "this", "that"),
        *(
            "these",
            "those",
            "some",
            "any",
            "each",
            "every",
            "no",
            "another",
            "other",
            "both",
            "all",
        ),
    ]
)
_PRONOUNS = frozenset([
    *(form for forms in PRONOUNS.values() for form in forms),
    *("i", "me", "you", "we", "us", "there", "who", "whom", "what", "which", "that", "this"),
    *("these", "those", "here", "then", "one", "ones", "someone", "somebody", "anyone", "anybody"),
    *("everybody", "something", "anything", "nothing", "nobody", "everyone", "everything", "else"),
])  # fmt: skip
_BETWEEN = frozenset(["of", "the", "and", "&", "for", "de", "la", "von", "van", "al", "bin", "del"])
"""Small words within a name: "Bank of England"."""
_JOINING = frozenset(["of", "in", "on", "at", "for", "to", "from", "with", "against", "between"])
"""Prepositions that may lead from a noun to what belongs to it."""
_ALSO_WORDS = "march|may"
"""What means something else in small letters."""
_TIME = re.compile(rf"(?!(?:{_ALSO_WORDS})$)(?i:{MONTH}|{WEEKDAY})|(?:19|20)\d\d")
_TIME_WORDS = frozenset(["early", "late", "mid", "last", "next", "this", "night", "morning"])
_WEEKDAY = re.compile(WEEKDAY)
_BEFORE_DAY = _DETERMINERS | _TIME_WORDS | {"coming", "following", "past", "previous"}
"""What stands before the day it speaks of: "the following Sunday"."""
_PARTS_OF_DAY = frozenset(["afternoon", "evening", "morning", "night"])
_SPAN = re.compile(
    r"(?:the |an? |th(?:is|at|ese|ose) )?(?:(?:past|last|next|same|previous|following|coming|few"
    r"|first|final|early|late|recent|\d+|two|three|four|five|six)\s+)*"
    r"(?:(?:end|start|beginning|middle|rest)(?: of .*)?|(?:year|month|week|day|hour|minute|decade"
    r"|century|weekend|night|morning|afternoon|evening)s?(?: (?:ago|before|earlier|later))?)",
    re.IGNORECASE,
)
"""A stretch of time without a name: "the past month"."""
_CONTRACTED = re.compile(
    r"(?:[Ww](?:ho|hat|hen|here|hich|hy)|[Hh]ow|[Hh]e|[Ss]he|[Ii]t|[Tt]?[Hh]ere)[’'](?:s|re)"
)
"""A pronoun with its verb in one word; "US's" and "WHO's" are names."""
_CLOSED = re.compile(
    rf"(?:{AUXILIARY}|{PREPOSITION}|{QUESTION_WORD}|not|be|been|being|doing|done|going|gone|ago|during"
    r"|without|within|through|against|between|among|behind|near|around|along|across|above|below"
    r"|beyond|inside|outside|into|onto|towards?|despite|upon"
    r"|per|versus|vs|via|as|if|than|so|because|although|though|whereas|unless|amid|however|meanwhile"
    r"|and|or|but|while|also|just|only|very|too|really|exactly|ever|never|again|still|yet|already"
    r"|else|now|today|yesterday|tomorrow|back|up|out|off|down|away|over|please|tell|about|like"
    r"|according|long|much|many|far|often|how|some|such|s|say|says|said|mean)$",
    re.IGNORECASE,
)
"""Words of no noun phrase."""

_WAITS_FOR_VERB = re.compile(r"did|does|do|can|could|will|would|should|must", re.IGNORECASE)
_ADJECTIVES = frozenset(["old", "new", "right", "next", "last", "first", "same", "own", "late"])
"""Those that the list of adjectives lacks, since they seldom end a clause."""
_LIKE_ADJECTIVE = re.compile(r"[a-z]+(?:al|ic|ive|ous|ful|less|able|ible|ish|est)")
"""What is mostly an adjective where "and" and another one follow."""
_BEFORE_SECOND = re.compile(r"more|most|less|least|very|\w+ly|\w+ed")
"""What may stand between "and" and a second adjective: "most heavily guarded"."""
_ADVERB = re.compile(r"not|ever|also|still|already|really|just|first|then|now|\w+ly")
_SO_LONG = re.compile(r"\d[\d.,]*-(?:year|month|week|day|hour|minute|mile|foot|inch|pound|ton)")
"""What a noun of its own is still to follow: "his 10-year, $700 million contract"."""
_BASE = frozenset(["be", "have", "do", "say"])


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark of a text and where it stands there."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """In small letters, without a possessive ending."""
        return re.sub(r"[’']s?$", "", self.text.lower())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase and where it stands in its text."""

    text: str
    start: int
    end: int
    determiner: str
    """In small letters; empty where it has none."""
    is_name: bool
    """Whether a word in it is a name."""

    @property
    def bare(self) -> str:
        """Without determiner and possessive ending."""
        bare = self.text[len(self.determiner) :].strip() if self.determiner else self.text
        return re.sub(r"[’']s?$", "", bare)

    @property
    def words(self) -> frozenset[str]:
        """The words that say something, in small letters, without possessive endings."""
        return content_words(self.text)

    @property
    def head(self) -> str:
        """The noun that it is about, in small letters: the last before "of", "in" …"""
        words = [word.lower for word in words_of(self.bare)]
        ends = (place for place, word in enumerate(words) if place and word in _JOINING)
        return words[next(ends, len(words)) - 1] if words else ""

    @property
    def parts(self) -> tuple[Phrase, ...]:
        """The phrases that belong to its noun: "Ostrel" of "the hospital in Ostrel"."""
        if self.is_name and self.name in (self.text, self.bare):
            return ()
        words = words_of(self.text)
        for place, word in enumerate(words[:-1]):
            if place and word.text in _JOINING:
                return self._cut(word.end, len(self.text))
            if re.search(r"s[’']$|[’']s$", word.text):
                return self._cut(0, word.end)
        return ()

    def _cut(self, start: int, end: int) -> tuple[Phrase, ...]:
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return tuple(
            replace(
                one,
                start=self.start + start + one.start,
                end=self.start + start + one.end,
                is_name=one.is_name or (start > 0 and one.text[0].isupper()),
            )
            for one in noun_phrases(self.text[start:end])
        )

    @property
    def name(self) -> str:
        """The name at its end: "Doug Ramsey" of "the firm's Doug Ramsey"; empty without one."""
        words = words_of(re.sub(r"[’']s?$", "", self.text))
        last = first = len(words)
        while first and (
            words[first - 1].text[0].isupper()
            or (first < last and words[first - 1].lower in _BETWEEN and first > 1)
        ):
            first -= 1
        while first < last and words[first].text[0].islower() and words[first].lower != "the":
            first += 1
        if first == last or any(word.text in _JOINING for word in words[:first]):
            return ""
        return self.text[words[first].start : words[-1].end]

    @property
    def is_time(self) -> bool:
        """Whether it names a day, a month or a year: "12 November 2024", "late 2015"; or a stretch
        of time: "the past month"."""
        if _SPAN.fullmatch(self.text):
            return True
        words = [word.text for word in words_of(self.bare)]
        named = [word for word in words if _TIME.fullmatch(word)]
        others = [word for word in words if word not in named]
        return bool(named or words) and all(
            word.isdigit() or (named and word in _TIME_WORDS) for word in others
        )


@lru_cache(maxsize=4096)  # a conversation is read anew with each question
def words_of(text: str) -> tuple[Word, ...]:
    """Its words and marks, in order."""
    return tuple(Word(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """The words that say something, in small letters, without possessive endings."""
    words = (word.lower for word in words_of(text) if word.text[0].isalnum())
    return frozenset(word for word in words if word and word not in FUNCTION_WORDS)


@lru_cache(maxsize=1024)
def noun_phrases(text: str) -> tuple[Phrase, ...]:
    """The noun phrases of a question or a sentence, in order, none within another.

    What belongs to a noun is part of it: "the hospital in Ostrel" is one, "the St. Orla" and
    "September 2025" are two.
    """
    words = words_of(text)
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        end = _end_of_phrase(words, place)
        if end is None:
            place += 1
            continue
        spans.append((place, end))
        place = end
    spans = [part for span in spans for part in _without_day(words, span)]
    spans = _with_second_adjective(words, spans)
    spans = [_without_predicate(words, _without_verb(words, span)) for span in spans]
    spans = [span for span in spans if not _is_predicate(words, span)]
    return tuple(_phrase(text, words, first, last) for first, last in _joined(words, spans))


def _without_day(words: Sequence[Word], span: tuple[int, int]) -> list[tuple[int, int]]:
    """A span, and apart from it the weekday at its end: "a deposition Thursday"."""
    first, last = span
    for place in range(first + 1, last):
        before, day, *behind = (word.text for word in words[place - 1 : last])
        is_noun = before.isalpha() and before.islower() and before not in _BEFORE_DAY
        is_day = _WEEKDAY.fullmatch(day) and _PARTS_OF_DAY.issuperset(behind)
        if is_day and is_noun and not _is_adjective(before):
            return [(first, place), (place, last)]
    return [span]


def _with_second_adjective(
    words: Sequence[Word], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The spans, one that ends with an adjective joined with that of the noun behind "and": "its
    political and economic crisis"."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and _goes_on(words, joined[-1], span):
            joined[-1] = joined[-1][0], span[1]
        else:
            joined.append(span)
    return joined


def _goes_on(words: Sequence[Word], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a span's last adjective belongs, with one behind "and", to the noun of the next."""
    last, next_ = words[one[1] - 1].text, words[other[0]].text
    between = [word.lower for word in words[one[1] : other[0]]]
    if one[1] - one[0] < 2 or between[:1] != ["and"] or not next_.islower():
        return False
    is_second = len(between) > 1 or (other[1] - other[0] > 1 and _is_attribute(words, other[0]))
    is_first = _is_adjective(last) or _is_attribute(words, one[1] - 1)
    return is_second and is_first and all(map(_BEFORE_SECOND.fullmatch, between[1:]))


def _is_attribute(words: Sequence[Word], place: int) -> bool:
    """Whether a word that ends as adjectives do follows whose it is, or stands behind "and"."""
    before = words[place - 1].text if place else ""
    is_placed = before.endswith(("'s", "’s", "s'", "s’")) or before == "and"
    like_one = _LIKE_ADJECTIVE.fullmatch(words[place].text)
    return is_placed and bool(like_one or _is_adjective(words[place].text))


def _without_verb(words: Sequence[Word], span: tuple[int, int]) -> tuple[int, int]:
    """The span without the verb that its auxiliary waits for: "did the repairs cost"."""
    first, last = span
    if first == 0 or not _WAITS_FOR_VERB.fullmatch(words[first - 1].lower):
        return span
    if last - first < 2 + (words[first].lower in _DETERMINERS) or _is_name(words, last - 1):
        return span
    behind = next((word.lower for word in words[last:] if not _ADVERB.fullmatch(word.lower)), "")
    is_late = may_be_verb(behind) or behind in _BASE
    goes_on = last + 1 < len(words) and behind in _JOINING and not is_verb(words[last - 1].lower)
    waits = any(may_be_verb(word.lower) or word.lower in _BASE for word in words[last + 1 :])
    if is_late or (goes_on and waits and _end_of_phrase(words, last + 1)):
        return span
    return first, last - 1


def _without_predicate(words: Sequence[Word], span: tuple[int, int]) -> tuple[int, int]:
    """The span without adjectives at its end: "was the experiment legal"."""
    first, last = span
    least = first + 1 + (words[first].lower in _DETERMINERS)
    while last > least and _is_adjective(words[last - 1].text):
        last -= 1
    return first, last


def _is_adjective(word: str) -> bool:
    if not word.islower():
        return False
    if word in _ADJECTIVES or _SO_LONG.fullmatch(word):
        return True
    return is_adjective(word) or any(map(is_adjective, _compared(word)))


def _compared(word: str) -> tuple[str, ...]:
    """What an adjective compared may be the comparative of: "heavy" of "heavier"."""
    if word in ("worse", "better"):
        return ("bad",)
    if word.endswith("est"):
        return (word[:-3], word[:-2], word[:-4]) if word[-4:] != "iest" else (f"{word[:-4]}y",)
    if not word.endswith("er"):
        return ()
    return (word[:-2], word[:-1], word[:-3]) if word[-3:] != "ier" else (f"{word[:-3]}y",)


def _is_predicate(words: Sequence[Word], span: tuple[int, int]) -> bool:
    """Whether it is a single adjective: "how old is he"."""
    first, last = span
    return last - first == 1 and _is_adjective(words[first].text)


def _end_of_phrase(words: Sequence[Word], place: int) -> int | None:
    """Behind the last word of the phrase that begins at `place`; None where none begins there."""
    end = place
    pair = [word.lower for word in words[place : place + 2]]
    if pair[0] in ("that", "this", "these", "those") and pair[1:] in (["a"], ["an"], ["the"]):
        return None  # "Is that a record?"
    while words[end].lower in _DETERMINERS and end + 1 < len(words) and end < place + 2:
        end += 1
    first = end
    while end < len(words) and _is_part(words, first, end):
        end += 1
        if words[end - 1].text.endswith(("'", "’")) or re.search(r"[’']s$", words[end - 1].text):
            continue
        while (  # "Bank of England"
            end + 1 < len(words)
            and _is_name(words, end - 1)
            and words[end].lower in _BETWEEN
            and (_is_name(words, end + 1) or words[end + 1].lower == "the")
            and words[end].lower not in ("and", "for")
            and (words[end].lower != "of" or end - first == 1)
        ):
            end += 1 + (words[end + 1].lower == "the")
    return end if end > first else None


def _is_part(words: Sequence[Word], first: int, place: int) -> bool:
    word = words[place]
    if not word.text[0].isalnum() and word.text[0] not in "$£€&":
        return False
    if _is_name(words, place):
        return True
    if word.text == "&":
        return place > first and place + 1 < len(words) and _is_name(words, place + 1)
    if place == 0 and len(words) > 1 and words[1].lower in _DETERMINERS:
        return False  # "Summarise the flood"
    lower = word.text.lower()
    is_first = place == first
    begins_with_determiner = first > 0 and words[first - 1].lower in _DETERMINERS
    if _CONTRACTED.fullmatch(word.text) and not begins_with_determiner:
        return False
    if lower in _DETERMINERS or lower in _PRONOUNS or _CLOSED.match(lower):
        return begins_with_determiner and is_first and lower in ("other", "one", "ones")
    if lower in FUNCTION_WORDS and not begins_with_determiner:
        return False
    if lower.endswith("ly") and len(lower) > 5:
        return False
    if is_first and begins_with_determiner:
        return True
    if is_verb(lower):
        return False
    return not may_be_verb(lower) or (not is_first and begins_with_determiner)


def _is_name(words: Sequence[Word], place: int) -> bool:
    """Whether it is a word with a capital that the opening of a sentence does not explain."""
    word = words[place]
    if word.text == "I" and place:  # "Artemis I", but not "When I came"
        return words[place - 1].end + 1 == word.start and _is_name(words, place - 1)
    if not word.text[0].isupper() or word.text in ("I", "I'm", "I’m", "A"):
        return False
    lower = word.text.lower().rstrip(".")
    if re.split("[’']", lower)[0] in _PRONOUNS:
        return word.text.isupper()  # "US", "WHO", but not "She"
    opens = place == 0 or words[place - 1].text in '.!?:“”"—'
    if not opens:
        return True
    if lower in FUNCTION_WORDS or _CLOSED.match(lower) or lower in _DETERMINERS or is_verb(lower):
        return False
    return place + 1 < len(words) and (
        words[place + 1].text[0].isupper() or word.text.endswith(("’s", "'s"))
    )


def _joined(words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans, those joined of which one belongs to the other."""
    pending: tuple[int, int] | None = None
    for span in spans:
        if pending and _belongs(words, pending, span):
            pending = pending[0], span[1]
            continue
        if pending:
            yield pending
        pending = span
    if pending:
        yield pending


def _belongs(words: Sequence[Word], one: tuple[int, int], other: tuple[int, int]) -> bool:
    if other[0] != one[1] + 1 or words[one[1]].lower not in _JOINING:
        return False
    if all(
        _TIME.fullmatch(word.text) or word.text.isdigit() for word in words[other[0] : other[1]]
    ):
        return False
    if _is_name(words, one[1] - 1):
        return words[one[1]].lower == "of" and one[1] - one[0] == 1
    return words[one[1]].lower == "of" or words[one[0]].lower in _DETERMINERS


def _phrase(text: str, words: Sequence[Word], first: int, last: int) -> Phrase:
    start, end = words[first].start, words[last - 1].end
    determiner = words[first].lower if words[first].lower in _DETERMINERS else ""
    is_name = any(_is_name(words, place) for place in range(first, last))
    return Phrase(text[start:end], start, end, determiner, is_name)
