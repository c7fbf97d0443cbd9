"""How well the stories of a store are those that a person sees: B-cubed, beside trivial baselines.

    python -m eval.stories STORE LABELS

LABELS is JSON: {"first": day, "last": day, "stories": [[article id, …], …]}, or a list of such.
Every article of the store from the first day to the last was looked at; one that is in no list is a
story by itself. Only articles of these days are compared, also where the store's stories go on.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console

from index import Settings, Store, database, open_store
from index.grouping import leads
from index.hits import Heading
from index.stories import Leads

console = Console()


class BCubed(NamedTuple):
    """Precision and recall of a grouping, as a mean over the articles (Bagga and Baldwin, 1998)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(found: Mapping[str, Hashable], wanted: Mapping[str, Hashable]) -> BCubed:
    """Compares two groupings of the same articles, each by the group of each article; of no
    articles they are the same."""
    if not wanted:
        return BCubed(1.0, 1.0)
    own, true = _groups(found), _groups(wanted)
    precision = recall = 0.0
    for article in wanted:
        mine, real = own[found[article]], true[wanted[article]]
        shared = len(mine & real)
        precision += shared / len(mine)
        recall += shared / len(real)
    return BCubed(precision / len(wanted), recall / len(wanted))


def main(
    store: Annotated[Path, typer.Argument(help="A store that is up to date.")],
    labels: Annotated[Path, typer.Argument(help="What a person sees.")],
) -> None:
    """Prints B-cubed precision, recall and F1 of each grouping."""
    content = json.loads(labels.read_text(encoding="utf-8"))
    with open_store(store, Settings.load(store=store)) as opened:
        for part in content if isinstance(content, list) else [content]:
            _compare(opened, part)


def _compare(store: Store, part: dict[str, Any]) -> None:
    first, last, stories = part["first"], part["last"], part["stories"]
    inside = {
        one.id: one
        for one in store.headings()
        if one.date is not None and first <= one.date.isoformat() <= last
    }
    wanted: dict[str, Hashable] = {article: article for article in inside}
    for number, own in enumerate(stories):
        wanted |= dict.fromkeys(own, number)
    unknown = wanted.keys() - inside.keys()
    if unknown:
        raise typer.BadParameter(f"{len(unknown)} articles are not in these days: {unknown}")
    console.print(
        f"{first} to {last}: {len(inside)} articles, {len(stories)} stories with "
        f"{sum(map(len, stories))} of them"
    )
    for name, found in _groupings(store, inside).items():
        score = b_cubed(found, wanted)
        console.print(
            f"  {name}: precision {score.precision:.3f}, recall {score.recall:.3f}, "
            f"F1 {score.f1:.3f}"
        )


def _groupings(store: Store, inside: Mapping[str, Heading]) -> dict[str, dict[str, Hashable]]:
    found: dict[str, Hashable] = {article: article for article in inside}
    for story in store.stories():
        for one in store.story_articles(story.id):
            if one.id in inside:
                found[one.id] = f"story {story.id}"
    return {
        "stories": found,
        "each by itself": {article: article for article in inside},
        "a story a day": {article: one.date for article, one in inside.items()},
        "vectors alone, joined to the nearest": _nearest(store, inside, 0.6),
    }


def _nearest(store: Store, inside: Mapping[str, Heading], least: float) -> dict[str, Hashable]:
    """What a first try does: two articles are of one story if the cosine of their openings is high
    enough, and so are those that they are of one story with."""
    with contextlib.closing(database.connect_to_read(store.folder)) as connection:
        ids = dict(connection.execute("SELECT key, id FROM articles"))
        keys = [key for key, article in ids.items() if article in inside]
        known: Leads = leads(connection, keys)
    cosines = known.vectors @ known.vectors.T
    parent = list(range(len(known.keys)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for one, other in zip(*(cosines >= least).nonzero(), strict=True):
        parent[root(int(one))] = root(int(other))
    found: dict[str, Hashable] = {article: article for article in inside}
    for place, key in enumerate(known.keys.tolist()):
        if ids[key] in inside:
            found[ids[key]] = root(place)
    return found


def _groups(grouping: Mapping[str, Hashable]) -> dict[Hashable, set[str]]:
    groups: dict[Hashable, set[str]] = defaultdict(set)
    for article, group in grouping.items():
        groups[group].add(article)
    return groups


if __name__ == "__main__":
    typer.run(main)
