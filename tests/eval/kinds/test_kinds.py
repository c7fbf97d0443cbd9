"""The questions that the classifier of kinds is fitted on: made of forms, and read from sets."""

import gzip
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from eval.kinds import made, real
from eval.kinds.made import FORMS_FILE, made_questions
from eval.kinds.real import Asked, Pieces, judged_questions, real_questions
from qa.question import QuestionKind

CONTENT = tomllib.loads(FORMS_FILE.read_text(encoding="utf-8"))
PIECES = Pieces(
    titles=[f"Title {number}" for number in range(200)],
    clauses=["did the ship sink"],
    items=["rivers flow through Prague"],
    plurals=[f"rivers{number}" for number in range(200)],
    deeds=["painted the ceiling"],
    sentences=["The fire began at noon."],
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a few rows of each set."""
    asked = [
        "When did the ship sink?",
        "Why was the mill closed?",
        "Who painted the ceiling of the hall?",
        "What river flowed through the old town?",
        "Which rule is better or worse?",
    ]
    rows = [{"title": "Old_Mill (hall)", "qas": [{"question": one} for one in asked]}]
    sets = dict.fromkeys(real.SETS, rows)
    sets[real.CLAIMS] = [{"claim": "The mill was closed in 1901."}] * 3
    sets[real.NEWS] = [{"text": "A mill burned. The fire began at noon on the first floor."}]
    name, conversation, turn, _ = judged_lines()[0].split("\t")
    row = {"set": name, "conversation": conversation, "turn": turn, "rewrite": "Tell me of mills."}
    sets[real.CONVERSATIONS] = [row]
    for path, content in sets.items():
        file = tmp_path / f"{path}.jsonl.gz"
        file.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(file, "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in content)
    return tmp_path


def judged_lines() -> list[str]:
    return real.JUDGED_FILE.read_text(encoding="utf-8").splitlines()


def test_there_are_many_forms_of_each_kind() -> None:
    assert set(CONTENT["forms"]) == {kind.value for kind in QuestionKind}
    assert min(map(len, CONTENT["forms"].values())) >= 60


def test_forms_name_slots_that_there_are() -> None:
    from_data = {"title", "happened", "items", "did"}
    named = {
        name
        for own in (*CONTENT["forms"].values(), *CONTENT["slots"].values())
        for form in own
        for name in re.findall(r"\{(\w+)\}", form)
    }
    assert named <= set(CONTENT["slots"]) | from_data
    assert all(
        form.count("[") == form.count("]") for own in CONTENT["forms"].values() for form in own
    )


def test_made_questions_are_whole_and_the_same_each_time() -> None:
    found = made_questions(PIECES, 100, Random(1))
    assert found == made_questions(PIECES, 100, Random(1)) != made_questions(PIECES, 100, Random(2))
    assert not [one.text for one in found if re.search(r"[\[\]{}|]", one.text) or not one.text]
    counts = Counter(one.kind for one in found)
    assert set(counts) == set(QuestionKind) and min(counts.values()) >= 60


def test_slips_change_a_word_a_little() -> None:
    found = {made._with_slip("bridge", Random(seed)) for seed in range(60)}
    assert len(found) > 6 and all(5 <= len(word) <= 7 for word in found)
    assert made._with_slip("the", Random(1)) == "the"


def test_pieces_of_the_sets(data: Path) -> None:
    pieces = Pieces.of(data)
    assert pieces.titles == ["Old Mill"]
    assert set(pieces.clauses) == {"did the ship sink", "was the mill closed"}
    assert set(pieces.deeds) == {"painted the ceiling of the hall"}
    assert set(pieces.items) >= {"rivers flowed through the old town"}
    assert pieces.sentences == ["The fire began at noon on the first floor."]


def test_the_form_of_a_real_question_tells_its_kind(data: Path) -> None:
    found = real_questions(data, 3, Random(1))
    kinds = {one.text: one.kind for one in found}
    assert kinds["When did the ship sink?"] is QuestionKind.FACT
    assert kinds["Why was the mill closed?"] is QuestionKind.EXPLANATION
    assert kinds["Was The mill closed in 1901?"] is QuestionKind.YES_NO
    assert "Which rule is better or worse?" not in kinds
    assert real._keywords("When did the ship sink?") == "ship sink"


def test_judged_questions_are_found_by_their_place(data: Path) -> None:
    name, conversation, _, kind = judged_lines()[0].split("\t")
    expected = Asked("Tell me of mills.", QuestionKind(kind), f"{name} {conversation}")
    assert judged_questions(data) == [expected]
    assert len({line.rsplit("\t", 1)[0] for line in judged_lines()}) == len(judged_lines())
