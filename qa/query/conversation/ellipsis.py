"""Fragments made whole by the question before them: "Why?", "And the union?", "In what time?"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.sentences import sentence_spans
from qa.query.change import CHANGES
from qa.query.conversation.clause import (
    INTERJECTION,
    Clause,
    clause_of,
    end_of_subject,
    opens_with_question_word,
    without_opening,
)
from qa.query.conversation.contractions import uncontracted
from qa.query.conversation.phrases import Phrase, content_words, noun_phrases, words_of
from qa.text.answer_types import FIGURED, AnswerType, wanted_by
from qa.text.lexicon import AUXILIARY, NAME, PREPOSITION, YEAR
from qa.text.person_words import share_of_men
from qa.text.word_classes import is_adverb, is_verb, may_be_verb
from qa.text.wording import capitalised

_CORRECTS = re.compile(
    rf"^\W*(?:(?:{INTERJECTION}|ok(?:ay)?|but|well|sorry)\b[\s,.!]*)*"
    r"(?:no|not that|i meant?|rather|actually)\b",
    re.IGNORECASE,
)
_THE_ONE = re.compile(rf"^the (?:one|other)s?\s+(?={PREPOSITION}\b)", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:(?:what|how) about|what of)\s+", re.IGNORECASE)
_LEAD = re.compile(
    rf"(?:according to|compared (?:to|with)|{PREPOSITION}|during|among|without)\b", re.I
)
LIKE = 2.0
"""How well a fragment fits from which it is like what it stands for: of the same noun, or a name
for a name."""
_FRAGMENT_WORDS = 8
_NAMES = re.compile(rf"{NAME}(?: {NAME})*")
_NAME_FIRST = re.compile(rf"{_NAMES.pattern}(?= [a-z])(?!.*\b{NAME})")
"""Before what is said of it, if that has no name: "Harry" of "Harry coming"."""
_ONE = re.compile(r"\bones?$", re.IGNORECASE)
_YEAR = re.compile(YEAR)
_AT_FIRST = r"(?:originally|initially|at first|to begin with|in the beginning|at the start)"
_FIRST_TOLD = re.compile(
    r"^\W*(?:(?:and|but|ok|so|wow)\W+)*"
    r"(?:(?:what(?:['’]s| (?:was|were|is)) )?(?:(?:the|its|their) )?"
    r"(?:very )?(?:original|initial|first|earliest) (?:(?P<day>date|deadline)"
    r"|(?P<money>budget|cost|price)|(?P<figure>count|estimate|figure|forecast|number|toll))"
    rf"|{_AT_FIRST}"
    r"|what (?:was|were|did) (?:it|that|they)(?: say)?(?: it would be| it was| it to be)?"
    rf" {_AT_FIRST})\W*$",
    re.IGNORECASE,
)
"""Asks what was told first of what was asked about just before."""
_NOW = re.compile(r"\s+(?:now|currently|still|at the moment|(?:current|latest|newest)(?= [a-z]))\b")
_YEAR_BY = re.compile(
    r"^(?:the|a) (?:year (?P<before>before|earlier|ago)|(?P<previous>previous|last) year"
    r"|year (?:after|later)|(?:next|following) year)$",
    re.IGNORECASE,
)
_ANY = re.compile(r"any\b", re.IGNORECASE)
_COUNTS = re.compile(r"(?P<asks>how many\s+)(?P<counted>[a-z][\w ’'-]*)", re.IGNORECASE)
_PLURAL = re.compile(r"(?:[a-z-]+ )?(?:[a-z-]+[^s\W]s|people|men|women|children)")
_THAT = re.compile(r"^(?P<lead>before|after|since)(?: that| then| this)?$", re.IGNORECASE)

_CHANGED = re.compile(
    r"how (?P<has>did|has|have)"
    r" (?:(?:the|that|this) (?:number|figure|count|tally|toll|total)"
    r"|(?:it|that)(?= (?:been )?(?:chang|ris|rose|grow|increas|decreas|go (?:up|down))))"
    rf" (?P<changed>(?:been )?{CHANGES}(?: (?:in|on|since|until|over) (?!time\b)[\w ]+)?)"
    r"(?: over time| (?:from )?(?P<each>\w+) (?:to|by) (?P=each))?\W*$",
    re.IGNORECASE,
)

_DONE = re.compile(
    r"^\W*(?:(?:and|but|ok|so) )*(?:(?:how about|what about|how many) )?(?:the )?"
    r"(?P<done>(?:(?:seriously|badly|slightly) )?(?:injured|hurt|wounded|killed|dead|missing"
    r"|arrested|detained|charged|rescued|evacuated|displaced|stranded|trapped|infected"
    r"|hospitali[sz]ed|homeless))\W*$",
    re.IGNORECASE,
)
"""Names people by what was done to them, or became of them."""
_DID = re.compile(
    rf"(?:(?:is|are|was|were|has|have|had|been|got|already)\s+)*(?!{PREPOSITION}\b)[a-z]+"
    rf"(?=\s*$|\s+(?:{PREPOSITION}|across|during|near|when|where|while|because|there)\b)",
    re.IGNORECASE,
)

_HOW = re.compile(r"(?:how|when|where|why)\b", re.IGNORECASE)
"""What is asked by these alone may have an adverb behind it: "When exactly?", "Why now?"."""
_DOES = re.compile(r"(?:do|does|did)(?:n['’]t)?", re.IGNORECASE)
_WHO_SAID = re.compile(
    r"^(?P<who>who\s+(?:says?|said|reports?|reported|claims?|claimed|told (?:us|them)))"
    r"\s+(?:so|that|this|it)$",
    re.IGNORECASE,
)


def fragment_of(text: str) -> str:
    """What a question that is no whole sentence names or asks; empty for a whole one."""
    bare = without_opening(text).rstrip(" ?.!")
    if _ABOUT.match(bare):
        return _ABOUT.sub("", bare)
    words = words_of(bare)
    if not words or len(words) > _FRAGMENT_WORDS:
        return ""
    if any(re.fullmatch(AUXILIARY, word.lower) for word in words_of(uncontracted(bare))):
        return ""
    is_asking = opens_with_question_word(bare)
    if words[0].lower == "who" and len(words) > 1 and _may_be_verb(words[1].lower):
        return ""  # "Who replaces him?"
    is_adverbial = bool(_HOW.match(bare))
    verbs = [
        w
        for w in words[1:]
        if w.text.islower()
        and is_verb(w.lower)
        and not (is_adverbial and is_adverb(w.lower))
        and not _is_noun(bare, w.start)
    ]
    if verbs or (
        not is_asking and may_be_verb(words[0].lower) and words[0].lower not in ("more", "less")
    ):
        return ""
    return bare


def takes_up(text: str) -> bool:
    """Whether a fragment asks the question before it of something else by its form alone: "What
    about jazz?", "No, the union", "before that", "the other ones"."""
    bare = without_opening(text).rstrip(" ?.!")
    return bool(
        opens_with_question_word(bare)
        or _ABOUT.match(bare)
        or _CORRECTS.match(text)
        or _LEAD.match(bare)
        or _ONE.search(bare)
        or _YEAR_BY.match(bare)
        or re.match(r"(?:the )?(?:latter|former|others?)\b", bare, re.IGNORECASE)
    )


def _may_be_verb(word: str) -> bool:
    return may_be_verb(word) or may_be_verb(word.removesuffix("s"))


def _is_noun(text: str, place: int) -> bool:
    return any(phrase.start <= place < phrase.end for phrase in noun_phrases(text))


def asked_of(fragment: str, question: str, given: str) -> str:
    """A question word alone, asked of what the question before asks: "Why was anyone hurt?".

    Args:
        given: What was answered, in a name; empty where it is not known.
    """
    clause = clause_of(question)
    if clause is None:
        return ""
    fragment = capitalised(fragment)
    denies = re.search(r"\s+not$", fragment, re.IGNORECASE)
    if denies:
        fragment = fragment[: denies.start()]
    tail = ""
    if ends := re.search(rf"(?<=\w)\s+({PREPOSITION})$", fragment, re.IGNORECASE):
        fragment, tail = fragment[: ends.start()], f" {ends[1]}"
    if clause.auxiliary:
        rest = clause.rest
        if denies and (end := end_of_subject(clause)):
            rest = f"{rest[:end]} not{rest[end:]}"
        return f"{fragment} {clause.auxiliary} {rest}{_object_of(clause)}{tail}?"
    if re.match(r"who\b|which\b", clause.asks, re.IGNORECASE):
        subject = given or "somebody"
    else:
        subject = re.sub(r"^(?:how (?:many|much)|what)\s*", "", clause.asks, flags=re.I) or "it"
    return f"{fragment} was it that {subject} {clause.rest}{tail}?"


def _object_of(clause: Clause) -> str:
    """What a question asks for where a verb has it for its object: " the record" of "Whose record
    did Judge break?"."""
    asked = re.match(r"(?:which|what|whose|how many)\s+(?=\w)", clause.asks, re.IGNORECASE)
    does = _DOES.fullmatch(clause.auxiliary)
    if not asked or not does or re.search(rf"\b{PREPOSITION}$", clause.rest, re.IGNORECASE):
        return ""
    named = noun_phrases(f"the {clause.asks[asked.end() :]}")
    return f" {named[0].text}" if named and not named[0].is_time else ""


def who_said(text: str, question: str, answer: str, given: str) -> str:
    """ "Who said so?" with what was told, else with what the question before asks: "Who said that
    the tram will open?".

    Empty for other texts.

    Args:
        answer: What was answered. It is only taken where the question asked for yes or no, and it
            opens with what it speaks of.
        given: What was answered, in a name; empty where it is not known.
    """
    match = _WHO_SAID.match(without_opening(text).rstrip(" ?.!"))
    clause = clause_of(question) if match else None
    if not match or clause is None:
        return ""
    subject = next((one for one in noun_phrases(clause.rest) if one.start == 0), None)
    if told := "" if clause.asks else _told(answer):
        said = told
    elif not clause.auxiliary:
        said = f"{given or 'somebody'} {clause.rest}"
    elif subject and subject.end < len(clause.rest):
        said = f"{subject.text} {clause.auxiliary}{clause.rest[subject.end :]}"
    else:
        return ""
    return f"{match['who']} that {said}?"


def _told(answer: str) -> str:
    """The first sentence of an answer within another; empty where it does not open with what it
    speaks of ("Yes.", "In May.", "It did.")."""
    sentence = next((answer[start:end] for start, end in sentence_spans(answer)), "")
    phrase = next((one for one in noun_phrases(sentence) if one.start == 0), None)
    if phrase is None or phrase.is_time or phrase.end >= len(sentence.rstrip(" .!?")):
        return ""
    is_small = phrase.determiner and not phrase.text.startswith(phrase.name or " ")
    opens = sentence[:1].lower() if is_small else sentence[:1]
    return f"{opens}{sentence[1:].rstrip(' .!?')}"


@dataclass(frozen=True, slots=True)
class PutInto:
    """A question with a fragment in it."""

    text: str
    is_like: bool = True
    """Whether the fragment is like what it stands for; else it may ask something of its own."""


def put_into(fragment: str, question: str, *, opens: bool = True) -> PutInto:
    """The question before with the fragment in the place of what it has of the same kind.

    Its text is empty where it has nothing like it, and where the fragment asks whether there is
    such a thing: "Any injuries?".

    Args:
        opens: Whether the fragment opens what was asked, so that its capital says nothing.
    """
    if _ANY.match(fragment):
        return PutInto("")
    question, fragment = without_opening(question), _THE_ONE.sub("", fragment)
    end = len(question.rstrip(" ?!"))
    if moved := _in_time(fragment, question):
        return PutInto(moved)
    if lead := _LEAD.match(fragment):
        pattern = re.compile(rf"\b{re.escape(lead[0])}\s+", re.IGNORECASE)
        led = [
            (match.start(), phrase)
            for match in pattern.finditer(question)
            for phrase in _with_parts(question)
            if phrase.start == match.end()
        ]
        if not led:
            return PutInto(f"{question[:end]} {fragment}?")
        name = next(iter(_inside(fragment[lead.end() :].strip())), None)
        start, phrase = max(led, key=lambda one: _is_like(one[1], name))
        return PutInto(f"{question[:start]}{fragment}{question[phrase.end :]}")
    if _ONE.search(fragment):
        return PutInto(_with_other_one(fragment, question))
    named = noun_phrases(fragment) if opens else _inside(fragment)
    if not named:
        return PutInto("")
    if named[0].start > 0 or named[0].end < len(fragment):
        more = re.match(
            r"(?:more|less|fewer|better|worse|also|even|only)\b", fragment, re.IGNORECASE
        )
        return PutInto(f"{question[:end]}, {fragment[:1].lower()}{fragment[1:]}?" if more else "")
    slot, fit = _slot_for(named[0], question)
    if slot is None:
        return PutInto("")
    by = f"{fragment}’s" if _is_owner(slot) and not _is_owner(named[0]) else fragment
    if named[0].determiner == "the" and slot.head == named[0].head and slot.parts:
        owner = slot.parts[0]
        if owner.start == slot.start:  # "Uber's net income", "the operating income"
            by = f"{owner.text} {named[0].bare}"
    leading = _NAME_FIRST.match(slot.text) if _NAMES.fullmatch(fragment) else None
    end = slot.start + leading.end() if leading else slot.end
    return PutInto(f"{question[: slot.start]}{by}{question[end:]}", fit >= LIKE)


def as_first_told(text: str, question: str) -> str:
    """The question before, asked of what was told first, of "And the original figure?", "What did
    they say at first?"; empty for other texts, and where that question has no such answer."""
    asked = _FIRST_TOLD.match(text)
    kind = wanted_by(question).kind
    if not asked or kind not in FIGURED:
        return ""
    is_of_day = kind is AnswerType.TIME
    if (asked["day"] and not is_of_day) or (asked["figure"] and is_of_day):
        return ""
    if asked["money"] and kind is not AnswerType.MONEY:
        return ""
    before = _NOW.sub("", question.rstrip(" ?!."))
    return f"{before.removesuffix(' originally')} originally?"


def how_it_changed(text: str, question: str) -> str:
    """How the number changed that the question before asks for, of "How did it change?": "How did
    the number of people who died change?"; empty for other texts, and where that counts nothing."""
    asked = _CHANGED.match(without_opening(text))
    whole, bracket, topics = question.rstrip(" ?!.").partition(" (")
    clause = clause_of(whole) if asked else None
    counted = _COUNTS.fullmatch(clause.asks) if clause else None
    things = counted["counted"].strip() if counted else "of"
    if not asked or not clause or things.startswith("of ") or things == "of" or clause.auxiliary:
        return ""
    number = f"the number of {things} {'who' if things == 'people' else 'that'} {clause.rest}"
    return f"How {asked['has']} {number} {asked['changed']}{bracket}{topics}?"


def counting(fragment: str, question: str) -> str:
    """The question how many there were, asked of others: "How many firms are in the trial?"; empty
    where it is none, or the fragment is no plural in small letters."""
    clause = clause_of(question)
    asked = _COUNTS.fullmatch(clause.asks) if clause else None
    if asked is None or not _PLURAL.fullmatch(fragment):
        return ""
    bare = without_opening(question)
    end = bare.index(asked[0]) + len(asked[0])
    return f"{bare[: end - len(asked['counted'])]}{fragment}{bare[end:]}"


def counting_done(text: str, question: str) -> str:
    """The question how many did something, asked of what was done to them: "How many people were
    injured in the storm?", of "And injured?"; empty for other texts and questions."""
    done = _DONE.match(text)
    clause = clause_of(question) if done else None
    counted = clause and clause.asks.lower().startswith("how many")
    did = _DID.match(clause.rest) if clause else None
    if not done or not clause or not counted or not did or clause.auxiliary:
        return ""
    return f"{clause.asks} were {done['done']}{clause.rest[did.end() :]}?"


def _with_parts(question: str) -> list[Phrase]:
    return [one for phrase in noun_phrases(question) for one in (phrase, *phrase.parts)]


def _inside(fragment: str) -> list[Phrase]:
    """The noun phrases of a fragment that stood within a sentence: its capital is a name's."""
    lead = "about "
    return [
        replace(one, start=one.start - len(lead), end=one.end - len(lead))
        for one in noun_phrases(lead + fragment)
    ]


def _in_time(fragment: str, question: str) -> str:
    """ "the year before", "before that": the question moved in time; empty for other fragments."""
    end = len(question.rstrip(" ?!"))
    if step := _YEAR_BY.match(fragment):
        by = -1 if step["before"] or step["previous"] else 1
        if year := _YEAR.search(question):
            return f"{question[: year.start()]}{int(year[0]) + by}{question[year.end() :]}"
        return f"{question[:end]} {fragment}?"
    if that := _THAT.match(fragment):
        for phrase in noun_phrases(question):
            lead = re.search(rf"\b({PREPOSITION})\s+$", question[: phrase.start], re.IGNORECASE)
            if phrase.is_time and lead:
                return f"{question[: lead.start()]}{that['lead']} {question[phrase.start :]}"
        return f"{question[:end]} {that['lead']} that?"
    phrases = noun_phrases(fragment)
    if phrases and phrases[-1].is_time:
        for phrase in noun_phrases(question):
            if phrase.is_time:
                return f"{question[: phrase.start]}{phrases[-1].text}{question[phrase.end :]}"
        within = "" if _LEAD.match(fragment) else "in "
        return f"{question[:end]} {within}{fragment}?"
    return ""


def _with_other_one(fragment: str, question: str) -> str:
    """ "the old one": the noun of the question before under another adjective."""
    adjectives = _ONE.sub("", fragment).strip()
    slots = [
        one
        for one in _with_parts(question)
        if not one.is_time and one.determiner in ("the", "a", "an", "")
    ]

    def modifiers(one: Phrase) -> int:
        head = re.search(rf"\b{re.escape(one.head)}\b", one.bare, re.IGNORECASE)
        before = one.bare[: head.start()] if head else ""
        return len([w for w in before.split() if w.islower()])

    if not slots:
        return ""
    slot = max(slots, key=lambda one: (modifiers(one), one.determiner == "the"))
    bare = slot.bare
    if modifiers(slot):
        bare = bare.split(" ", 1)[1]
    return f"{question[: slot.start]}{adjectives} {bare}{question[slot.end :]}"


def _slot_for(named: Phrase, question: str) -> tuple[Phrase | None, float]:
    """What of the question stands where the phrase belongs, and how well it fits there."""
    slots = [one for one in _with_parts(question) if not one.is_time]
    clause = clause_of(question)
    asked = len(clause.asks) if clause else 0

    has_name = any(one.is_name and not (_is_owner(one) or one.parts) for one in slots)
    may_own = _is_person_name(named) and not has_name

    def fit(slot: Phrase) -> float:
        owns = _is_owner(named) or (_is_owner(slot) and may_own)
        return float(
            3.0 * (slot.head == named.head)
            + 1.0 * bool(content_words(slot.text) & named.words)
            + 3.0 * (_is_owner(slot) and owns)
            - 3.0 * (_is_owner(slot) != owns)
            + 2.0 * (bool(slot.name) and bool(named.name) and slot.is_name == named.is_name)
            + 0.5 * (slot.determiner == named.determiner)
            + 0.5 * (slot.is_name == named.is_name)
            - 2.0 * (slot.end <= asked)
        )

    best = max(slots, key=fit, default=None)
    fits = fit(best) if best is not None else 0.0
    return (best, fits) if fits > 0 else (None, 0.0)


def _is_like(slot: Phrase, named: Phrase | None) -> bool:
    """Whether both are names, or neither is, and both have a determiner, or neither has."""
    if named is None:
        return False
    has_determiner = bool(slot.determiner) == bool(named.determiner)
    return has_determiner and slot.is_name == named.is_name


def _is_person_name(phrase: Phrase) -> bool:
    """Whether it is a person's name alone, in small letters too: two words or three, the first of
    which is known as a first name."""
    first, *rest = phrase.text.split()
    return 1 <= len(rest) <= 2 and share_of_men(first.capitalize()) is not None


def _is_owner(phrase: Phrase) -> bool:
    """Whether something is said to be its: "the ferry's"."""
    return bool(re.search(r"[’']s?$", phrase.text))
