"""Sentences that were written, true and false, with the evidence that they cite."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from eval.entailment import written
from eval.entailment.written import (
    CONTRARY,
    OWN,
    UNSTATED,
    buried_pairs,
    read_written,
    written_pairs,
)

ADDRESS = "https://en.wikinews.org//wiki/Ferry"
CLAIMS = f"""@ t1
-- Fenwick Times | 2023-03-02 | Regulator fines Corvane Air
1 The regulator fined Corvane Air 12 million euros on Thursday.
2 The airline said it would appeal.
3 Its shares fell by a tenth.
=
+ 1,2 several | Corvane Air means to appeal against a fine of 12 million euros.
- tense | Corvane Air has appealed against a fine of 12 million euros.
- wrong_citation 3 | Corvane Air means to appeal against a fine of 12 million euros.
+ 1 absence | The articles do not say what the airline did wrong.

@ t4
-- The Courier | {ADDRESS} | 0,2
=
+ 2 neighbour | Nobody on the ferry was hurt.
- quantifier | Everybody on the ferry was hurt.
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    report = {
        "url": ADDRESS,
        "date": "2019-03-01",
        "title": "Ferry",
        "text": "A ferry ran aground off Kiel. It was foggy. No passenger was injured.",
    }
    with gzip.open(tmp_path / "wikinews_2019_2020_ccby.jsonl.gz", "wt") as file:
        file.write(json.dumps(report) + "\n")
    (tmp_path / "claims.txt").write_text(CLAIMS)
    (tmp_path / "questions.jsonl").write_text("")
    monkeypatch.setattr(written, "OWN", tmp_path / "claims.txt")
    monkeypatch.setattr("eval.training.collections.news.WRITTEN", tmp_path / "questions.jsonl")
    return tmp_path


def test_behind_what_is_cited_other_lines_stand(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "is_held_out", lambda name: False)
    pairs = buried_pairs(data, random.Random(1))
    assert len(pairs) == 4  # none of a wrong citation, nor of what is not told
    appeal, hurt = pairs[0], pairs[2]
    assert appeal.evidence.endswith("The airline said it would appeal. Its shares fell by a tenth.")
    assert hurt.evidence.startswith("No passenger was injured. A ferry ran aground")
    monkeypatch.setattr(written, "is_held_out", lambda name: True)
    assert not buried_pairs(data, random.Random(1))


def test_a_false_sentence_cites_what_the_true_one_does_unless_it_names_others(data: Path) -> None:
    true, late, elsewhere, *_ = read_written(data)
    assert (true.need, true.change) == ("several", "")
    assert true.grounds.numbers == late.grounds.numbers == (1, 2)
    assert late.change == "tense"
    assert elsewhere.text == true.text
    assert elsewhere.grounds.text == "Its shares fell by a tenth."


def test_sentences_of_a_report_of_wikinews(data: Path) -> None:
    *_, true, _ = read_written(data)
    assert true.grounds.text == "No passenger was injured."
    assert true.grounds.around == "A ferry ran aground off Kiel. No passenger was injured."
    assert true.grounds.headings == ("The Courier, 1 March 2019, Ferry",)


def test_inputs_of_the_network(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "WITH_NEIGHBOURS", 1.0)
    pairs = written_pairs(data, seed=1)
    assert not any("articles do not say" in one.text for one in pairs)
    labels = [(one.source, one.supported, one.contradicted) for one in pairs]
    assert labels[:5] == [
        ("written as it is", True, False),
        ("written as it is", True, False),
        ("written tense", False, False),
        ("written tense", False, False),
        ("written wrong_citation", False, False),
    ]
    assert ("written quantifier", False, True) in labels


@pytest.mark.parametrize(
    "row",
    [
        "+ 1 | No need is named.",
        "+ 9 one | Nothing is cited.",
        "- tense | There is no true one before.",
        "* 1 one | No such sign.",
    ],
)
def test_what_is_not_in_the_form_is_named(data: Path, row: str) -> None:
    written.OWN.write_text(CLAIMS.split("+ 1,2")[0] + row + "\n")
    with pytest.raises(ValueError, match=r"claims.txt, t1"):
        list(read_written(data))


def test_a_change_that_is_not_known(data: Path) -> None:
    written.OWN.write_text(CLAIMS.replace("- quantifier", "- quantifer"))
    with pytest.raises(ValueError, match="quantifer"):
        list(read_written(data))


def test_those_that_are_shipped_are_in_the_form() -> None:
    changes = "|".join(UNSTATED | CONTRARY)
    row = re.compile(
        r"\+ (?P<cites>[\d,]+) (one|several|heading|neighbour|arithmetic|absence) \| (?P<true>\S.*)"
        rf"|- (?P<change>{changes})(?: (?P<others>[\d,]+))? \| (?P<false>\S.*)"
    )
    for block in OWN.read_text(encoding="utf-8").split("\n\n"):
        above, _, below = block.strip().partition("\n=\n")
        topic, first, *_ = above.splitlines()
        assert topic.startswith("@ ")
        assert first.startswith("-- ")
        true = ""
        for found in map(row.fullmatch, below.splitlines()):
            assert found, topic
            true = found["true"] or true
            assert true, topic
            assert (found["change"] == "wrong_citation") == bool(found["others"]), topic
            assert (found["false"] == true) == (found["change"] == "wrong_citation"), topic
