"""Fits the weights of `qa.query.conversation.antecedents`, and measures them.

    python -m eval.fit_followup DATA

DATA is a folder with `more/rewrites/trec_cast_ikat` (follow-ups with what they mean) and
`squad_dev_v1.1` and `more/qa/fairytaleqa` (`.jsonl.gz`). Of the latter, pairs of questions on one
paragraph become conversations: what both name is replaced by a pronoun in the second, and the
answer to the first is the sentence that holds it. Three models are fitted listwise (softmax over
all that was named):
for pronouns of persons, for other pronouns, and for questions in which no word stands for what is
meant. Prints their accuracy on the conversations and paragraphs that are held out, and writes
`qa/query/conversation/antecedents.json`.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.files import write_text
from index.sentences import sentence_spans
from qa.query.conversation.antecedents import NAMES, antecedent_features
from qa.query.conversation.classes import Class, class_of, classes_of
from qa.query.conversation.phrases import content_words, words_of
from qa.query.conversation.state import ConversationState, Exchange, Thing

SEED = 7
HELD_OUT = 4
"""Every so many conversations and paragraphs are held out, always the same."""
PENALTY = 1.0
PAIRS = 1200
"""Pairs of questions on paragraphs, at most, of each model."""
SURE = 0.5
"""Share of a class with which a thing gets its pronoun."""
LEAST_F1 = 0.5
"""Of a thing's words for what was put in; below it nothing that was named is meant."""
PARAGRAPHS = ("squad_dev_v1.1", "more/qa/fairytaleqa")
PRONOUNS: dict[Class, str] = {"he": "he", "she": "she", "it": "it", "they": "they"}
WEIGHTS_FILE = Path("qa/query/conversation/antecedents.json")

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question in a conversation, with what it means without naming it."""

    model: str
    group: str
    """Conversation or paragraph: what is held out together."""
    table: Table
    gold: NDArray[np.bool_]
    source: str


def main() -> None:
    """Fits, prints what it measured on held-out examples, and writes the weights."""
    data = Path(sys.argv[1])
    examples = [*_from_rewrites(data), *_from_paragraphs(data)]
    held_out = {one.group for one in examples if crc32(one.group.encode()) % HELD_OUT == 0}
    content = {}
    for model in ("person", "thing", "topic"):
        own = [one for one in examples if one.model == model]
        fit = [one for one in own if one.group not in held_out]
        weights = fitted(fit)
        content[model] = dict(zip(NAMES, np.round(weights, 3).tolist(), strict=True))
        for source in sorted({one.source for one in own}):
            test = [one for one in own if one.group in held_out and one.source == source]
            found = {f"top {k}": round(accuracy(test, weights, k), 3) for k in (1, 2)}
            sys.stdout.write(f"{model}, {source}: {len(test)} held out: {json.dumps(found)}\n")
    write_text(WEIGHTS_FILE, json.dumps(content, indent=1) + "\n")


def fitted(examples: Sequence[Example]) -> Table:
    """The weights under which the things that are meant are likeliest."""

    def loss(weights: Table) -> tuple[float, Table]:
        total, slope = PENALTY * weights @ weights / 2, PENALTY * weights
        for one in examples:
            scores = one.table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            meant = np.where(one.gold, shares, 0.0)
            total -= np.log(meant.sum())
            slope = slope - (meant / meant.sum() - shares) @ one.table
        return float(total), slope

    return np.asarray(minimize(loss, np.zeros(len(NAMES)), jac=True).x)


def accuracy(examples: Sequence[Example], weights: Table, first: int) -> float:
    """Share of the examples in which something that is meant is among the `first` likeliest."""
    hits = [one.gold[np.argsort(-(one.table @ weights))[:first]].any() for one in examples]
    return float(np.mean(hits)) if hits else 0.0


def _from_rewrites(data: Path) -> Iterator[Example]:
    rows = list(_rows(data / "more/rewrites/trec_cast_ikat.jsonl.gz"))
    meant = {(row["set"], row["conversation"], row["question"]): row["rewrite"] for row in rows}
    for row in rows:
        state = ConversationState()
        for asked, answer in pairs_of(row["history"]):
            complete = meant.get((row["set"], row["conversation"], asked), asked)
            state = state.after(Exchange(complete[:600], answer[:600]))
        kinds = [class_of(word.text) for word in words_of(row["question"])]
        kind: Class | None = next((one for one in kinds if one), None)
        has_that = bool(re.search(r"\b(?:that|this|these|those)\b", row["question"]))
        model = "person" if kind in ("he", "she") else "thing" if kind or has_that else "topic"
        gold = _gold(state.things, row["question"], row["rewrite"])
        if gold is not None:
            texts = [one.answer for one in state.exchanges]
            yield _example(model, f"{row['set']} {row['conversation']}", state, row["question"],
                           kind, texts, gold, "rewrites")  # fmt: skip


def pairs_of(history: Sequence[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Questions with their answers; "" for none."""
    for place, turn in enumerate(history):
        if turn["role"] == "user":
            behind = history[place + 1] if place + 1 < len(history) else None
            is_answer = behind is not None and behind["role"] == "assistant"
            yield turn["content"], behind["content"] if behind and is_answer else ""


def _gold(things: Sequence[Thing], question: str, rewrite: str) -> NDArray[np.bool_] | None:
    """Which things the rewrite has put in; None where it puts in none of them."""
    whole = content_words(rewrite)
    new = whole - content_words(question)
    scores = []
    for thing in things:
        words = content_words(thing.text)
        precision = len(words & whole) / max(1, len(words))
        recall = len(words & new) / max(1, len(new))
        scores.append(2 * precision * recall / ((precision + recall) or 1))
    best = max(scores, default=0.0)
    return np.array(scores) >= best - 0.01 if best >= LEAST_F1 else None


def _from_paragraphs(data: Path) -> Iterator[Example]:
    chance = random.Random(SEED)
    found: dict[str, list[Example]] = {"person": [], "thing": []}
    rows = (row for file in PARAGRAPHS for row in _rows(data / f"{file}.jsonl.gz"))
    for row in rows:
        paragraph, asked = row["context"], [one for one in row["qas"] if one.get("answers")]
        chance.shuffle(asked)
        for one, other in pairwise(asked):
            answer = _sentence(paragraph, one["answers"])
            state = ConversationState().after(Exchange(one["question"], answer))
            example = _with_pronoun(state, other["question"], paragraph)
            if example:
                found[example.model].append(example)
    for examples in found.values():
        yield from chance.sample(examples, min(PAIRS, len(examples)))


def _with_pronoun(state: ConversationState, question: str, paragraph: str) -> Example | None:
    """The question with a pronoun for the first thing that was named before it as well."""
    for place, thing in enumerate(state.things):
        match = re.search(rf"\b{re.escape(thing.text)}\b(?![’'])", question)
        if not match:
            continue
        classes = classes_of(thing, [paragraph])
        kind = max(PRONOUNS, key=lambda one: classes[one])
        if classes[kind] < SURE:
            continue
        asked = f"{question[: match.start()]}{PRONOUNS[kind]}{question[match.end() :]}"
        gold = np.zeros(len(state.things), dtype=bool)
        gold[place] = True
        model = "person" if kind in ("he", "she") else "thing"
        return _example(model, paragraph[:80], state, asked, kind, [paragraph], gold, "paragraphs")
    return None


def _sentence(paragraph: str, answers: Any) -> str:
    start = int(answers[0]["answer_start"])
    return next(
        (paragraph[a:b] for a, b in sentence_spans(paragraph) if a <= start < b), paragraph[:300]
    )


def _example(
    model: str,
    group: str,
    state: ConversationState,
    question: str,
    kind: Class | None,
    texts: Sequence[str],
    gold: NDArray[np.bool_],
    source: str,
) -> Example:
    def classes(thing: Thing) -> dict[Class, float]:
        return classes_of(thing, texts)

    table = antecedent_features(state.things, state, question, kind, classes)
    return Example(model, group, table, gold, source)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
