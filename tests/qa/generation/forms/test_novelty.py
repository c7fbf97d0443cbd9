"""How far one sentence says what another says."""

import pytest
from builders import hit_of, scored

from qa.generation.forms.novelty import likeness, says_again

ASKED = "Why did the anchor leave the channel?"
TOLD = scored(hit_of("The anchor left the channel after a lawsuit on Monday."), short="a lawsuit")


def test_the_share_of_the_shorter() -> None:
    assert likeness({"rain", "fell"}, {"rain", "snow", "fog"}) == 0.5
    assert likeness({"rain", "snow", "fog"}, {"rain"}) == 1
    assert likeness({"rain"}, {"snow"}) == 0


def test_no_words_are_like_none() -> None:
    assert likeness(set(), {"rain"}) == likeness(set(), set()) == 0


@pytest.mark.parametrize(
    ("text", "short", "is_again"),
    [
        ("On Monday the anchor left after the lawsuit.", "the lawsuit", True),
        ("On Monday the anchor left after a row.", "a row", False),  # another answer
        ("A lawsuit over machines that count votes cost it 787 million.", "A lawsuit", False),
        ("On Monday, after a lawsuit.", "", True),  # all of it
        ("On Monday, after a long lawsuit.", "", False),
        ("The anchor did not leave after a lawsuit on Monday.", "a lawsuit", False),
        ("A lawsuit on Monday left the anchor nothing.", "nothing", False),
    ],
)
def test_what_says_the_same_and_gives_no_other_answer_is_nothing_new(
    text: str, short: str, is_again: bool
) -> None:
    one = scored(hit_of(text, article="b", passage=2), short=short).sentence
    assert says_again(one, [TOLD.sentence], ASKED) == is_again
    assert not says_again(one, [], ASKED)


def test_the_same_words_are_nothing_new_though_the_question_has_them_all() -> None:
    one = scored(hit_of("The anchor did leave the channel.")).sentence
    assert says_again(one, [one], ASKED)
