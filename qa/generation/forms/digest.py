"""The forms of an overview and a timeline: what each report concerned tells, by its date.

An overview opens with the sentence that is worth most and what else its report and its day tell;
the other days follow, the newest first. One that asks for the newest, or for nothing in particular,
stands newest first altogether. A timeline stands oldest first. What has no date stands last, unless
it opens an overview, and no sentence says what another says.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Self

from index.sentences import ends_as_sentence
from qa.generation.forms.novelty import ALIKE, likeness
from qa.generation.forms.reports import concerned
from qa.generation.selection import opens_with_pronoun
from qa.text.captions import is_caption
from qa.text.dates import days_in
from qa.text.lexicon import FUNCTION_WORDS, YEAR
from qa.text.quantities import figures_in
from qa.text.topic import ASKING_WORDS
from qa.text.weights import share_of
from qa.types import Evidence, EvidenceSentence, QueryPlan, ScoredSentence

LEAD, HEADLINE, SHARED, FIGURE, LIKELY, LENGTH = 1.5, 1.0, 0.9, 0.2, 0.1, 0.4
"""What a sentence is worth, where its share of the topic's words is 1: at the very beginning of its
report, with all words of the headline that are not the topic's, where other reports have all its
words beside these, with a figure in it, and for each unit of the natural logarithm of its
probability, at least `LEAST`, and of its characters."""
LEAST = -10.0
OPENING = 1200
"""Characters of a report over which the worth of the beginning goes down to nothing."""
UNTITLED = 0.5
"""Share of a headline that says nothing beside the topic, or is not there."""
UNFINISHED = 1.0
"""What it is worth less where it does not end as a sentence does."""
CAPTION = 2.0
"""What a line that tells what a picture shows is worth less."""
SHORT, OUT_OF_CONTEXT = 40, 0.5
"""Characters under which a sentence is likely a fragment. What a sentence is worth less that cannot
be understood alone (a fragment, one that opens with a pronoun or a small letter), and besides one
that speaks to its readers, one that tells of another year than its report, and one without a word
of the topic."""
AGAIN, SAME_DAY = 0.5, 0.25
"""What it is worth less for each chosen sentence of its report, and of its day."""
NEWEST = 0.5
"""What a sentence of the newest day is worth more where an overview is opened, and evenly less down
to the oldest."""
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
    """Its terms that are neither the topic's nor function words."""

    @property
    def article(self) -> str:
        return self.sentence.hit.article_id

    @property
    def day(self) -> date | None:
        return self.sentence.hit.date


def overview(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    chosen = _chosen(plan, evidence, OVERVIEW)
    chosen.sort(key=lambda one: (-(one.day or date.min).toordinal(), *one.sentence.place))
    if chosen and not (plan.wants_newest or plan.is_survey):
        opening = _opening(chosen)
        first = opening[0]
        chosen.sort(
            key=lambda one: (
                one not in opening,
                one.article != first.article,
                first.day is None or one.day != first.day,
            )
        )
    return [one.sentence for one in chosen]


def _opening(chosen: Sequence[_Candidate]) -> list[_Candidate]:
    """What an overview opens with, of sentences in order: the one that is worth most, and those
    behind it that speak of whom it names."""
    days = sorted({one.day or date.min for one in chosen})

    def worth(place: int) -> float:
        day = chosen[place].day or date.min
        return chosen[place].worth + NEWEST * days.index(day) / max(1, len(days) - 1)

    first = max(range(len(chosen)), key=worth)
    lead, following = chosen[first], chosen[first + 1 :]
    behind = takewhile(
        lambda one: one.article == lead.article and opens_with_pronoun(one.sentence.text), following
    )
    return [lead, *behind]


def timeline(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    chosen = [one.sentence for one in evidence.changes]
    if not (plan.value and chosen):
        chosen = [one.sentence for one in _chosen(plan, evidence, TIMELINE)]
    return sorted(chosen, key=lambda one: (one.hit.date or date.max, *one.place))


def most_telling(plan: QueryPlan, evidence: Evidence, most: int) -> list[EvidenceSentence]:
    """What an overview of a thing would tell first, at most so many sentences."""
    return [one.sentence for one in _chosen(plan, evidence, replace(OVERVIEW, most=most))]


def _chosen(plan: QueryPlan, evidence: Evidence, shape: Shape) -> list[_Candidate]:
    shape = replace(shape, most=min(shape.most, plan.most_sentences or shape.most))
    weights = _topic_weights(plan, evidence)
    reports = [_whole(own) for own in concerned(plan, evidence, weights)]
    most_each = shape.of_each(len(reports))
    weighing = _Weighing.of(plan, evidence, shape, weights, reports)
    candidates = [weighing.candidate(one) for own in reports for one in own]
    chosen = [weighing.candidate(one) for one in evidence.changes]
    count = Counter(one.article for one in chosen)
    while candidates and len(chosen) < shape.most:
        best = max(candidates, key=lambda one: _gain(one, chosen, count))
        candidates.remove(best)
        if count[best.article] >= most_each:
            continue
        if any(likeness(best.words, other.words) >= ALIKE for other in chosen):
            continue
        chosen.append(best)
        count[best.article] += 1
    return chosen


def _whole(given: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """What of a report ends as a sentence does, or names a day, where anything does; the rest are
    headings."""
    kept = [
        one for one in given if ends_as_sentence(one.sentence.text) or _names_a_day(one.sentence)
    ]
    return kept or given


def _gain(one: _Candidate, chosen: Sequence[_Candidate], count: Counter[str]) -> float:
    same_day = sum(one.day == other.day for other in chosen)
    return one.worth - AGAIN * count[one.article] - SAME_DAY * same_day


@dataclass(frozen=True, slots=True)
class _Weighing:
    """Says what the sentences of some reports are worth."""

    shape: Shape
    weights: Mapping[str, float]
    """Of the topic's terms."""
    known: Set[str]
    """These, and function words: what is no news in a sentence."""
    headlines: Mapping[str, Set[str]]
    """For each report what its headline says beside that."""
    terms: Mapping[str, Set[str]]
    """For each sentence's text its terms."""
    told_by: Mapping[str, Set[str]]
    """For each term the reports that have it."""

    @classmethod
    def of(
        cls,
        plan: QueryPlan,
        evidence: Evidence,
        shape: Shape,
        weights: Mapping[str, float],
        reports: Sequence[Sequence[ScoredSentence]],
    ) -> Self:
        terms_of = plan.store.terms
        known = set(weights) | _function_terms(plan)
        titles = {hit.article_id: hit.title for hit in evidence.hits}
        headlines = {name: terms_of(title) - known for name, title in titles.items()}
        told = [one.sentence for own in reports for one in own]
        texts = {one.text for one in (*told, *(one.sentence for one in evidence.changes))}
        terms = {text: terms_of(text) for text in texts}
        told_by: defaultdict[str, set[str]] = defaultdict(set)
        for sentence in told:
            for term in terms[sentence.text]:
                told_by[term].add(sentence.hit.article_id)
        return cls(shape, weights, known, headlines, terms, told_by)

    def candidate(self, one: ScoredSentence) -> _Candidate:
        sentence, text, article = one.sentence, one.sentence.text, one.sentence.hit.article_id
        words = self.terms[text]
        said = words - self.known
        shared = [term for term in said if self.told_by.get(term, frozenset()) - {article}]
        headline = self.headlines.get(article, frozenset())
        worth = (
            share_of(self.weights, words)
            + LEAD * max(0.0, 1 - sentence.start / OPENING)
            + HEADLINE * (len(headline & words) / len(headline) if headline else UNTITLED)
            + SHARED * (len(shared) / len(said) if said else 0.0)
            + FIGURE * bool(figures_in(text))
            + self.shape.dated * bool(self.shape.dated and _names_a_day(sentence))
            + LIKELY * max(LEAST, math.log(one.probability + 1e-9))
            + LENGTH * math.log(len(text))
            - UNFINISHED * (not ends_as_sentence(text))
            - OUT_OF_CONTEXT * (len(text) < SHORT or opens_with_pronoun(text) or text[0].islower())
            - OUT_OF_CONTEXT * bool(_TO_READERS.search(_QUOTED.sub("", text)))
            - OUT_OF_CONTEXT * _is_of_another_year(sentence)
            - OUT_OF_CONTEXT * words.isdisjoint(self.weights)
            - CAPTION * is_caption(text, sentence.hit.date)
        )
        return _Candidate(sentence, worth, frozenset(said))


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
