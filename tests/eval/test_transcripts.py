"""Conversations of a question set, asked and written down."""

import re
from pathlib import Path

import pytest

from eval import transcripts
from eval.expectations import Expectations
from eval.sets import EvalQuestion
from eval.transcripts import LONGEST, WIDTH, conversations_of, transcript
from index import Store, open_store
from qa import QASettings

FIRST = "How many people died in the flood at Lowmarsh?"


def asked(question: str, *turns: str, wanted: str = ".") -> EvalQuestion:
    expectations = Expectations(all=(re.compile(wanted),), expected="what is right")
    return EvalQuestion(question, question, True, (), (), turns=turns, expectations=expectations)


def test_the_questions_of_a_conversation_in_their_order() -> None:
    three = [asked("C?", "A?", "B?"), asked("A?"), asked("B?", "A?")]
    others = [asked("Alone?"), asked("And?", "Alone?"), asked("F?", "D?", "E?")]  # E? is missing
    [found] = conversations_of([*three, *others])
    assert [one.question for one in found] == ["A?", "B?", "C?"]


def test_what_was_asked_and_answered_is_told_with_what_is_wrong(seed_folder: Path) -> None:
    conversation = [asked(FIRST, wanted="11"), asked("When was that?", FIRST, wanted="no such")]
    settings = QASettings(store=seed_folder, answerer="extractive")
    told, right = transcript(conversation, open_store(seed_folder), settings)
    assert right == 1 and told.count("*Wrong: what is right*") == 1
    assert f"**{FIRST}**" in told and "risen to 11" in told
    assert "(read as: " in told  # the second rests on the first
    assert len(told) < 2 * (LONGEST + 400) and max(map(len, told.splitlines())) <= WIDTH + 2


def test_the_store_is_closed_at_the_end(
    seed_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Store] = []

    def note(folder: Path) -> Store:
        opened.append(open_store(folder))
        return opened[-1]

    monkeypatch.setattr(transcripts, "open_store", note)
    (tmp_path / "set.jsonl").write_text("")
    transcripts.main(tmp_path / "set.jsonl", seed_folder)
    with pytest.raises(Exception, match="closed"):
        opened[0].counts()
