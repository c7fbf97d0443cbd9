"""What the entailment network learns from, and what it is measured by: claims beside a text, and
lists of sentences, of which some answer a question."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from eval.claims import Claim, more_claims, training_claims
from eval.entailment.denials import BORNE_OUT, DENIED, denials
from eval.entailment.lists import Candidate, SentenceList, mixed_lists
from eval.entailment.near_misses import yes_no_claims
from eval.entailment.written import buried_pairs, written_pairs
from eval.held_out import is_held_out
from eval.judged import JudgedQuestion, JudgedSentence, Mark, read_judged
from qa.cross_encoder.layout import Window, windows
from qa.entailment.questions import as_claim

LONGEST = 136
"""Tokens of an input, at most: one that is longer would have its whole batch padded."""
LISTS = 7000
"""Of near misses and of the reader's groups."""
LIKELIEST = 6
"""Sentences of a judged question that are learned from, at most."""
SCORES = {Mark.ANSWERS: 2.5, Mark.IN_PART: -0.5, Mark.NOT: -4.0}
"""The log-odds that a sentence answers."""
DENIAL = {BORNE_OUT, DENIED}
BURIED = 0.5
"""Share of the denials that `buried` changes."""
PUBLIC, SNLI = 9000, 600
"""Claims of public sets, at most, and beside them those of SNLI, which speak of pictures."""
PUBLIC_SEED = 11
WEIGHTS = {"wice": 4.0, "scifact": 4.0, "begin": 4.0, "fm2": 2.0, "fever": 2.0}
"""Weights in the loss of the sources whose claims people wrote and labelled, and of which there are
few; others have 1."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and a text as input of the network, with the label."""

    window: Window
    label: int
    """Index into `LABELS`."""
    source: str

    @property
    def weight(self) -> float:
        """Its weight in the loss."""
        return WEIGHTS.get(self.source, 1.0)


@dataclass(frozen=True, slots=True)
class Lesson:
    """The sentences of a list as inputs of the network, with their scores."""

    windows: tuple[Window, ...]
    scores: tuple[float, ...]

    @property
    def longest(self) -> int:
        """Tokens of its longest input."""
        return max(len(one.ids) for one in self.windows)


def lessons_of(data: Path, groups: Path, tokenizer: Tokenizer, rng: random.Random) -> list[Lesson]:
    """The lists, and the judged questions of topics that are not held out, without long ones.

    Args:
        data: The folder with the openly licensed sets.
        groups: Groups of the reader's training.
    """
    lists = mixed_lists(data, groups, LISTS, rng)[:LISTS]
    made = [lesson_of_list(one, tokenizer) for one in lists]
    made += [lesson_of_judged(one, tokenizer) for one in read_judged(data)]
    return [one for one in made if one.longest <= LONGEST]


def lesson_of_list(one: SentenceList, tokenizer: Tokenizer) -> Lesson:
    """A list, of which the first sentence answers or none."""
    marks = [Mark.NOT] * len(one.candidates)
    if one.is_answered:
        marks[0] = Mark.ANSWERS
    return _lesson(one.question, one.candidates, marks, tokenizer)


def lesson_of_judged(asked: JudgedQuestion, tokenizer: Tokenizer) -> Lesson:
    """The likeliest sentences of a question, `LIKELIEST` at most, and among them two that answer,
    where any does."""
    right = asked.answering[:2]
    others = [one for one in asked.sentences if one not in right]
    kept = [*right, *others][:LIKELIEST]
    shown = [one for one in asked.sentences if one in kept]
    return _lesson(asked.text, shown, [one.mark for one in shown], tokenizer)


def _lesson(
    question: str,
    sentences: Sequence[Candidate | JudgedSentence],
    marks: Sequence[Mark],
    tokenizer: Tokenizer,
) -> Lesson:
    """Of a text that is longer than one window, only the last, in which the sentence ends."""
    headings = [one.heading for one in sentences]
    made = windows(tokenizer, as_claim(question), headings, [one.in_context for one in sentences])
    kept = {window.passage: window for window in made}
    return Lesson(tuple(kept.values()), tuple(SCORES[mark] for mark in marks))


def buried(data: Path, claims: Sequence[Claim], rng: random.Random) -> list[Claim]:
    """The claims, half of the denials with sentences of others behind their own, and every written
    sentence once more with other lines behind those that it cites.

    Args:
        data: The folder with the openly licensed sets.
    """
    more = buried_pairs(data, rng)
    others = [one.evidence for one in claims if one.source in DENIAL]
    found = []
    for one in claims:
        if one.source in DENIAL and rng.random() < BURIED:
            behind = rng.sample(others, rng.choice((1, 2)))
            one = replace(one, evidence=" ".join([one.evidence, *behind]))
        found.append(one)
    return [*found, *more]


def learned_claims(
    data: Path, written: int, denied: int, seed: int, rng: random.Random
) -> list[Claim]:
    """The claims to learn from: the written sentences, the questions for yes or no, the denials,
    and public sets.

    Args:
        data: The folder with the openly licensed sets.
        written, denied: How often each written sentence and each denial stands among them. Lists
            say nothing of "not", and a run without denials seemed to unlearn it.
        seed: Chooses which written sentences are read with the lines around, too.
        rng: Chooses among the public sets.
    """
    sentences = _learned(written_pairs(data, seed))
    others = _learned([*yes_no_claims(data), *list(denials()) * denied])
    return [*sentences, *others, *_public(data, rng), *sentences * (written - 1)]


def measured_claims(data: Path, seed: int) -> list[Claim]:
    """Claims to measure by, on topics that no run learns from, shuffled: written sentences,
    questions for yes or no, and denials."""
    claims = [*written_pairs(data, seed), *yes_no_claims(data), *denials()]
    measured = [one for one in claims if is_held_out(one.group)]
    random.Random(seed).shuffle(measured)  # the first are evaluated on the way
    return measured


def _learned(claims: Iterable[Claim]) -> list[Claim]:
    return [one for one in claims if not is_held_out(one.group)]


def _public(data: Path, rng: random.Random) -> list[Claim]:
    claims = [*training_claims(data, PUBLIC_SEED), *more_claims(data, PUBLIC_SEED)]
    rng.shuffle(claims)
    others = [one for one in claims if one.source != "snli"]
    return others[:PUBLIC] + [one for one in claims if one.source == "snli"][:SNLI]


def pairs_of(claims: Sequence[Claim], tokenizer: Tokenizer) -> list[Pair]:
    """The claims as inputs; of a text that is longer than one window, only the first window."""
    made = []
    for claim in claims:
        window = windows(tokenizer, claim.text, [claim.heading], [claim.evidence])[0]
        label = 0 if claim.supported else 1 if claim.contradicted else 2
        made.append(Pair(window, label, claim.source))
    return made
