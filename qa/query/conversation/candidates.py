"""What a question in a conversation may stand for: complete questions, made by rule.

Each tells by what it is weighed; `qa.query.conversation.readings` does so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Store
from index.sentences import sentence_spans
from qa.query.conversation import ellipsis
from qa.query.conversation.alone import asks_of_collection, says_its_kind, without_remarks
from qa.query.conversation.classes import Class, classes_of
from qa.query.conversation.phrases import Phrase, content_words, noun_phrases, words_of
from qa.query.conversation.pronouns import Anaphor, anaphora, replaced
from qa.query.conversation.state import ConversationState, Mention, Thing
from qa.query.conversation.tagger.layout import keys_of
from qa.text.lexicon import AUXILIARY, QUESTION_WORD
from qa.text.word_classes import is_verb

LIMIT = 5.0
"""Of a tag, either way."""
UNREAD = -3.0
"""The tag of a word that stands too far back for the tagger to have read it."""
LEAST_GAIN = -2.0
"""What a topic has to add to the tags of a question, to be tried."""
TOPICS = 2
"""That are added to one question, at most."""
LOOKED_AT = 10
"""Things that are looked at more closely for one pronoun, the likeliest by their tags."""
ANTECEDENTS = 3
"""Things that one pronoun may mean, at most."""
PASSAGES = 5
"""Passages in which a name is looked up, for what the articles say of its bearer."""
KNOWN = 0.8
"""Share of a class with which a name need not be looked up."""
DESCRIBED = -1.0
"""How well "he" fits whom the last question asked for, where its answer names persons."""
NO_PERSON = 0.1
"""Share of "he" or "she" below which a thing is no person."""

_TURN = re.compile(
    r"^\W*(?:(?:let(?:['’]s| us) )?(?:go|going|coming|getting|turning)?\s*back to|return(?:ing)? to"
    r"|as for|regarding|on the subject of|about)\s+(?P<topic>[^:,]{2,60})[:,]\s+(?P<rest>.+)$"
    rf"|^(?!\W*(?:{QUESTION_WORD}|{AUXILIARY})\b)(?P<label>[^:?]{{2,40}}):\s+(?P<asked>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_THAT = re.compile(
    r"^\W*(?:and |but |so )?(?P<asks>when|where|why) (?:was|is) (?:that|this)\W*$", re.IGNORECASE
)
_POINTING = frozenset(["the", "that", "this", "these", "those"])


@dataclass(frozen=True, slots=True)
class Tags:
    """How likely each word of the conversation is meant, beside those of the question."""

    logits: Mapping[str, float]
    """Of `qa.query.conversation.tagger`."""
    asked: frozenset[str]
    """The words of the question."""

    def put_into(self, text: str, beside: str = "") -> frozenset[str]:
        """The words of a text that stand neither in the question nor in `beside`."""
        return keys_of(text) - self.asked - keys_of(beside)

    def worth(self, text: str, beside: str = "") -> float:
        """The sum of the logits of these words."""
        return self.sum_of(self.put_into(text, beside))

    def sum_of(self, words: Iterable[str]) -> float:
        """The sum of the logits of some words."""
        return sum(max(-LIMIT, min(LIMIT, self.logits.get(word, UNREAD))) for word in words)


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a pronoun may mean."""

    text: str
    agreement: float = 0.0
    """How well the pronoun fits it: a log of a share."""
    ago: int = 0
    """Exchanges since it was last spoken of."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A complete question that may be meant."""

    text: str
    put_in: str = ""
    """What of the conversation stands in it; empty where it is the question as it was asked."""
    antecedents: tuple[Antecedent, ...] = ()
    """In the place of its pronouns."""
    unresolved: int = 0
    """Pronouns that were left in it."""
    is_asked: bool = False
    """Whether it asks the question before with another question word: "Why?"."""
    is_whole: bool = False
    """Whether it is the question before with a fragment in it …"""
    goes_on: bool = False
    """… behind "and", "no", "sorry" …"""
    is_sure: bool = False
    """… that can hardly be meant otherwise: "What about jazz?", a name for a name."""
    topics: int = 0
    """Things that were added to it."""
    is_refused: bool = False
    """Whether what was asked last was not answered."""

    def naming(self, name: str, text: str) -> Candidate:
        """The same with something that was named put into it."""
        return replace(self, text=text, put_in=", ".join(filter(None, (name, self.put_in))))


NAMES = (
    "tags",  # logits of the words that are put in, added up
    "words",  # so many words
    "whole",  # it is the question before with a fragment in it
    "whole tags",  # ... the logits of its words
    "whole words",
    "goes on",  # ... which opens with "and", "no", "sorry"
    "asked",  # it asks the question before with another question word
    "asked tags",  # ... the logits of its words
    "asked words",
    "agreement",  # how well its names fit the pronouns
    "ago",  # exchanges since they were spoken of, as a logarithm
    "unresolved",  # pronouns that were left
    "topics",  # things that were added
    "beside",  # ... to one with names in the place of pronouns
    "left",  # ... to one with pronouns that were left
    "refused",  # ... behind a refusal
)


def candidate_features(one: Candidate, tags: Tags) -> tuple[float, ...]:
    """By what a candidate is weighed, in the order of `NAMES`."""
    put_in = tags.put_into(one.text)
    worth, words = tags.sum_of(put_in), len(put_in)
    return (
        worth,
        words,
        one.is_whole,
        worth * one.is_whole,
        words * one.is_whole,
        one.goes_on,
        one.is_asked,
        worth * one.is_asked,
        words * one.is_asked,
        sum(meant.agreement for meant in one.antecedents),
        sum(math.log1p(meant.ago) for meant in one.antecedents),
        one.unresolved,
        one.topics,
        one.topics * bool(one.antecedents),
        one.topics * bool(one.unresolved),
        one.topics * one.is_refused,
    )


class Candidates:
    """Makes the candidates of the questions of one conversation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, list[str]] = {}

    def of(self, text: str, state: ConversationState, tags: Tags) -> list[Candidate]:
        """All that a question may mean, each once."""
        return list({one.text: one for one in reversed(self._made(text, state, tags))}.values())

    def _made(self, text: str, state: ConversationState, tags: Tags) -> list[Candidate]:
        if turn := _TURN.match(text):
            rest = turn["rest"] or turn["asked"]
            topic = turn["topic"] or turn["label"]
            return self._about(f"{rest[:1].upper()}{rest[1:]}", topic.strip(), state, tags)
        if corrected := self._corrected(text, state, tags):
            return corrected
        if said := ellipsis.who_said(text, state.last.question, _given(state)):
            return [Candidate(said, state.last.question)]
        text = without_remarks(text, self._store)
        if asked := _ASKS_OF_THAT.match(text):
            text = f"{asked['asks']}?"  # "When was that?" asks what "When?" does
        pronouns = self._pronouns(text)
        is_of_person = bool({"he", "she"} & pronouns.keys())  # which of all persons means that one
        topics = self._topics(state, with_persons=not is_of_person)
        found: list[Candidate] = []
        for one in self._with_pronouns(text, pronouns, state, tags):
            is_own = says_its_kind(one.text, self._store)
            fragment = "" if is_own else ellipsis.fragment_of(one.text)
            made = self._from_fragment(fragment, one, text, state) if fragment else []
            found += made
            if any(each.is_sure for each in made):
                continue
            is_as_asked = not (one.put_in or is_of_person)
            if is_as_asked and asks_of_collection(one.text, self._store):
                found.append(one)
            else:
                found += _with_topics(one, topics, tags)
        return found

    def _corrected(self, text: str, state: ConversationState, tags: Tags) -> list[Candidate]:
        """The candidates of a question behind words that put another thing in the place of what was
        asked about: "No, the one in Iran. How many died?"; empty where there are none."""
        spans = sentence_spans(text)
        if len(spans) != 2:
            return []
        words, rest = (text[start:end] for start, end in spans)
        fragment = ellipsis.fragment_of(words)
        if words.startswith(fragment) or ellipsis.asks(fragment):
            return []
        asked = ellipsis.put_into(fragment, state.last.question, opens=False).text
        meant = [one.text for one in noun_phrases(asked) if one.words & content_words(fragment)]
        return self._led_to(max(meant, key=len), rest, state, tags) if meant else []

    def _about(
        self, text: str, topic: str, state: ConversationState, tags: Tags
    ) -> list[Candidate]:
        """The candidates of a question that is said to be about a topic."""
        words = content_words(topic)
        alike = [one for one in state.things if words & one.words]
        named = max(alike, key=lambda one: len(words & one.words)).text if alike else topic
        return self._led_to(named, text, state, tags)

    def _led_to(
        self, name: str, text: str, state: ConversationState, tags: Tags
    ) -> list[Candidate]:
        """The candidates of a question that is about something."""
        for one in anaphora(text, lambda phrase, kind: False):
            if one.kind in ("it", "they"):
                return [Candidate(replaced(text, one, name), name)]
        return [
            one
            if content_words(name) <= content_words(one.text)
            else one.naming(name, with_topic(one.text, name))
            for one in self._with_pronouns(text, self._pronouns(text), state, tags)
        ]

    def _with_pronouns(
        self,
        text: str,
        pronouns: Mapping[Class | None, Anaphor],
        state: ConversationState,
        tags: Tags,
    ) -> list[Candidate]:
        """The question as it is, and with names in the place of its pronouns; those of a kind mean
        the same."""
        results = [Candidate(text, is_refused=not state.last.answer)]
        for one in sorted(pronouns.values(), key=lambda one: -one.start):
            meant = self._antecedents(one.kind, state, tags)
            named = [
                replace(
                    result.naming(each.text, replaced(result.text, one, each.text)),
                    antecedents=(*result.antecedents, each),
                )
                for result in results
                for each in meant
                if each.text not in result.put_in
            ]
            left = [replace(result, unresolved=result.unresolved + 1) for result in results]
            results = [*named, *left]
        return results

    def _pronouns(self, text: str) -> dict[Class | None, Anaphor]:
        """The first pronoun of each kind."""
        first: dict[Class | None, Anaphor] = {}
        for one in anaphora(text, self._may_be):
            first.setdefault(one.kind, one)
        if ellipsis.fragment_of(text):
            first.pop(None, None)  # "And before that?"
        return first

    def _antecedents(
        self, kind: Class | None, state: ConversationState, tags: Tags
    ) -> list[Antecedent]:
        """What a pronoun may mean, the likeliest first."""
        things = [one for one in state.things if tags.put_into(one.text)]
        if kind is None:  # "that" is what happened, not who or where
            things = [one for one in things if not (one.is_name or one.is_person)]
        texts = [one.answer for one in state.exchanges]
        worth = {one.text: tags.worth(one.text) for one in things}
        things = sorted(things, key=lambda one: -worth[one.text])[:LOOKED_AT]
        fits = {
            one.text: agreement(self._classes(one, texts), kind) if kind else 0.0 for one in things
        }
        things.sort(key=lambda one: -worth[one.text] - fits[one.text])
        meant = [
            Antecedent(one.text, fits[one.text], one.latest.exchange)
            for one in things[:ANTECEDENTS]
        ]
        likely = [one for one in things if worth[one.text] > 0]
        if kind in ("he", "she") and (described := _who_was_asked_for(state)):
            if all(math.exp(fits[one.text]) < NO_PERSON for one in likely):
                return [Antecedent(described)]
            meant.append(Antecedent(described, DESCRIBED))
        if kind == "they" and likely:
            are_persons = self._is_person(likely[0], texts)
            others = [
                one
                for one in likely[1:]
                if one.is_name == likely[0].is_name
                and not one.words & likely[0].words
                and self._is_person(one, texts) == are_persons
            ]
            if others:
                pair = sorted((likely[0], others[0]), key=_order, reverse=True)
                meant.insert(0, Antecedent(" and ".join(one.text for one in pair)))
        return meant

    def _classes(self, thing: Thing, texts: Sequence[str]) -> dict[Class, float]:
        found = classes_of(thing, texts)
        if thing.is_name and max(found.values()) < KNOWN:
            found = classes_of(thing, [*texts, *self._passages(thing.text)])
        return found

    def _is_person(self, thing: Thing, texts: Sequence[str]) -> bool:
        found = classes_of(thing, texts)
        return found["he"] + found["she"] > found["it"] + found["they"] + found["there"]

    def _passages(self, name: str) -> list[str]:
        if name not in self._found:
            self._found[name] = [hit.text for hit in self._store.search(name, PASSAGES)]
        return self._found[name]

    def _may_be(self, phrase: Phrase, kind: Class) -> bool:
        """Whether a pronoun of the same question can mean what the phrase names."""
        if phrase.is_name and phrase.name == phrase.text:
            mention = Mention(phrase.text, "asked", 0, 0, True, "", words_of(phrase.text)[-1].lower)
            thing = Thing((mention,))
            found = classes_of(thing, self._passages(phrase.text))
            return found[kind] >= max(found.values())
        if kind in ("he", "she"):
            return phrase.determiner in ("a", "an", "")
        return True

    def _from_fragment(
        self, fragment: str, one: Candidate, text: str, state: ConversationState
    ) -> list[Candidate]:
        """The question before, asked of what a fragment names or as it asks."""
        question = state.last.question
        found = []
        if ellipsis.asks(fragment):
            given = "" if state.is_past else _given(state)  # a later fragment may ask of others
            if whole := ellipsis.asked_of(fragment, question, given):
                found.append(replace(one, text=whole, put_in=question, is_asked=True))
            return found
        opens = one.text.lstrip('"“‘(').startswith(fragment)
        made = ellipsis.put_into(fragment, question, opens=opens)
        named = noun_phrases(fragment)
        is_relation = bool(one.put_in) and bool(named) and named[0].text == fragment
        if made.text:
            is_sure = ellipsis.takes_up(text) or (made.is_like and not is_relation)
            goes_on = ellipsis.without_opening(text) != text.strip()
            put = replace(one, text=made.text, put_in=question, is_whole=True)
            found.append(replace(put, is_sure=is_sure, goes_on=goes_on))
        if is_relation:
            found.append(replace(one, text=f"Who is {fragment}?"))
        return found

    def _topics(self, state: ConversationState, *, with_persons: bool) -> list[str]:
        """What was spoken of, to be added to a question."""
        texts = [one.answer for one in state.exchanges]
        return [one.text for one in state.things if with_persons or not self._is_person(one, texts)]


def _with_topics(one: Candidate, topics: Sequence[str], tags: Tags) -> list[Candidate]:
    """The question, and the same with what was spoken of, as far as it is meant."""
    found = [one]
    most = min(TOPICS, len(content_words(one.text)))  # "A summary" is of one thing
    for number in range(1, most + 1):
        text = found[-1].text
        gains = {topic: tags.worth(topic, text) for topic in topics}
        named = max(gains, key=lambda name: gains[name], default="")
        if not named or gains[named] < LEAST_GAIN or not tags.put_into(named, text):
            break
        found.append(replace(found[-1].naming(named, _with(named, text)), topics=number))
        if gains[named] <= 0:
            break
    return found


def _with(name: str, text: str) -> str:
    """The question with a thing in the place of a noun that stands for it ("the hospital"), else
    behind it."""
    for phrase in noun_phrases(text):
        is_short = phrase.words < content_words(name) and name.startswith("the ")
        is_noun = phrase.determiner in _POINTING and not phrase.is_name
        if is_noun and is_short and f" {phrase.head} " in f"{name.lower()} ":
            return f"{text[: phrase.start]}{name}{text[phrase.end :]}"
    return with_topic(text, name)


def _order(thing: Thing) -> tuple[int, int]:
    return thing.latest.exchange, -thing.latest.place


def agreement(classes: Mapping[Class, float], kind: Class) -> float:
    """How well a pronoun fits something with these classes: a log of a share."""
    there = classes["there"] / 5 if kind == "it" else 0.0  # of a place one says it seldom
    return math.log(classes[kind] + there)


def _who_was_asked_for(state: ConversationState) -> str:
    """The person that the last question asks for, where its answer names none; empty for none."""
    clause = ellipsis.clause_of(state.last.question)
    if clause is None or not re.fullmatch("who", clause.asks, re.IGNORECASE):
        return ""
    verb = words_of(clause.rest)[:1]
    if clause.auxiliary and not (verb and is_verb(verb[0].lower)):
        return ""  # "Who is the mayor?"
    return f"the person who {f'{clause.auxiliary} {clause.rest}'.strip()}"


def _given(state: ConversationState) -> str:
    """The name that the last answer gives; empty where it gives none."""
    for thing in state.things:
        if any(one.role == "answered" and one.exchange == 0 for one in thing.mentions):
            return thing.text
    return ""


def with_topic(question: str, topic: str) -> str:
    """The question with what it is about."""
    end = len(question.rstrip(" ?.!"))
    return f"{question[:end]} ({re.sub('^[Tt]he ', '', topic)})?"
