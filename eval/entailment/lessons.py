"""Teaches the entailment network which sentences answer: what a larger one says (`eval.teacher`),
and what was judged of the program's likeliest (`eval.judged`).

Beside the lists it goes on reading the written sentences, the questions for yes or no and what is
denied, so that it does not unlearn them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from eval.claims import Claim
from eval.entailment.denials import denials
from eval.entailment.near_misses import YES_OR_NO, near_miss_claims
from eval.entailment.network import EntailmentNetwork
from eval.entailment.train import Pair, Recipe, evaluate, loss_of_pairs, pairs_of, tensors_of
from eval.entailment.written import written_pairs
from eval.held_out import is_held_out
from eval.judged import JudgedQuestion, JudgedSentence, Mark
from eval.teacher.lists import Candidate, SentenceList
from eval.training.loop import autocast, console, fit
from eval.training.unpack import begun
from qa.cross_encoder.layout import Window, whole_tokenizer, windows
from qa.entailment.network import GRAPH
from qa.entailment.questions import as_claim

EACH = 0.3
"""What it counts how likely each sentence answers, beside which of the list does."""
LIKELIEST = 6
"""Sentences of a judged question that are learned from, at most."""
SCORES = {Mark.ANSWERS: 2.5, Mark.IN_PART: -0.5, Mark.NOT: -4.0}
"""The log-odds that a judged sentence answers."""
DENIALS = 6
"""How often each denial stands among the claims, of which a run on the judged lists sees an eighth:
lists say nothing of "not", and a run without denials seemed to unlearn it."""


@dataclass(frozen=True, slots=True)
class LessonRecipe(Recipe):
    """Hyperparameters of a run on lists."""

    learning_rate: float = 6e-5
    head_learning_rate: float = 1.2e-4
    averaging: float = 0.98
    checkpoint_steps: int = 50
    lists: int = 10
    """Of a step."""
    claims: int = 12
    """Of a step, beside its lists."""


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


def lesson_of_list(one: SentenceList, tokenizer: Tokenizer) -> Lesson:
    """A list with a teacher's scores."""
    return _lesson(one.question, one.candidates, one.scores, tokenizer)


def lesson_of_judged(asked: JudgedQuestion, tokenizer: Tokenizer) -> Lesson:
    """The likeliest sentences of a question, `LIKELIEST` at most, and among them two that answer,
    where any does."""
    right = asked.answering[:2]
    others = [one for one in asked.sentences if one not in right]
    kept = [*right, *others][:LIKELIEST]
    shown = [one for one in asked.sentences if one in kept]
    return _lesson(asked.text, shown, [SCORES[one.mark] for one in shown], tokenizer)


def evenly_answered(questions: Sequence[JudgedQuestion], seed: int) -> list[JudgedQuestion]:
    """The questions that no sentence answers, and as many others, chosen by chance."""
    answered = [one for one in questions if one.answering]
    others = [one for one in questions if not one.answering]
    return others + random.Random(seed).sample(answered, min(len(answered), len(others)))


def _lesson(
    question: str,
    sentences: Sequence[Candidate | JudgedSentence],
    scores: Sequence[float],
    tokenizer: Tokenizer,
) -> Lesson:
    """Of a text that is longer than one window, only the last, in which the sentence ends."""
    headings = [one.heading for one in sentences]
    made = windows(tokenizer, as_claim(question), headings, [one.in_context for one in sentences])
    return Lesson(tuple({window.passage: window for window in made}.values()), tuple(scores))


def kept_claims(data: Path, seed: int) -> tuple[list[Claim], list[Claim]]:
    """The claims to learn from, and those to measure by: the written sentences, the questions for
    yes or no, and the denials, each of which stands `DENIALS` times among the former.

    Args:
        data: The folder with the Wikinews reports.
    """
    asked = (one for one in near_miss_claims(data) if one.source.startswith(YES_OR_NO))
    claims = [*written_pairs(data, seed), *asked]
    denied = list(denials())
    learned = [one for one in [*claims, *denied * DENIALS] if not is_held_out(one.group)]
    measured = [one for one in [*claims, *denied] if is_held_out(one.group)]
    random.Random(seed).shuffle(measured)  # the first are evaluated on the way
    return learned, measured


def teach(
    lessons: Sequence[Lesson],
    claims: Sequence[Claim],
    dev: Sequence[Claim],
    start: Path,
    own: Path,
    recipe: LessonRecipe,
) -> EntailmentNetwork:
    """Trains the network whose graph is at `start` on lists, and on claims beside them; `own` gets
    log and checkpoint."""
    tokenizer = whole_tokenizer()
    pairs, dev_pairs = pairs_of(claims, tokenizer), pairs_of(dev[: recipe.dev_pairs], tokenizer)
    console.print(f"{len(lessons)} lists, {len(pairs)} pairs")
    return fit(
        lambda: begun(start, GRAPH, EntailmentNetwork),
        lambda rng: steps_of(lessons, pairs, recipe, rng),
        losses_of,
        lambda model: evaluate(model, dev_pairs),
        own,
        recipe,
    )


def steps_of(
    lessons: Sequence[Lesson], pairs: Sequence[Pair], recipe: LessonRecipe, rng: random.Random
) -> Iterator[Step]:
    """One epoch: all lists, with as many of the pairs as go beside them."""
    mixed = rng.sample(lessons, len(lessons))
    others = rng.sample(pairs, len(pairs))
    for number, first in enumerate(range(0, len(mixed), recipe.lists)):
        beside = others[recipe.claims * number : recipe.claims * (number + 1)]
        yield Step(tuple(mixed[first : first + recipe.lists]), tuple(beside))


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
