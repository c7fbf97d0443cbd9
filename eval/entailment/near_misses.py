"""Questions on the reports of the written sentences, each with what answers it, or only seems to.

They were written for this (`near_misses.txt`), in blocks of

    @ TOPIC                         a topic of `claims.txt`
    + 3 | SHORT | QUESTION          line 3 answers; SHORT is the part that does, ~ is all of it
    - 5 KIND | SHORT | QUESTION     line 5 looks as if it answered; no line of the topic does
    y 7 yes | QUESTION              line 7 decides a question for yes or no: yes, no or unknown
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.claims import Claim
from eval.entailment.written import read_topics
from qa.resolution.yes_no import claim_of
from qa.text.lexicon import FUNCTION_WORDS
from qa.verification.grounds import Line

OWN = Path(__file__).with_name("near_misses.txt")
WHOLE = "~"
"""Stands for a short answer where only the whole line answers."""
YES, NO = "yes", "no"
_WORD = re.compile(r"[^\W_]+")


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


def read_near_misses(data: Path) -> Iterator[NearMiss]:
    """All of them, by topic.

    Args:
        data: The folder with the Wikinews reports.

    Raises:
        ValueError: a row is not understood.
    """
    known = {topic: lines for topic, lines, _ in read_topics(data)}
    for block in re.split(r"\n{2,}", OWN.read_text(encoding="utf-8").strip()):
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
    place = [line.number for line in lines].index(int(number))
    if sign == "y":
        return NearMiss(topic, parts[0], place, lines, "", rest[0], is_yes_or_no=True)
    short, text = parts
    kind = "" if sign == "+" else rest[0]
    return NearMiss(topic, text, place, lines, "" if short == WHOLE else short, kind)


def near_miss_claims(data: Path, seed: int) -> Iterator[Claim]:
    """Inputs to train the network on: the question, and the question with its short answer,
    beside the line, as the line answers it or does not."""
    rng = random.Random(seed)
    for one in read_near_misses(data):
        yield from _claims(one, rng)


def _claims(one: NearMiss, rng: random.Random) -> Iterator[Claim]:
    if one.is_yes_or_no:
        if claim := claim_of(one.text):
            yield _claim(f"yes or no {one.kind}", one, claim, one.place, one.kind)
        return
    said = YES if one.is_answered else "unknown"
    source = f"near {one.kind or 'answered'}"
    yield _claim(source, one, question_of(one.text), one.place, said)
    if one.short:
        yield _claim(source, one, question_of(one.text, one.short), one.place, said)
    if one.is_answered and (others := _other_lines(one)):
        for place in {max(others, key=partial(_shared_words, one)), rng.choice(others)}:
            yield _claim("near other line", one, question_of(one.text), place, "unknown")


def question_of(text: str, short: str = "") -> str:
    """A question as the network reads it in a claim's place, with a short answer behind it."""
    asked = f"{text.strip().rstrip('?!. ')}?"
    return f"{asked} {short}" if short else asked


def _other_lines(one: NearMiss) -> list[int]:
    """The places of lines of the same report that are not near, and lack the short answer."""
    own = one.lines[one.place]
    return [
        place
        for place, line in enumerate(one.lines)
        if line.article == own.article
        and abs(place - one.place) > 1
        and not (one.short and one.short.lower() in line.text.lower())
    ]


def _shared_words(one: NearMiss, place: int) -> int:
    asked, there = (
        {word.lower() for word in _WORD.findall(text)} - FUNCTION_WORDS
        for text in (one.text, one.lines[place].text)
    )
    return len(asked & there)


def _claim(source: str, one: NearMiss, text: str, place: int, said: str) -> Claim:
    line = one.lines[place]
    before = [near.text for near in one.lines[max(0, place - 1) : place]
              if near.article == line.article]  # fmt: skip
    context = " ".join((*before, line.text))
    return Claim(source, one.topic, text, context, said == YES, said == NO, line.heading)
