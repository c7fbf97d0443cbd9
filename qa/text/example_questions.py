"""Example questions made of an article's own sentences, by rule: for a person, a number, a day.

Only forms in which English keeps the order of the words, or turns one word around: "Ada Fenn won
the prize" asks "Who won the prize?", "The tram will open in May" asks "When will the tram open?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.sentences import sentence_spans
from qa.text.lexicon import MONTH_OR_SHORT, NAME, WEEKDAY

SENTENCES = 12
"""Sentences of an article that are looked at, from the first; news says what matters first."""
SHORTEST, LONGEST = 25, 110
"""Characters of a question."""

_MONTH = rf"(?:{MONTH_OR_SHORT}\b\.?)"
_DAY = rf"(?:{WEEKDAY}\b|{_MONTH}|\d{{1,2}} {_MONTH}|(?:19|20)\d\d\b)"
_SUBJECT = (
    rf"(?P<subject>(?:(?:The|An?) (?:[\w’'-]+ ){{0,3}}{NAME}|{NAME} {NAME})(?: {NAME})*"
    rf"(?: in {NAME}(?: {NAME})*)?)"
)
_END = r"(?=[,;:.]| said\b| according\b| because\b| after\b| as\b|$)"

_COUNT = re.compile(
    r"^(?:(?:About|Around|Some|Nearly|Almost|At least|More than|Over|As many as|Up to) )?"
    r"\d[\d,.]* (?P<rest>(?:people|[a-z]+s) (?:marched|died|voted|took part|attended|joined|lost"
    rf"|gathered|protested|signed|live|work|were|have been)\b.+?){_END}"
)
_DOES = (
    "accused|acquired|announced|appointed|approved|banned|beat|bought|condemned|criticised"
    "|criticized|defeated|defended|designed|directed|discovered|endorsed|founded|hired|invented"
    "|launched|led|leads|nominated|ordered|pledged|praised|promised|proposed|published|refused"
    "|rejected|replaced|resigned|signed|sold|sued|unveiled|urged|vetoed|visited|warned|won|wrote"
)
_PERSON = re.compile(
    rf"^(?:(?:Dr|Mr|Mrs|Ms)\. )?{NAME}(?: {NAME}){{1,3}}(?: on {_DAY})? (?P<rest>(?:{_DOES}"
    rf"|will (?:become|lead|replace|succeed)|(?:has|have) (?:become|{_DOES})"
    rf"|(?:was|has been) (?:appointed|named|elected|chosen|arrested|sentenced))\b.+?){_END}"
)
_ROLES = (
    "captain|ceo|chair|chairman|chairwoman|chancellor|chief executive|coach|director|editor"
    "|founder|co-founder|general secretary|governor|head|leader|managing director|mayor|minister"
    "|president|prime minister|secretary|senator|vice president"
)
_ROLE = re.compile(
    rf"\b{NAME} {NAME}, (?:the |an? )?(?P<role>(?:[a-z-]+ )?(?:{_ROLES})) "
    rf"(?P<of>(?:of|at) (?:the )?{NAME}(?: (?:(?:of|for|and) )?{NAME})*)(?=,)",
    re.ASCII,
)
_ADVERB = r"(?:(?:also|eventually|finally|later|soon|subsequently|then) )?"
"""A word before the verb that nobody asks with."""
_PARTICIPLE = (
    r"(?!(?:cold|even|hundred|indeed|often|old|red|seven|sudden|ten|then|wooden)\b)"
    r"[a-z]+(?:ed|en|ilt|old|ught)\b"
)
"""A word that ends like one, without those that are none."""
_COST = re.compile(rf"^{_SUBJECT} will cost \D{{0,20}}\d")
_WILL = re.compile(rf"^{_SUBJECT} will {_ADVERB}(?P<rest>[a-z][^,;:.]+?) (?:on|in|by) {_DAY}")
_WAS = re.compile(
    rf"^{_SUBJECT} (?P<aux>was|were) {_ADVERB}(?P<rest>{_PARTICIPLE}[^,;:.]*?) (?:on|in) {_DAY}"
)
_RELATIVE = re.compile(rf" (?:on {_DAY}|last \w+|this \w+|yesterday|today)\b.*")
"""Days that a question asked later would take for others, with what follows them …"""
_OF_WEEK = re.compile(rf" {WEEKDAY}\b(?![’'])(?: (?:morning|afternoon|evening|night))?")
"""… and a day of the week within the question."""
_NAMES = re.compile(r" [A-Z][a-z]")
"""A name; a question without one could be asked of any article."""
_UNFIT = re.compile(
    r"^(?:He|She|It|They|We|You|I|This|That|These|Those|There|His|Her|Its|Their|Our|One|Both)\b"
    r"|[\"“”‘@<>{}\[\]|/\\#*]"
)


def questions(text: str) -> Iterator[str]:
    """The questions that the first sentences of a stored text can be turned into."""
    for start, end in sentence_spans(text[:4000])[:SENTENCES]:
        sentence = " ".join(text[start:end].split())
        if _UNFIT.search(sentence):
            continue
        for question in _asked(sentence):
            if SHORTEST <= len(question) <= LONGEST and _NAMES.search(question):
                yield question


def _asked(sentence: str) -> Iterator[str]:
    if found := _COUNT.match(sentence):
        yield f"How many {_timeless(found['rest'])}?"
    if found := _PERSON.match(sentence):
        yield f"Who {_timeless(found['rest'])}?"
    if found := _ROLE.search(sentence):
        yield f"Who is the {found['role']} {found['of']}?"
    if found := _COST.match(sentence):
        yield f"How much will {_inside(found['subject'])} cost?"
    elif found := _WILL.match(sentence):
        yield f"When will {_inside(found['subject'])} {found['rest']}?"
    if found := _WAS.match(sentence):
        yield f"When {found['aux']} {_inside(found['subject'])} {found['rest']}?"


def _timeless(rest: str) -> str:
    return _OF_WEEK.sub("", _RELATIVE.sub("", rest)).strip()


def _inside(subject: str) -> str:
    """A subject as it stands within a sentence."""
    opens_small = re.match(r"(?:The|An?) ", subject)
    return subject[0].lower() + subject[1:] if opens_small else subject
