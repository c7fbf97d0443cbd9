"""Follow-ups behind the natural questions: each stands behind what was asked and expected there."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval.followups import natural
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


class Always(random.Random):
    """Chance that always gives the same."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value

    def random(self) -> float:
        return self.value


Made = Callable[..., list[FollowUp]]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """The follow-ups of some questions, with what the rows above mean."""

    def of(value: float, asked: Sequence[object] = ASKED) -> list[FollowUp]:
        for name, rows in (("QUESTIONS", asked), ("MEANINGS", MEANT)):
            path = tmp_path / name
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            monkeypatch.setattr(natural, name, path)
        return list(natural_follow_ups(Always(value)))

    return of


def test_what_was_asked_and_expected_stands_before_them_the_latest_first(
    made: Made,
) -> None:
    first, second = made(0.9)
    assert first.question == "since when"
    assert first.exchanges == (("Who steers the Orla?", "Ruda Velling"),)
    assert first.gold == {"ruda", "velling", "steer", "orla"}
    meant = "since when does Ruda Velling steer the Orla"
    assert second.exchanges == ((meant, ""), ("Who steers the Orla?", "Ruda Velling"))
    assert first.conversation == second.conversation == "ferries Who steers the Orla?"


def test_some_stand_behind_questions_as_they_were_asked(
    made: Made,
) -> None:
    assert made(0.1)[1].exchanges[0] == ("since when", "")


def test_behind_what_nobody_knows_the_answer_of_there_is_none(
    made: Made,
) -> None:
    first, second = ASKED
    assert made(0.9, [first, {**second, "turns": ["Who steers the Brid?"]}]) == []


def test_those_that_were_written_are_whole() -> None:
    asked = {row["id"]: row for row in map(json.loads, QUESTIONS.open(encoding="utf-8"))}
    rows = [json.loads(line) for line in MEANINGS.open(encoding="utf-8")]
    assert {row["asked"] for row in rows if "asked" in row} == {
        name for name, row in asked.items() if row["turns"]
    }
    for row in rows:
        assert ("asked" in row) != ("behind" in row)
        assert ("behind" in row) == bool(row.get("question"))
        assert row.get("asked", row.get("behind")) in asked
    found = list(natural_follow_ups(random.Random(7)))
    assert 0.9 < len(found) / len(rows) <= 1
    assert all(one.exchanges and one.question and one.meaning for one in found)
