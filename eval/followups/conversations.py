"""Follow-ups with what they mean, to train the tagger on and to measure it."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from pathlib import Path
from typing import Any

from eval.followups.follow_up import AS_ASKED, FollowUp
from eval.followups.natural import natural_follow_ups
from eval.json_lines import rows
from index.sentences import sentence_spans
from qa.query.conversation.classes import Class, classes_of
from qa.query.conversation.phrases import noun_phrases
from qa.query.conversation.state import ConversationState, Exchange
from qa.query.conversation.tagger.layout import keys_of

SEED = 7
PAIRS = 1500
"""Pairs of questions on one paragraph, at most, of persons and of things."""
UNRELATED = 0.12
"""Questions behind a conversation on something else, as a share of all others."""
MOST_MEANT = 7
"""Words that are meant and not said, at most: more tell what was answered, not what is asked."""
SURE = 0.5
"""Share of a class with which a thing gets its pronoun."""
OWN = Path(__file__).with_name("conversations.txt")
"""Conversations about news that were written for this."""
PARAGRAPHS = ("squad_dev_v1.1", "more/qa/fairytaleqa")
PRONOUNS: dict[Class, str] = {"he": "he", "she": "she", "it": "it", "they": "they"}


def read_follow_ups(data: Path, canard: Path | None) -> list[FollowUp]:
    """All of them.

    Args:
        data: The folder with `more/rewrites` and the question sets with paragraphs.
        canard: CANARD's `dev.json`, where one is at hand.
    """
    chance = random.Random(SEED)
    found = [*_own(chance), *_from_rewrites(data, chance), *_from_paragraphs(data, chance)]
    if canard:
        found += _from_canard(canard, chance)
    whole = [one for one in found if one.source == "own" and one.meaning == one.question]
    for one in chance.sample(found, int(len(found) * UNRELATED)):
        other = chance.choice(whole)
        if other.is_held_out == one.is_held_out and other.conversation != one.conversation:
            found.append(
                FollowUp(
                    other.question, one.exchanges, other.question, "unrelated", one.conversation
                )
            )
    return [*found, *natural_follow_ups(random.Random(SEED))]


def thinned(
    follow_ups: Sequence[FollowUp], most: int, whole: Set[str] = frozenset()
) -> list[FollowUp]:
    """The held-out follow-ups, and of the others at most `most` of each source, drawn at random; of
    the sources in `whole` all."""
    chance = random.Random(SEED)
    kept: list[FollowUp] = []
    learned: dict[str, list[FollowUp]] = defaultdict(list)
    for one in follow_ups:
        (kept if one.is_held_out else learned[one.source]).append(one)
    for source, own in sorted(learned.items()):
        kept += own if source in whole else chance.sample(own, min(most, len(own)))
    return kept


def read_conversations(path: Path) -> Iterator[list[dict[str, str]]]:
    """Conversations of a text file, one behind an empty line: each turn with "Q", what was asked,
    perhaps "F", what that means, and "A", what was answered."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        turns: list[dict[str, str]] = []
        for line in block.splitlines():
            kind, _, text = line.partition(" ")
            if kind == "Q":
                turns.append({})
            if kind in ("Q", "F", "A") and turns:
                turns[-1][kind] = text.strip()
        if turns:
            yield turns


def _own(chance: random.Random) -> Iterator[FollowUp]:
    for number, turns in enumerate(read_conversations(OWN)):
        exchanges: tuple[tuple[str, str], ...] = ()
        for turn in turns:
            meaning = turn.get("F", turn["Q"])
            yield FollowUp(turn["Q"], exchanges, meaning, "own", f"own {number}")
            asked = turn["Q"] if chance.random() < AS_ASKED else meaning
            answer = turn.get("A", "")
            refused = answer.startswith("The articles do not answer")
            exchanges = ((asked, "" if refused else answer), *exchanges)


def _from_rewrites(data: Path, chance: random.Random) -> Iterator[FollowUp]:
    follow_ups = list(rows(data / "more/rewrites/trec_cast_ikat.jsonl.gz"))
    meant = {
        (row["set"], row["conversation"], row["question"]): row["rewrite"] for row in follow_ups
    }
    for row in follow_ups:
        name = f"{row['set']} {row['conversation']}"
        exchanges: tuple[tuple[str, str], ...] = ()
        for asked, answer in pairs_of(row["history"]):
            complete = meant.get((row["set"], row["conversation"], asked), asked)
            asked = asked if chance.random() < AS_ASKED else complete
            exchanges = ((asked, answer), *exchanges)
        one = FollowUp(row["question"], exchanges, row["rewrite"], "rewrites", name)
        said = frozenset().union(*(keys_of(f"{q} {a}") for q, a in exchanges))
        if exchanges and keys_of(one.meaning) <= keys_of(one.question) | said:
            yield one


def _from_canard(path: Path, chance: random.Random) -> Iterator[FollowUp]:
    follow_ups = json.loads(path.read_text(encoding="utf-8"))
    meant = {(row["QuAC_dialog_id"], row["Question"]): row["Rewrite"] for row in follow_ups}
    for row in follow_ups:
        title, section, *turns = row["History"]
        exchanges: tuple[tuple[str, str], ...] = ((f"{title}, {section}", ""),)
        for asked, answer in zip(turns[::2], turns[1::2], strict=False):
            complete = meant.get((row["QuAC_dialog_id"], asked), asked)
            asked = asked if chance.random() < AS_ASKED else complete
            exchanges = ((asked, "" if answer == "I don't know." else answer), *exchanges)
        one = FollowUp(row["Question"], exchanges, row["Rewrite"], "canard", row["QuAC_dialog_id"])
        if len(one.gold) <= MOST_MEANT:
            yield one


def _from_paragraphs(data: Path, chance: random.Random) -> Iterator[FollowUp]:
    """Pairs of questions on one paragraph; what both name is a pronoun in the second."""
    found: dict[bool, list[FollowUp]] = {True: [], False: []}
    for row in (row for file in PARAGRAPHS for row in rows(data / f"{file}.jsonl.gz")):
        paragraph, asked = row["context"], [one for one in row["qas"] if one.get("answers")]
        chance.shuffle(asked)
        for one, other in pairwise(asked):
            answer = _sentence(paragraph, one["answers"])
            state = ConversationState().after(Exchange(one["question"], answer))
            made = _with_pronoun(state, other["question"], paragraph)
            if made:
                question, is_person = made
                exchanges = ((one["question"], answer),)
                name = paragraph[:80]
                found[is_person].append(
                    FollowUp(question, exchanges, other["question"], "paragraphs", name)
                )
    for examples in found.values():
        yield from chance.sample(examples, min(PAIRS, len(examples)))


def _with_pronoun(
    state: ConversationState, question: str, paragraph: str
) -> tuple[str, bool] | None:
    """The question with a pronoun for the first thing that was named before it as well, and whether
    that is a person."""
    for thing in state.things:
        for phrase in noun_phrases(question):
            if phrase.words != thing.words or question[phrase.end :][:1] in ("'", "’"):
                continue
            classes = classes_of(thing, [paragraph])
            kind = max(PRONOUNS, key=lambda one: classes[one])
            if classes[kind] < SURE:
                continue
            asked = f"{question[: phrase.start]}{PRONOUNS[kind]}{question[phrase.end :]}"
            return asked, kind in ("he", "she")
    return None


def pairs_of(history: Sequence[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Questions with their answers; "" for none."""
    for place, turn in enumerate(history):
        if turn["role"] == "user":
            behind = history[place + 1] if place + 1 < len(history) else None
            is_answer = behind is not None and behind["role"] == "assistant"
            yield turn["content"], behind["content"] if behind and is_answer else ""


def _sentence(paragraph: str, answers: Any) -> str:
    start = int(answers[0]["answer_start"])
    return next(
        (paragraph[a:b] for a, b in sentence_spans(paragraph) if a <= start < b), paragraph[:300]
    )
