"""What is drawn at random for a collection before groups are made of it, and its made questions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eval.training import rules
from eval.training.collections import Collection, LabelledQuestion

SEED = 7
DEV_SHARE = 0.1
"""Share of the articles that are held out, with their questions, for development."""


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
    if collection.name in ("squad train", "selqa", "qamr"):
        return _near_misses(collection.questions, rng)
    if collection.name not in ("squad", "nq", "nq train", "tydi train"):
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
