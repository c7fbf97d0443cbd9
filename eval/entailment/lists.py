"""Lists of sentences for a question: the one that answers and others that seem to, or these alone.

They are made of the groups of the reader's training and of the near misses that were written for
this, without the topics that are held out.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.entailment.near_misses import NearMiss, read_near_misses
from eval.held_out import is_held_out
from eval.training.groups import Group, GroupPassage, read_groups
from index.sentences import sentence_spans
from qa.query.conversation.phrases import content_words

SIZE = 5
"""Sentences of a list, at most."""
LEAST_WRONG = 3
"""A list with fewer wrong ones teaches little."""
SHORTEST = 25
"""Characters of a wrong sentence, at least: what is shorter is a heading or a signature."""
BESIDE = 2
"""How many shared words it is worth that a wrong sentence stands beside the right one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence under its heading, with the one before it."""

    heading: str
    before: str
    """Empty where it is the first one."""
    text: str

    @property
    def in_context(self) -> str:
        """The sentence behind the one before it, as the entailment network reads it."""
        return f"{self.before} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class SentenceList:
    """A question with sentences."""

    question: str
    candidates: tuple[Candidate, ...]
    is_answered: bool
    """Whether the first answers; no other one does."""


def mixed_lists(data: Path, groups: Path, most: int, rng: random.Random) -> list[SentenceList]:
    """The near misses and lists of at most `most` groups, shuffled.

    Args:
        data: The folder with the Wikinews reports.
        groups: Groups of the reader's training.
    """
    known = read_groups(groups)
    rng.shuffle(known)
    lists = [*near_miss_lists(data), *itertools.islice(group_lists(known, rng), most)]
    rng.shuffle(lists)
    return lists


def near_miss_lists(data: Path, *, held_out: bool = False) -> Iterator[SentenceList]:
    """Those of the near misses that do not ask for yes or no.

    Args:
        data: The folder with the Wikinews reports.
        held_out: Whether they are those for measuring.
    """
    for one in read_near_misses(data):
        if not one.is_yes_or_no and is_held_out(one.topic) == held_out:
            yield _of_near_miss(one)


def group_lists(groups: Iterable[Group], rng: random.Random) -> Iterator[SentenceList]:
    """A list for each of the reader's groups that has enough sentences."""
    for group in groups:
        made = _of_group(group, rng)
        if made:
            yield made


def _of_near_miss(one: NearMiss) -> SentenceList:
    asked = content_words(one.text)
    wrong = [place for place in range(len(one.lines)) if _is_wrong(one, place)]
    wrong.sort(key=lambda place: -len(asked & content_words(one.lines[place].text)))
    beside = [place for place in wrong if abs(place - one.place) == 1][:1]
    others = [place for place in wrong if place not in beside]
    places = [one.place, *beside, *others][:SIZE]
    return SentenceList(one.text, tuple(_line(one, p) for p in places), one.is_answered)


def _is_wrong(one: NearMiss, place: int) -> bool:
    """Whether a line surely does not answer: not the one asked of, nor one that might say the
    same."""
    if place == one.place:
        return False
    if not one.is_answered:
        return True
    line = one.lines[place]
    if one.short:
        return one.short.lower() not in line.text.lower()
    return line.article == one.lines[one.place].article


def _line(one: NearMiss, place: int) -> Candidate:
    line = one.lines[place]
    return Candidate(line.heading, one.before(place), line.text)


def _of_group(group: Group, rng: random.Random) -> SentenceList | None:
    asked = content_words(group.question)
    right: list[Candidate] = []
    wrong: list[tuple[float, Candidate]] = []
    for passage in group.passages:
        for candidate, answers, is_beside in _sentences(passage):
            if answers:
                right.append(candidate)
            elif len(candidate.text) >= SHORTEST:
                shared = len(asked & content_words(candidate.text))
                wrong.append((shared + BESIDE * is_beside + rng.random(), candidate))
    wrong.sort(key=lambda pair: -pair[0])
    first = [rng.choice(right)] if right else []
    if len(wrong) < LEAST_WRONG or group.is_answered != bool(first):
        return None
    candidates = [*first, *(one for _, one in wrong)][:SIZE]
    return SentenceList(group.question, tuple(candidates), bool(first))


def _sentences(passage: GroupPassage) -> Iterator[tuple[Candidate, bool, bool]]:
    """Each sentence, whether it answers, and whether one beside it does."""
    spans: Sequence[tuple[int, int]] = sentence_spans(passage.text)
    texts = [passage.text[slice(*span)] for span in spans]
    answers = [span in passage.sentences for span in spans]
    for place, text in enumerate(texts):
        candidate = Candidate(passage.heading, texts[place - 1] if place else "", text)
        yield candidate, answers[place], any(answers[max(0, place - 1) : place + 2])
