"""What an answer must hold to be right: patterns and a few numbers, judged without a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

WantedStatus = Literal["answered", "unanswered", "any"]
Patterns = tuple[re.Pattern[str], ...]
FLAGS = re.IGNORECASE | re.DOTALL
"""How patterns are read; they are searched, and "^" is the beginning of the text."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a question set asks of an answer; docs/formats.md describes each field."""

    status: WantedStatus = "any"
    all: Patterns = ()
    """Each must be found in the answer's text, its short answer or its quotations."""
    any: Patterns = ()
    """One of them must be found there, where there are some."""
    none: Patterns = ()
    """None may be found in the answer's text or its short answer."""
    short: Patterns = ()
    """One of them must be found in the short answer, where there is one."""
    no_short: bool = False
    """There must be no short answer."""
    min_sentences: int = 0
    min_articles: int = 0
    """The least number of different articles that are cited."""
    ordered_dates: bool = False
    """The sentences come in the order of the days of what they cite."""
    expected: str = ""
    """A good answer, for people."""

    def faults(self, answer: Mapping[str, Any]) -> list[str]:
        """What is wrong with an Answer as JSON; empty where it is right.

        A refusal that is wanted is right whatever it says.
        """
        status = answer["status"]
        if self.status == status == "unanswered":
            return []
        found = [f"is {status}"] if self.status not in ("any", status) else []
        found += self._faults_of_words(answer)
        if status == "answered":
            found += self._faults_of_form(answer)
        return found

    def _faults_of_words(self, answer: Mapping[str, Any]) -> list[str]:
        short = answer.get("short") or ""
        said = f"{answer['text']} {short}"
        whole = " ".join([said, *(one["quote"] for one in answer["citations"])])
        found = [f"lacks {_named([one])}" for one in self.all if not one.search(whole)]
        if self.any and not _finds(self.any, whole):
            found.append(f"has none of {_named(self.any)}")
        found += [f"says {_named([one])}" for one in self.none if one.search(said)]
        if short and (self.no_short or (self.short and not _finds(self.short, short))):
            found.append(f"the short answer is “{short}”")
        return found

    def _faults_of_form(self, answer: Mapping[str, Any]) -> list[str]:
        sentences, citations = answer["sentences"], answer["citations"]
        found = []
        if len(sentences) < self.min_sentences:
            found.append(f"has {len(sentences)} of {self.min_sentences} sentences")
        articles = {one["article_id"] for one in citations}
        if len(articles) < self.min_articles:
            found.append(f"cites {len(articles)} of {self.min_articles} articles")
        if self.ordered_dates and not _is_in_order(sentences, citations):
            found.append("is not in the order of the days")
        return found


def _finds(patterns: Patterns, text: str) -> bool:
    return any(one.search(text) for one in patterns)


def _named(patterns: Iterable[re.Pattern[str]]) -> str:
    return ", ".join(f"“{one.pattern}”" for one in patterns)


def _is_in_order(
    sentences: Sequence[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether the sentences' earliest days do not fall; what has no day is passed over."""
    days = {one["number"]: one["date"] for one in citations if one["date"]}
    dated = [[days[n] for n in one["citations"] if n in days] for one in sentences]
    firsts = [min(some) for some in dated if some]
    return firsts == sorted(firsts)
