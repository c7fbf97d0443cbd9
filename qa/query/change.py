"""How a value changed: "How did the cost of the tram change?" asks what each report told of it."""

from __future__ import annotations

import re

from qa.text.lexicon import CAPITAL, PREPOSITION, PRONOUN, QUESTION_WORD

_CHANGED = (
    r"(?:chang(?:e|ed|ing)|develop(?:ed|ing)?|evolv(?:e|ed|ing)|var(?:y|ied)|mov(?:e|ed|ing))"
)
_ROSE = (
    r"(?:ris(?:e|en|ing)|rose|fall(?:en|ing)?|grow(?:n|ing)?|increas(?:e|ed|ing)"
    r"|decreas(?:e|ed|ing)|climb(?:ed|ing)?|drop(?:ped|ping)?|(?:go|gone|going) (?:up|down))"
)
CHANGES = rf"(?:{_CHANGED}|{_ROSE})"
"""A form of "change" or "rise"."""
_WHEN = (
    r"(?:over|since|between|from|in|during|across|until|by|after|before|under|within|to|at|on"
    r"|last|this|these|lately|recently|compared)\b.*?"
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so) )?how (?:did|has|have|does|do) (?P<value>\w[^()]*?)(?: been)? "
    rf"(?:(?P<changed>{_CHANGED})|{_ROSE})(?P<when> {_WHEN})?(?P<about>(?: ?\([^()]*\))*)[ ?.!]*$",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\b(?:amount|budget|cost|count|date|deadline|debt|deficit|estimate|fare|fee|figure|forecast"
    r"|height|income|inflation|length|level|pay|population|price|profit|projection|rate|rating|rent"
    r"|revenue|salary|salaries|sale|score|share|size|speed|spending|tally|target|temperature|toll"
    r"|total|turnout|unemployment|value|wage|weight|worth)s?$",
    re.IGNORECASE,
)
"""What ends the name of a value that reports tell."""
_BEHIND = re.compile(rf" (?:{PREPOSITION})\b.*$", re.IGNORECASE)
_CLAUSE = re.compile(rf"\b(?:{QUESTION_WORD}|that|if|because|while)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:(?P<of>(?:(?! of )[^'’])+)['’]s? |the )?(?:number|count|tally) of (?:the )?",
    re.IGNORECASE,
)
_PEOPLE_WHO = re.compile(
    rf"^(?P<who>\w+) (?:who|that(?! (?:the|an?|{PRONOUN}|we|you|I)\b)) (?=[a-z])"
)
_DEATHS = re.compile(
    r"^(?:(?P<before>.*?)(?:['’]s)? )??(?:the )?(?:death (?:toll|count)"
    r"|(?:number|count|tally) of (?:the )?(?:dead|deaths))(?: (?P<behind>of|in|from|at|on)\b.*)?$",
    re.IGNORECASE,
)
_THE_NAME = re.compile(rf"^[Tt]he (?=(?:{CAPITAL}[\w’'-]*(?: |$))+$)")
_PLURAL = re.compile(r"(?<![su])s$")


def value_asked(question: str) -> str:
    """A question for the value of which another asks how it changed: "What was the cost of the
    tram?", "How many people died in the flood?"; empty where it asks for nothing of the kind, or
    for what has no value: "How did the fire develop?"."""
    asked = _ASKS.match(" ".join(question.split()))
    value = _question_for(asked["value"]) if asked else ""
    return f"{value}{asked['when'] or ''}{asked['about']}?" if asked and value else ""


def asks_how_it_changed(question: str) -> bool:
    """Whether its verb can ask for nothing else: how something "rose" may also ask in what way."""
    asked = _ASKS.match(" ".join(question.split()))
    return bool(asked and asked["changed"])


def _question_for(value: str) -> str:
    if deaths := _DEATHS.match(value):
        before, behind = deaths["before"], value[deaths.start("behind") :]
        before = _THE_NAME.sub("", before or "")
        place = f"in {before}" if before else behind if deaths["behind"] else ""
        place = re.sub(r"^of ", "in ", place)
        return f"How many people died {place}".rstrip()
    if number := _NUMBER.match(value):
        counted = value[number.end() :]
        if number["of"]:
            return "" if _CLAUSE.search(counted) else f"How many {counted} did {number['of']} have"
        whole = _PEOPLE_WHO.sub(r"\g<who> ", counted)
        return f"How many {whole}" if whole != counted else f"How many {counted} were there"
    head = _BEHIND.sub("", value)
    if not _VALUE.search(head) or _CLAUSE.search(value):
        return ""
    return f"What {'were' if _PLURAL.search(head) else 'was'} {value}"
