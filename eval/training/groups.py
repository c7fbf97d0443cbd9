"""Groups to train on: a question with passages that answer it and hard negatives.

Negatives are what a search of the same collection finds first, mostly passages of the same
article. They are mined once and stored in a file.
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
from eval.training.collections import Collection, LabelledQuestion, read_collections
from index import Article, Filters, Hit, Settings, Store, build, open_store
from index.embedding import Embedder, load_embedder
from index.passages import passage_spans
from index.sentences import Span, sentence_spans
from index.vectors import Vectors
from qa.cross_encoder.layout import heading

SEED = 7
CHARACTERS, OVERLAP = 900, 1
"""Length of passages, in characters, and sentences that neighbours share."""
CANDIDATES = 24
"""Search results that negatives are drawn from."""
NEGATIVES = 2
"""Of an answerable question; an unanswerable one gets one."""
SHORT = 380
"""Characters of a shortened passage."""
TITLED, OPENING = 0.5, 0.35
"""Shares of the groups whose headings have the title, or the first sentence in its place."""
DEV_SHARE = 0.1
"""Share of the articles that are held out, with their questions, for development."""
DEV_PASSAGES = 12
DEV_QUESTIONS = 1400


@dataclass(frozen=True, slots=True)
class GroupPassage:
    """A passage of a group; spans are characters of its text."""

    heading: str
    text: str
    relevant: bool
    """Whether it answers the question."""
    spans: tuple[Span, ...] = ()
    """Short answers."""
    sentences: tuple[Span, ...] = ()
    """Sentences that contain an answer."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question with its passages."""

    kind: str
    question: str
    passages: tuple[GroupPassage, ...]

    @property
    def is_answered(self) -> bool:
        """Whether one of the passages answers."""
        return any(one.relevant for one in self.passages)


def write_groups(data: Path, folder: Path) -> None:
    """Writes `train.jsonl.gz` and `dev.jsonl.gz` into `folder`; `data` has the public sets."""
    train: list[Group] = []
    dev: list[Group] = []
    for collection in read_collections(data, SEED):
        prepared = prepare(collection)
        with tempfile.TemporaryDirectory() as store_folder:
            settings = Settings.load(store=store_folder)
            embedder = _with_cached([one.text for one in collection.questions], settings)
            build(articles=list(collection.articles.values()), settings=settings, embedder=embedder)
            with open_store(settings=settings, embedder=embedder) as store:
                miner = _Miner(collection, prepared, store)
                for asked in track(collection.questions, collection.name):
                    if prepared.held_out.isdisjoint(asked.articles):
                        train.append(miner.group(asked))
                    elif prepared.held_out.issuperset(asked.articles):
                        dev.append(miner.as_found(asked))
    rng = random.Random(SEED)
    rng.shuffle(train)
    rng.shuffle(dev)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "train.jsonl.gz", [one for one in train if one.passages])
    _write(folder / "dev.jsonl.gz", dev[:DEV_QUESTIONS])


def _with_cached(questions: Sequence[str], settings: Settings) -> Embedder:
    """An embedder with the questions' vectors precomputed, which is faster in one batch."""
    embedder = load_embedder(settings)
    texts = list(dict.fromkeys(questions))
    known = dict(zip(texts, embedder.embed(texts), strict=True))

    class Cached:
        name = embedder.backend.name

        def encode(self, texts: Sequence[str]) -> Vectors:
            if len(texts) == 1 and texts[0] in known:
                return np.array([known[texts[0]]])
            return embedder.backend.encode(texts)

    return Embedder(embedder.model, embedder.dimension, Cached())


def read_groups(path: Path) -> list[Group]:
    """The groups of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_group(json.loads(line)) for line in lines]


def _write(path: Path, groups: Sequence[Group]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")


def _group(row: dict[str, Any]) -> Group:
    passages = (
        GroupPassage(
            one["heading"],
            one["text"],
            one["relevant"],
            tuple((s, e) for s, e in one["spans"]),
            tuple((s, e) for s, e in one["sentences"]),
        )
        for one in row["passages"]
    )
    return Group(row["kind"], row["question"], tuple(passages))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is drawn at random once for a collection, by the ids of its articles."""

    sources: dict[str, str]
    days: dict[str, date]
    held_out: frozenset[str]
    """Articles whose questions are not trained on."""
    rng: random.Random


def prepare(collection: Collection) -> Prepared:
    """Adds questions made by rule to the collection, and draws source, date and split.

    All articles of one title are held out together, since Wikipedia's are cut into several.
    """
    rng = random.Random(f"{SEED} {collection.name}")
    sources = {name: rng.choice(rules.SOURCES) for name in collection.articles}
    titles = sorted({article.title for article in collection.articles.values()})
    chosen = set(rng.sample(titles, max(1, int(len(titles) * DEV_SHARE))))
    held_out = {name for name, article in collection.articles.items() if article.title in chosen}
    collection.questions += _made(collection, sources, rng)
    days = {
        name: article.date or date(2015, 1, 1) + timedelta(days=rng.randrange(4000))
        for name, article in collection.articles.items()
    }
    return Prepared(sources, days, frozenset(held_out), rng)


def _made(
    collection: Collection, sources: dict[str, str], rng: random.Random
) -> list[LabelledQuestion]:
    """Questions made by rule."""
    articles = list(collection.articles.values())
    if collection.name == "wikinews":
        news = [one for article in articles for one in rules.questions_on(article, rng)]
        return [*news, *rules.claims_of_two(articles, sources, 900, rng), *_near_misses(news, rng)]
    if collection.name not in ("squad", "nq"):
        return []
    asked = [one for one in collection.questions if one.places]
    made = [rules.as_keywords(one) for one in rng.sample(asked, len(asked) // 12)]
    by_article: dict[str, list[LabelledQuestion]] = {}
    for one in asked:
        by_article.setdefault(one.places[0][0], []).append(one)
    for one in rng.sample(asked, len(asked) // 8):
        made.append(rules.as_follow_up(one, rng.choice(by_article[one.places[0][0]])))
    for one in rng.sample(asked, len(asked) // 16):
        made.append(rules.as_pair(one, rng.choice(asked)))
    return [*made, *_near_misses(asked, rng)]


def _near_misses(asked: Sequence[LabelledQuestion], rng: random.Random) -> list[LabelledQuestion]:
    """Near misses of a third of the questions, where they can be made."""
    names = rules.names_of(asked)
    chosen = rng.sample(list(asked), len(asked) // 3)
    made = (rules.near_miss(one, names, rng) for one in chosen)
    return [one for one in made if one]


class _Miner:
    """Mines the passages of a question from its collection."""

    def __init__(self, collection: Collection, prepared: Prepared, store: Store) -> None:
        self._articles = collection.articles
        self._is_news = collection.name == "wikinews"
        self._sources = prepared.sources
        self._days = prepared.days
        self._chance = prepared.rng
        self._store = store
        self._spans = {
            name: passage_spans(article.text, CHARACTERS, OVERLAP)
            for name, article in collection.articles.items()
        }

    def group(self, asked: LabelledQuestion) -> Group:
        """A group to train on: a passage for each place of an answer, and negatives."""
        style = self._style(asked)
        passages: list[GroupPassage] = []
        used: set[tuple[str, Span]] = set()
        for article, span in asked.places:
            holding = [one for one in self._spans[article] if _holds(one, span)]
            if holding and used.isdisjoint((article, one) for one in holding):
                used |= {(article, one) for one in holding}
                passages.append(self._passage(asked, article, self._chance.choice(holding), style))
        if asked.near:
            article, span = asked.near
            touching = [
                one for one in self._spans[article] if one[0] < span[1] and span[0] < one[1]
            ]
            for one in touching[:2]:
                passages.append(self._passage(asked, article, one, style))
                used.add((article, one))
        if asked.places and not any(one.relevant for one in passages):
            return Group(asked.kind, asked.text, ())
        candidates = [
            (hit.article_id, (hit.start, hit.end))
            for hit in self._found(asked, CANDIDATES)
            if (hit.article_id, (hit.start, hit.end)) not in used and _is_negative(asked, hit)
        ]
        wanted = NEGATIVES if asked.places else 1
        near = candidates[: 2 * wanted]
        chosen = self._chance.sample(near, min(len(near), wanted - 1 if wanted > 1 else 1))
        rest = [one for one in candidates if one not in chosen]
        chosen += self._chance.sample(rest, min(len(rest), wanted - len(chosen)))
        passages += [self._passage(asked, article, span, style) for article, span in chosen]
        return Group(asked.kind, asked.text, tuple(passages))

    def as_found(self, asked: LabelledQuestion) -> Group:
        """A group to evaluate on: the first passages of the search, in its order."""
        style = self._style(asked)
        found = self._found(asked, DEV_PASSAGES)
        return Group(
            asked.kind,
            asked.text,
            tuple(self._passage(asked, h.article_id, (h.start, h.end), style) for h in found),
        )

    def _found(self, asked: LabelledQuestion, count: int) -> list[Hit]:
        return self._store.search(asked.text, count, Filters())

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
        self, asked: LabelledQuestion, name: str, span: Span, style: tuple[float, bool, bool]
    ) -> GroupPassage:
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
        return GroupPassage(above, text, bool(held), spans, sentences)


def _first_sentence(article: Article) -> str:
    start, end = next(iter(sentence_spans(article.text)), (0, 0))
    return article.text[start:end]


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_negative(asked: LabelledQuestion, hit: Hit) -> bool:
    """Whether a passage may serve as a negative: no answer overlaps it or stands in its text."""
    if any(hit.article_id == a and hit.start < e and s < hit.end for a, (s, e) in asked.places):
        return False
    low = hit.text.lower()
    return not any(answer.lower() in low for answer in asked.answers)


def shortened(group: Group, rng: random.Random) -> Group:
    """The group with its passages cut to consecutive sentences of about `SHORT` characters.

    Shorter inputs take less time, and the position of the answer in the passage is no cue.
    """
    passages = tuple(_shortened(one, rng) for one in group.passages)
    return Group(group.kind, group.question, passages)


def _shortened(passage: GroupPassage, rng: random.Random) -> GroupPassage:
    spans = sentence_spans(passage.text)
    if len(passage.text) <= SHORT or len(spans) < 2:
        return passage
    gold = [spans.index(one) for one in passage.sentences if one in spans]
    first = last = rng.choice(gold) if gold else rng.randrange(len(spans))
    size = spans[first][1] - spans[first][0]
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        fitting = [n for n in sides if size + spans[n][1] - spans[n][0] <= SHORT]
        if not fitting:
            break
        added = rng.choice(fitting)
        size += spans[added][1] - spans[added][0]
        first, last = min(first, added), max(last, added)
    start, end = spans[first][0], spans[last][1]
    return GroupPassage(
        passage.heading,
        passage.text[start:end],
        passage.relevant,
        _within(passage.spans, start, end),
        _within(passage.sentences, start, end),
    )


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple((s - start, e - start) for s, e in spans if start <= s and e <= end)
