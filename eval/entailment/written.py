"""Sentences as a strong model writes them, true and false, each beside the evidence that it cites.

They were written for this, on Wikinews reports and on invented ones (`claims.txt`), in blocks of

    @ TOPIC
    -- SOURCE | DATE | TITLE        a report, with its numbered sentences
    1 TEXT
    -- SOURCE | ADDRESS | 0-4,6     or a report of Wikinews, with the numbers of its sentences
    =
    + 1,2 NEED | SENTENCE           a true sentence, what it cites, and what it takes to see that
    - CHANGE | SENTENCE             the one before with one thing changed, so that it is false
    - wrong_citation 4 | SENTENCE   the one before, citing what does not say so
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from eval.claims import Claim
from eval.held_out import is_held_out
from eval.training.collections.news import wikinews
from index import Article
from index.sentences import sentence_spans
from qa.verification.attribution import said_in_report
from qa.verification.grounds import Grounds, Line

OWN = Path(__file__).with_name("claims.txt")
WRONG_CITATION = "wrong_citation"
UNSTATED = frozenset(("addition", "cause", "merge", "modality", "tense", WRONG_CITATION))
"""Changes after which what is cited does not say so …"""
CONTRARY = frozenset({
    "comparison", "date", "name", "negation", "number", "place", "quantifier", "role", "source",
    "unit", "weekday", "year",
})  # fmt: skip
"""… and those after which it says otherwise."""
WITH_NEIGHBOURS = 0.6
"""Share of the sentences that are read beside the neighbours of what they cite, too."""
FEW = (1, 1, 2)
"""How many other lines stand behind, drawn at random."""


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A sentence with what it cites."""

    topic: str
    text: str
    grounds: Grounds
    need: str
    """What it takes to see that it is true: one line, several, the heading … Of a false one, what
    the true one takes."""
    change: str = ""
    """What was changed to make it false; "" in a true one."""

    def beside(self, evidence: str) -> Claim:
        """As an input of the network, beside the text of its grounds."""
        return Claim(
            f"written {self.change or 'as it is'}",
            self.topic,
            said_in_report(self.text, self.grounds),
            evidence,
            not self.change,
            self.change in CONTRARY,
            "; ".join(self.grounds.headings),
        )


def written_pairs(data: Path, seed: int) -> list[Claim]:
    """Inputs to train the network on. Sentences on what is not told are left out: no few lines
    bear them out."""
    rng = random.Random(seed)
    pairs = []
    for one in read_written(data):
        if one.need == "absence":
            continue
        pairs.append(one.beside(one.grounds.text))
        if one.change != WRONG_CITATION and rng.random() < WITH_NEIGHBOURS:
            pairs.append(one.beside(one.grounds.around))
    return pairs


def buried_pairs(data: Path, rng: random.Random) -> list[Claim]:
    """The sentences beside what they cite, behind which one or two other lines stand: what bears a
    claim out need not come last. Without those of a wrong citation, which others may bear out."""
    pairs = []
    for one in read_written(data):
        if one.need == "absence" or one.change == WRONG_CITATION or is_held_out(one.topic):
            continue
        others = [line for line in one.grounds.shown if line not in one.grounds.lines]
        behind = rng.sample(others, min(len(others), rng.choice(FEW)))
        pairs.append(one.beside(" ".join([one.grounds.text, *(line.dated for line in behind)])))
    return pairs


def read_written(data: Path) -> Iterator[CitedClaim]:
    """All of them, by topic.

    Args:
        data: The folder with the Wikinews reports.
    """
    for topic, shown, rows in read_topics(data):
        try:
            yield from _claims(topic, shown, rows)
        except (IndexError, ValueError) as error:
            raise ValueError(f"{OWN.name}, {topic}: {error}") from error


def read_topics(data: Path) -> Iterator[tuple[str, tuple[Line, ...], list[str]]]:
    """Each topic with the lines of its reports, and the rows of its sentences.

    Args:
        data: The folder with the Wikinews reports.
    """
    news = wikinews(data).articles
    for block in OWN.read_text(encoding="utf-8").split("\n\n"):
        above, _, below = block.strip().partition("\n=\n")
        topic, *reports = above.splitlines()
        topic = topic.removeprefix("@ ")
        try:
            yield topic, _lines(reports, news), below.splitlines()
        except (IndexError, ValueError) as error:
            raise ValueError(f"{OWN.name}, {topic}: {error}") from error


def _claims(topic: str, shown: tuple[Line, ...], rows: list[str]) -> Iterator[CitedClaim]:
    true: CitedClaim | None = None
    for row in rows:
        about, _, text = row.partition(" | ")
        sign, first, *rest = about.split()
        if sign == "+":
            true = CitedClaim(topic, text, _grounds(first, shown), rest[0])
            yield true
        elif sign == "-" and true and first in UNSTATED | CONTRARY:
            cited = _grounds(rest[0], shown) if rest else true.grounds
            yield replace(true, text=text, grounds=cited, change=first)
        else:
            raise ValueError(f"not understood: {row}")


def _grounds(numbers: str, shown: tuple[Line, ...]) -> Grounds:
    grounds = Grounds.of(_numbers(numbers), shown)
    if not grounds.lines:
        raise ValueError(f"nothing is cited by {numbers}")
    return grounds


def _lines(rows: list[str], news: dict[str, Article]) -> tuple[Line, ...]:
    lines: list[Line] = []
    source = title = article = ""
    day: date | None = None
    for row in rows:
        if not row.startswith("-- "):
            number, _, text = row.partition(" ")
            lines.append(Line(int(number), text, title, source, day, article))
            continue
        source, of, what = row.removeprefix("-- ").split(" | ")
        article = f"{source} {of} {what}"
        if report := news.get(of):
            spans = sentence_spans(report.text)
            for place in _numbers(what):
                text = " ".join(report.text[slice(*spans[place])].split())
                lines.append(
                    Line(len(lines) + 1, text, report.title or "", source, report.date, article)
                )
        elif of.startswith("https:"):
            raise ValueError(f"no report is at {of}")
        else:
            day, title = date.fromisoformat(of), what
    return tuple(lines)


def _numbers(text: str) -> list[int]:
    """The numbers of "0-4,6"."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found
