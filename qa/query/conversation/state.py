"""What a conversation has spoken of: its exchanges, and the things named in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from index.sentences import sentence_spans
from qa.query.conversation.phrases import Phrase, content_words, noun_phrases, words_of
from qa.question import REFUSAL, Turn
from qa.text.common_words import common_words
from qa.text.datelines import DATELINE
from qa.text.lexicon import FUNCTION_WORDS, NAME, PREPOSITION
from qa.text.markers import spoken
from qa.text.person_words import is_person_noun, share_of_men
from qa.text.word_classes import is_verb

EXCHANGES = 6
"""So many are remembered, the latest."""
CHARACTERS = 600
"""Of a question and of an answer; what is behind them is forgotten."""

LEAST_NAME = 5
"""Letters of a part of a name by which it is known in small letters."""

Role = Literal["asked", "answered", "told"]
"""Of a thing: it stands in the question, is what the answer gives, or stands beside that."""

_AMOUNT = re.compile(
    r"(?:(?:at )?(?:least|most)|more|fewer|less|nearly|almost|about|over|some)?(?: than)?\s*\d",
    re.IGNORECASE,
)
_OF_PLACE = frozenset(["at", "by", "in", "on"])
_POSSESSIVES = frozenset(["his", "her", "its", "their", "my", "your", "our", "no", "every", "each"])
_WHO_IS = re.compile(
    r"^\W*who\s*(?:[’']s|is|was|are|were)\s+(?:the|an?|(?-i:[A-Z]))", re.IGNORECASE
)
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_SAYING = r"(?:said|says|tells|told|tweeted|explained|noted)\b"
_SAYS = re.compile(rf"(?:,[^,;.]{{1,60}},)?\s+{_SAYING}", re.IGNORECASE)
_SAID_BY = re.compile(
    rf"(?:\baccording to|[,.?!][”\"’'] {_SAYING})\s+(?:[\w.’'-]+\s+){{0,4}}$", re.IGNORECASE
)
"""What stands behind a name, or before it, that is a mere source's."""
_DIGESTS = frozenset(
    [
        "timeline",
        "chronology",
        "summary",
        "overview",
        "recap",
        "digest",
        "news",
        "update",
        "updates",
    ]
)
"""What is asked for of something, behind its name or before it."""
_NAME = re.compile(rf"(?<=[a-z,;] ){NAME}")
"""A word with a capital that opens no sentence."""
_PAIR = re.compile(r"\b(?P<first>[a-z]+)(?= (?P<last>[A-Za-z]\w*))")
_ASKED_FOR = re.compile(r"\b(?:which|what)\s+$", re.IGNORECASE)
OFFICE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Captain|Commander|Colonel|Major|Lieutenant|Sergeant"
    r"|Inspector|Superintendent|Minister|Secretary|Mayor|Governor|Senator|Sen|Rep|Gov|President|King"
    r"|Queen|Prince|Princess|Pope|Congress(?:wo)?man|Officer|CEO|COO|CFO|Chair(?:wo)?man|Director"
    r"|Coach|Judge|Justice|Attorney|Spokes(?:wo)?man)(?![’'\w])"
)
"""A title or an office of a person."""
_TITLE = re.compile(rf"^(?:.*{OFFICE.pattern}\.?\s+)(?=[A-Z])")
"""One before a person's name, and what stands before it."""
_BEFORE_FULL_NAME = re.compile(
    r"^(?:.*\b(?:Speaker|Chancellor|Commissioner|Sheriff|Archbishop|Chief(?: Executive)?)\s+)"
    r"(?=[A-Z][\w.’'-]*\s+[A-Z])"
)
"""Titles that stand in other names, too, before a name of two words at least."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked before, complete, and what was answered."""

    question: str
    answer: str
    """Without marks; empty where the question was refused or not answered yet."""
    is_refused: bool = False
    """Whether the articles do not answer it; what was told before a question is not asked."""
    is_whole: bool = False
    """Whether it was answered, or refused, and leaned on nothing that was said before."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that was named in one place of an exchange."""

    text: str
    """As a question would name it: a name without its title, a thing with its article."""
    role: Role
    exchange: int
    """How many exchanges ago; 0 for the last."""
    place: int
    """How many were named before it in the same question or answer."""
    is_name: bool
    """Whether it is a name, and no noun beside one ("the Lowmarsh flood")."""
    lead: str = ""
    """The small word before it: "in", "of"; "’s" where it owns what follows; empty for none."""
    head: str = ""
    """The noun it is about, in small letters; of a name its last word."""
    title: str = ""
    is_person: bool = False
    """Whether it is asked who that is."""
    is_source: bool = False
    """Whether it is named as who says something: "police commissioner Joseph Gramaglia said"."""

    @property
    def words(self) -> frozenset[str]:
        """The words that say something, in small letters."""
        return content_words(self.text)


@dataclass(frozen=True, slots=True)
class Thing:
    """A person, a place, a thing: all mentions that are of the same."""

    mentions: tuple[Mention, ...]
    """The latest first."""

    @property
    def latest(self) -> Mention:
        """The last time that it was spoken of."""
        return self.mentions[0]

    @property
    def text(self) -> str:
        """Its fullest name; where a question gave the full name, that, without what a report puts
        before it: "Kevin McCarthy", not "Republican Kevin McCarthy"."""
        fullest = max(
            (one.text for one in self.mentions), key=lambda text: len(content_words(text))
        )
        asked = (one.text for one in self.mentions if one.role == "asked" and one.is_name)
        full = (name for name in asked if len(name.split()) > 1 and fullest.endswith(f" {name}"))
        return min(full, key=len, default=fullest)

    @property
    def words(self) -> frozenset[str]:
        """The words of all its names."""
        return frozenset().union(*(one.words for one in self.mentions))

    @property
    def is_name(self) -> bool:
        """Whether it has a name."""
        return any(one.is_name for one in self.mentions)

    @property
    def is_person(self) -> bool:
        """Whether it is asked who that is, or its noun means a person; a name does not tell."""
        return is_person_noun(self.head) or any(one.is_person for one in self.mentions)

    @property
    def is_source(self) -> bool:
        """Whether it was named only as who says something."""
        return all(one.is_source for one in self.mentions)

    @property
    def head(self) -> str:
        """The noun it is about, in small letters; of a name its last word."""
        text = self.text
        return next(one.head for one in self.mentions if one.text == text)


def thing_called(name: str) -> Thing:
    """What has a name of which nothing was said."""
    return Thing((Mention(name, "asked", 0, 0, True, "", words_of(name)[-1].lower),))


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The exchanges, the latest first, and what was named in them."""

    exchanges: tuple[Exchange, ...] = ()
    things: tuple[Thing, ...] = field(default=(), compare=False)
    is_past: bool = False
    """Whether it is the state of a question before the one that is asked now."""

    @property
    def last(self) -> Exchange:
        """The exchange just before.

        Raises:
            IndexError: there is none.
        """
        return self.exchanges[0]

    @property
    def opening(self) -> Exchange:
        """The exchange that began what is spoken of: the latest that leaned on nothing, else the
        earliest that is remembered.

        Raises:
            IndexError: there is none.
        """
        return next((one for one in self.exchanges if one.is_whole), self.exchanges[-1])

    def after(self, exchange: Exchange) -> ConversationState:
        """The state once this was asked and answered as well."""
        exchanges = (exchange, *self.exchanges)[:EXCHANGES]
        return ConversationState(exchanges, things_of(exchanges))

    def before(self, ago: int) -> ConversationState:
        """The state before the latest exchanges, so many."""
        exchanges = self.exchanges[ago:]
        return ConversationState(exchanges, things_of(exchanges), self.is_past)


class Completed(NamedTuple):
    """A question as it stands on its own."""

    text: str
    leans: bool = False
    """Whether, as it was asked, it leaned on what was said before."""


def read_history(
    turns: Sequence[Turn], complete: Callable[[str, ConversationState, str], Completed]
) -> ConversationState:
    """The state after some turns.

    Args:
        complete: Gives a question, the state in which it was asked and what was answered, so that
            it stands on its own.
    """
    state = ConversationState()
    for one in _exchanges(turns):
        answers = [each.answer for each in (*state.exchanges, one)]
        named = with_known_names(one.question, answers)
        whole, leans = complete(named, state, one.answer)
        is_asked = bool(one.answer) or one.is_refused  # and not told before a question
        state = state.after(replace(one, question=whole, is_whole=is_asked and not leans))
    return state


def with_known_names(question: str, answers: Sequence[str]) -> str:
    """The question with the capitals that its names have in the answers."""
    names = {
        phrase.name.removeprefix("the ").removeprefix("The ")
        for answer in answers
        for phrase in noun_phrases(answer)
        if phrase.is_name
    }
    for name in (name for name in tuple(names) if len(name.split()) > 1):
        names |= {word for word in name.split() if len(word) >= LEAST_NAME and word[0].isupper()}
    names = {name for name in names if name.lower() not in common_words()}
    for name in sorted(filter(None, names), key=len, reverse=True):
        question = re.sub(rf"\b{re.escape(name.lower())}\b", name.replace("\\", ""), question)
    return _with_full_names(question, {name for one in answers for name in _NAME.findall(one)})


def _with_full_names(question: str, known: Set[str]) -> str:
    """The question with capitals for a first name before a word that is known as a name: "liz
    truss" where an answer speaks of Truss."""
    for pair in reversed(list(_PAIR.finditer(question))):
        first, last = pair["first"].capitalize(), pair["last"]
        last = last if last in known else last.capitalize()
        is_word = bool({first.lower(), last.lower()} & FUNCTION_WORDS) or is_verb(first.lower())
        if last in known and share_of_men(first) is not None and not is_word:
            question = f"{question[: pair.start()]}{first} {last}{question[pair.end('last') :]}"
    return question


def _exchanges(turns: Sequence[Turn]) -> Iterator[Exchange]:
    """Questions with their answers, the earliest first."""
    asked = ""
    for turn in turns[-2 * EXCHANGES :]:
        text = " ".join(turn.content.split())
        if turn.role == "user":
            if asked:
                yield Exchange(asked, "")
            asked = text[:CHARACTERS]
        elif asked:
            is_refused = text.startswith(REFUSAL)
            answer = "" if is_refused else _without_datelines(spoken(text))[:CHARACTERS]
            yield Exchange(asked, answer, is_refused)
            asked = ""
    if asked:
        yield Exchange(asked, "")


def _without_datelines(answer: str) -> str:
    sentences = (answer[start:end] for start, end in sentence_spans(answer))
    return " ".join(DATELINE.sub("", one, 1) if DATELINE.match(one) else one for one in sentences)


def first_name_of_man(name: str) -> float | None:
    """How likely a man has the first name of two or three words; None where it is not known."""
    first, *rest = re.sub("^the ", "", name).split()
    return share_of_men(first) if 1 <= len(rest) <= 2 else None


def things_of(exchanges: Sequence[Exchange]) -> tuple[Thing, ...]:
    """What was named, what was named last first."""
    things: list[Thing] = []
    for number, exchange in enumerate(exchanges):
        for mention in _mentions(exchange, number):
            for place, thing in enumerate(things):
                if _is_same(mention, thing):
                    things[place] = Thing((*thing.mentions, mention))
                    break
            else:
                things.append(Thing((mention,)))
    return tuple(things)


def _mentions(exchange: Exchange, number: int) -> Iterator[Mention]:
    asked = [
        replace(one, exchange=number, place=place)
        for place, one in enumerate(_named(exchange.question, "asked"))
    ]
    if asked and _WHO_IS.match(exchange.question):
        asked[0] = replace(asked[0], is_person=True)
    yield from asked
    known = frozenset[str]().union(*(one.words for one in asked))
    spans = sentence_spans(exchange.answer)
    told = [list(_named(exchange.answer[start:end], "told")) for start, end in spans]
    new = [one for one in (told[0] if told else []) if one.is_name and not one.words & known]
    is_of_person = bool(_WHO.search(exchange.question))
    new = [
        one for one in new if not one.is_source or (is_of_person and one is told[0][0])
    ]  # "Ada Venn, the head of police, said …" may tell who leads the police
    if is_of_person:
        persons = [one for one in new if one.title or first_name_of_man(one.text) is not None]
        new = persons or [one for one in new if len(one.text.split()) > 1] or new
    for place, one in enumerate(one for sentence in told for one in sentence):
        is_given = bool(new) and one is new[0]
        role: Role = "answered" if is_given else "told"
        is_source = one.is_source and not is_given
        yield replace(one, role=role, exchange=number, place=place, is_source=is_source)


def _named(text: str, role: Role) -> Iterator[Mention]:
    """What can be spoken of again: not times, not bare figures, not "his wife", and of "Which party
    won?" not the party."""
    for phrase in noun_phrases(text):
        if _ASKED_FOR.search(text[: phrase.start]) and not phrase.head.endswith("s"):
            continue
        phrase = _without_frame(phrase)
        for one in (phrase, *phrase.parts):
            if (
                not one.words
                or one.is_time
                or (one.head in _DIGESTS and phrase.parts)
                or one.determiner in _POSSESSIVES
                or _AMOUNT.match(one.bare)
            ):
                continue
            lead = _lead(text, phrase, one)
            mention = _mention(one, role, lead)
            if mention and lead == "’s" and not mention.is_name:
                continue  # "the children’s wing"
            is_vague = (
                not one.determiner and len(one.bare.split()) == 1 and not one.bare.endswith("s")
            )
            is_thing = role == "asked" and lead not in _OF_PLACE  # nothing is meant by "on board"
            if mention and (mention.is_name or is_thing or not is_vague):
                says = _SAYS.match(text, one.end) or _SAID_BY.search(text[: one.start])
                yield replace(mention, is_source=role != "asked" and bool(says))


def _without_frame(phrase: Phrase) -> Phrase:
    """ "Hurricane Ian" of "Hurricane Ian timeline"."""
    *before, last = words_of(phrase.text)
    while before and last.lower in _DIGESTS and content_words(phrase.text[: before[-1].end]):
        length = before[-1].end
        phrase = replace(phrase, text=phrase.text[:length], end=phrase.start + length)
        *before, last = before
    return phrase


def _lead(text: str, phrase: Phrase, one: Phrase) -> str:
    if one is not phrase and one.start == phrase.start:
        return "’s"
    word = text[: one.start].split()[-1:] or [""]
    return word[0].lower() if re.fullmatch(PREPOSITION, word[0].lower()) else ""


def _mention(phrase: Phrase, role: Role, lead: str) -> Mention | None:
    """The mention, or None where it is an office without name and article ("CEO")."""
    name = phrase.name
    if name and phrase.text.endswith((name, f"{name}’s", f"{name}'s", f"{name}’", f"{name}'")):
        name = re.sub("^The ", "the ", name)
        title = _TITLE.match(f"{name} X")
        if title and len(title[0]) > len(name):
            office = Mention(f"the {phrase.bare}", role, 0, 0, False, lead, phrase.head)
            return replace(office, is_person=True) if phrase.determiner == "the" else None
        title = title or _BEFORE_FULL_NAME.match(name)
        bare = re.sub(r"^.*\w[’']s?\s+(?=[A-Z])", "", name[title.end() :] if title else name)
        if phrase.determiner == "the" and bare == phrase.bare:
            bare = f"the {bare}"
        return Mention(
            bare,
            role,
            0,
            0,
            True,
            lead,
            words_of(bare)[-1].lower,
            title[0].strip() if title else "",
        )
    is_indefinite = phrase.determiner and phrase.determiner != "the"
    text = f"the {phrase.bare}" if is_indefinite else re.sub("^The ", "the ", phrase.text)
    return Mention(re.sub(r"[’']s?$", "", text), role, 0, 0, False, lead, phrase.head)


def _is_same(mention: Mention, thing: Thing) -> bool:
    """Whether a name is part of the other ("Lunnow"), or a noun stands for a name that has it
    ("the hurricane", "Hurricane Ian")."""
    for known in thing.mentions:
        one, other = mention.words, known.words
        if one == other or _is_short_for(mention, known) or _is_short_for(known, mention):
            return True
        if mention.is_name and known.is_name and one and other and (one <= other or other <= one):
            return mention.head == known.head or _is_first_name(*sorted((one, other), key=len))
    return False


def _is_short_for(noun: Mention, name: Mention) -> bool:
    is_noun = not noun.is_name and noun.text.startswith("the ") and len(noun.words) == 1
    return is_noun and name.is_name and noun.words < name.words and len(name.words) == 2


def _is_first_name(name: Set[str], whole: Set[str]) -> bool:
    """Whether the words of a name are one first name of the whole one: "Harry", "Harry Reid"."""
    first = "".join(name).capitalize()
    return len(name) == 1 < len(whole) <= 3 and share_of_men(first) is not None
