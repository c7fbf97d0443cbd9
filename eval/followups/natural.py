"""Follow-ups behind the natural questions, with what they mean.

`natural.jsonl` has for each question of `eval/questions/natural.jsonl` that is asked behind others
what it means ("asked", its id), and more questions that people may ask behind one ("behind").
Both were written for this. What was answered before is what those questions expect, in the words of
their writers, so that nothing is learned of the articles themselves; left out are the follow-ups
behind a question of which that is not known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.followups.follow_up import AS_ASKED, FollowUp
from eval.json_lines import rows

QUESTIONS = Path(__file__).parents[1] / "questions" / "natural.jsonl"
MEANINGS = Path(__file__).with_name("natural.jsonl")

NATURAL = "natural"
"""Their source."""

Place = tuple[str, tuple[str, ...], str]
"""A collection, the questions before in it, and the question."""


def natural_follow_ups(chance: random.Random) -> Iterator[FollowUp]:
    """All of them, each behind what was asked and answered before."""
    asked = {row["id"]: row for row in rows(QUESTIONS)}
    written = list(rows(MEANINGS))
    expected = {_place(row): _answer(row) for row in asked.values()}
    meant = {_place(asked[row["asked"]]): row["meaning"] for row in written if "asked" in row}
    for row in written:
        before = asked[row.get("asked") or row["behind"]]
        turns = tuple(before["turns"])
        if "behind" in row:
            turns = (*turns, before["question"])
        exchanges: list[tuple[str, str | None]] = []
        for number, text in enumerate(turns):
            place = (before["collection"], turns[:number], text)
            complete = text if chance.random() < AS_ASKED else meant.get(place, text)
            exchanges.append((complete, expected.get(place)))
        answered = tuple((text, answer) for text, answer in exchanges if answer is not None)
        if len(answered) == len(exchanges):
            name = f"{before['collection']} {turns[0]}"
            question = row.get("question") or before["question"]
            yield FollowUp(question, answered[::-1], row["meaning"], NATURAL, name)


def _place(row: Mapping[str, Any]) -> Place:
    turns: Sequence[str] = row["turns"]
    return row["collection"], tuple(turns), row["question"]


def _answer(row: Mapping[str, Any]) -> str:
    return "" if row["status"] == "unanswered" else str(row["expected"])
