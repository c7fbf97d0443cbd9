"""How a value changed: "How did the cost of the tram change?" asks what each report told of it."""

from __future__ import annotations

import re

from qa.text.answer_types import FIGURED, wanted_by
from qa.text.lexicon import PREPOSITION

_VERB = (
    r"(?:chang(?:e|ed|ing)|develop(?:ed)?|evolved?|var(?:y|ied)|moved?|rise|rose|risen|fall|fallen"
    r"|grow|grown|increased?|decreased?|climb(?:ed)?|drop(?:ped)?|(?:go|gone) (?:up|down))"
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?how\s+(?:did|has|have|does|do)\s+(?P<value>\w.*?)\s+"
    rf"{_VERB}(?P<when>\s+(?:over|since|between|from|in|during|through|across|until|by)\b.*?)?"
    r"(?P<about>\s*\([^()]*\))?[\s?.!]*$",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\b(?:date|deadline|estimate|figure|forecast|inflation|level|population|projection|rate|rating"
    r"|rent|sale|share|target|temperature|toll|total|turnout|unemployment)s?$",
    re.IGNORECASE,
)
"""What has a value that reports tell, besides what a question for a figure has words for."""
_BEHIND = re.compile(rf"\s+(?:{PREPOSITION})\b.*$", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:the )?(?:number|count|tally) of (?:the )?", re.IGNORECASE)
_PEOPLE_WHO = re.compile(r"^(?P<who>\w+) who (?=\w+)")
_DEATHS = re.compile(
    r"^(?:the )?(?:death (?:toll|count)|(?:number|count|tally) of (?:the )?(?:dead|deaths))\b"
    r"(?: (?:of|in|from|for)\b)?",
    re.IGNORECASE,
)


def value_asked(question: str) -> str:
    """A question for the value of which another asks how it changed: "What was the cost of the
    tram?", "How many people died in the flood?"; empty where it asks for nothing of the kind, or
    for what has no value: "How did the fire develop?"."""
    asked = _ASKS.match(question)
    if not asked:
        return ""
    value = asked["value"]
    of_value = _asked_for(value)
    head = of_value if of_value.startswith("How many") else _BEHIND.sub("", of_value)
    if wanted_by(head).kind not in FIGURED and not _VALUE.search(head):
        return ""
    return f"{of_value}{asked['when'] or ''}{asked['about'] or ''}?"


def _asked_for(value: str) -> str:
    if deaths := _DEATHS.match(value):
        place = value[deaths.end() :].strip()
        return f"How many people died{f' in {place}' if place else ''}"
    if number := _NUMBER.match(value):
        counted = value[number.end() :]
        whole = _PEOPLE_WHO.sub(r"\g<who> ", counted)
        return f"How many {whole}" if whole != counted else f"How many {counted} were there"
    return f"What was {value}"
