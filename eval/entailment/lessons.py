"""Teaches the entailment network which sentences answer: what a larger one says (`eval.teacher`),
and what was judged of the program's likeliest (`eval.judged`).

Beside the lists it goes on reading the written sentences and the questions for yes or no, so that
it does not unlearn them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from eval.claims import Claim
from eval.entailment.near_misses import YES_OR_NO, near_miss_claims
from eval.entailment.network import EntailmentNetwork
from eval.entailment.train import Pair, Recipe, evaluate, loss_of_pairs, pairs_of, tensors_of
from eval.entailment.written import written_pairs
from eval.held_out import is_held_out
from eval.teacher.lists import SentenceList
from eval.training.loop import autocast, console, fit
from eval.training.unpack import begun
from qa.cross_encoder.layout import Window, whole_tokenizer, windows
from qa.entailment.network import GRAPH
from qa.entailment.questions import as_claim

EACH = 0.3
"""What it counts how likely each sentence answers, beside which of the list does."""
LESSONS, CLAIMS = 10, 10
"""Lists and claims of a step."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The sentences of a list as inputs of the network, with their scores."""

    windows: tuple[Window, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What is learned in one step."""

    lessons: tuple[Lesson, ...]
    pairs: tuple[Pair, ...]


LIST_RECIPE = Recipe(learning_rate=6e-5, head_learning_rate=1.2e-4, averaging=0.98)


def lesson_of(one: SentenceList, tokenizer: Tokenizer) -> Lesson:
    """A list as inputs; of a text that is longer than one window, only the last, in which the
    sentence ends."""
    headings = [candidate.heading for candidate in one.candidates]
    texts = [candidate.in_context for candidate in one.candidates]
    made = windows(tokenizer, as_claim(one.question), headings, texts)
    last = {window.passage: window for window in made}
    return Lesson(tuple(last.values()), one.scores)


def kept_claims(data: Path, seed: int) -> tuple[list[Claim], list[Claim]]:
    """The written sentences and the questions for yes or no, and those of them that are held out.

    Args:
        data: The folder with the Wikinews reports.
    """
    asked = (one for one in near_miss_claims(data) if one.source.startswith(YES_OR_NO))
    claims = [*written_pairs(data, seed), *asked]
    random.Random(seed).shuffle(claims)
    return (
        [one for one in claims if not is_held_out(one.group)],
        [one for one in claims if is_held_out(one.group)],
    )


def teach(
    lists: Sequence[SentenceList],
    claims: Sequence[Claim],
    dev: Sequence[Claim],
    start: Path,
    own: Path,
    recipe: Recipe = LIST_RECIPE,
) -> EntailmentNetwork:
    """Trains the network whose graph is at `start` on lists with scores, and on claims beside them;
    `own` gets log and checkpoint."""
    tokenizer = whole_tokenizer()
    lessons = [lesson_of(one, tokenizer) for one in track(lists, "Reading", console=console)]
    pairs, dev_pairs = pairs_of(claims, tokenizer), pairs_of(dev[: recipe.dev_pairs], tokenizer)
    console.print(f"{len(lessons)} lists, {len(pairs)} pairs")
    return fit(
        lambda: begun(start, GRAPH, EntailmentNetwork),
        lambda rng: steps_of(lessons, pairs, rng),
        losses_of,
        lambda model: evaluate(model, dev_pairs),
        own,
        recipe,
    )


def steps_of(
    lessons: Sequence[Lesson], pairs: Sequence[Pair], rng: random.Random
) -> Iterator[Step]:
    """One epoch: all lists, with as many of the pairs as go beside them."""
    mixed = rng.sample(lessons, len(lessons))
    others = rng.sample(pairs, len(pairs))
    for number, first in enumerate(range(0, len(mixed), LESSONS)):
        beside = others[CLAIMS * number : CLAIMS * (number + 1)]
        yield Step(tuple(mixed[first : first + LESSONS]), tuple(beside))


def losses_of(model: EntailmentNetwork, step: Step) -> Mapping[str, Tensor]:
    """How far the network's log-odds of "supported" are from the scores, of each sentence, and
    within each list in which one is likely to answer; and the loss of the pairs."""
    with autocast():
        logits = model(*tensors_of([window for one in step.lessons for window in one.windows]))
    support = log_odds_of_support(logits.float()).split([len(one.windows) for one in step.lessons])
    which, each = [], []
    for own, lesson in zip(support, step.lessons, strict=True):
        said = torch.tensor(lesson.scores)
        divergence = functional.kl_div(own.log_softmax(0), said.softmax(0), reduction="sum")
        which.append(divergence * bool((said > 0).any()))
        each.append(functional.binary_cross_entropy_with_logits(own, said.sigmoid()))
    parts = {"which": torch.stack(which).mean(), "each": EACH * torch.stack(each).mean()}
    return {**parts, **loss_of_pairs(model, step.pairs)} if step.pairs else parts


def log_odds_of_support(logits: Tensor) -> Tensor:
    """Of logits of shape (inputs, 3) the log-odds of "supported", shape (inputs,)."""
    return logits[:, 0] - logits[:, 1:].logsumexp(1)
