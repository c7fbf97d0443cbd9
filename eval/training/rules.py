"""Questions made by rule from texts and from other questions.

News has no public questions that may be trained on, so its sentences are turned into some:
who, how many, when, where, headlines, and claims with the name of a newspaper. Questions with
an answer are turned into near misses, keywords, follow-ups and pairs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eval.training.collections import Labelled
from index import Article
from index.sentences import sentence_spans

SOURCES = (
    "The Morning Ledger", "Harbour Post", "CNN", "Reuters", "The Verge", "TechCrunch", "BBC News",
    "The Guardian", "Associated Press", "Sky Sports", "Fortune", "The Independent", "Polygon",
    "Wired", "The Age", "CNBC", "Sporting News", "Business Line", "USA Today", "Al Jazeera",
    "Daily Observer", "The Northern Star", "Engadget", "Globe and Mail", "Times of India",
)  # fmt: skip
"""Newspapers, some invented; an article is given one at random, so that its name tells nothing."""

THINNED = 0.15
"""Share of the words that a made question leaves out."""

_FUNCTION = frozenset(
    {
        *("a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "is", "are"),
        *("was", "were", "be", "been", "did", "do", "does", "has", "have", "had", "what", "when"),
        *("where", "which", "who", "whom", "whose", "why", "how", "that", "this", "it", "its"),
        *("as", "and", "or"),
    }
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = (
    rf"(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in (?:(?:{_MONTH}) )?(?:19|20)\d\d|"
    rf"on (?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?|yesterday|last (?:week|month|year)|in (?:{_MONTH}))"
)
_WHEN = re.compile(rf",? \b({_DAY})\b")
_COUNT = re.compile(
    r"\b((?:about |around |nearly |more than |over |at least )?"
    r"(?:\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?: (?:hundred|thousand|million|billion))?) ([a-z]{3,}s)\b"
)
_PLACE = re.compile(
    rf",? \b((?:in|at|near) (?:the )?(?!(?:{_MONTH})\b)"
    r"[A-Z][a-zé]+(?:,? [A-Z][a-zé]+){0,2})(?=[ ,.])"
)
_SUBJECT = re.compile(
    r"^(?!(?:They|There|Both|It|We|He|She|This|That|These|Those|I|You|In|On|At|If|As|But|And)\b)"
    r"((?:The )?(?:[A-Z][\w’'.-]+ ){1,4})"
    r"((?:\w+ed|said|told|won|became|took|made|led|found|held|began|left|met|gave|went|saw|"
    r"is|was|has|will|were|are|have)\b [^.]{15,160})\.$"
)
_NAME = re.compile(r"(?<=[\w,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_FIGURE = re.compile(r"\b(?:1[5-9]\d\d|20[0-2]\d|\d{1,3})(?:st|nd|rd|th)?\b")


def questions_on(article: Article, chance: random.Random) -> Iterator[Labelled]:
    """Who, how many, when, where of an article's sentences, and its headline as keywords."""
    for start, end in sentence_spans(article.text):
        sentence = article.text[start:end]
        if 50 <= len(sentence) <= 260:
            made = [*_of_sentence(sentence)]
            for text, (first, last) in chance.sample(made, min(2, len(made))):
                place = (article.id, (start + first, start + last))
                answer = sentence[first:last]
                yield Labelled("news", _thinned(text, chance), (place,), answers=(answer,))
    opening = next(iter(sentence_spans(article.text)), None)
    if opening:
        place = (article.id, opening)
        yield Labelled("headline", article.title, (place,), is_short=False)


def _of_sentence(sentence: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if match := _SUBJECT.match(sentence):
        name = match[1].strip()
        person = not name.lower().startswith("the ") and 2 <= len(name.split()) <= 3
        yield f"{'Who' if person else 'What'} {match[2]}?", (0, len(name))
    for match in _COUNT.finditer(sentence):
        rest = sentence[: match.start()] + "…" + sentence[match.end() :]
        yield _asked(f"How many {match[2]}", rest), match.span(1)
    for match in _WHEN.finditer(sentence):
        rest = sentence[: match.start()] + sentence[match.end() :]
        yield _asked("When", rest), match.span(1)
    for match in _PLACE.finditer(sentence):
        rest = sentence[: match.start()] + sentence[match.end() :]
        yield _asked("Where", rest), match.span(1)


def _asked(opening: str, rest: str) -> str:
    left, _, right = rest.strip(" .").partition("…")
    rest = f"{left} {right}".strip() if len(left) + len(right) < 160 else max(left, right, key=len)
    return " ".join(f"{opening} {rest.strip(' .,')}?".split())


def _thinned(text: str, chance: random.Random) -> str:
    """Without some of its words, so that not every word of the sentence is in the question."""
    words = text.rstrip("?").split()
    kept = words[:2] + [word for word in words[2:] if chance.random() > THINNED]
    return " ".join(kept) + "?"


def near_miss(asked: Labelled, names: Sequence[str], chance: random.Random) -> Labelled | None:
    """The question with a name or figure exchanged, so that its passage no longer answers."""
    found = [*_NAME.finditer(asked.text), *_FIGURE.finditer(asked.text)]
    if not found or not asked.places:
        return None
    match = chance.choice(found)
    old = match[0]
    if old[0].isdigit():
        number = int(re.sub(r"\D", "", old))
        new = re.sub(r"\d+", str(number + chance.choice((-3, -2, -1, 1, 2, 3, 10))), old)
    else:
        fitting = [name for name in names if len(name.split()) == len(old.split()) and name != old]
        if not fitting:
            return None
        new = chance.choice(fitting)
    text = asked.text[: match.start()] + new + asked.text[match.end() :]
    return Labelled("near miss", text, near=asked.places[0])


def names_of(questions: Sequence[Labelled]) -> list[str]:
    """Names that stand in questions, each once."""
    return sorted({match[0] for one in questions for match in _NAME.finditer(one.text)})


def as_keywords(asked: Labelled) -> Labelled:
    """The question as one types it into a search box."""
    words = [w for w in re.findall(r"[\w’'.,%$-]+", asked.text) if w.lower() not in _FUNCTION]
    return replace(asked, text=" ".join(words) or asked.text)


def as_follow_up(asked: Labelled, before: Labelled) -> Labelled:
    """The question behind the one before it, as a conversation is searched."""
    return replace(asked, text=f"{before.text} {asked.text}")


def as_pair(one: Labelled, other: Labelled) -> Labelled:
    """Two questions in one; the passages of both answer."""
    text = f"{one.text.rstrip('?')}, and {other.text[:1].lower()}{other.text[1:]}"
    answers = one.answers + other.answers
    return Labelled("pair", text, one.places + other.places, is_short=False, answers=answers)


def claims_of_two(
    articles: Sequence[Article], sources: dict[str, str], count: int, chance: random.Random
) -> Iterator[Labelled]:
    """Questions on what two newspapers report, each with a sentence of both."""
    told = [(article, span) for article in articles for span in _statements(article)]
    for _ in range(count):
        (one, first), (other, second) = chance.sample(told, 2)
        a = _thinned(one.text[slice(*first)], chance).strip("?.")
        b = _thinned(other.text[slice(*second)], chance).strip("?.")
        by, by_other = sources[one.id], sources[other.id]
        text = chance.choice(
            (
                f"Did the {by} article report that {a}, while the {by_other} one said that {b}?",
                f"Between the report of {by} on {a} and that of {by_other} on {b}, what changed?",
                f"Which subject was reported by {by} for {a} and by {by_other} for {b}?",
                f"According to {by}, {a}; does the article from {by_other} agree that {b}?",
            )
        )
        places = ((one.id, first), (other.id, second))
        yield Labelled("two", text, places, is_short=False)
    for _ in range(count // 2):
        article, span = chance.choice(told)
        told_of = _thinned(article.text[slice(*span)], chance)
        text = f"What does {sources[article.id]} say about {told_of}"
        yield Labelled("by source", text, ((article.id, span),), is_short=False)


def _statements(article: Article) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start, end in sentence_spans(article.text)
        if 60 <= end - start <= 200 and article.text[end - 1] == "."
    ]
