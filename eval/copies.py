"""How well copies of a report are found: precision and recall on copies made by rule.

    python -m eval.copies ARTICLES [--others MORE]

ARTICLES, a `.jsonl` or `.jsonl.gz` of articles with `text` and `date`, are told anew as the papers
do that take a wire story: cut at the end, with another beginning, in another house style,
with a changed figure, with paragraphs of their own behind it, and all of it together. Beside them
stand reports that are no copies though they share much: a later report that repeats the earlier
one as background, and a digest of what several articles open with. MORE are articles that add
nothing but chances of a false pair. The texts go through the same step as in a build.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from index import database
from index.articles import normalise, parse_day
from index.grouping import bring_along
from index.sentences import sentence_spans

SEED = 7
SHARE = (0.3, 0.8)
"""Of a text that a cut one keeps."""
OWN, BACKGROUND = (0.2, 0.8), (0.2, 0.4)
"""What a client adds, as a share of the report; what a later report repeats, as a share of the
new."""
STYLE = 0.04
"""Words that another house style has otherwise."""
console = Console()


@dataclass(frozen=True, slots=True)
class Made:
    """A text, of which report it is a copy, and how it was made; "" for one that is no copy."""

    report: str
    kind: str
    text: str
    day: date | None


def main(
    articles: Annotated[Path, typer.Argument(help="Articles to make copies of.")],
    others: Annotated[list[Path] | None, typer.Option(help="Articles beside them.")] = None,
    sample: Annotated[int | None, typer.Option(help="So many of them, drawn by chance.")] = None,
) -> None:
    """Makes the copies, looks for them, prints precision and recall."""
    rng = random.Random(SEED)
    rows = [row for row in read_articles(articles) if len(_sentences(row["text"])) > 3]
    rows = rng.sample(rows, min(sample or len(rows), len(rows)))
    made = make_copies(rows, rng)
    more = [
        Made(f"{path}#{number}", "other", row["text"], _day(row))
        for path in others or ()
        for number, row in enumerate(read_articles(path))
    ]
    _print([*made, *more], found_pairs([*made, *more]))


def make_copies(rows: Sequence[dict[str, Any]], rng: random.Random) -> list[Made]:
    """Every second article with a copy of each kind, and with two reports that are none; what
    these say besides comes from the articles between.

    Raises:
        BadParameter: there are no two articles.
    """
    made = []
    reports, material = rows[::2], rows[1::2]
    if not material:
        raise typer.BadParameter("Give two articles of more than three sentences, or more.")
    for number, row in enumerate(reports):
        other = rng.choice(material)
        name, day = f"report-{number}", _day(row)
        made.append(Made(name, "original", row["text"], day))
        for kind, edit in KINDS.items():
            later = day + timedelta(days=rng.randrange(3)) if day else None
            made.append(Made(name, kind, edit(row["text"], other["text"], rng), later))
        later = material[number % len(material)]["text"]
        text = f"{later}\n\n{_part(row['text'], len(later), rng, BACKGROUND)}"
        made.append(Made(f"{name}-followed", "follow-up", text, day))
        others = rng.sample(reports, min(5, len(reports)))
        digest = [_opening(one["text"]) for one in (row, *others)]
        made.append(Made(f"{name}-digest", "digest", "\n\n".join(digest), day))
    return made


def found_pairs(made: Sequence[Made]) -> set[tuple[int, int]]:
    """Which of the texts are of one report, by their places: what a build would find."""
    with tempfile.TemporaryDirectory() as place:
        connection = database.connect_to_write(Path(place))
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO articles(key, id, title, date, authors, text, hash, file) "
            "VALUES (?, ?, '', ?, '[]', ?, '', '')",
            (
                (key, f"{key}", one.day.isoformat() if one.day else None, one.text)
                for key, one in enumerate(made, start=1)
            ),
        )
        connection.execute("COMMIT")
        bring_along(connection)
        groups: dict[int, list[int]] = {}
        for article, report in connection.execute("SELECT article, report FROM copies"):
            groups.setdefault(report, []).append(article - 1)
        connection.close()
    return {pair for own in groups.values() for pair in itertools.combinations(sorted(own), 2)}


def _print(made: Sequence[Made], found: set[tuple[int, int]]) -> None:
    by_report: dict[str, list[int]] = {}
    for place, one in enumerate(made):
        by_report.setdefault(one.report, []).append(place)
    true = {pair for own in by_report.values() for pair in itertools.combinations(own, 2)}
    right = len(true & found)
    console.print(f"{len(made):,} texts, {len(true):,} pairs of copies, {len(found):,} found")
    console.print(f"precision {right / max(1, len(found)):.4f}, recall {right / len(true):.4f}")
    for kind in KINDS:
        pairs = [
            (original, copy)
            for original, copy in true
            if made[original].kind == "original" and made[copy].kind == kind
        ]
        share = sum(pair in found for pair in pairs) / len(pairs)
        console.print(f"  {kind}: {share:.3f} of {len(pairs)} found")
    wrong = Counter(
        kind for pair in found - true for kind in {made[one].kind for one in pair} - set(KINDS)
    )
    for kind, count in wrong.most_common():
        console.print(f"  pairs that are none, with one of these: {kind}: {count}")


def _cut(text: str, other: str, rng: random.Random) -> str:
    sentences = _sentences(text)
    return " ".join(sentences[: max(2, round(len(sentences) * rng.uniform(*SHARE)))])


def _beginning(text: str, other: str, rng: random.Random) -> str:
    """The first sentence in other words and in another order."""
    first, *rest = _sentences(text)
    words = first.rstrip(".").split()
    middle = rng.randrange(len(words) // 3, 2 * len(words) // 3 + 1)
    kept = [word for word in (*words[middle:], *words[:middle]) if rng.random() > 0.2]
    return " ".join([" ".join(kept).capitalize() + ", officials confirmed.", *rest])


def _figure(text: str, other: str, rng: random.Random) -> str:
    """Up to three figures are others."""
    places = list(re.finditer(r"\b\d+\b", text))
    for found in sorted(rng.sample(places, min(3, len(places))), key=lambda one: -one.start()):
        value = str(int(found[0]) + rng.randrange(1, 9))
        text = text[: found.start()] + value + text[found.end() :]
    return text


def _appended(text: str, other: str, rng: random.Random) -> str:
    return f"{text}\n\n{_part(other, len(text), rng, OWN)}"


def _style(text: str, other: str, rng: random.Random) -> str:
    """Single words are others, or missing."""
    words = text.split(" ")
    return " ".join(
        rng.choice(["", "reportedly", "the", "local"]) if rng.random() < STYLE else word
        for word in words
    )


def _all(text: str, other: str, rng: random.Random) -> str:
    for edit in (_cut, _beginning, _style, _figure):
        text = edit(text, other, rng)
    return text


KINDS: dict[str, Callable[[str, str, random.Random], str]] = {
    "cut": _cut,
    "other beginning": _beginning,
    "figures changed": _figure,
    "paragraphs added": _appended,
    "house style": _style,
    "all of it": _all,
}


def _opening(text: str) -> str:
    return " ".join(_sentences(text)[:3])


def _part(text: str, length: int, rng: random.Random, share: tuple[float, float]) -> str:
    """Whole sentences from the beginning, as long as some share of `length`."""
    room, part = length * rng.uniform(*share), ""
    for sentence in _sentences(text):
        if part and len(part) + len(sentence) > room:
            break
        part = f"{part} {sentence}"
    return part.strip()


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a `.jsonl` or `.jsonl.gz`, their texts in the stored form."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        row["text"] = normalise(row.get("text") or row.get("body") or "")
    return rows


def _day(row: dict[str, Any]) -> date | None:
    return parse_day(row["date"]) if row.get("date") else None


if __name__ == "__main__":
    typer.run(main)
