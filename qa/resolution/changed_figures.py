"""How a figure changed over the reports of one story: what it costs, how many have died.

Nobody has asked for the figure, so that it is known by its sentences: those that speak alike, and
count the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from qa.text.lexicon import FUNCTION_WORDS
from qa.text.quantities import Figure, end_with_unit, figures_in, widened
from qa.text.units import WHEN_OR_HOW_LONG
from qa.types import Evidence, QueryPlan, Report, ScoredSentence

ALIKE = 0.3
"""Share of the words of the shorter sentence that both have."""
NEAR = 4.0
"""Times that one figure may be as large as the other."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure with the sentence that says it, and the words of that."""

    scored: ScoredSentence
    figure: Figure
    words: frozenset[str]

    @property
    def day(self) -> date:
        """When its article appeared."""
        return self.scored.sentence.hit.date or date.max

    @property
    def text(self) -> str:
        """The figure with what it counts."""
        whole = self.scored.sentence.text
        first, last = widened(whole, self.figure.start, self.figure.end)
        return whole[first : max(last, end_with_unit(whole, self.figure))]


def changed_figures(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with the reports of a figure that changed; unchanged but for an overview or a
    timeline of a story as such."""
    is_of_story = plan.is_survey and plan.filters.story
    if not is_of_story or evidence.reports:
        return evidence
    chain = max(_chains(_said(plan, evidence)), key=_worth, default=[])
    if len(chain) < 2:
        return evidence
    reports = tuple(Report.of(one.text, one.scored.sentence) for one in chain)
    return replace(evidence, reports=reports, changes=tuple(one.scored for one in chain))


def _said(plan: QueryPlan, evidence: Evidence) -> list[_Said]:
    """The figures of dated sentences that count something, the oldest first."""
    common = plan.store.terms(" ".join(FUNCTION_WORDS))
    found = [
        _Said(one, figure, frozenset(plan.store.terms(one.sentence.text) - common))
        for one in evidence.sentences
        if one.sentence.hit.date
        for figure in figures_in(one.sentence.text)
        if figure.unit and figure.unit not in WHEN_OR_HOW_LONG
    ]
    return sorted(found, key=lambda one: (one.day, one.scored.sentence.start))


def _chains(said: Sequence[_Said]) -> list[list[_Said]]:
    """For each figure the reports of later days that say it otherwise, one of each article."""
    chains = []
    for number, first in enumerate(said):
        chain = [first]
        for one in said[number + 1 :]:
            last = chain[-1]
            is_another = one.day != last.day and one.figure.value != last.figure.value
            if is_another and _is_of_one(last, one):
                chain.append(one)
        if len(chain) > 1:
            chains.append(chain)
    return chains


def _is_of_one(one: _Said, other: _Said) -> bool:
    """Whether two figures count the same thing, in sentences that speak alike."""
    if one.figure.unit != other.figure.unit:
        return False
    low, high = sorted((abs(one.figure.value), abs(other.figure.value)))
    least = min(len(one.words), len(other.words))
    return high <= NEAR * low and len(one.words & other.words) >= ALIKE * least


def _worth(chain: Sequence[_Said]) -> tuple[int, float]:
    """The longest chain, and of these the one whose sentences are the most alike."""
    alike = sum(
        len(a.words & b.words) / (min(len(a.words), len(b.words)) or 1) for a, b in pairwise(chain)
    )
    return len(chain), alike / len(chain)
