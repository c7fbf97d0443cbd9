"""Questions with the sentences that were judged, as they are read from their file."""

from datetime import date
from pathlib import Path

import pytest

from eval import judged
from eval.judged import Mark, read_judged
from eval.training.collections import Collection
from index import Article
from qa.verification.grounds import Line

SENTENCES = (
    "Corvane Air was fined on Thursday.",
    "The regulator asked for 12 million euros.",
    "The airline will appeal.",
    "Its shares fell.",
    "It flies to forty towns.",
    "It was founded in 1971.",
    "Two pilots did so.",
    "One of them is alive.",
)
FINE = Article("https://news/wiki/Fine", " ".join(SENTENCES), "A fine", date=date(2020, 3, 4))
RAIN = Article("https://news/wiki/Rain", "Rain fell on Port Aldry.", "Rain")
WRITTEN = """# 1 8 Fine
# 2 1 Rain
1.0~ 2.0 1.1+ 1.3 1.4 1.5 1.6 1.7+ | how big | or small was the fine?
= 1.1 12 million euros
= 1.7 alive
2.0 1.0 1.2 | when did it snow?
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    news = Collection("wikinews", {one.id: one for one in (FINE, RAIN)})
    topic = ("held", (Line(1, "Rain fell on Port Aldry.", "Rain"),), [])
    monkeypatch.setattr(judged, "OWN", tmp_path / "judged.txt")
    monkeypatch.setattr(judged, "wikinews", lambda data: news)
    monkeypatch.setattr(judged, "read_topics", lambda data: [topic])
    monkeypatch.setattr(judged, "is_held_out", lambda name: name == "held")
    write(tmp_path, WRITTEN)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "judged.txt").write_text(text, encoding="utf-8")


def test_a_question_is_read_with_the_marks_of_its_sentences(data: Path) -> None:
    (asked,) = read_judged(data)
    assert asked.text == "how big | or small was the fine?"
    first, second, third = asked.sentences[:3]
    assert (first.mark, second.mark, third.mark) == (Mark.IN_PART, Mark.NOT, Mark.ANSWERS)
    assert FINE.text[slice(*third.span)] == SENTENCES[1]
    assert third.in_context == f"{SENTENCES[0]} {SENTENCES[1]}"
    assert third.heading == "4 March 2020, A fine"
    assert (second.article, second.in_context) == (RAIN, RAIN.text)


def test_the_short_answer_of_a_sentence_stands_in_it(data: Path) -> None:
    (asked,) = read_judged(data)
    first, last = (one for one in asked.sentences if one.short)
    assert (first.article, FINE.text[slice(*first.short)]) == (FINE, "12 million euros")
    assert FINE.text[slice(*last.short)] == "alive"


@pytest.mark.parametrize(
    "line",
    [
        "= 1.0 Thursday",  # it answers in part
        "= 1.2 appeal",  # it is none of those that were judged
        "= 1.7 12 million euros",  # it has no such words
        "= 1.7 live",  # nor this one, but "alive"
        "= 1.7 alive\n= 1.7 alive",  # it has one
    ],
)
def test_a_short_answer_is_of_a_sentence_that_answers_and_has_it(data: Path, line: str) -> None:
    write(data, WRITTEN.replace("= 1.1 12 million euros\n= 1.7 alive", line))
    with pytest.raises(ValueError, match=r"judged.txt: = 1.*(no such words|no sentence without)"):
        list(read_judged(data))


def test_what_is_held_out_is_told_by_the_reports_that_answer_else_by_the_likeliest(
    data: Path,
) -> None:
    (measured,) = read_judged(data, held_out=True)
    assert measured.text == "when did it snow?"


@pytest.mark.parametrize(
    "line",
    [
        "3.0 | a report that is not there",
        "1.9 | no such sentence",
        "1.-1 | nor one from behind",
        "1.0? | a mark",
        "1.0",
        "# 3 7 Fine",  # it has eight sentences
    ],
)
def test_a_line_that_is_not_understood_is_named(data: Path, line: str) -> None:
    write(data, f"# 1 8 Fine\n{line}\n")
    with pytest.raises(ValueError, match=f"judged.txt: {line[:3]}"):
        list(read_judged(data))
