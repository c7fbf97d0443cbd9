"""What other articles answer, of the kind that the likeliest sentence answers, on the same thing.

Their passages have all of the question's words that the best sentence has: the toll of the tunnel
is no newer toll of the bridge. Where newer reports may put it in other words, those are taken as
well that have what the question names, most of what it shares with the best report's title, and a
figure that is near.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from qa.resolution.reported import ALIKE, ANSWERS, NAMED, Reported, reported, reported_alike
from qa.text.answer_types import FIGURED, FITTING, fits, is_age_of_another, wanted_by
from qa.text.clauses import names_in
from qa.types import Evidence, QueryPlan, ScoredSentence

MAY_ANSWER, MAY_SPEAK = -7.0, -4.0
"""Logits as `ANSWERS` where it asks of what is now or will be, which a newer report tells in other
words; the second as well for reports of one story."""
NEARLY = 3.0
"""Logits by which an answer may be less sure than another of its report and be its news …"""
AS_LIKELY = 0.2
"""… and the least share of the other's probability that it must have itself."""
LEAST_SHARE = 0.01
"""Of the best sentence's share of the ranking, where the question asks of what was, or for a name
without asking for the newest."""
SHARED = 0.6
"""Share of the question's words in the best passage, or of those that tell what it is about, that
the other must have, each word by its weight."""
OWN_BEST = 3
"""Sentences of an article, its likeliest, in which its own answer stands: what it tells further
down ("a period of mourning that ended on 27 September") answers something else."""
LOOKED_AT = 3
"""Sentences, the likeliest, of which the first with an answer of such a kind is gone by."""

_OF_NOW = frozenset(
    ["still", "now", "today", "yet", "current", "latest", "newest", "recent", "final"]
)
"""Words, as stems, that an older report of the same thing need not have."""
_TO_COME = re.compile(
    r"^\W*(?:and |but |so )?when(?:[’']s| (?:will|does|do|is|are))\b", re.IGNORECASE
)
"""Asks for a day to come: one that was over when it was reported is none."""
_NAMED = re.compile(r"(?=\b(?:the|an?)\s+((?:\w+\s+)?\w+))", re.IGNORECASE)
"""What a question speaks of: two words behind each article …"""
_OF = re.compile(r" (?:of|on|for|in|at|to|from|by)$", re.IGNORECASE)
"""… of which the first is something about another thing: "the cost of the tram"."""

OwnNews = Callable[[Sequence[Reported], Sequence[Reported]], Reported]
"""Chooses, of what one article answers, what it tells, given what older ones answer."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question of what is now is about, as words of the index."""

    named: Set[str]
    """Those that the question names …"""
    about: Set[str]
    """… and those with them that the best report's title has, or that are something of a thing."""
    is_known: bool = True
    """Whether there is anything to tell reports of it by, or all that were found are of it."""

    @classmethod
    def of(cls, best: ScoredSentence, evidence: Evidence, plan: QueryPlan) -> Subject:
        """The question's words, but for what it asks of the thing."""
        terms = plan.store.terms
        found = [] if plan.wants_newest else _NAMED.findall(plan.query)
        things = [words for words in found if not _OF.search(words)]
        named = " ".join([*names_in(plan.query), *things])
        about = " ".join([best.sentence.hit.title, named, *found])
        asked = evidence.term_weights.keys() - _OF_NOW - terms(wanted_by(plan.query).attribute)
        is_known = bool(asked & terms(about)) or plan.wants_newest
        return cls(asked & terms(named), asked & terms(about), is_known)

    def is_of(self, one: ScoredSentence, evidence: Evidence, plan: QueryPlan) -> bool:
        """Whether a sentence's passage is about it."""
        hit = one.sentence.hit
        there = plan.store.terms(f"{hit.title} {hit.text}")
        shared, whole = (_weight(words, evidence) for words in (self.about & there, self.about))
        return self.is_known and self.named <= there and shared >= SHARED * whole


def best_reported(evidence: Evidence) -> Reported | None:
    """What the likeliest sentence answers, or one near it, where it is of a kind that changes."""
    near = evidence.sentences[:LOOKED_AT]
    first = reported(near[0], evidence.short)
    if first is not None or evidence.short:
        return first
    return next(filter(None, map(reported, near)), None)


def other_reports(
    best: Reported, evidence: Evidence, plan: QueryPlan, *, in_other_words: bool
) -> list[Reported]:
    """Of each other article what the reader likes best, or nearly so where that only repeats what
    an older report said ("had raised it to 455 million"); empty if all say what the best does.

    Args:
        in_other_words: Whether reports may tell it in other words than the question's.
    """
    subject = Subject.of(best.scored, evidence, plan) if in_other_words else None
    is_to_come = bool(_TO_COME.match(plan.query))
    found: dict[str, list[Reported]] = {}
    seen: Counter[str] = Counter()
    for article, scored in _of_other_articles(best, evidence):
        seen[article] += 1
        one = reported_alike(scored, best) if seen[article] <= OWN_BEST else None
        if one is None or (is_to_come and one.is_past) or is_no_answer(one, plan):
            continue
        if _is_of_the_same(one, best, evidence) or (
            subject and _is_of_the_same_now(one, best, evidence, plan, subject)
        ):
            found.setdefault(article, []).append(one)
    return _of_each(found, best, _own_news)


def other_answers(
    best: Reported,
    evidence: Evidence,
    plan: QueryPlan,
    *,
    own: OwnNews | None = None,
    in_story: bool = False,
) -> list[Reported]:
    """What other articles answer as the value that a question asks every report for, in whatever
    words: all that the reader takes for an answer of the right type, and that is of its report's
    own time; empty if all say what the best does.

    Args:
        own: Which of an article's answers counts; default: as for `other_reports`.
        in_story: Whether reports of the same story need only have the names of the question: one
            of the flood may only tell of a storm.
    """
    subject = Subject.of(best.scored, evidence, plan)
    subject = subject if subject.is_known else Subject(frozenset(), frozenset())
    of_story = _of_same_story(best, evidence, plan) if in_story else frozenset[str]()
    found: dict[str, list[Reported]] = {}
    for article, scored in _of_other_articles(best, evidence):
        one = reported_alike(scored, best)
        is_of_story = article in of_story and _has_names(scored, plan)
        least = MAY_SPEAK if is_of_story else ANSWERS
        if one is None or not is_own_answer(one, plan, least_relevance=least):
            continue
        is_about = is_of_story or subject.is_of(scored, evidence, plan)
        if (is_about and one.is_near(best)) or _is_of_the_same(one, best, evidence):
            found.setdefault(article, []).append(one)
    return _of_each(found, best, own or _own_news)


def is_own_answer(one: Reported, plan: QueryPlan, *, least_relevance: float = ANSWERS) -> bool:
    """Whether the reader takes it for an answer of the right type, of its report's own time.

    Args:
        least_relevance: Logit of its passage, at least.
    """
    is_told = is_answer(one, least_relevance) and not one.is_of_earlier_year
    return is_told and not is_no_answer(one, plan, least=FITTING)


def is_answer(one: Reported, least_relevance: float = ANSWERS) -> bool:
    """Whether the reader takes it for an answer, in a passage that has one."""
    return one.answer >= ANSWERS and one.scored.sentence.relevance >= least_relevance


def is_no_answer(one: Reported, plan: QueryPlan, least: float = 0.0) -> bool:
    """Whether it is not at all of the type that is asked for (a day where somebody asks how tall,
    the age of another), or a name whose end the question has itself: the suspect in the killing of
    Ada Venn is not "former minister Ada Venn".

    Args:
        least: How well it must fit, as `fits` says, if more is asked of it.
    """
    if one.kind == NAMED:
        last = " ".join(one.value.split()[-2:])
        return plan.store.terms(last) <= plan.store.terms(plan.query)
    wanted, sentence = wanted_by(plan.query), one.scored.sentence
    span = sentence.short_span
    if is_age_of_another(sentence.text, *span, plan.query):
        return True
    fit = fits(wanted, sentence.text, *span, plan.store.terms)
    return wanted.kind in FIGURED and (not fit or fit < least)


def _of_same_story(best: Reported, evidence: Evidence, plan: QueryPlan) -> frozenset[str]:
    """Ids of the articles that were read and are of the best one's story, without roundups."""
    story = plan.store.story_of(best.scored.sentence.hit.article_id)
    if story is None:
        return frozenset()
    read = {article for article, _ in _of_other_articles(best, evidence)}
    own = {article for article in read if plan.store.story_of(article) == story}
    return frozenset(own - plan.store.roundups(list(own)))


def _has_names(one: ScoredSentence, plan: QueryPlan) -> bool:
    """Whether its passage or title has the names of the question."""
    terms, hit = plan.store.terms, one.sentence.hit
    return terms(" ".join(names_in(plan.query))) <= terms(f"{hit.title} {hit.text}")


def may_speak(one: ScoredSentence) -> bool:
    """Whether a sentence may tell, in other words, what is asked."""
    reading = one.sentence.reading
    may_answer = reading is None or reading.answer >= MAY_ANSWER
    return may_answer and one.sentence.relevance >= MAY_SPEAK


def _of_other_articles(best: Reported, evidence: Evidence) -> Iterator[tuple[str, ScoredSentence]]:
    """The sentences that were read of other articles than the best one's, each with its article."""
    for scored in evidence.sentences:
        article = scored.sentence.hit.article_id
        if article != best.scored.sentence.hit.article_id and scored.sentence.reading is not None:
            yield article, scored


def _of_each(found: dict[str, list[Reported]], best: Reported, own_news: OwnNews) -> list[Reported]:
    others: list[Reported] = []
    for own in sorted(found.values(), key=lambda own: own[0].day):
        older = [one for one in (best, *others) if one.day < own[0].day]
        others.append(own_news(own, older))
    return others if any(not one.same(best) for one in others) else []


def _own_news(own: Sequence[Reported], older: Sequence[Reported]) -> Reported:
    """Of what one article answers the surest, or one nearly as sure and likely that no older report
    gives."""
    surest = max(own, key=lambda one: one.answer)
    news = [one for one in own if not any(one.same(other) for other in older)]
    newest = max(news, key=lambda one: one.answer, default=surest)
    is_sure = newest.answer >= surest.answer - NEARLY
    is_likely = newest.scored.probability >= AS_LIKELY * surest.scored.probability
    return newest if is_sure and is_likely else surest


def _is_of_the_same(one: Reported, best: Reported, evidence: Evidence) -> bool:
    """Whether a report answers as the best does, about the same thing in the same words."""
    if not (_is_likely(one, best) and is_answer(one) and one.is_near(best, ALIKE)):
        return False
    words = _matched(one, evidence)
    is_named = best.scored.matched_terms - _OF_NOW <= words
    least = SHARED * _weight(_matched(best, evidence), evidence)
    return is_named and _weight(words, evidence) >= least


def _is_of_the_same_now(
    one: Reported, best: Reported, evidence: Evidence, plan: QueryPlan, subject: Subject
) -> bool:
    """Whether a report may answer a question of what is now, though in other words. Where nothing
    tells what the question is about, only one that asks for the newest takes other reports."""
    is_any = one.kind == NAMED and not plan.wants_newest  # any report has names
    if is_any and (one.answer < ANSWERS or not _is_likely(one, best)):
        return False
    is_about = may_speak(one.scored) and subject.is_of(one.scored, evidence, plan)
    return is_about and one.is_near(best)


def _is_likely(one: Reported, best: Reported) -> bool:
    return one.scored.probability >= LEAST_SHARE * best.scored.probability


def _matched(one: Reported, evidence: Evidence) -> frozenset[str]:
    """The question's words in the passage of a report."""
    passage = one.scored.sentence.hit.passage
    return frozenset[str]().union(
        *(
            scored.matched_terms
            for scored in evidence.sentences
            if scored.sentence.hit.passage == passage
        )
    )


def _weight(words: Set[str], evidence: Evidence) -> float:
    return sum(evidence.term_weights[word] for word in words)
