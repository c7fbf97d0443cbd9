"""Follow-ups behind the natural questions: each stands behind what was asked and expected there."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.followups import natural
from eval.followups.conversations import thinned
from eval.followups.follow_up import FollowUp
from eval.followups.natural import MEANINGS, QUESTIONS, natural_follow_ups

ASKED = [
    {
        "id": "f-1",
        "collection": "ferries",
        "turns": [],
        "question": "Who steers the Orla?",
        "expected": "Ruda Velling",
        "status": "answered",
    },
    {
        "id": "f-2",
        "collection": "ferries",
        "turns": ["Who steers the Orla?"],
        "question": "since when",
        "expected": "The articles do not tell it.",
        "status": "unanswered",
    },
]
MEANT = [
    {"asked": "f-2", "meaning": "since when does Ruda Velling steer the Orla"},
    {"behind": "f-2", "question": "why?", "meaning": "why does Ruda Velling steer the Orla?"},
]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], list[FollowUp]]:
    """The follow-ups of the rows above, where chance gives always the same."""
    for name, rows in (("QUESTIONS", ASKED), ("MEANINGS", MEANT)):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        monkeypatch.setattr(natural, name, path)

    class Always(random.Random):
        def __init__(self, value: float) -> None:
            super().__init__()
            self.value = value

        def random(self) -> float:
            return self.value

    return lambda value: list(natural_follow_ups(Always(value)))


def test_what_was_asked_and_expected_stands_before_them_the_latest_first(
    made: Callable[[float], list[FollowUp]],
) -> None:
    first, second = made(0.9)
    assert first.question == "since when"
    assert first.exchanges == (("Who steers the Orla?", "Ruda Velling"),)
    assert first.gold == {"ruda", "velling", "steer", "orla"}
    meant = "since when does Ruda Velling steer the Orla"
    assert second.exchanges == ((meant, ""), ("Who steers the Orla?", "Ruda Velling"))
    assert first.conversation == second.conversation == "ferries Who steers the Orla?"


def test_some_stand_behind_questions_as_they_were_asked(
    made: Callable[[float], list[FollowUp]],
) -> None:
    assert made(0.1)[1].exchanges[0] == ("since when", "")


def test_each_names_a_question_and_says_what_it_means() -> None:
    ids = {json.loads(line)["id"] for line in QUESTIONS.open(encoding="utf-8")}
    rows = [json.loads(line) for line in MEANINGS.open(encoding="utf-8")]
    asked = [row["asked"] for row in rows if "asked" in row]
    assert len(asked) == len(set(asked)) == 1974
    assert len(rows) == 4694
    for row in rows:
        assert row.get("asked") or (row["behind"] and row["question"].strip())
        assert row["meaning"].strip()
        assert {row.get("asked"), row.get("behind")} & ids


def test_of_other_sources_so_many_are_learned_and_all_that_measure_stay() -> None:
    def follow_up(source: str, number: int) -> FollowUp:
        return FollowUp("why?", (("Who?", "Ruda."),), "why Ruda?", source, f"{source} {number}")

    given = [follow_up(source, number) for source in ("natural", "own") for number in range(60)]
    kept = thinned(given, 5)
    assert {one for one in kept if one.source == "natural"} == set(given[:60])
    assert {one for one in kept if one.is_held_out} == {one for one in given if one.is_held_out}
    assert sum(one.source == "own" and not one.is_held_out for one in kept) == 5
