"""The type of thing that a question asks for, and whether a short answer is of that type.

"How many houses were flooded?" asks for a number of houses: "11" of "11 people" is none. "Who
is she?" asks for a person, "When did it open?" for a day, "How tall is it?" for a measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.text.lexicon import AUXILIARY, CAPITAL, FUNCTION_WORDS, MONTH_OR_SHORT, NAME, WEEKDAY
from qa.text.person_words import is_person_noun, share_of_men
from qa.text.quantities import Figure, figures_in
from qa.text.units import CALENDAR, LENGTHS, TEMPERATURES, TIMES, WEIGHTS
from qa.text.word_classes import is_verb

Terms = Callable[[str], set[str]]
"""The stems of a text, as a store compares them."""


class AnswerType(StrEnum):
    """What a question asks for, where its words tell."""

    COUNT = "count"
    MONEY = "money"
    AGE = "age"
    MEASURE = "measure"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    ROLE = "role"
    """What somebody is: "the director of the museum"."""
    OTHER = "other"


FIGURED = frozenset(
    [AnswerType.COUNT, AnswerType.MONEY, AnswerType.AGE, AnswerType.MEASURE, AnswerType.TIME]
)
"""Types that a figure or a day is of."""
_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(asks, re.IGNORECASE))
    for kind, asks in (
        (AnswerType.COUNT, r"\bhow many\b|\bwhat (?:number|percent\w*|share|proportion)\b"),
        (
            AnswerType.MONEY,
            r"\b(?:how much|what(?!.*\b(?:used|spent|pays?|paid) (?:for|on)\W*$))\b"
            r"(?:(?!\b(?:who|that|which)\b).)*\b(?:cost|costs|paid|pay|price|prices|salary|earn\w*|worth|"
            r"income|revenue|profit|budget|fine|fee|fare|money|spen[dt]|sold|bonus|reward|wage)\b"
            r"|\bfor how much\b",
        ),
        (AnswerType.AGE, r"\bhow old\b|\b(?:what|which) age\b|\bwhat (?:is|was) \S+ age\b"),
        (
            AnswerType.MEASURE,
            r"\bhow (?:much|tall|high|long(?! ago)|far|wide|deep|heavy|fast|big|large|often|"
            r"hot|cold)\b"
            r"|\bwhat (?:is|was) (?:the )?(?:\w+ )?(?:height|length|weight|size|speed|range|"
            r"score|rate|temperature)\b",
        ),
        (
            AnswerType.TIME,
            r"^\W*(?:and |but |so )?(?:since |until |by |from )?when\b"
            r"|\bwhen (?:is|are|was|were|did|does|do|will|has|had|can)\b"
            r"|\b(?:what|which) (?:day|date|month|year|time|season)\b"
            r"|\bhow long ago\b",
        ),
        (AnswerType.PERSON, r"\bwho(?:m|se)?\b"),
        (
            AnswerType.PLACE,
            r"\bwhere\b|\b(?:what|which) (?:city|country|town|state|place|street|river|village|"
            r"region|island|county|province)\b",
        ),
    )
)
_DIMENSIONS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(rf"\bhow (?:{asks})\b", re.IGNORECASE), units)
    for asks, units in (
        ("long", TIMES | LENGTHS),
        ("far", TIMES | LENGTHS),
        ("tall|wide|deep", LENGTHS),
        ("heavy", WEIGHTS),
        ("hot|cold", TEMPERATURES),
    )
)
"""In which units a measure is told, where the question's words say."""
_WHO_IS = re.compile(
    r"\b(?i:who(?:'s|’s| is| was| are| were))\s+(?P<first>\w+)(?:\s+(?P<second>\w+))?"
)
"""Asks what a person is, not for a name, where a name follows."""
_COUNTED = re.compile(
    r"\bhow many\s+(?:more\s+|other\s+|new\s+)?(?:(?:[\w-]+\s+)?of\s+the\s+)?([\w’'-]+)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(r"\bwhen (?:do|does|did|will)\b.*\s(\w+)\W*$", re.IGNORECASE | re.DOTALL)
_STRETCH = r"(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|centur(?:y|ies))"
_TIME = re.compile(
    rf"\b(?:{MONTH_OR_SHORT}\b|{WEEKDAY}\b|(?:1[5-9]|20)\d\d|today|tonight|yesterday|tomorrow|"
    r"morning|afternoon|evening|night|noon|midnight|spring|summer|autumn|winter|weekend|"
    rf"{_STRETCH}|[ap]\.?m\b)",
    re.IGNORECASE,
)
_COUNTED_TIME = re.compile(rf"[\s-]*(?:more |full |whole |straight )?{_STRETCH}\b", re.IGNORECASE)
"""What follows a figure that tells how long."""
_TO_WHEN = re.compile(
    r"\b(?:in|within|after|since|before|until|till|next|last|past|previous|first|final|ahead"
    r"|every)(?: (?:the|about|nearly|almost|over|just|more than|next|last|past|first|final|only"
    r"|some|another))*\s*$",
    re.IGNORECASE,
)
_FROM_WHEN = re.compile(
    r"\s+(?:or so\s+)?(?:ago|later|earlier|before(?:hand)?|prior|after|from|on|away|hence|since)\b",
    re.IGNORECASE,
)
"""Beside a length of time they tell when: "in 40 days", "40 days ago"."""
_CLOCK = re.compile(r"\d\s?[ap]\.?m\b|\d:\d\d", re.IGNORECASE)
_MONTH = re.compile(rf"\b{MONTH_OR_SHORT}\b")
_DAYS = 31
"""Of a month, at most."""
_MONTH_BEFORE = re.compile(rf"{_MONTH.pattern}\.?\s+$")
_MONTH_BEHIND = re.compile(rf"\s+{_MONTH.pattern}")
_OLD = re.compile(
    r"[\s-]*(?:years?|months?|weeks?|days?|centur(?:y|ies))[\s-]*(?:old\b|of age\b)", re.IGNORECASE
)
_COUNTS = re.compile(r"[\s-]*(?:[a-z]+s\b|people\b|year\b(?!-old))")
_CAPITAL = re.compile(rf"(?<![\w’']){CAPITAL}")
_SMALL = re.compile(
    rf"(?!(?:{AUXILIARY}|{MONTH_OR_SHORT})$)"
    rf"(?:{'|'.join(FUNCTION_WORDS)}|one|two|three|four|five|six|seven|eight|nine|ten)$",
    re.IGNORECASE,
)
"""A word that is no name where it opens a sentence; "Will" and "May" may be."""
_CLAUSE = re.compile(rf"(?i:he|she|it|they|we|I|you|there)(?:['’]\w{{1,2}}\s|\s+(?!{CAPITAL})\w)")
"""Opens what is a sentence of its own, and so names nobody: "He is suing two British papers"."""
_OF_PEOPLE = re.compile(
    r"(?:(?:people|persons|men|women|children|deaths?|dead|lives)\b"
    r"|injur|casualt|fatalit|infection|case|arrest|famil|household|troop|hospitali|detention)",
    re.IGNORECASE,
)
"""How the words for people begin, and for what is done to one each: "arrests"."""
_DEAD = r"(?:die|died|dead|deaths|killed|slain)"
_HURT = r"(?:injured|injuries|hurt|wounded)"
_HARM = re.compile(rf"\b(?:(?P<dead>{_DEAD})|{_HURT})\b", re.IGNORECASE)
_OF_BOTH = re.compile(
    rf"[^\d.,;]{{0,60}}?\b(?:{_DEAD},? (?:or|and) (?:were )?{_HURT}|{_HURT},? (?:or|and) {_DEAD})\b"
    r"(?!\s+(?:\d|dozens|hundreds|scores))",
    re.IGNORECASE,
)
"""What follows the number of the dead and the injured together: "45 people died or were hurt"."""
_DEADLY = r"(?:kill(?:ed|ing|s)?|die[ds]?|dying|dead|deaths?|slain|perish(?:ed)?|fatalit(?:y|ies))"
_HURTING = r"(?:injur(?:e[ds]?|ing|y|ies)|hurt(?:ing|s)?|wound(?:ed|ing|s)?)"
_BEFORE_COUNT = re.compile(
    rf"\b(?:(?P<dead>{_DEADLY})|{_HURTING})(?:\s+(?!and\b|or\b|while\b|with\b)[\w-]+){{0,3}}\s*$",
    re.IGNORECASE,
)
"""What was done to those who are counted behind it: "killed at least 16"."""
_BEHIND_COUNT = re.compile(r"(?:(?!\b(?:and|but|or|while)\b)[^\d.,;]){0,40}")
"""In what follows a number what was done to them may stand."""
_IS_DEAD = re.compile(rf"\b{_DEADLY}\b", re.IGNORECASE)
_IS_HURT = re.compile(rf"\b{_HURTING}\b", re.IGNORECASE)
_IS_NOT_DEAD = re.compile(
    rf"\b(?:{_HURTING}|(?:missing|unaccounted|rescued|evacuated|displaced|homeless)\b"
    r"(?! (?:people|men|women|children|(?!across\b)[a-z]{3,}s)\b))",
    re.IGNORECASE,
)
"""Not the displaced people of whom it is told what became of them."""
_LIVES_OF = re.compile(r"\b(?:lives|bodies|remains) of(?: \w+){0,2} *$", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|late|then|the)\b")
_NAMES = re.compile(rf"\b{NAME}(?: {NAME})*")
_HOW_OLD = re.compile(rf"\b(?i:how old (?:is|was))\s+(?P<who>{NAME}(?: {NAME})*)\W*$")
_NAME_BEHIND = re.compile(rf"^(?:[\s-]*years?)?(?:[\s-]*old)?[\s-]+({NAME}(?: {NAME})*)")
_NAME_BEFORE = re.compile(rf"({NAME}(?: {NAME})*),\s+(?:(?:aged|who (?:is|turned|was))\s+)?$")
_TITLE = re.compile(r"\b(?:Dr|Mrs?|Ms|Prof|Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt|St)\.\s+")
"""One that is cut short, before a name."""
_NOUN = re.compile(r"(?<![\w’'])[a-z]{3}")
_DENIES = re.compile(
    r"\b(?:not|no longer|never|without|except|rather than|instead of|neither|nor)"
    r"(?:\s+(?:from|by|in|on|at|to|for|of|with|the|a|an|be|been))*\s*$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\b(?:no|none|nobody|nothing|neither|free|all|both|every|each|half|twice|once|double|triple|"
    r"dozens?|scores|hundreds|thousands|millions|billions|several|many|few|most|majority|single|"
    r"alone|only|always|never|daily|weekly|monthly|yearly|annual(?:ly)?|often|rarely|"
    r"quarter|third)\b",
    re.IGNORECASE,
)
"""Says how many or how much without a figure."""
_PRICE = re.compile(r"\b(?:free|nothing|half|double|triple|twice)\b", re.IGNORECASE)
_MONEY_UNITS = re.compile(
    r"[$€£¥₹]|\b(?:crowns?|euros?|dollars?|pounds?|cents?|pence|yen|francs?|pesos?|rupees?|yuan|"
    r"million|billion|trillion)\b",
    re.IGNORECASE,
)


FITTING = 0.5
"""How well a short answer is of the type that is asked for, at the least: see `fits`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for."""

    kind: AnswerType
    counted: str = ""
    """What is counted: "houses" of "how many houses"."""
    attribute: str = ""
    """The question's word for the amount of money or the event whose time it asks for: "price",
    "open"; articles have others for it. Of a count what harm was done to them: "killed", where it
    is one."""
    units: frozenset[str] = frozenset()
    """Units in which a measure is told, such as those of time for "how long"; empty: any."""


def wanted_by(question: str) -> Wanted:
    """The type that a question asks for; `OTHER` where its words do not tell."""
    if any(_is_name(who["first"], who["second"] or "") for who in _WHO_IS.finditer(question)):
        return Wanted(AnswerType.ROLE)
    for kind, asks in _TYPES:
        if asked := asks.search(question):
            counted = _COUNTED.search(question) if kind is AnswerType.COUNT else None
            attribute = asked[0].split()[-1] if kind is AnswerType.MONEY else ""
            if kind is AnswerType.COUNT:
                attribute = _harm(question)
            if kind is AnswerType.TIME and (happens := _HAPPENS.search(question)):
                attribute = happens[1]
            units = _units(question) if kind is AnswerType.MEASURE else frozenset[str]()
            return Wanted(kind, counted[1] if counted else "", attribute, units)
    return Wanted(AnswerType.OTHER)


def fits(wanted: Wanted, text: str, start: int, end: int, terms: Terms) -> float:
    """How well `text[start:end]` is of the type that is asked for: 0 not at all, 1 well.

    A figure of another thing than is counted fits a little: articles vary their words.
    """
    short = text[start:end]
    if not short.strip():
        return 0.0
    figures = [one for one in figures_in(text) if one.start < end and start < one.end]
    match wanted.kind:
        case AnswerType.COUNT:
            figures = [one for one in figures if not _is_of_day(text, one)]
            return _count(wanted, text, figures, terms)
        case AnswerType.MONEY:
            around = text[max(0, start - 2) : end + 12]
            return float(bool(figures) and bool(_MONEY_UNITS.search(around)))
        case AnswerType.AGE:
            return float(any(_is_age(text, one) for one in figures))
        case AnswerType.MEASURE:
            is_day = bool(_MONTH.search(short) or _CLOCK.search(short)) or any(
                one.unit == CALENDAR for one in figures
            )
            if wanted.units:
                with_unit = [one for one in figures_in(text) if one.unit in wanted.units]
                figures = [
                    one for one in figures if one in with_unit or not (one.unit or with_unit)
                ]
            return float(bool(figures) and not is_day)
        case AnswerType.TIME:
            return float(bool(_TIME.search(_without_durations(text, start, end))))
        case AnswerType.PERSON if _CLAUSE.match(short):
            return 0.0
        case AnswerType.PERSON | AnswerType.PLACE:
            name, days = _TIME.subn(" ", _without_small_words(short))
            return float(bool(_CAPITAL.search(name))) * (0.5 if days or figures else 1.0)
    return 1.0


def may_hold(wanted: Wanted, text: str) -> bool:
    """Whether a text has anything of the type that is asked for: a figure or a word like
    "nobody" where something is counted, an amount of money, a time. True for other types."""
    match wanted.kind:
        case AnswerType.COUNT | AnswerType.AGE | AnswerType.MEASURE:
            return bool(figures_in(text) or _QUANTITY.search(text))
        case AnswerType.MONEY:
            around = (text[max(0, one.start - 2) : one.end + 12] for one in figures_in(text))
            return bool(_PRICE.search(text)) or any(map(_MONEY_UNITS.search, around))
        case AnswerType.TIME:
            return bool(_TIME.search(text) or figures_in(text))
    return True


def _without_durations(text: str, start: int, end: int) -> str:
    """`text[start:end]` without figures that tell how long: "40 days", but not "40 days ago"."""
    short = text[start:end]
    for one in figures_in(short)[::-1]:
        counted = _COUNTED_TIME.match(short, one.end)
        if counted is None or _TO_WHEN.search(text[: start + one.start]):
            continue
        if not _FROM_WHEN.match(text, start + counted.end()):
            short = f"{short[: one.start]}{short[counted.end() :]}"
    return short


def _is_name(word: str, second: str) -> bool:
    """Whether a word has a capital, or is a first name that was typed without one, before another
    word of the name."""
    if word[0].isupper():
        return True
    is_first = share_of_men(word.capitalize()) is not None
    is_other = is_verb(word) or any(map(is_person_noun, (word, second)))
    return is_first and not is_other and bool(second) and second not in FUNCTION_WORDS


def _without_small_words(short: str) -> str:
    """A short answer without what has a capital only since it opens a sentence: "A man"."""
    words = short.split()
    while words and _SMALL.match(words[0]):
        del words[0]
    return " ".join(words)


def _is_of_day(text: str, figure: Figure) -> bool:
    """Whether a figure is the day of a month: "September 16"."""
    before, behind = text[: figure.start], text[figure.end :]
    is_beside_month = bool(_MONTH_BEFORE.search(before) or _MONTH_BEHIND.match(behind))
    return is_beside_month and figure.value <= _DAYS


def _units(question: str) -> frozenset[str]:
    found = (units for asks, units in _DIMENSIONS if asks.search(question))
    return next(found, frozenset())


def _is_age(text: str, figure: Figure) -> bool:
    """Whether a figure may be an age ("47", "17-year-old", "aged 12"), or a year of birth; not a
    length of time ("for 15 years")."""
    is_of_something = bool(_COUNTS.match(text, figure.end)) or figure.unit == "percent"
    return not is_of_something or bool(_OLD.match(text, figure.end))


def _count(wanted: Wanted, text: str, figures: Sequence[Figure], terms: Terms) -> float:
    figures = [one for one in figures if one.unit != CALENDAR]
    if not figures:
        return 0.0
    asked = terms(wanted.counted)
    if not asked:
        return 1.0
    first = figures[0]
    unit, end = first.unit, first.end
    if _OLD.match(text, end):
        return 0.0
    if wanted.attribute and _OF_BOTH.match(text, end):
        return 0.3
    if wanted.attribute and _is_of_other_harm(wanted.attribute, text, first.start, end):
        return 0.0
    following = re.findall(r"[\w’'-]+", text[end : end + 40])[:3]
    if asked & terms(" ".join((unit, *following))):
        return 1.0
    if unit == "people" and not _may_be_people(wanted.counted):
        return 0.3
    return 0.6 if not unit or asked & terms(text) else 0.3


def _harm(question: str) -> str:
    """The question's word for the dead or for the injured; empty where it asks for both, or for
    neither."""
    found = list(_HARM.finditer(question))
    is_one = len({one["dead"] is None for one in found}) == 1
    return found[0][0].lower() if is_one else ""


def _is_of_other_harm(harm: str, text: str, start: int, end: int) -> bool:
    """Whether the figure that stands there counts the injured or the missing where the dead are
    asked for, or the dead where the injured are."""
    asks_for_dead = bool(re.fullmatch(_DEAD, harm))
    if before := _BEFORE_COUNT.search(text[:start]):
        return bool(before["dead"]) != asks_for_dead
    following = _BEHIND_COUNT.match(text, end)
    behind = following[0] if following else ""
    if asks_for_dead and _LIVES_OF.search(text[:start]):
        return False
    own, other = (_IS_DEAD, _IS_NOT_DEAD) if asks_for_dead else (_IS_HURT, _IS_DEAD)
    return bool(other.search(behind)) and not own.search(behind)


def _may_be_people(counted: str) -> bool:
    """Whether people may be what is counted, or be counted instead: "arrests", "injuries", what
    they did ("died"); not several of another thing, such as "homes"."""
    if not counted.endswith("s") or counted[:1].isupper() or _OF_PEOPLE.match(counted):
        return True
    singular = (counted[:-1], counted[:-2], f"{counted[:-3]}y")
    return any(map(is_person_noun, singular))


def is_role(short: str) -> bool:
    """Whether a short answer may say what somebody is: it is more than a name."""
    return bool(_NOUN.search(short))


def is_denied(text: str, start: int) -> bool:
    """Whether what stands just before `start` denies what follows: "not from taxes"."""
    return bool(_DENIES.search(text[:start]))


def names_only_whom_it_asks_about(short: str, question: str) -> bool:
    """Whether a short answer is a name of the question with a title before it: nobody was shot by
    themselves. A brother of theirs may have done it, and one of two who are named is an answer."""
    asked = set(re.findall(r"\w+", question.casefold()))
    names = [set(name.casefold().split()[-2:]) for name in _NAMES.findall(_TITLE.sub("", short))]
    is_only_named = bool(names) and all(name <= asked for name in names)
    return is_only_named and "or" not in asked and not _NOUN.search(_FORMER.sub("", short))


def is_age_of_another(text: str, start: int, end: int, question: str) -> bool:
    """Whether `text[start:end]` is the age of somebody else than the question names: "23" of
    "Alcaraz, 19, beat 23-year-old Ruud" where Alcaraz is asked about."""
    asked = _HOW_OLD.search(question)
    if not asked:
        return False
    short, before, behind = text[start:end], text[:start], text[end:]
    named = [*_NAMES.findall(short), *_NAME_BEHIND.findall(behind), *_NAME_BEFORE.findall(before)]
    known = set(asked["who"].split())
    return bool(named) and not any(known & set(name.split()) for name in named)


def repeats_question(short: str, question: str) -> bool:
    """Whether a short answer says nothing but words of the question."""
    said = set(re.findall(r"\w+", short.casefold())) - FUNCTION_WORDS
    return said <= set(re.findall(r"\w+", question.casefold()))
