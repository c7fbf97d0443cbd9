"""What the pronouns of a question may mean."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from index import Store
from qa.query.conversation import ellipsis
from qa.query.conversation.classes import Class, classes_of
from qa.query.conversation.clause import clause_of
from qa.query.conversation.phrases import Phrase, words_of
from qa.query.conversation.pronouns import Anaphor, anaphora
from qa.query.conversation.state import ConversationState, Thing, thing_called
from qa.query.conversation.weighing import Antecedent, Tags
from qa.text.word_classes import is_verb

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
LEAST_AGREEMENT = math.log(0.15)
"""Below it a pronoun does not mean something, however likely it is spoken of: "they" are seldom a
town. It may still be added to the question."""
KNOWN_PERSON = 0.65
"""Share of "he" and "she" together from which a name is a person's."""
EITHER = 0.3
"""Share of "he" among them, and of "she", from which a person may be either."""
HARDLY = 0.3
"""Share of "he" or "she" below which a name is hardly that of one …"""
NO_PERSON = 0.1
"""… and below which a thing is no person."""
SOURCE = 1.5
"""Subtracted from how well "he" fits whom a report only quotes, unless it is asked what he says."""
_OF_SAYING = re.compile(
    r"\b(?:he|she)\s+(?:\w+\s+)?(?:said|told|thought|knew|wrote|(?:say|tell|mean|think|know|explain"
    r"|warn|claim|writ|tweet|announc|respond|argu)(?:e?[sd]?|ing))\b|\baccording to (?:him|her)\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"people|(?!(?:news|series|diabetes|\w+ics)$)\w+[^isu\W]s")
"""A noun for several …"""
_SAYS_WHICH = re.compile(r"^the\b|[’']s?\s", re.IGNORECASE)
"""… and what says which they are: "the talks", "Orsay's talks"."""
_JOINS = (
    r"(?:['’]s)?[’\"”)]*(?:,? (?:and|or|n|with|vs\.?|versus|against|as well as)| &) "
    r"(?:(?:the|an?|his|her|their) )?[\"“]?"
)
"""What stands between two that are named together."""


class Antecedents:
    """Finds what the pronouns of the questions of one conversation mean."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, list[str]] = {}

    def pronouns(self, text: str) -> dict[Class | None, Anaphor]:
        """The first pronoun of each kind."""
        first: dict[Class | None, Anaphor] = {}
        for one in anaphora(text, self._may_be):
            first.setdefault(one.kind, one)
        if ellipsis.fragment_of(text):
            first.pop(None, None)  # "And before that?"
        return first

    def of(
        self, kind: Class | None, text: str, state: ConversationState, tags: Tags
    ) -> list[Antecedent]:
        """What a pronoun of the question `text` may mean, the likeliest first."""
        things = [one for one in state.things if tags.put_into(one.text)]
        if kind is None:  # "that" is what happened, not who or where
            things = [one for one in things if not (one.is_name or one.is_person or _is_many(one))]
        texts = [one.answer for one in state.exchanges]
        worth = {one.text: tags.worth(one.text) for one in things}
        things = sorted(things, key=lambda one: -worth[one.text])[:LOOKED_AT]
        fits = {
            one.text: agreement(self._classes(one, texts), kind) if kind else 0.0 for one in things
        }
        if kind in ("he", "she") and not _OF_SAYING.search(text):
            fits |= {one.text: fits[one.text] - SOURCE for one in things if one.is_source}
        if kind in ("he", "she"):
            persons = [one for one in things if one.is_person and not one.is_name]
            things = [one for one in things if not _says_which(one, fits[one.text], persons)]
        things.sort(key=lambda one: -worth[one.text] - fits[one.text])
        meant = [
            Antecedent(one.text, fits[one.text], one.latest.exchange)
            for one in things[:ANTECEDENTS]
            if fits[one.text] >= LEAST_AGREEMENT
        ]
        likely = [one for one in things if worth[one.text] > 0]
        if kind in ("he", "she") and (described := _who_was_asked_for(state)):
            if all(math.exp(fits[one.text]) < NO_PERSON for one in likely):
                return [Antecedent(described)]
            meant.append(Antecedent(described, DESCRIBED))
        if kind == "they" and likely:
            are_persons = self.is_person(likely[0], texts)
            others = [
                one
                for one in likely[1:]
                if one.is_name == likely[0].is_name
                and not one.words & likely[0].words
                and self.is_person(one, texts) == are_persons
                and (are_persons or _are_joined(likely[0], one, state))
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

    def pronouns_of(self, thing: Thing, state: ConversationState) -> tuple[Class, ...]:
        """The pronouns by which one speaks of a thing, by what is said of it and what the articles
        say; of a name that may be a firm's as well "it" and "they"."""
        found = self._classes(thing, [one.answer for one in state.exchanges])
        he, she = found["he"], found["she"]
        if not thing.is_name or he + she < KNOWN_PERSON:
            return ("it", "they")
        if min(he, she) >= EITHER * (he + she):
            return ("he", "she")
        return ("he",) if he > she else ("she",)

    def is_person(self, thing: Thing, texts: Sequence[str]) -> bool:
        """Whether a thing is a person rather than anything else, by the answers in `texts`."""
        found = classes_of(thing, texts)
        return found["he"] + found["she"] > found["it"] + found["they"] + found["there"]

    def _passages(self, name: str) -> list[str]:
        if name not in self._found:
            self._found[name] = [hit.text for hit in self._store.search(name, PASSAGES)]
        return self._found[name]

    def _may_be(self, phrase: Phrase, kind: Class) -> bool:
        """Whether a pronoun of the same question can mean what the phrase names."""
        if phrase.is_name and phrase.name == phrase.text:
            found = classes_of(thing_called(phrase.text), self._passages(phrase.text))
            return found[kind] >= max(found.values())
        if kind in ("he", "she"):
            return phrase.determiner in ("a", "an", "")
        return True


def _is_many(thing: Thing) -> bool:
    """Whether it is several of which it is not said which: "people", "stories"."""
    return bool(_MANY.fullmatch(thing.head)) and not _SAYS_WHICH.search(thing.text)


def _says_which(thing: Thing, fit: float, persons: Iterable[Thing]) -> bool:
    """Whether a name that is hardly a person's only says which person is meant: "Uvalde" of "the
    Uvalde gunman"."""
    is_hardly = thing.is_name and fit < math.log(HARDLY)
    return is_hardly and any(thing.words < one.words for one in persons)


def _are_joined(one: Thing, other: Thing, state: ConversationState) -> bool:
    """Whether two things were named together: "Kia and Hyundai", "the nurses with the porters"."""
    names = [
        "|".join(re.escape(re.sub("^the ", "", mention.text)) for mention in thing.mentions)
        for thing in (one, other)
    ]
    either = (rf"\b(?:{first}){_JOINS}(?:{second})\b" for first, second in (names, names[::-1]))
    joined = re.compile("|".join(either), re.IGNORECASE)
    return any(joined.search(f"{each.question} {each.answer}") for each in state.exchanges)


def _order(thing: Thing) -> tuple[int, int]:
    return thing.latest.exchange, -thing.latest.place


def agreement(classes: Mapping[Class, float], kind: Class) -> float:
    """How well a pronoun fits something with these classes: a log of a share."""
    there = classes["there"] / 5 if kind == "it" else 0.0  # of a place one says it seldom
    return math.log(classes[kind] + there)


def _who_was_asked_for(state: ConversationState) -> str:
    """The person that the last question asks for, where its answer names none; empty for none."""
    clause = clause_of(state.last.question)
    if clause is None or not re.fullmatch("who", clause.asks, re.IGNORECASE):
        return ""
    verb = words_of(clause.rest)[:1]
    if clause.auxiliary and not (verb and is_verb(verb[0].lower)):
        return ""  # "Who is the mayor?"
    return f"the person who {f'{clause.auxiliary} {clause.rest}'.strip()}"
