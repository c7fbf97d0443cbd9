"""Groups to learn from: a question with passages that answer it, and passages that only seem to.

Negatives are what a search of the same collection finds first, mostly passages of the same
article. They are found once and kept in a file.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from eval.training import rules
from eval.training.collections import Collection, Labelled, read_collections
from index import Article, Filters, Hit, Settings, Store, build, open_store
from index.embedding import Embedder, load_embedder
from index.passages import passage_spans
from index.sentences import Span, sentence_spans
from index.vectors import Vectors
from qa.cross_encoder.layout import heading

SEED = 7
CHARACTERS, OVERLAP = 900, 1
FOUND = 24
NEGATIVES = 2
SHORT = 380
TITLED, OPENING = 0.5, 0.35
"""Shares of the groups whose headings have the title, the article's first sentence; or neither."""
DEV_SHARE = 0.1
"""Of the articles; their questions are kept to choose by, never to learn from."""
DEV_FOUND = 12
DEV_QUESTIONS = 1400


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage of a group; places are characters of its text."""

    heading: str
    text: str
    relevant: bool
    spans: tuple[Span, ...] = ()
    """Shortest answers."""
    sentences: tuple[Span, ...] = ()
    """Sentences that hold them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question with its passages."""

    kind: str
    question: str
    passages: tuple[Shown, ...]

    @property
    def is_answered(self) -> bool:
        """Whether one of the passages answers."""
        return any(one.relevant for one in self.passages)


def write_groups(data: Path, folder: Path) -> None:
    """Makes `learn.jsonl.gz` and `dev.jsonl.gz` in `folder`."""
    learn: list[Group] = []
    dev: list[Group] = []
    for collection in read_collections(data, SEED):
        prepared = prepare(collection)
        with tempfile.TemporaryDirectory() as store_folder:
            settings = Settings.load(store=store_folder)
            embedder = _knowing([one.text for one in collection.questions], settings)
            build(articles=list(collection.articles.values()), settings=settings, embedder=embedder)
            with open_store(settings=settings, embedder=embedder) as store:
                miner = _Miner(collection, prepared, store)
                for asked in track(collection.questions, collection.name):
                    if prepared.aside.isdisjoint(asked.articles):
                        learn.append(miner.group(asked))
                    elif prepared.aside.issuperset(asked.articles):
                        dev.append(miner.as_found(asked))
    chance = random.Random(SEED)
    chance.shuffle(learn)
    chance.shuffle(dev)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "learn.jsonl.gz", [one for one in learn if one.passages])
    _write(folder / "dev.jsonl.gz", dev[:DEV_QUESTIONS])


def _knowing(questions: Sequence[str], settings: Settings) -> Embedder:
    """An embedder that has the questions' vectors already: together they are made faster."""
    embedder = load_embedder(settings)
    texts = list(dict.fromkeys(questions))
    known = dict(zip(texts, embedder.embed(texts), strict=True))

    class Knowing:
        name = embedder.backend.name

        def encode(self, texts: Sequence[str]) -> Vectors:
            if len(texts) == 1 and texts[0] in known:
                return np.array([known[texts[0]]])
            return embedder.backend.encode(texts)

    return Embedder(embedder.model, embedder.dimension, Knowing())


def read_groups(path: Path) -> list[Group]:
    """The groups of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_group(json.loads(line)) for line in lines]


def _write(path: Path, groups: Sequence[Group]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")


def _group(row: dict[str, Any]) -> Group:
    shown = (
        Shown(
            one["heading"],
            one["text"],
            one["relevant"],
            tuple((s, e) for s, e in one["spans"]),
            tuple((s, e) for s, e in one["sentences"]),
        )
        for one in row["passages"]
    )
    return Group(row["kind"], row["question"], tuple(shown))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is decided by chance, once, for a collection; by the name of its articles."""

    sources: dict[str, str]
    days: dict[str, date]
    aside: frozenset[str]
    """Articles that are not learned from."""
    chance: random.Random


def prepare(collection: Collection) -> Prepared:
    """Adds the questions made by rule, gives each article a newspaper and a day, and keeps
    those of some titles aside, an encyclopedia's article with all its parts."""
    chance = random.Random(f"{SEED} {collection.name}")
    sources = {name: chance.choice(rules.SOURCES) for name in collection.articles}
    titles = sorted({article.title for article in collection.articles.values()})
    chosen = set(chance.sample(titles, max(1, int(len(titles) * DEV_SHARE))))
    aside = {name for name, article in collection.articles.items() if article.title in chosen}
    collection.questions += _made(collection, sources, chance)
    days = {
        name: article.date or date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        for name, article in collection.articles.items()
    }
    return Prepared(sources, days, frozenset(aside), chance)


def _made(collection: Collection, sources: dict[str, str], chance: random.Random) -> list[Labelled]:
    """More questions by rule."""
    articles = list(collection.articles.values())
    if collection.name == "wikinews":
        news = [one for article in articles for one in rules.questions_on(article, chance)]
        return [*news, *rules.claims_of_two(articles, sources, 900, chance), *_missed(news, chance)]
    if collection.name not in ("squad", "nq"):
        return []
    asked = [one for one in collection.questions if one.places]
    made = [rules.as_keywords(one) for one in chance.sample(asked, len(asked) // 12)]
    by_article: dict[str, list[Labelled]] = {}
    for one in asked:
        by_article.setdefault(one.places[0][0], []).append(one)
    for one in chance.sample(asked, len(asked) // 8):
        made.append(rules.as_follow_up(one, chance.choice(by_article[one.places[0][0]])))
    for one in chance.sample(asked, len(asked) // 16):
        made.append(rules.as_pair(one, chance.choice(asked)))
    return [*made, *_missed(asked, chance)]


def _missed(asked: Sequence[Labelled], chance: random.Random) -> list[Labelled]:
    names = rules.names_of(asked)
    chosen = chance.sample(list(asked), len(asked) // 3)
    made = (rules.near_miss(one, names, chance) for one in chosen)
    return [one for one in made if one]


class _Miner:
    """Finds the passages of a question in its collection."""

    def __init__(self, collection: Collection, prepared: Prepared, store: Store) -> None:
        self._articles = collection.articles
        self._is_news = collection.name == "wikinews"
        self._sources = prepared.sources
        self._days = prepared.days
        self._chance = prepared.chance
        self._store = store
        self._spans = {
            name: passage_spans(article.text, CHARACTERS, OVERLAP)
            for name, article in collection.articles.items()
        }

    def group(self, asked: Labelled) -> Group:
        """To learn from: one passage for each place, and negatives."""
        style = self._style(asked)
        shown: list[Shown] = []
        used: set[tuple[str, Span]] = set()
        for article, span in asked.places:
            holding = [one for one in self._spans[article] if _holds(one, span)]
            if holding and used.isdisjoint((article, one) for one in holding):
                used |= {(article, one) for one in holding}
                shown.append(self._shown(asked, article, self._chance.choice(holding), style))
        if asked.near:
            article, span = asked.near
            touching = [
                one for one in self._spans[article] if one[0] < span[1] and span[0] < one[1]
            ]
            for one in touching[:2]:
                shown.append(self._shown(asked, article, one, style))
                used.add((article, one))
        if asked.places and not any(one.relevant for one in shown):
            return Group(asked.kind, asked.text, ())
        fair = [
            (hit.article_id, (hit.start, hit.end))
            for hit in self._found(asked, FOUND)
            if (hit.article_id, (hit.start, hit.end)) not in used and _is_fair(asked, hit)
        ]
        wanted = NEGATIVES if asked.places else 1
        near = fair[: 2 * wanted]
        chosen = self._chance.sample(near, min(len(near), wanted - 1 if wanted > 1 else 1))
        rest = [one for one in fair if one not in chosen]
        chosen += self._chance.sample(rest, min(len(rest), wanted - len(chosen)))
        shown += [self._shown(asked, article, span, style) for article, span in chosen]
        return Group(asked.kind, asked.text, tuple(shown))

    def as_found(self, asked: Labelled) -> Group:
        """To measure on: what the search finds, best first, whether it answers or not."""
        style = self._style(asked)
        found = self._found(asked, DEV_FOUND)
        return Group(
            asked.kind,
            asked.text,
            tuple(self._shown(asked, h.article_id, (h.start, h.end), style) for h in found),
        )

    def _found(self, asked: Labelled, count: int) -> list[Hit]:
        return self._store.search(asked.text, count, Filters())

    def _style(self, asked: Labelled) -> tuple[float, bool, bool]:
        """How headings are written in this group: as differently as in collections of people."""
        by_source = asked.kind in ("two", "by source")
        return (
            self._chance.random(),
            by_source or self._chance.random() < 0.5,
            self._chance.random() < (0.8 if self._is_news else 0.5),
        )

    def _shown(
        self, asked: Labelled, name: str, span: Span, style: tuple[float, bool, bool]
    ) -> Shown:
        article = self._articles[name]
        text = article.text[slice(*span)]
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
        held = [s for a, s in asked.places if a == name and _holds(span, s)]
        spans = tuple((s - span[0], e - span[0]) for s, e in held) if asked.is_short else ()
        sentences = tuple(
            (s, e)
            for s, e in sentence_spans(text)
            if any(s <= start - span[0] < e for start, _ in held)
        )
        return Shown(above, text, bool(held), spans, sentences)


def _first_sentence(article: Article) -> str:
    start, end = next(iter(sentence_spans(article.text)), (0, 0))
    return article.text[start:end]


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_fair(asked: Labelled, hit: Hit) -> bool:
    """Whether a passage may be told not to answer: it holds no answer, in place or in words."""
    if any(hit.article_id == a and hit.start < e and s < hit.end for a, (s, e) in asked.places):
        return False
    low = hit.text.lower()
    return not any(answer.lower() in low for answer in asked.answers)


def shortened(group: Group, chance: random.Random) -> Group:
    """The group with parts of its passages, whole sentences of about `SHORT` characters.

    Reading costs by length, and where the answer stands in a passage should tell nothing.
    """
    passages = tuple(_shortened(one, chance) for one in group.passages)
    return Group(group.kind, group.question, passages)


def _shortened(shown: Shown, chance: random.Random) -> Shown:
    spans = sentence_spans(shown.text)
    if len(shown.text) <= SHORT or len(spans) < 2:
        return shown
    gold = [spans.index(one) for one in shown.sentences if one in spans]
    first = last = chance.choice(gold) if gold else chance.randrange(len(spans))
    size = spans[first][1] - spans[first][0]
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        fitting = [n for n in sides if size + spans[n][1] - spans[n][0] <= SHORT]
        if not fitting:
            break
        added = chance.choice(fitting)
        size += spans[added][1] - spans[added][0]
        first, last = min(first, added), max(last, added)
    start, end = spans[first][0], spans[last][1]
    return Shown(
        shown.heading,
        shown.text[start:end],
        shown.relevant,
        _within(shown.spans, start, end),
        _within(shown.sentences, start, end),
    )


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple((s - start, e - start) for s, e in spans if start <= s and e <= end)
