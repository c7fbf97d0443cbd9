"""Mines groups: to each question passages that answer it, and those that only seem to.

Negatives are passages of the article that answers, then those that share most words with the
question. None of them overlaps an answer or has one in its text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.progress import track
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.json_lines import write_rows
from eval.training.collections import Collection, LabelledQuestion, read_collections
from eval.training.groups import CHARACTERS, OVERLAP, Group, GroupPassage, holds
from eval.training.prepared import SEED, Prepared, prepare
from index import Article
from index.passages import passage_spans
from index.sentences import Span, sentence_spans
from qa.cross_encoder.layout import heading

CANDIDATES = 40
"""Passages by their words that negatives are drawn from."""
NEGATIVES = 7
"""Of an answerable question; …"""
NEGATIVES_OF_UNANSWERABLE = 3
"""… of one without an answer, beside the passage on which it was asked."""
OF_SAME_ARTICLE = 4
"""Negatives from the articles that answer, at most, as long as there are others."""
TITLED, OPENING = 0.5, 0.35
"""Shares of the groups whose headings have the title, or the first sentence in its place."""
SHARES = {
    "squad": 0.25,
    "unanswerable": 0.2,
    "near miss": 0.3,
    "news": 0.4,
    "headline": 0.4,
    "two": 0.3,
    "pair": 0.5,
    "period": 0.5,
    "events": 0.6,
}
"""Share of the questions of a kind that are used; of kinds that are not named, all. Questions of
people who look for something, or are asked why and how, so weigh more than those made from a text
that was just read, of which there are most."""
DEV_PASSAGES = 12
DEV_QUESTIONS = 110
"""Held-out questions of one collection that are used, at most."""

Place = tuple[str, Span]
"""A passage: article id, and its span in the article's text."""


def mine(data: Path, folder: Path) -> None:
    """Writes `train.jsonl.gz` and `dev.jsonl.gz` into `folder`; `data` has the public sets."""
    collections = read_collections(data, SEED)
    prepared = [prepare(one) for one in collections]
    held_titles = {
        collection.articles[name].title
        for collection, own in zip(collections, prepared, strict=True)
        for name in own.held_out
    }
    train: list[Group] = []
    dev: list[Group] = []
    for collection, own in zip(collections, prepared, strict=True):
        learned, kept = _split(collection, own, held_titles)
        miner = Miner(collection, own)
        train += miner.groups(learned)
        dev += miner.as_found(kept)
    rng = random.Random(SEED)
    rng.shuffle(train)
    rng.shuffle(dev)
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "train.jsonl.gz", train)
    write_rows(folder / "dev.jsonl.gz", dev)


def _split(
    collection: Collection, prepared: Prepared, held_titles: set[str]
) -> tuple[list[LabelledQuestion], list[LabelledQuestion]]:
    """The questions to train on, of which `SHARES` says how many, and those for development.

    A title that one collection holds out is learned from in none.
    """
    learned, kept = [], []
    for asked in collection.questions:
        titles = {collection.articles[name].title for name in asked.articles}
        if asked.articles <= prepared.held_out:
            kept.append(asked)
        elif titles.isdisjoint(held_titles) and prepared.rng.random() < SHARES.get(asked.kind, 1):
            learned.append(asked)
    return learned, prepared.rng.sample(kept, min(DEV_QUESTIONS, len(kept)))


class PassageSearch:
    """Finds passages by the words that they share with a question (tf-idf, cosine)."""

    def __init__(self, places: Sequence[Place], texts: Sequence[str]) -> None:
        self._places = places
        self._words = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
        self._table = self._words.fit_transform(texts).T.tocsr()

    def found(self, questions: Sequence[str], count: int) -> Iterator[list[Place]]:
        """For each question the `count` passages that are most alike, the best first."""
        for first in range(0, len(questions), 256):
            asked = self._words.transform(questions[first : first + 256])
            for scores in (asked @ self._table).toarray():
                best = np.argsort(-scores, kind="stable")[:count]
                yield [self._places[i] for i in best if scores[i] > 0]


class Miner:
    """Mines the passages of questions from their collection."""

    def __init__(self, collection: Collection, prepared: Prepared) -> None:
        self._name = collection.name
        self._articles = collection.articles
        self._is_news = collection.name == "wikinews"
        self._sources = prepared.sources
        self._days = prepared.days
        self._chance = prepared.rng
        self._spans = {
            name: passage_spans(article.text, CHARACTERS, OVERLAP)
            for name, article in collection.articles.items()
        }
        places = [(name, span) for name, spans in self._spans.items() for span in spans]
        texts = [f"{self._articles[name].title}. {self._text((name, s))}" for name, s in places]
        self._search = PassageSearch(places, texts)

    def groups(self, questions: Sequence[LabelledQuestion]) -> Iterator[Group]:
        """Groups to train on; a question whose answer stands in no passage as a whole has none."""
        found = self._search.found([one.text for one in questions], CANDIDATES)
        both = zip(questions, found, strict=True)
        for asked, places in track(both, self._name, len(questions)):
            if group := self._group(asked, places):
                yield group

    def as_found(self, questions: Sequence[LabelledQuestion]) -> Iterator[Group]:
        """Groups to evaluate on: the first passages of the search, in its order."""
        found = self._search.found([one.text for one in questions], DEV_PASSAGES)
        for asked, places in zip(questions, found, strict=True):
            style = self._style(asked)
            passages = (self._passage(asked, place, style) for place in places)
            yield Group(asked.kind, asked.text, tuple(passages))

    def _group(self, asked: LabelledQuestion, found: Sequence[Place]) -> Group | None:
        """A passage for each place of an answer, or where the question was asked, and negatives."""
        chosen: list[Place] = []
        used: set[Place] = set()
        for article, span in asked.places:
            holding = [(article, one) for one in self._spans[article] if holds(one, span)]
            if holding and used.isdisjoint(holding):
                used.update(holding)
                chosen.append(self._chance.choice(holding))
        if asked.places and not chosen:
            return None
        if asked.near:
            article, span = asked.near
            chosen += [(article, one) for one in self._spans[article] if _overlap(one, span)][:2]
        wanted = NEGATIVES if asked.places else NEGATIVES_OF_UNANSWERABLE
        chosen += self._negatives(asked, {*used, *chosen}, found, wanted)
        style = self._style(asked)
        passages = (self._passage(asked, place, style) for place in chosen)
        return Group(asked.kind, asked.text, tuple(passages))

    def _negatives(
        self, asked: LabelledQuestion, used: set[Place], found: Sequence[Place], wanted: int
    ) -> list[Place]:
        """Passages that do not answer: of the article first, then by their words."""
        alike = [one for one in found if one not in used and self._is_negative(asked, one)]
        same = [one for one in alike if one[0] in asked.articles]
        others = [one for one in alike if one[0] not in asked.articles]
        further = [
            place
            for name in sorted(asked.articles)
            for place in self._near_first(name, used)
            if place not in same and self._is_negative(asked, place)
        ]
        chosen = [*same, *further][: max(OF_SAME_ARTICLE, wanted - len(others))][:wanted]
        hard = others[: 2 * (wanted - len(chosen))]
        return chosen + self._chance.sample(hard, min(len(hard), wanted - len(chosen)))

    def _near_first(self, name: str, used: set[Place]) -> list[Place]:
        """The passages of an article that are not `used`, those nearest to such a one first."""
        at = [span[0] for article, span in used if article == name] or [0]
        rest = [span for span in self._spans[name] if (name, span) not in used]
        rest.sort(key=lambda span: min(abs(span[0] - one) for one in at))
        return [(name, span) for span in rest]

    def _is_negative(self, asked: LabelledQuestion, place: Place) -> bool:
        """Whether no answer overlaps the passage or stands in its text."""
        if any(place[0] == a and _overlap(place[1], span) for a, span in asked.places):
            return False
        low = self._text(place).lower()
        return not any(answer.lower() in low for answer in asked.answers)

    def _style(self, asked: LabelledQuestion) -> tuple[float, bool, bool]:
        """Draws the style of a group's headings, so that the reader sees many.

        Returns:
            A number that decides on the title, whether there is a source, whether there is a date.
        """
        by_source = asked.kind in ("two", "by source")
        return (
            self._chance.random(),
            by_source or self._chance.random() < 0.5,
            self._chance.random() < (0.8 if self._is_news else 0.5),
        )

    def _passage(
        self, asked: LabelledQuestion, place: Place, style: tuple[float, bool, bool]
    ) -> GroupPassage:
        name, span = place
        article = self._articles[name]
        text = self._text(place)
        which, has_source, has_day = style
        title = article.title if which < TITLED else ""
        if TITLED <= which < TITLED + OPENING:
            title = _first_sentence(article)
        above = heading(
            title,
            self._sources[name] if has_source else None,
            self._days[name] if has_day else None,
            text,
        )
        held = [s for a, s in asked.places if a == name and holds(span, s)]
        spans = tuple((s - span[0], e - span[0]) for s, e in held) if asked.is_short else ()
        sentences = tuple(
            (s, e)
            for s, e in sentence_spans(text)
            if any(s <= start - span[0] < e for start, _ in held)
        )
        return GroupPassage(above, text, bool(held), spans, sentences)

    def _text(self, place: Place) -> str:
        return self._articles[place[0]].text[slice(*place[1])]


def _first_sentence(article: Article) -> str:
    start, end = next(iter(sentence_spans(article.text)), (0, 0))
    return article.text[start:end]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
