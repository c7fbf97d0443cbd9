"""What a question in a conversation may mean: complete questions, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import Store
from index.sentences import sentence_spans
from qa.query.conversation import ellipsis
from qa.query.conversation.alone import (
    asks_of_collection,
    names_nothing,
    says_its_kind,
    without_remarks,
)
from qa.query.conversation.antecedents import scores
from qa.query.conversation.classes import Class, classes_of
from qa.query.conversation.phrases import Phrase, content_words, noun_phrases, words_of
from qa.query.conversation.pronouns import Anaphor, anaphora, demonstrative, replaced
from qa.query.conversation.state import (
    ConversationState,
    Exchange,
    Mention,
    Thing,
    read_history,
    with_known_names,
)
from qa.question import InterpretationKind, Question
from qa.text.word_classes import is_verb

MOST = 3
"""Readings of a question, at most."""
LEAST_PRIOR = 0.15
"""A reading less likely than this is not weighed."""
PASSAGES = 5
"""Passages in which a name is looked up, for what the articles say of its bearer."""
WITH_TOPIC, A_WORD, WORDS = 0.4, -0.26, 3
"""The logit that a question of `WORDS` words that say something, which names nobody, is about what
was spoken of, and what each word more adds to it: the more a question says, the less it leans. The
slope is that of 677 such questions of public conversations with what they mean written out."""
REFUSED = 1.0
"""Taken from that logit where the articles did not answer what was asked last: a question that
names nobody then likelier turns to something else."""
DESCRIBED = 0.8
"""How likely "the hospital" is the hospital that was spoken of."""
PERSON = 0.4
"""How likely a name's bearer is "he", beside what it likeliest is, to be taken for a man's; so with
"she"."""
CANDIDATES = 10
"""Things that are looked at more closely for one pronoun, the likeliest."""
ASKED_FOR = 0.25
"""How likely "he" is whom the last question asked for, and not somebody who has a name: the answer
may have named another."""

KNOWN = 0.8
"""Share of a class with which a name need not be looked up."""
PUT_INTO = 0.9
"""How likely a fragment asks the question before it of something else that is like it …"""
HALF = 0.5
"""… and where it is not, or where it may ask who "his sister" is."""
NAME_AS_EVENT = 2.0
"""Taken from the score of a name or a person where "that" asks for what happened."""

_RETURN = re.compile(
    r"^\W*(?:(?:let(?:['’]s| us) )?(?:go|going|coming|getting|turning)?\s*back to|return(?:ing)? to"
    r"|as for|regarding|on the subject of|about)\s+(?P<topic>[^:,]{2,60})[:,]\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_THAT = re.compile(
    r"^\W*(?:and |but |so )?(?P<asks>when|where|why) (?:was|is) (?:that|this)\W*$", re.IGNORECASE
)
_LABEL = re.compile(r"^(?P<label>[^:?]{2,40}):\s+(?P<rest>.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a question may mean."""

    text: str
    """The question, complete."""
    put_in: str = ""
    """What of the conversation stands in it; empty where it was complete as it was asked."""
    prior: float = 1.0
    """How likely it is before anything was searched; of all readings together at most 1."""


def readings(question: Question, store: Store) -> tuple[Reading, ...]:
    """What a question may mean after what was said, best first; one at least, at most `MOST`.

    A question that nothing was said before, or that is to be taken as it stands, has one reading.
    """
    text = question.line
    if InterpretationKind.CONVERSATION in question.ignored:
        return (Reading(text),)
    reader = _Conversation(store)
    state = read_history(question.history, reader.completed)
    return reader.read(text, state)


class _Conversation:
    """Reads the questions of one conversation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, list[str]] = {}

    def completed(self, text: str, state: ConversationState) -> str:
        """The likeliest reading of an earlier question."""
        return self.read(text, replace(state, is_past=True))[0].text

    def read(self, text: str, state: ConversationState) -> tuple[Reading, ...]:
        """The readings of a question."""
        if not state.exchanges:
            return (Reading(text),)
        named = with_known_names(text, [one.answer for one in state.exchanges])
        found = self._read(named, state)
        best: dict[str, Reading] = {}
        for one in sorted(found, key=lambda one: -one.prior):
            best.setdefault(one.text, one)
        chosen = [one for one in best.values() if one.prior >= LEAST_PRIOR][:MOST]
        chosen = chosen or list(best.values())[:1] or [Reading(text)]
        return tuple(
            Reading(text, "", one.prior)
            if one.text == named
            else replace(one, text=_plain(one.text))
            for one in chosen
        )

    def _read(self, text: str, state: ConversationState) -> list[Reading]:
        turn = self._turn(text, state)
        if turn is not None:
            text, topic, state = turn
            if topic is None:
                return [Reading(text)]
            return self._about(text, topic, state)
        if corrected := self._corrected(text, state):
            return corrected
        if said := ellipsis.who_said(text, state.last.question, _given(state)):
            return [Reading(said, state.last.question)]
        text = without_remarks(text, self._store)
        if asked := _ASKS_OF_THAT.match(text):
            text = f"{asked['asks']}?"  # "When was that?" asks what "When?" does
        whole: list[Reading] = []
        for one in self._with_pronouns(text, state):
            fragment = (
                "" if says_its_kind(one.text, self._store) else ellipsis.fragment_of(one.text)
            )
            found = self._from_fragment(fragment, one, state) if fragment else []
            whole += found or [one]
        is_changed = any(one.text != text for one in whole)
        if is_changed and not demonstrative(text):
            return whole
        return [
            other
            for one in whole
            for other in self._with_described(one, state) or self._with_topic(one, state)
        ]

    def _corrected(self, text: str, state: ConversationState) -> list[Reading]:
        """The readings of a question behind words that put another thing in the place of what was
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
        if not meant:
            return []
        topic, after = max(meant, key=len), state.after(Exchange(asked, ""))
        found = self._with_pronouns(rest, after)
        if any(one.text != rest for one in found):
            return found
        return [Reading(with_topic(rest, topic), topic)]

    def _with_described(self, one: Reading, state: ConversationState) -> list[Reading]:
        """The question with the longer name of something that it names short: "the hospital".

        Empty where it names nothing so.
        """
        for phrase in noun_phrases(one.text):
            if phrase.determiner != "the" or phrase.is_name:
                continue
            for thing in state.things:
                is_longer = phrase.words < content_words(thing.text)
                if is_longer and phrase.head == thing.head and thing.text.startswith("the "):
                    text = f"{one.text[: phrase.start]}{thing.text}{one.text[phrase.end :]}"
                    return [
                        Reading(text, thing.text, one.prior * DESCRIBED),
                        replace(one, prior=one.prior * (1 - DESCRIBED)),
                    ]
        return []

    def _turn(
        self, text: str, state: ConversationState
    ) -> tuple[str, str | None, ConversationState] | None:
        """The question behind words that turn to a topic, the topic, and the state in which it was
        spoken of; the topic is None where it is a new one. None where nothing is turned to.
        """
        back = _RETURN.match(text)
        label = back or _LABEL.match(text)
        if not label:
            return None
        rest = label["rest"][:1].upper() + label["rest"][1:]
        topic = (back["topic"] if back else label["label"]).strip()
        number = self._exchange_about(topic, state, is_sure=bool(back))
        return (rest, None, state) if number is None else (rest, topic, state.back_at(number))

    def _about(self, text: str, topic: str, state: ConversationState) -> list[Reading]:
        """The readings of a question that was led back to a topic."""
        words = content_words(topic)
        alike = [one for one in state.things if words & one.words]
        named = max(alike, key=lambda one: len(words & one.words)).text if alike else topic
        for one in anaphora(text, self._may_be):
            if one.kind in ("it", "they"):
                text = replaced(text, one, named)
                break
        found = self._with_pronouns(text, state)
        if named != topic and any(words & content_words(one.text) for one in found):
            return found
        topics = [named if named != topic else self._topic(one.text, state) for one in found]
        return [
            Reading(with_topic(one.text, about), about, one.prior)
            for one, about in zip(found, topics, strict=True)
        ]

    def _exchange_about(self, topic: str, state: ConversationState, is_sure: bool) -> int | None:
        """How many exchanges ago a topic was spoken of; None where it was not.

        Where it surely was and no word of it was said, the exchange with the nearest meaning.
        """
        words = content_words(topic)
        said = [content_words(f"{one.question} {one.answer}") for one in state.exchanges]
        overlaps = [len(words & one) for one in said]
        if max(overlaps):
            return overlaps.index(max(overlaps))
        if not is_sure:
            return None
        texts = [topic, *(f"{one.question} {one.answer}" for one in state.exchanges)]
        vectors = self._store.vectors(*texts)
        return int(np.argmax(vectors[1:] @ vectors[0]))

    def _with_pronouns(self, text: str, state: ConversationState) -> list[Reading]:
        """The question with names in the place of its pronouns; those of a kind mean the same."""
        first: dict[Class | None, Anaphor] = {}
        for one in anaphora(text, self._may_be):
            first.setdefault(one.kind, one)
        if ellipsis.fragment_of(text):
            first.pop(None, None)  # "And before that?"
        results = [(Reading(text), frozenset[str]())]
        for one in sorted(first.values(), key=lambda one: -one.start):
            candidates = self._antecedents(one.kind, text, state)
            results = [
                (
                    Reading(
                        replaced(result.text, one, thing.text),
                        ", ".join(filter(None, (thing.text, result.put_in))),
                        result.prior * share,
                    ),
                    taken | {thing.text},
                )
                for result, taken in results
                for thing, share in candidates
                if thing.text not in taken
            ] or results
        return [result for result, _ in results]

    def _antecedents(
        self, kind: Class | None, text: str, state: ConversationState
    ) -> list[tuple[Thing, float]]:
        """The things that a pronoun may mean, with their shares, the two likeliest."""
        if not state.things:
            return []
        texts = [one.answer for one in state.exchanges]
        first = scores(state.things, state, text, kind, lambda thing: classes_of(thing, texts))
        likely = [state.things[place] for place in np.argsort(-first)[:CANDIDATES]]
        found = scores(likely, state, text, kind, lambda thing: self._classes(thing, texts))
        if kind is None:  # "that" is what happened, not who or where
            found = found - [NAME_AS_EVENT * (one.is_name or one.is_person) for one in likely]
        order: list[int] = np.argsort(-found).tolist()
        whole = likely[order[0]].words
        best = [order[0], *(n for n in order[1:] if not likely[n].words < whole)][:2]
        described = None
        if kind in ("he", "she"):
            best = [n for n in best if _is_likely(kind, self._classes(likely[n], texts))]
            described = _who_was_asked_for(state)
            if not best:
                return [(described, 1.0)] if described else []
        if kind == "they" and _is_in_passing(likely[order[0]]):
            return []  # "Do they know what caused it?"
        shares = np.exp(found - found.max())
        total = sum(shares[place] for place in best)
        meant = [(likely[place], float(shares[place] / total)) for place in best]
        if described:
            meant = [(thing, share * (1 - ASKED_FOR)) for thing, share in meant]
            return [*meant, (described, ASKED_FOR)]
        return meant

    def _classes(self, thing: Thing, texts: Sequence[str]) -> dict[Class, float]:
        found = classes_of(thing, texts)
        if thing.is_name and max(found.values()) < KNOWN:
            found = classes_of(thing, [*texts, *self._passages(thing.text)])
        return found

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
        self, fragment: str, one: Reading, state: ConversationState
    ) -> list[Reading]:
        question = state.last.question
        if ellipsis.asks(fragment):
            given = "" if state.is_past else _given(state)  # a later fragment may ask of others
            whole = ellipsis.asked_of(fragment, question, given)
            return [Reading(whole, question, one.prior)] if whole else []
        found = []
        opens = one.text.lstrip('"“‘(').startswith(fragment)
        made = ellipsis.put_into(fragment, question, opens=opens)
        named = noun_phrases(fragment)
        is_relation = bool(one.put_in) and bool(named) and named[0].text == fragment
        if made.text:
            share = HALF if is_relation or not made.is_like else PUT_INTO
            found.append(Reading(made.text, question, one.prior * share))
            if not made.is_like and not is_relation:
                about = self._with_topic(replace(one, text=fragment), state)
                found += [replace(other, prior=HALF * other.prior) for other in about]
        if is_relation:
            found.append(Reading(f"Who is {fragment}?", one.put_in, one.prior * HALF))
        return found

    def _with_topic(self, one: Reading, state: ConversationState) -> list[Reading]:
        """The question, and the same with what was spoken of."""
        text = one.text
        is_named = any(one.is_name and not one.is_time for one in noun_phrases(text))
        if is_named and not demonstrative(text):
            return [one]
        if not one.put_in and asks_of_collection(text, self._store):
            return [one]
        is_bare = names_nothing(text, self._store)
        topic = self._topic(text, state, is_bare=is_bare)
        if not topic:
            return [one]
        if is_bare:
            return [Reading(with_topic(text, topic), topic, one.prior)]
        logit = WITH_TOPIC + A_WORD * (len(content_words(text)) - WORDS)
        share = 1 / (1 + math.exp(REFUSED * (not state.last.answer) - logit))
        return [
            Reading(with_topic(text, topic), topic, one.prior * share),
            replace(one, prior=one.prior * (1 - share)),
        ]

    def _topic(self, text: str, state: ConversationState, *, is_bare: bool = False) -> str:
        """What was spoken of and does not stand in the question; empty where there is nothing.

        Args:
            is_bare: The question has no word of what it is about: it is what most of those before
                it were about.
        """
        things = [one for one in state.things if not one.words <= content_words(text)]
        if not things:
            return ""
        if is_bare:
            most = max(map(_times_asked, things))
            things = [one for one in things if _times_asked(one) == most]
        found = scores(things, state, text, None, lambda _: {}, is_topic=True)
        best = things[int(np.argmax(found))]
        wholes = (one.text for one in things if best.words < one.words and _is_whole(one, best))
        return next(wholes, best.text)


def _is_in_passing(thing: Thing) -> bool:
    """Whether it has no name and stands in answers alone, so that hardly anybody asks of it."""
    return not thing.is_name and all(one.role == "told" for one in thing.mentions)


def _times_asked(thing: Thing) -> int:
    return len({one.exchange for one in thing.mentions if one.role == "asked"})


def _is_whole(one: Thing, part: Thing) -> bool:
    """Whether a question before named `one` with `part` in it: "the lighthouse at the Point"."""
    asked = {mention.exchange for mention in one.mentions if mention.role == "asked"}
    return any(m.lead and m.role == "asked" and m.exchange in asked for m in part.mentions)


def _is_likely(kind: Class, classes: dict[Class, float]) -> bool:
    return classes[kind] >= PERSON * max(classes.values())


def _plain(question: str) -> str:
    """The question without "and" before it, with a capital."""
    bare = re.sub(r"^(?:and|but|so)\s+", "", question, flags=re.IGNORECASE)
    return bare[:1].upper() + bare[1:]


def _who_was_asked_for(state: ConversationState) -> Thing | None:
    """The person that the last question asks for, where its answer names none."""
    clause = ellipsis.clause_of(state.last.question)
    if clause is None or not re.fullmatch("who", clause.asks, re.IGNORECASE):
        return None
    verb = words_of(clause.rest)[:1]
    if clause.auxiliary and not (verb and is_verb(verb[0].lower)):
        return None  # "Who is the mayor?"
    text = f"the person who {f'{clause.auxiliary} {clause.rest}'.strip()}"
    return Thing((Mention(text, "asked", 0, 0, False, "", "person"),))


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
