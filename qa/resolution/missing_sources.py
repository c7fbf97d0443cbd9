"""Sources that a question asks for, and of which the store has no article."""

from __future__ import annotations

import re

from index.hits import source_key
from qa.types import Evidence, QueryPlan

LISTED = 8
"""Sources of the store that the notice names."""


def doubt_missing_sources(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with a notice about each source that is asked for and not there.

    Nothing answers where only such sources are asked for; two thirds of the confidence are lost
    where others are asked for as well, since what several report together one of them does not.
    """
    filtered = plan.filters.source
    if not filtered and not plan.missing_sources:
        return evidence
    known = [name for name, _ in plan.store.sources(plan.filters.as_of)]
    if filtered and not any(source_key(name) == source_key(filtered) for name in known):
        evidence = evidence.noting(_notice([filtered], known))
    absent = [name for name in plan.missing_sources if not _is_spoken_of(name, evidence)]
    if not absent:
        return evidence
    evidence = evidence.noting(_notice(absent, known))
    return evidence.doubted() if plan.sources else evidence.rejected()


def _is_spoken_of(source: str, evidence: Evidence) -> bool:
    """Whether the best passage itself speaks of that source, by its name: "on the verge" does
    not speak of The Verge."""
    if not evidence.sentences:
        return False
    hit = evidence.best.hit
    name = re.compile(rf"\b{re.escape(re.sub(r'^the ', '', source, flags=re.I))}\b", re.I)
    found = (match[0] for match in name.finditer(f"{hit.title} {hit.text}"))
    return any(one.isupper() if source.isupper() else one[0].isupper() for one in found)


def _notice(absent: list[str], known: list[str]) -> str:
    text = f"There is no article from {' or '.join(absent)}."
    return f"{text} The sources are: {', '.join(known[:LISTED])}." if known else text
