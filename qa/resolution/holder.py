"""Who it is now: somebody of whom the articles say that they left is not who "leads the team".

Names that the likeliest sentences answer are put into the question as claims ("Ada Venn no longer
leads the team."), which the entailment network reads beside the sentences that name them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.entailment.questions import read_in_context
from qa.question import QuestionKind
from qa.resolution.short_answer import fit_short_answer
from qa.text.lexicon import NAME
from qa.types import Evidence, QueryPlan, ScoredSentence

TELLS = 0.5
"""Probability with which a sentence tells that somebody is who is asked for …"""
DENIES = 0.85
"""… and that they no longer are; it says what is likelier of both."""
LOOKED_AT = 6
"""Sentences that are read, the likeliest."""
_NOW = r"(?:(?:now|currently|still)\s+)?"
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?who"
    rf"(?:(?P<is>['’]s|\s+is)|\s+{_NOW}(?!(?:was|does|has|is)\b)(?P<verb>[a-z]+s))\s+{_NOW}"
    r"(?!not\b|the first\b)(?P<rest>(?(is)(?-i:[^A-Z\W])|\w).*?)\W*$",
    re.IGNORECASE,
)
"""Asks who somebody is now, or does something now; not who a name is."""
_NAME = re.compile(rf"\b(?!(?:The|An?|He|She|It|They)\b){NAME}(?: {NAME})*")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the sentences that name somebody say of whether it is them."""

    told: tuple[ScoredSentence, ...]
    """Those that tell that it is …"""
    denied: tuple[ScoredSentence, ...]
    """… and that it no longer is."""

    @classmethod
    def of(cls, name: str, asked: re.Match[str], near: Sequence[ScoredSentence]) -> _Said:
        naming = [one for one in near if any(_is_same(name, own) for own in _names(one))]
        sentences = [one.sentence for one in naming]
        is_one = read_in_context(_claim(name, asked), sentences)
        is_none = read_in_context(_claim(name, asked, "no longer"), sentences)
        told, denied = [], []
        for one, yes, no in zip(naming, is_one, is_none, strict=True):
            if no.supported >= DENIES and no.supported > yes.supported:
                denied.append(one)
            elif yes.supported >= TELLS:
                told.append(one)
        return cls(tuple(told), tuple(denied))

    @property
    def left(self) -> date | None:
        """The day of the newest that denies it, if none newer tells it; None for none."""
        left = max((one.day for one in self.denied), default=None)
        return left if left and all(one.day <= left for one in self.told) else None


def present_holder(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the likeliest sentence that tells, since then, who it is now, where the
    likeliest of all names somebody who no longer is; without a short answer, where none tells.

    Raises:
        ModelError: the network cannot be loaded.
    """
    asked = _ASKS.match(plan.query)
    if plan.kind is not QuestionKind.FACT or plan.is_several or plan.preferred:
        return evidence
    if not asked or not evidence.sentences:
        return evidence
    near = evidence.sentences[:LOOKED_AT]
    first = _named(near[0])
    before = _Said.of(first, asked, near) if first else None
    if before is None or before.left is None:
        return evidence
    names = dict.fromkeys(name for name in map(_named, near) if name and not _is_same(name, first))
    others = [_Said.of(name, asked, near) for name in names]
    told = {one.sentence.place for said in others if said.left is None for one in said.told}
    after = [one for one in near if one.sentence.place in told and one.day >= before.left]
    if not after:
        return evidence.answered_with("")
    of_who_came = [one for one in after if not _is_same(_named(one), first)]
    if not of_who_came:  # "Ada Venn gave way to Bo Marr" is read as of her who left
        return evidence.led_by(after[0]).answered_with("")
    return fit_short_answer(plan, evidence.led_by(of_who_came[0]))


def _claim(name: str, asked: re.Match[str], adverb: str = "") -> str:
    """The question with a name in the place of "who": "Ada Venn leads the team."."""
    verb = f"is {adverb}" if asked["is"] else f"{adverb} {asked['verb']}"
    return " ".join(f"{name} {verb} {asked['rest']}.".split())


def _names(one: ScoredSentence) -> list[str]:
    return _NAME.findall(re.sub(r"[’']s\b", ",", one.sentence.text))


def _named(one: ScoredSentence) -> str:
    """The name that a sentence answers; empty for none."""
    found = _NAME.search(one.sentence.short)
    return found[0] if found else ""


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: "Secretary Ada Venn", "Ada Venn", "Venn"."""
    return f" {name}".endswith(f" {other}") or f" {other}".endswith(f" {name}")
