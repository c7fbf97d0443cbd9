"""Questions on the reports of the written sentences, each with what answers it, or only seems to.

They were written for this (`near_misses.txt`), in blocks of

    @ TOPIC                         a topic of `claims.txt`
    + 3 | SHORT | QUESTION          line 3 answers; SHORT is the part that does, ~ is all of it
    - 5 KIND | SHORT | QUESTION     line 5 looks as if it answered; no line of the topic does
    y 7 yes | QUESTION              line 7 decides a question for yes or no: yes, no or unknown

    python -m eval.entailment.near_misses DATA OUT

writes a question set: the reports of all topics, and the questions on those that are held out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.claims import Claim
from eval.entailment.written import read_topics
from eval.held_out import is_held_out
from index.files import write_text
from qa.entailment.questions import as_claim
from qa.query.conversation.phrases import content_words
from qa.resolution.yes_no import claim_of
from qa.verification.grounds import Line

OWN = Path(__file__).with_name("near_misses.txt")
WHOLE = "~"
"""Stands for a short answer where only the whole line answers."""
YES, NO = "yes", "no"
YES_OR_NO = "yes or no"
"""In the source of the claims that are made of questions for these."""
FORMS = (("+", 2, 0), ("-", 2, 1), ("y", 1, 1))
"""Signs of the rows, with how many parts follow the first, and how many words its number."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A question with the line that answers it, or looks as if it did."""

    topic: str
    text: str
    place: int
    """The line's place among those of the topic."""
    lines: tuple[Line, ...]
    short: str
    """The part of the line that answers, or seems to; empty where it is the whole line, or where
    the question asks for yes or no."""
    kind: str
    """"" where the line answers; yes, no or unknown of a question for these; else what is missed:
    another thing, another person, another time …"""
    is_yes_or_no: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether some line of the topic answers it."""
        return self.kind in ("", YES, NO)

    def before(self, place: int) -> str:
        """The line before one, empty where that is the first of its report."""
        line, before = self.lines[place], self.lines[max(0, place - 1) : place]
        return "".join(near.text for near in before if near.article == line.article)


def read_near_misses(data: Path) -> Iterator[NearMiss]:
    """All of them, by topic.

    Args:
        data: The folder with the Wikinews reports.

    Raises:
        ValueError: a row is not understood.
    """
    known = {topic: lines for topic, lines, _ in read_topics(data)}
    for block in OWN.read_text(encoding="utf-8").split("\n\n"):
        first, *rows = block.splitlines()
        topic = first.removeprefix("@ ")
        for row in rows:
            try:
                yield _read(topic, known[topic], row)
            except (IndexError, ValueError, KeyError) as error:
                raise ValueError(f"{OWN.name}, {topic}: {row}: {error}") from error


def _read(topic: str, lines: tuple[Line, ...], row: str) -> NearMiss:
    about, *parts = row.split(" | ")
    sign, number, *rest = about.split()
    if (sign, len(parts), len(rest)) not in FORMS:
        raise ValueError("not understood")
    place = [line.number for line in lines].index(int(number))
    if sign == "y":
        return NearMiss(topic, parts[0], place, lines, "", rest[0], is_yes_or_no=True)
    short, text = parts
    if short != WHOLE and short not in lines[place].text:
        raise ValueError("the short answer is not in the line")
    kind = "" if sign == "+" else rest[0]
    return NearMiss(topic, text, place, lines, "" if short == WHOLE else short, kind)


def write_set(data: Path, out: Path) -> None:
    """Writes `articles.jsonl`, the reports of all topics, and `questions.jsonl`, what is asked of
    those that are held out: a question set, see docs/formats.md.

    Args:
        data: The folder with the Wikinews reports.
    """
    articles = [
        _article(name, lines)
        for topic, shown, _ in read_topics(data)
        for name, lines in _reports(topic, shown).items()
    ]
    asked = [one for one in read_near_misses(data) if is_held_out(one.topic)]
    questions = [_question(f"near-{number}", one) for number, one in enumerate(asked)]
    for name, rows in (("articles", articles), ("questions", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        write_text(out / f"{name}.jsonl", text)


def _reports(topic: str, lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The reports of a topic, each with its lines, by the id that it has as an article."""
    names = list(dict.fromkeys(line.article for line in lines))
    return {
        f"{topic}-{number}": [line for line in lines if line.article == name]
        for number, name in enumerate(names)
    }


def _article(name: str, lines: Sequence[Line]) -> dict[str, str]:
    first, text = lines[0], "\n".join(line.text for line in lines)
    day = first.day.isoformat() if first.day else ""
    row = {"id": name, "title": first.title, "source": first.source, "date": day, "text": text}
    return {key: value for key, value in row.items() if value}


def _question(name: str, one: NearMiss) -> dict[str, Any]:
    line = one.lines[one.place]
    row = {"id": name, "question": one.text, "answerable": one.is_answered,
           "answers": [], "gold": [], "tags": [one.kind or "answered"]}  # fmt: skip
    if one.is_answered:
        article = next(key for key, own in _reports(one.topic, one.lines).items() if line in own)
        said = one.kind if one.is_yes_or_no else one.short
        row["answers"] = [said or line.text]
        row["gold"] = [{"article_id": article, "quote": line.text}]
    return row


def yes_no_claims(data: Path) -> Iterator[Claim]:
    """The questions for yes or no, each as a claim and as it was asked, beside the line that
    decides it, and beside that other line which shares most words with it."""
    for one in read_near_misses(data):
        if one.is_yes_or_no:
            yield from _decided(one)


def _decided(one: NearMiss) -> Iterator[Claim]:
    others = [place for place in _other_lines(one) if abs(place - one.place) > 1]
    for claim in filter(None, (claim_of(one.text), as_claim(one.text))):
        yield _claim(f"{YES_OR_NO} {one.kind}", one, claim, one.place, one.kind)
        if one.is_answered and others:
            yield _claim(f"{YES_OR_NO} elsewhere", one, claim, _likest(one, others), "unknown")


def _other_lines(one: NearMiss) -> list[int]:
    """The places of the other lines of the same report."""
    report = one.lines[one.place].article
    places = range(len(one.lines))
    return [place for place in places if place != one.place and one.lines[place].article == report]


def _likest(one: NearMiss, places: Sequence[int]) -> int:
    """Of some lines' places that of the line which shares most words with the question."""
    asked = content_words(one.text)
    return max(places, key=lambda place: len(asked & content_words(one.lines[place].text)))


def _claim(source: str, one: NearMiss, text: str, place: int, said: str) -> Claim:
    line = one.lines[place]
    context = f"{one.before(place)} {line.text}".strip()
    return Claim(source, one.topic, text, context, said == YES, said == NO, line.heading)


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    out: Annotated[Path, typer.Argument(help="Folder for the question set.")],
) -> None:
    """Writes the questions of the topics that are held out as a question set."""
    out.mkdir(parents=True, exist_ok=True)
    write_set(data, out)


if __name__ == "__main__":
    typer.run(main)
