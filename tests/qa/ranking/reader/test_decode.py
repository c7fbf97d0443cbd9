"""From the network's numbers to sentences and short answers."""

import numpy as np
import pytest

from qa.cross_encoder.layout import Window
from qa.ranking.reader.decode import MOST_LEAD, SPAN_TOKENS, decode
from qa.types import NOT_READ

TEXT = "Rain fell. Mayor Orla Quist resigned on Friday."
SENTENCES = [(0, 10), (11, 47)]
PLACES = (
    (0, 4),
    (5, 9),
    (9, 10),
    (11, 16),
    (17, 21),
    (22, 27),
    (28, 36),
    (37, 39),
    (40, 46),
    (46, 47),
)


def window(passage: int = 0, places=PLACES, first: int = 4) -> Window:
    return Window(passage, (0,) * (first + len(places) + 1), first, 2, places)


def logits(**at: float) -> np.ndarray:
    """Zero everywhere but for `start5=3.0` and their like; places count the passage's tokens."""
    table = np.zeros((15, 3), dtype=np.float32)
    for name, value in at.items():
        kind = name.rstrip("0123456789")
        column = ("start", "end", "inside").index(kind)
        table[4 + int(name[len(kind) :]), column] = value
    return table


def test_the_best_span_is_the_short_answer_of_its_sentence() -> None:
    (reading,) = decode([window()], np.array([2.0]), [logits(start4=5.0, end5=4.0)], [SENTENCES])
    assert reading.relevance == 2.0
    first, second = reading.sentences
    assert TEXT[slice(*second.short)] == "Orla Quist"
    assert second.answer == pytest.approx(9.0)
    assert reading.best is second
    assert first.answer < second.answer


def test_a_longer_answer_must_be_worth_its_tokens() -> None:
    """Two tokens more cost .2; the sentence's own number does not pay."""
    for more, said in ((0.19, "Orla Quist"), (0.21, "Orla Quist resigned on")):
        numbers = logits(start4=5.0, end5=4.0, end7=4.0 + more)
        (reading,) = decode([window()], np.array([0.0]), [numbers], [SENTENCES])
        assert TEXT[slice(*reading.best.short)] == said
        assert reading.best.answer == pytest.approx(9.0 + more)


def test_an_answer_leads_by_what_the_next_of_its_sentence_lacks() -> None:
    """Another answer counts where it stands before or behind it, not where the two overlap."""
    best = {"start4": 5.0, "end5": 4.0}
    for other, lead in (
        ({"start3": 3.0, "end3": 4.0}, 2.0),  # "Mayor", before it
        ({"start8": 2.0, "end8": 1.0}, 6.0),  # "Friday", behind it
        ({"start5": 4.0}, MOST_LEAD),  # "Quist", within it
        ({"start0": 4.0, "end1": 4.0}, MOST_LEAD),  # of the sentence before
    ):
        numbers = logits(**best, **other)
        (reading,) = decode([window()], np.array([0.0]), [numbers], [SENTENCES])
        assert TEXT[slice(*reading.sentences[1].short)] == "Orla Quist"
        assert reading.sentences[1].lead == pytest.approx(lead)


def test_an_answer_never_ends_before_it_starts() -> None:
    (reading,) = decode([window()], np.array([0.0]), [logits(start5=5.0, end4=9.0)], [SENTENCES])
    start, end = reading.best.short
    assert start < end


def test_an_answer_is_not_longer_than_the_most() -> None:
    places = tuple((i * 2, i * 2 + 1) for i in range(60))
    table = np.zeros((65, 3), dtype=np.float32)
    table[5:, 0] = -50.0
    table[4, 0], table[4 + SPAN_TOKENS + 5, 1], table[9, 1] = 5.0, 9.0, 1.0
    (reading,) = decode([window(places=places)], np.array([0.0]), [table], [[(0, 119)]])
    assert reading.best.short == (0, 11)


def test_the_number_of_no_answer_is_taken_off() -> None:
    table = logits(start4=5.0, end5=4.0)
    table[0, :2] = 6.0
    (reading,) = decode([window()], np.array([0.0]), [table], [SENTENCES])
    assert reading.best.answer == pytest.approx(-3.0)


def test_inside_is_the_mean_over_the_sentence() -> None:
    (reading,) = decode([window()], np.array([0.0]), [logits(inside0=3.0)], [SENTENCES])
    assert reading.sentences[0].inside == pytest.approx(1.0)
    assert reading.sentences[1].inside == 0.0


def test_of_two_windows_the_likelier_counts() -> None:
    early, late = window(places=PLACES[:6]), window(places=PLACES[3:])
    weak, strong = logits(start4=1.0, end5=1.0), logits(start1=7.0, end2=7.0)
    (reading,) = decode([early, late], np.array([1.0, 3.0]), [weak, strong], [SENTENCES])
    assert reading.relevance == 3.0
    assert TEXT[slice(*reading.best.short)] == "Orla Quist"
    assert reading.best.answer == pytest.approx(14.0)


def test_what_no_window_holds_is_never_the_answer() -> None:
    (reading,) = decode([window(places=())], np.array([0.0]), [np.zeros((5, 3), "f")], [SENTENCES])
    assert [one.answer for one in reading.sentences] == [NOT_READ, NOT_READ]
