"""Questions with the line that answers them, or only looks as if it did."""

import json
import re
from pathlib import Path

import pytest

from eval.entailment import near_misses, written
from eval.entailment.near_misses import OWN, read_near_misses, write_set, yes_no_claims
from eval.sets import read_questions

REPORTS = """@ t1
-- Fenwick Times | 2023-03-02 | Regulator fines Corvane Air
1 The regulator fined Corvane Air 12 million euros on Thursday.
2 The airline said it would appeal.
3 Its shares fell by a tenth to 4.10 euros.
4 Corvane Air flies to forty towns.
5 It paid 12 million euros for a new hangar.
=
+ 1 line | The fine is of 12 million euros.
"""
ASKED = """@ t1
+ 1 | 12 million euros | how big was the fine?
- 3 other_thing | 4.10 euros | what is a ticket with corvane
+ 2 | ~ | what will the airline do about it?
y 2 no | does Corvane Air accept the fine?
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "claims.txt").write_text(REPORTS)
    (tmp_path / "near_misses.txt").write_text(ASKED)
    monkeypatch.setattr(written, "OWN", tmp_path / "claims.txt")
    monkeypatch.setattr(near_misses, "OWN", tmp_path / "near_misses.txt")
    monkeypatch.setattr(written, "wikinews", lambda data: type("News", (), {"articles": {}}))
    return tmp_path


def test_each_row_is_a_question_with_its_line(data: Path) -> None:
    fine, ticket, plan, accepts = read_near_misses(data)
    assert (fine.lines[fine.place].number, fine.short, fine.is_answered) == (
        1,
        "12 million euros",
        True,
    )
    assert (ticket.kind, ticket.is_answered) == ("other_thing", False)
    assert plan.short == ""
    assert (accepts.kind, accepts.is_yes_or_no, accepts.is_answered) == ("no", True, True)


def test_a_question_for_yes_or_no_is_read_as_a_claim_and_as_it_was_asked(data: Path) -> None:
    claims = [one for one in yes_no_claims(data) if one.source != "yes or no elsewhere"]
    assert [(one.text, one.supported, one.contradicted) for one in claims] == [
        ("Corvane Air accept the fine.", False, True),
        ("does Corvane Air accept the fine?", False, True),
    ]
    for one in claims:
        assert one.heading == "Fenwick Times, 2 March 2023, Regulator fines Corvane Air"
        assert one.evidence.endswith("on Thursday. The airline said it would appeal.")


def test_another_line_does_not_decide_a_question_for_yes_or_no(data: Path) -> None:
    elsewhere = [one for one in yes_no_claims(data) if one.source == "yes or no elsewhere"]
    assert len(elsewhere) == 2
    for one in elsewhere:
        assert not one.supported and not one.contradicted
        assert "appeal" not in one.evidence


@pytest.mark.parametrize(
    "row",
    [
        "+ 9 | ~ | how big was the fine?",
        "* 1 | ~ | how big was the fine?",
        "- 1 | ~ | how big was the fine?",
        "y 1 yes | ~ | was it big?",
        "+ 1 | 13 million euros | how big was the fine?",
    ],
)
def test_a_row_that_is_not_understood_is_named(data: Path, row: str) -> None:
    (data / "near_misses.txt").write_text(f"@ t1\n{row}\n")
    with pytest.raises(ValueError, match=re.escape(f"t1: {row}")):
        list(read_near_misses(data))


def test_what_is_held_out_is_a_question_set(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near_misses, "is_held_out", lambda name: True)
    out = tmp_path / "set"
    out.mkdir()
    write_set(data, out)
    fine, ticket, plan, accepts = read_questions(out / "questions.jsonl")
    (article,) = map(json.loads, (out / "articles.jsonl").read_text().splitlines())
    assert fine.answers == ("12 million euros",) and fine.gold[0].article_id == article["id"]
    assert fine.gold[0].quote in article["text"]
    assert ticket.answerable is False and not ticket.gold
    assert plan.answers == ("The airline said it would appeal.",)
    assert accepts.answers == ("no",)


def test_the_topics_of_the_file_are_those_of_the_claims_and_each_is_asked_of_both_ways() -> None:
    topics = set(re.findall(r"^@ (\S+)", written.OWN.read_text(encoding="utf-8"), re.MULTILINE))
    blocks = OWN.read_text(encoding="utf-8").strip().split("\n\n")
    assert {block.splitlines()[0].removeprefix("@ ") for block in blocks} == topics
    for block in blocks:
        signs = [row[0] for row in block.splitlines()[1:]]
        assert {"+", "-"} <= set(signs) <= set("+-y"), block
