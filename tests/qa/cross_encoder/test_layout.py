"""What the network is shown: the question, the heading, the passage, and where its tokens stand."""

from datetime import date
from itertools import pairwise

import pytest

from qa.cross_encoder.layout import (
    CLS,
    QUESTION_TOKENS,
    SEP,
    WINDOW_TOKENS,
    heading,
    whole_tokenizer,
    windows,
)


@pytest.fixture(scope="module")
def tokenizer():
    return whole_tokenizer()


def test_a_passage_is_laid_out_with_its_places(tokenizer) -> None:
    text = "The “Oule” bridge 🌉 cost €7.5 million."
    (window,) = windows(tokenizer, "What did it cost?", ["Post, 1 May 2024"], [text])
    assert window.ids[0] == CLS
    assert window.ids[-1] == SEP
    assert window.ids[window.question_end - 1] == SEP
    assert window.ids[window.first - 1] == SEP
    assert window.first + len(window.places) + 1 == len(window.ids)
    words = [text[start:end] for start, end in window.places]
    assert "€" in words
    assert "bridge" in words
    assert text.index("million") in {start for start, _ in window.places}


def test_a_long_passage_is_read_in_windows_that_overlap_and_leave_nothing_out(tokenizer) -> None:
    text = "word " * 2000
    made = windows(tokenizer, "Which word?", ["Title"], [text.strip()])
    assert len(made) > 5
    assert all(len(one.ids) <= WINDOW_TOKENS for one in made)
    covered = {place for one in made for place in one.places}
    assert len(covered) == 2000
    assert all(set(a.places) & set(b.places) for a, b in pairwise(made))


@pytest.mark.parametrize("question", ["Why", "why " * 500, "¿Quién lo dijo?", "谁说的？", "🙂"])
def test_any_question_leaves_room_for_the_passage(tokenizer, question: str) -> None:
    (window,) = windows(tokenizer, question, ["x " * 300], ["Rain fell on the town."])
    assert window.question_end <= QUESTION_TOKENS + 2
    assert len(window.places) == 6


def test_an_empty_passage_has_a_window(tokenizer) -> None:
    assert [one.places for one in windows(tokenizer, "Who?", [""], [""])] == [()]


def test_a_heading_tells_source_day_and_title() -> None:
    assert heading("Ferry back", "Post", date(2024, 3, 5)) == "Post, 5 March 2024, Ferry back"
    assert heading("Ferry back", None, None) == "Ferry back"
    assert heading("Ferry back", "Post", None, "Ferry back. It runs.") == "Post"
