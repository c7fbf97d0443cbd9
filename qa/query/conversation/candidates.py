"""What a question in a conversation may stand for: complete questions, made by rule.

Each tells by what it is weighed (`weighing`); `qa.query.conversation.readings` does so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from index import Store
from index.sentences import sentence_spans
from qa.query.change import value_asked
from qa.query.conversation import ellipsis
from qa.query.conversation.alone import (
    asks_for_survey,
    asks_of_collection,
    is_of_all,
    says_its_kind,
    without_remarks,
)
from qa.query.conversation.antecedents import Antecedents
from qa.query.conversation.classes import Class
from qa.query.conversation.clause import (
    asks_who_did,
    clause_of,
    opens_with_question_word,
    what_happened,
    what_was_done,
    without_opening,
)
from qa.query.conversation.dislocation import named_first
from qa.query.conversation.phrases import content_words, noun_phrases
from qa.query.conversation.pronouns import Anaphor, anaphora, replaced
from qa.query.conversation.returns import return_of, turn_of
from qa.query.conversation.state import ConversationState, Thing, thing_called
from qa.query.conversation.subject_change import without_announcement
from qa.query.conversation.weighing import Antecedent, Candidate, Tags
from qa.text.wording import capitalised

LEAST_GAIN = -2.0
"""What a topic has to add to the tags of a question, to be tried."""
TOPICS = 2
"""That are added to one question, at most."""
_ASKS_OF_THAT = re.compile(
    r"^\W*(?:and |but |so )?(?P<asks>when|where|why|how) "
    r"(?:(?<!how )(?:was|is) (?:that|this)|did (?P<who>he|she|they) do (?:it|that|this|so))\W*$",
    re.IGNORECASE,
)
"""What is asked of all that was told, or of what somebody did."""
_HAPPENS = re.compile(
    r"^\W*(?:and |but |so )?(?:ha[sd]|have|did|does|do|could|can|will|would|might)(?:n['’]t)? "
    r"(?:that|this|it|such a thing"
    r"|(?:any|some)thing (?:similar|(?:like|similar to) (?:that|this|it)))"
    r"(?: \w+){0,3}? happen(?:ed)?(?: (?:here|there))?"
    r"(?: (?:ever )?(?:before|again|elsewhere|anywhere else|in [\w ]{1,40}))?\W*$",
    re.IGNORECASE,
)
"""What is asked of something that happened: "Has that ever happened before?"."""
_POINTING = frozenset(["the", "that", "this", "these", "those"])


class Candidates:
    """Makes the candidates of the questions of one conversation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._antecedents = Antecedents(store)

    def of(self, text: str, state: ConversationState, tags: Tags) -> list[Candidate]:
        """All that a question may mean, each once."""
        return list({one.text: one for one in reversed(self._made(text, state, tags))}.values())

    def _made(self, text: str, state: ConversationState, tags: Tags) -> list[Candidate]:
        text, is_of_another_subject = without_announcement(text)
        if turn := return_of(text) or turn_of(text):
            words = content_words(turn.topic)
            spoken_of = _called(words, state)
            if words and (turn.is_plain or spoken_of):
                name = spoken_of.text if spoken_of else turn.topic
                led = self._led_to(name, capitalised(turn.question), state, tags, spoken_of)
                return self._with_topic_of(spoken_of, led, state, tags)
            if not words:
                text = turn.question  # "Back to him - who paid?"
        if first := named_first(text):
            spoken_of = _called(content_words(first.name), state)
            return self._with_topic_of(spoken_of, [Candidate(first.question)], state, tags)
        if is_of_another_subject and not ellipsis.fragment_of(text):
            return [Candidate(capitalised(text))]
        if corrected := self._corrected(text, state, tags):
            return corrected
        if said := ellipsis.who_said(text, state.last.question, state.last.answer, _given(state)):
            return [Candidate(said, state.last.question)]
        if told_first := ellipsis.as_first_told(text, state.last.question):
            return [Candidate(told_first, state.last.question)]
        changed = ellipsis.how_it_changed(text, state.last.question)
        if changed and value_asked(changed):
            return [Candidate(changed, state.last.question)]
        if counted := ellipsis.counting_done(text, state.last.question):
            return [Candidate(counted, state.last.question)]
        text = _without_opening(without_remarks(text, self._store))
        if asked := _ASKS_OF_THAT.match(text):
            whole = f"{asked['asks']}?"  # "When was that?" asks what "When?" does
            if not asked["who"]:
                text = whole
            elif (ago := _asked_who_did(state)) is not None:
                text, state = whole, state.before(ago)
        elif _HAPPENS.match(text) and (happened := _what_happened(state)):
            one = Candidate(text, topics=1, unresolved=1)
            return [one.naming(topic, with_topic(text, topic)) for topic in happened]
        pronouns = self._antecedents.pronouns(text)
        is_of_person = bool({"he", "she"} & pronouns.keys())  # which of all persons means that one
        topics = self._topics(state, with_persons=not is_of_person)
        done = _what_was_done(state)
        found: list[Candidate] = []
        for one in self._with_pronouns(text, pronouns, state, tags):
            is_own = says_its_kind(one.text, self._store)
            fragment = "" if is_own else ellipsis.fragment_of(one.text)
            made = self._from_fragment(fragment, one, text, state) if fragment else []
            found += made
            if any(each.is_sure for each in made):
                continue
            is_as_asked = not (one.put_in or is_of_person)
            if is_as_asked and asks_of_collection(text, self._store):
                found.append(one)
            elif asks_for_survey(text, self._store):
                # "What's in the news?", and what is asked behind it
                of_all = is_as_asked and (is_of_all(text) or is_of_all(state.last.question))
                found += [one] if of_all else _surveys(one, topics, state, tags, bool(pronouns))
            else:
                number = len(content_words(one.text))
                is_bare = bool(fragment) and not number  # "Why?" asks the question before
                most = 0 if is_bare else max(1, min(TOPICS, number))
                found += _with_topics(one, [*topics, *done], tags, most)
        return found

    def _corrected(self, text: str, state: ConversationState, tags: Tags) -> list[Candidate]:
        """The candidates of a question behind words that put another thing in the place of what was
        asked about: "No, the one in Iran. How many died?"; empty where there are none."""
        spans = sentence_spans(text)
        if len(spans) != 2:
            return []
        words, rest = (text[start:end] for start, end in spans)
        fragment = ellipsis.fragment_of(words)
        if words.startswith(fragment) or opens_with_question_word(fragment):
            return []
        asked = ellipsis.put_into(fragment, state.last.question, opens=False).text
        meant = [one.text for one in noun_phrases(asked) if one.words & content_words(fragment)]
        return self._led_to(max(meant, key=len), rest, state, tags) if meant else []

    def _led_to(
        self,
        name: str,
        text: str,
        state: ConversationState,
        tags: Tags,
        named: Thing | None = None,
    ) -> list[Candidate]:
        """The candidates of a question that is about something.

        Args:
            named: What was spoken of under that name, where anything was: "he" means a person of
                that name, and "it" anything else; so does one that was not, by what the articles
                say of it. Whom "the coach" means, all that was said tells.
        """
        named = named or (thing_called(name) if name[:1].isupper() else None)
        if named:
            kinds = self._antecedents.pronouns_of(named, state)
        else:  # a name may be typed without capitals
            kinds = ("it", "they", "he", "she") if _is_bare(name) else ("it", "they")
        for one in anaphora(text, lambda phrase, kind: False):
            if one.kind in kinds:
                return [Candidate(replaced(text, one, name), name)]
        return [
            one
            if content_words(name) <= content_words(one.text)
            else one.naming(name, with_topic(one.text, name))
            for one in self._with_pronouns(text, self._antecedents.pronouns(text), state, tags)
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
        results = [Candidate(text, is_refused=state.last.is_refused)]
        for one in sorted(pronouns.values(), key=lambda one: -one.start):
            meant = self._antecedents.of(one.kind, text, state, tags)
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

    def _from_fragment(
        self, fragment: str, one: Candidate, text: str, state: ConversationState
    ) -> list[Candidate]:
        """The question before, asked of what a fragment names or as it asks."""
        question = state.last.question
        found = []
        if opens_with_question_word(fragment):
            # a later fragment may ask of others
            given = "" if state.is_past else self._who_or_what(state)
            if whole := ellipsis.asked_of(fragment, question, given):
                found.append(replace(one, text=whole, put_in=question, is_asked=True))
            return found
        opens = one.text.lstrip('"“‘(').startswith(fragment)
        made = ellipsis.put_into(fragment, question, opens=opens)
        named = noun_phrases(fragment)
        is_relation = bool(one.put_in) and bool(named) and named[0].text == fragment
        goes_on = without_opening(text) != text.strip()
        put = replace(one, put_in=question, is_whole=True, goes_on=goes_on)
        if made.text:
            is_sure = ellipsis.takes_up(text) or (made.is_like and not is_relation)
            found.append(replace(put, text=made.text, is_sure=is_sure))
        if counted := ellipsis.counting(fragment, question):
            found.append(replace(put, text=counted))
        if is_relation:
            found.append(replace(one, text=f"Who is {fragment}?"))
        return found

    def _who_or_what(self, state: ConversationState) -> str:
        """The name that the last answer gives; empty where it gives none, or no person's for
        whoever did something."""
        given = _given(state)
        if not given or not asks_who_did(state.last.question):
            return given
        texts = [one.answer for one in state.exchanges]
        return given if self._antecedents.is_person(thing_called(given), texts) else ""

    def _with_topic_of(
        self,
        spoken_of: Thing | None,
        found: Sequence[Candidate],
        state: ConversationState,
        tags: Tags,
    ) -> list[Candidate]:
        """The candidates of a question that says itself what it is about, each also with one topic
        beside that, where it was spoken of; what was not begins another subject."""
        topics = self._topics(state, with_persons=True) if spoken_of else []
        return [each for one in found for each in _with_topics(one, topics, tags, 1)]

    def _topics(self, state: ConversationState, *, with_persons: bool) -> list[str]:
        """What was spoken of, to be added to a question."""
        texts = [one.answer for one in state.exchanges]
        return [
            one.text
            for one in state.things
            if with_persons or not self._antecedents.is_person(one, texts)
        ]


def _without_opening(text: str) -> str:
    """A whole question without what leads to it: "Sorry, I meant how old is she?"."""
    bare = without_opening(text)
    return bare if clause_of(bare) and not ellipsis.fragment_of(text) else text


def _asked_about(state: ConversationState) -> list[list[str]]:
    """What each of the questions before was about."""
    asked: dict[int, list[str]] = {}
    for thing in state.things:
        for exchange in {one.exchange for one in thing.mentions if one.role == "asked"}:
            asked.setdefault(exchange, []).append(thing.text)
    return [asked[exchange] for exchange in sorted(asked)]


def _surveys(
    one: Candidate, topics: Sequence[str], state: ConversationState, tags: Tags, names_it: bool
) -> list[Candidate]:
    """The candidates of "Sum it up": of what each question before was about, not of what was told,
    nor of all there is, which any evidence would bear out. To "And the latest on him", which names
    what it is of, may be added what of the `topics` was asked about, or any, where nothing was."""
    asked_about = _asked_about(state)
    if names_it or not asked_about:
        asked = [topic for about in asked_about for topic in about if topic in topics]
        return _with_topics(one, asked or topics, tags, TOPICS)
    found = []
    for ago, about in enumerate(asked_about):
        first, *others = sorted(about, key=lambda topic: -tags.worth(topic))
        meant = (Antecedent(first, ago=ago),)
        named = replace(one, antecedents=meant, topics=1).naming(first, _with(first, one.text))
        found += _with_topics(named, others, tags, TOPICS - 1)
    return found


def _is_bare(text: str) -> bool:
    """Whether a text is one phrase of several words without an article, as a name is."""
    phrases = noun_phrases(f"{text}?")
    is_one = len(phrases) == 1 and phrases[0].text == text
    return is_one and not phrases[0].determiner and len(text.split()) > 1


def _what_was_done(state: ConversationState) -> list[str]:
    """What the last question tells that somebody did, where it names nothing: "Who won?"."""
    mentions = (one for thing in state.things for one in thing.mentions)
    if any(one.exchange == 0 and one.role == "asked" for one in mentions):
        return []
    return list(filter(None, [what_was_done(state.last.question)]))


def _what_happened(state: ConversationState) -> list[str]:
    """What the last question tells of, and the one that began what is spoken of."""
    asked = dict.fromkeys((state.last.question, state.opening.question))
    return list(filter(None, map(what_happened, asked)))


def _called(words: Set[str], state: ConversationState) -> Thing | None:
    """What was spoken of that words name; None where nothing was."""
    return max(
        (one for one in state.things if _is_called(one, words)),
        key=lambda one: (len(words & one.words), -len(one.words)),
        default=None,
    )


def _is_called(thing: Thing, words: Set[str]) -> bool:
    """Whether words name a thing, by its noun ("the council") or by a part of its name ("Boris").
    The roof of a cathedral in Paris is not called "Paris"."""
    heads = {one.head for one in thing.mentions}
    return not words.isdisjoint(heads | thing.words if thing.is_name else heads)


def _with_topics(one: Candidate, topics: Sequence[str], tags: Tags, most: int) -> list[Candidate]:
    """The question, and the same with so many at most of what was spoken of, as far as it is
    meant."""
    found = [one]
    for _ in range(most):
        text = found[-1].text
        gains = {topic: tags.worth(topic, text) for topic in topics}
        named = max(gains, key=lambda name: gains[name], default="")
        if not named or gains[named] < LEAST_GAIN or not tags.put_into(named, text):
            break
        more = found[-1].naming(named, _with(named, text))
        found.append(replace(more, topics=more.topics + 1))
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


def _asked_who_did(state: ConversationState) -> int | None:
    """How many exchanges ago it was asked who did something, since the subject was begun, if nobody
    else was named since; None where it was not."""
    begun = state.exchanges.index(state.opening)
    asked = (asks_who_did(one.question) for one in state.exchanges[: begun + 1])
    ago = next((ago for ago, is_asked in enumerate(asked) if is_asked), None)
    is_other_named = ago and any(
        one.is_name and all(each.exchange < ago for each in one.mentions) for one in state.things
    )
    return None if is_other_named else ago


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
