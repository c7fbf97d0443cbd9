"""How far one sentence says what another says."""

from qa.generation.forms.novelty import likeness


def test_the_share_of_the_shorter() -> None:
    assert likeness({"rain", "fell"}, {"rain", "snow", "fog"}) == 0.5
    assert likeness({"rain", "snow", "fog"}, {"rain"}) == 1
    assert likeness({"rain"}, {"snow"}) == 0


def test_no_words_are_like_none() -> None:
    assert likeness(set(), {"rain"}) == likeness(set(), set()) == 0
