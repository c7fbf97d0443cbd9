"""Questions made by rule, from texts and from other questions.

There are no public question sets on news that may be trained on, so sentences of news are turned
into questions: who, how many, when, where, headlines, and claims with the name of a newspaper.
Answerable questions are turned into near misses, keywords, follow-ups and pairs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eval.training.collections import LabelledQuestion
from index import Article
from index.sentences import sentence_spans
from qa.text.lexicon import MONTH
from qa.text.numbers import LARGE, SMALL_NUMBERS

SOURCES = (
    "The Morning Ledger", "Harbour Post", "CNN", "Reuters", "The Verge", "TechCrunch", "BBC News",
    "The Guardian", "Associated Press", "Sky Sports", "Fortune", "The Independent", "Polygon",
    "Wired", "The Age", "CNBC", "Sporting News", "Business Line", "USA Today", "Al Jazeera",
    "Daily Observer", "The Northern Star", "Engadget", "Globe and Mail", "Times of India",
)  # fmt: skip
"""Newspapers, some invented. Articles get one at random, so that the name itself is no cue."""

THINNED = 0.15
"""Probability with which each word of a made question is left out."""

# Fewer than index.words.FUNCTION_WORDS, whose "before" and "not" tell which passage answers.
_FUNCTION = frozenset(
    {
        *("a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "is", "are"),
        *("was", "were", "be", "been", "did", "do", "does", "has", "have", "had", "what", "when"),
        *("where", "which", "who", "whom", "whose", "why", "how", "that", "this", "it", "its"),
        *("as", "and", "or"),
    }
)
_DAY = (
    rf"(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in (?:{MONTH} )?(?:19|20)\d\d|"
    rf"on {MONTH} \d{{1,2}}(?:, \d{{4}})?|yesterday|last (?:week|month|year)|in {MONTH})"
)
_WHEN = re.compile(rf",? \b({_DAY})\b")
_COUNT = re.compile(
    r"\b((?:about |around |nearly |more than |over |at least )?"
    rf"(?:\d[\d,.]*\d|\d|{'|'.join(SMALL_NUMBERS[2:13])})(?: (?:{LARGE}))?) ([a-z]{{3,}}s)\b"
)
_PLACE = re.compile(
    rf",? \b((?:in|at|near) (?:the )?(?!{MONTH}\b)"
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


def questions_on(article: Article, rng: random.Random) -> Iterator[LabelledQuestion]:
    """Questions for who, how many, when and where, of sentences; and the headline as keywords."""
    for start, end in sentence_spans(article.text):
        sentence = article.text[start:end]
        if 50 <= len(sentence) <= 260:
            made = [*_of_sentence(sentence)]
            for text, (first, last) in rng.sample(made, min(2, len(made))):
                place = (article.id, (start + first, start + last))
                answer = sentence[first:last]
                yield LabelledQuestion("news", _thinned(text, rng), (place,), answers=(answer,))
    opening = next(iter(sentence_spans(article.text)), None)
    if opening:
        place = (article.id, opening)
        yield LabelledQuestion("headline", article.title, (place,), is_short=False)


def _of_sentence(sentence: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Questions that a sentence answers, with the span of the answer in it."""
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
    """A question: its first words, then the sentence without the answer, which "…" stands for."""
    left, _, right = rest.strip(" .").partition("…")
    rest = f"{left} {right}".strip() if len(left) + len(right) < 160 else max(left, right, key=len)
    return " ".join(f"{opening} {rest.strip(' .,')}?".split())


def _thinned(text: str, rng: random.Random) -> str:
    """The question without some of its words, so that it overlaps less with the sentence."""
    words = text.rstrip("?").split()
    kept = words[:2] + [word for word in words[2:] if rng.random() > THINNED]
    return " ".join(kept) + "?"


def near_miss(
    asked: LabelledQuestion, names: Sequence[str], rng: random.Random
) -> LabelledQuestion | None:
    """The question with one name or number replaced, so that its passage does not answer it.

    Args:
        names: To take another name from.

    Returns:
        None where the question has neither, or no place of an answer.
    """
    found = [*_NAME.finditer(asked.text), *_FIGURE.finditer(asked.text)]
    if not found or not asked.places:
        return None
    match = rng.choice(found)
    old = match[0]
    if old[0].isdigit():
        number = int(re.sub(r"\D", "", old))
        new = re.sub(r"\d+", str(number + rng.choice((-3, -2, -1, 1, 2, 3, 10))), old)
    else:
        fitting = [name for name in names if len(name.split()) == len(old.split()) and name != old]
        if not fitting:
            return None
        new = rng.choice(fitting)
    text = asked.text[: match.start()] + new + asked.text[match.end() :]
    return LabelledQuestion("near miss", text, near=asked.places[0])


def names_of(questions: Sequence[LabelledQuestion]) -> list[str]:
    """The names in questions, each once, sorted."""
    return sorted({match[0] for one in questions for match in _NAME.finditer(one.text)})


def as_keywords(asked: LabelledQuestion) -> LabelledQuestion:
    """The question without function words, as one types it into a search box."""
    words = [w for w in re.findall(r"[\w’'.,%$-]+", asked.text) if w.lower() not in _FUNCTION]
    return replace(asked, text=" ".join(words) or asked.text)


def as_follow_up(asked: LabelledQuestion, before: LabelledQuestion) -> LabelledQuestion:
    """The question with an earlier one before it, as turns of a conversation are searched."""
    return replace(asked, text=f"{before.text} {asked.text}")


def as_pair(one: LabelledQuestion, other: LabelledQuestion) -> LabelledQuestion:
    """Two questions joined to one, which the passages of both answer."""
    text = f"{one.text.rstrip('?')}, and {other.text[:1].lower()}{other.text[1:]}"
    answers = one.answers + other.answers
    return LabelledQuestion(
        "pair", text, one.places + other.places, is_short=False, answers=answers
    )


def claims_of_two(
    articles: Sequence[Article], sources: dict[str, str], count: int, rng: random.Random
) -> Iterator[LabelledQuestion]:
    """Questions that compare two newspapers' reports, and half as many on one newspaper's report.

    Args:
        sources: The newspaper of each article, by its id.
        count: Number of comparisons.
    """
    statements = [(article, span) for article in articles for span in _statements(article)]
    for _ in range(count):
        (one, first), (other, second) = rng.sample(statements, 2)
        a = _thinned(one.text[slice(*first)], rng).strip("?.")
        b = _thinned(other.text[slice(*second)], rng).strip("?.")
        by, by_other = sources[one.id], sources[other.id]
        text = rng.choice(
            (
                f"Did the {by} article report that {a}, while the {by_other} one said that {b}?",
                f"Between the report of {by} on {a} and that of {by_other} on {b}, what changed?",
                f"Which subject was reported by {by} for {a} and by {by_other} for {b}?",
                f"According to {by}, {a}; does the article from {by_other} agree that {b}?",
            )
        )
        places = ((one.id, first), (other.id, second))
        yield LabelledQuestion("two", text, places, is_short=False)
    for _ in range(count // 2):
        article, span = rng.choice(statements)
        topic = _thinned(article.text[slice(*span)], rng)
        text = f"What does {sources[article.id]} say about {topic}"
        yield LabelledQuestion("by source", text, ((article.id, span),), is_short=False)


def _statements(article: Article) -> list[tuple[int, int]]:
    """Spans of sentences of medium length that end with a full stop."""
    return [
        (start, end)
        for start, end in sentence_spans(article.text)
        if 60 <= end - start <= 200 and article.text[end - 1] == "."
    ]
