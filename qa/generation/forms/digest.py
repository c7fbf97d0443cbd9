"""The forms of an overview and a timeline: what each report concerned tells, by its date.

An overview stands newest first, a timeline oldest first, what has no date last. No sentence says
what another says.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from index.sentences import ends_as_sentence
from qa.generation.forms.novelty import likeness
from qa.generation.forms.reports import concerned
from qa.generation.selection import opens_with_pronoun
from qa.text.dates import days_in
from qa.text.lexicon import FUNCTION_WORDS, YEAR
from qa.text.quantities import figures_in
from qa.text.topic import ASKING_WORDS
from qa.text.weights import share_of
from qa.types import Evidence, EvidenceSentence, QueryPlan, ScoredSentence

ALIKE = 0.5
"""Share of the shorter sentence's words, beside the topic's, from which two say the same."""
LEAD, HEADLINE, FIGURE, LIKELY = 1.5, 1.0, 0.2, 0.1
"""What a sentence is worth, where its share of the topic's words is 1: at the very beginning of its
report, with all words of the headline that are not the topic's, with a figure in it, and for each
natural logarithm of its probability, at least `LEAST`."""
LEAST = -10.0
OPENING = 1200
"""Characters of a report over which the worth of the beginning goes down to nothing."""
UNTITLED = 0.5
"""Share of a headline that says nothing beside the topic, or is not there."""
SHORT, OUT_OF_CONTEXT = 40, 0.5
"""Characters under which a sentence is likely a fragment; what such a one is worth less, one of
which one cannot tell of whom it speaks, one that does not end as a sentence does, one that speaks
to its readers, one that tells of another year than its report, and one without a word of the
topic."""
AGAIN, SAME_DAY = 0.5, 0.25
"""What it is worth less for each chosen sentence of its report, and of its day."""
OFTEN = 3
"""Sentences in which a term stands that a survey is about."""

_YEAR = re.compile(YEAR)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_TO_READERS = re.compile(r"\b(?:you|your|our|us(?!\.)|my)\b")
"""Who reports speaks of others; who says "your" sells something, or gives an opinion."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a digest tells."""

    most: int
    """Sentences in all …"""
    of_many: int
    """… of each of three reports or more …"""
    of_few: int
    """… and of each of two, or of one alone, at most."""
    dated: float = 0.0
    """What a sentence is worth more that names a day, a month or a year."""

    def of_each(self, reports: int) -> int:
        """Sentences of each of so many reports, at most."""
        return self.of_many if reports > 2 else min(self.of_few, self.most // max(1, reports))


OVERVIEW = Shape(most=10, of_many=3, of_few=10)
TIMELINE = Shape(most=16, of_many=5, of_few=8, dated=1.0)


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: EvidenceSentence
    worth: float
    words: frozenset[str]


def overview(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    chosen = _chosen(plan, evidence, OVERVIEW)
    return sorted(chosen, key=lambda one: (-(one.hit.date or date.min).toordinal(), *one.place))


def timeline(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    chosen = _chosen(plan, evidence, TIMELINE)
    return sorted(chosen, key=lambda one: (one.hit.date or date.max, *one.place))


def _chosen(plan: QueryPlan, evidence: Evidence, shape: Shape) -> list[EvidenceSentence]:
    shape = replace(shape, most=min(shape.most, plan.most_sentences or shape.most))
    weights = _topic_weights(plan, evidence)
    reports = concerned(plan, evidence, weights)
    most_each = shape.of_each(len(reports))
    known = set(weights) | _function_terms(plan)
    headlines = _headlines(plan, known, evidence)
    candidates = [
        _candidate(plan, weights, headlines, shape, one) for own in reports for one in _whole(own)
    ]
    chosen = [_candidate(plan, weights, headlines, shape, one) for one in evidence.changes]
    count = Counter(one.sentence.hit.article_id for one in chosen)
    while candidates and len(chosen) < shape.most:
        best = max(candidates, key=lambda one: _gain(one, chosen, count))
        candidates.remove(best)
        article = best.sentence.hit.article_id
        if count[article] >= most_each:
            continue
        said = best.words - known
        if any(likeness(said, other.words - known) >= ALIKE for other in chosen):
            continue
        chosen.append(best)
        count[article] += 1
    return [one.sentence for one in chosen]


def _whole(given: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """What of a report ends as a sentence does, or names a day, where anything does; the rest are
    headings."""
    kept = [
        one for one in given if ends_as_sentence(one.sentence.text) or _names_a_day(one.sentence)
    ]
    return kept or given


def _gain(one: _Candidate, chosen: Sequence[_Candidate], count: Counter[str]) -> float:
    same_day = sum(one.sentence.hit.date == other.sentence.hit.date for other in chosen)
    return one.worth - AGAIN * count[one.sentence.hit.article_id] - SAME_DAY * same_day


def _candidate(
    plan: QueryPlan,
    weights: Mapping[str, float],
    headlines: Mapping[str, Set[str]],
    shape: Shape,
    one: ScoredSentence,
) -> _Candidate:
    sentence = one.sentence
    words = frozenset(plan.store.terms(sentence.text))
    headline = headlines.get(sentence.hit.article_id, frozenset())
    worth = (
        share_of(weights, words)
        + LEAD * max(0.0, 1 - sentence.start / OPENING)
        + HEADLINE * (len(headline & words) / len(headline) if headline else UNTITLED)
        + FIGURE * bool(figures_in(sentence.text))
        + shape.dated * bool(shape.dated and _names_a_day(sentence))
        + LIKELY * max(LEAST, math.log(one.probability + 1e-9))
        - OUT_OF_CONTEXT * (len(sentence.text) < SHORT or opens_with_pronoun(sentence.text))
        - OUT_OF_CONTEXT * (not ends_as_sentence(sentence.text))
        - OUT_OF_CONTEXT * bool(_TO_READERS.search(_QUOTED.sub("", sentence.text)))
        - OUT_OF_CONTEXT * _is_of_another_year(sentence)
        - OUT_OF_CONTEXT * words.isdisjoint(weights)
    )
    return _Candidate(sentence, worth, words)


def _headlines(plan: QueryPlan, known: Set[str], evidence: Evidence) -> dict[str, set[str]]:
    """For each report what its headline says beside the topic."""
    titles = {hit.article_id: hit.title for hit in evidence.hits}
    return {name: plan.store.terms(title) - known for name, title in titles.items()}


def _names_a_day(one: EvidenceSentence) -> bool:
    """Whether a sentence names a day, a month or a year: "on Oct. 14"; in a report without a date
    only a year counts."""
    published = one.hit.date
    if published is None:
        return bool(_YEAR.search(one.text))
    return bool(days_in(one.text, published, with_years=True))


def _is_of_another_year(one: EvidenceSentence) -> bool:
    years = {int(year) for year in _YEAR.findall(one.text)}
    return bool(years and one.hit.date and one.hit.date.year not in years)


def _topic_weights(plan: QueryPlan, evidence: Evidence) -> Mapping[str, float]:
    """The weights of the terms that say what is asked about."""
    if plan.is_survey:
        return _frequent_terms(plan, evidence)
    topic = plan.store.terms(plan.topic) - plan.store.terms(" ".join(ASKING_WORDS))
    weights = {term: weight for term, weight in evidence.term_weights.items() if term in topic}
    return weights or evidence.term_weights


def _frequent_terms(plan: QueryPlan, evidence: Evidence) -> Mapping[str, float]:
    """In how many sentences each term stands, function words left out, where these are several:
    what a text comes back to is what it is about (Luhn, "The Automatic Creation of Literature
    Abstracts", 1958)."""
    common = _function_terms(plan)
    texts = (one.sentence.text for one in evidence.sentences)
    count = Counter(term for text in texts for term in plan.store.terms(text) - common)
    return {term: float(number) for term, number in count.items() if number >= OFTEN}


def _function_terms(plan: QueryPlan) -> set[str]:
    return plan.store.terms(" ".join(FUNCTION_WORDS))
