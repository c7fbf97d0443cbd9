"""What was reported differently at different times: the newest counts, the older is told.

A figure, a day or the holder of an office changes from report to report ("412 million crowns"
in May, "455 million" in September). Where the reader finds such answers of one kind in articles
of different days about equally likely, the newest leads and a notice names the others. Reports
of the same days that differ are a disagreement: they are all kept, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.days import long_day
from qa.ranking.ranker import Choice, Judged
from qa.text.quantities import figures_in

ANSWERS = 0.0
"""Logit of the reader from which a sentence is taken for an answer, and its passage …"""
MAY_ANSWER = -3.0
"""… and the sentence for a question of what is now or will be: the newest report counts more."""
LEAST_SHARE = 0.01
"""Of the best sentence's share of the ranking."""
SHARED = 0.6
"""Share of the best passage's hold on the question's words that the other must have."""
SAME_TIME = timedelta(days=1)
ANY = "?"
AHEAD = timedelta(days=366)
"""A report dated further ahead than this is no newest report: nobody can have written it yet."""
TOLD = 3
"""Older reports that a notice names."""

_OF_NOW = frozenset(
    ["still", "now", "today", "yet", "current", "latest", "newest", "recent", "final"]
)
"""Words, as stems, that an older report of the same thing need not have."""
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|each|every|both|list|changed?|changes|differ\w*|develop\w*|history|so far|"
    r"rise|rose|risen|fell|fallen|grow\w*|grew|originally|at first|initially|first|earlier|"
    r"before|previous\w*|between|compared?|than|how often|how many times)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^\W*(?:and |but |so )?(?:who|what|which\b.*?|when|where|how\b.*?)\s*(?:is|are|'s|’s|will)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:(?P<first>\d{{1,2}}) )?(?P<month>{_MONTH})\b\.?(?: (?P<day>\d{{1,2}})\b)?"
    r"(?:,? (?P<year>\d{4})\b)?"
)
_NAME = re.compile(
    r"\b(?!(?:Mr|Mrs|Ms|Dr|Sir|Lady|Lord|Prof(?:essor)?|President|Prime|Minister|Mayor|Chancellor|"
    r"King|Queen|Prince(?:ss)?|Governor|Senator|Judge|General|Captain|Chief|The)\b)[A-Z][\w’'-]+"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """The answer that one article gives."""

    judged: Judged
    kind: str
    """What sort of thing it is: "date", "name", or the unit of a figure."""
    value: str
    """The same for the same answer; a day that is told in part has `ANY` for the rest."""

    @property
    def day(self) -> date:
        """When the article appeared."""
        day = self.judged.sentence.hit.date
        return day if day else date.min


def newest_first(query: str, choice: Choice, *, newest: bool = False) -> tuple[Choice, str]:
    """The choice with the newest report first and those it overtakes left out, and a notice.

    Args:
        newest: The question asks for the newest ("latest", "now").

    The choice stays as it is, with an empty notice, where there is nothing of the kind.
    """
    if not choice.ranking or (_ASKS_FOR_ALL.search(query) and not newest):
        return choice, ""
    best = _reported(choice.ranking[0], choice.short)
    is_present = newest or bool(_PRESENT.match(query))
    if best is None or (best.kind == "name" and not is_present):
        return choice, ""
    others = _others(best, choice, MAY_ANSWER if is_present else ANSWERS)
    if not others:
        return choice, ""
    reports = sorted([best, *others], key=lambda one: one.day)
    leading = reports[-1]
    rivals = [one for one in reports[:-1] if leading.day - one.day <= SAME_TIME]
    if leading is not best and best in rivals:
        leading = best
    older = [one for one in reports if leading.day - one.day > SAME_TIME]
    rivals = [one for one in reports if one not in older and not _same(one, leading)]
    older = [one for one in older if not _same(one, leading)]
    if not rivals and not older:
        return choice, ""
    return _led_by(leading, older, choice), _notice(rivals, older)


def _reported(judged: Judged, short: str = "") -> Reported | None:
    """What the sentence answers, where it is of a kind that changes."""
    sentence = judged.sentence
    short = short or sentence.short
    if not short or sentence.hit.date is None or sentence.read is None:
        return None
    if sentence.hit.date > date.today() + AHEAD:
        return None
    date_said = _DATE.search(short)
    if date_said and (date_said[0] == short or re.search(r"\d", date_said[0])):
        said = date_said.groupdict()
        day = said["first"] or said["day"] or ANY
        return Reported(judged, "date", f"{said['month'][:3]} {day} {said['year'] or ANY}")
    first, last = (place - sentence.start for place in sentence.read.short)
    figures = [one for one in figures_in(sentence.text) if first <= one.start < last]
    if figures:
        return Reported(judged, figures[0].unit or "number", f"{figures[0].value:g}")
    if _NAME.search(short):
        return Reported(judged, "name", " ".join(_NAME.findall(short)))
    return None


def _others(best: Reported, choice: Choice, least: float) -> list[Reported]:
    """What other articles answer, of the same kind: the likeliest of each.

    Their passages have all of the question's words that the best sentence has: the toll of the
    tunnel is no newer toll of the bridge.
    """
    article = best.judged.sentence.hit.article_id
    weight = _weight(_held(best, choice), choice)
    found: dict[str, Reported] = {}
    for judged in choice.ranking[1:]:
        sentence, name = judged.sentence, judged.sentence.hit.article_id
        if name == article or name in found or sentence.read is None:
            continue
        if judged.share < LEAST_SHARE * best.judged.share or sentence.relevance < ANSWERS:
            continue
        one = _reported(judged) if sentence.read.answer >= least else None
        if one is None or one.kind != best.kind:
            continue
        words = _held(one, choice)
        if best.judged.held - _OF_NOW <= words and _weight(words, choice) >= SHARED * weight:
            found[name] = one
    return list(found.values()) if any(not _same(o, best) for o in found.values()) else []


def _same(one: Reported, other: Reported) -> bool:
    """Whether two reports say the same, as far as they say it."""
    if one.kind == "name":  # Delgado may be Ana Delgado; Luis Delgado is not
        names, others = set(one.value.split()), set(other.value.split())
        return names <= others or others <= names
    if one.kind != "date":
        return one.value == other.value
    pairs = zip(one.value.split(), other.value.split(), strict=True)
    return all(a == b or ANY in (a, b) for a, b in pairs)


def _held(one: Reported, choice: Choice) -> frozenset[str]:
    """The question's words in the passage of a report."""
    passage = one.judged.sentence.hit.passage
    return frozenset[str]().union(
        *(judged.held for judged in choice.ranking if judged.sentence.hit.passage == passage)
    )


def _weight(words: frozenset[str], choice: Choice) -> float:
    return sum(choice.weights[word] for word in words)


def _led_by(leading: Reported, older: Sequence[Reported], choice: Choice) -> Choice:
    """The choice in which `leading` comes first and the overtaken are gone."""
    gone = {one.judged.sentence.place for one in older}
    rest = [
        judged
        for judged in choice.ranking
        if judged is not leading.judged and judged.sentence.place not in gone
    ]
    first = replace(leading.judged, share=max(judged.share for judged in choice.ranking))
    if leading.judged is choice.ranking[0]:
        return replace(choice, ranking=(first, *rest))
    short = leading.judged.sentence.short if choice.short else ""
    return replace(choice, ranking=(first, *rest), short=short)


def _notice(rivals: Sequence[Reported], older: Sequence[Reported]) -> str:
    told = []
    if rivals:
        told.append(f"Reports of the same days differ: {_listed(rivals)}.")
    if older:
        told.append(f"Older reports say otherwise: {_listed(older[::-1])}.")
    return " ".join(told)


def _listed(reports: Sequence[Reported]) -> str:
    named = [f"“{one.judged.sentence.short}” ({_about(one)})" for one in reports[:TOLD]]
    more = len(reports) - TOLD
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _about(one: Reported) -> str:
    hit = one.judged.sentence.hit
    day = long_day(one.day)
    return f"{hit.source}, {day}" if hit.source else day
