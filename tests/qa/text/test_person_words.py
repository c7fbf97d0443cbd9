"""By which words a person is known."""

from qa.text.person_words import is_person_noun, share_of_men


def test_nouns_that_mean_a_person() -> None:
    assert is_person_noun("mayor") and is_person_noun("keeper")
    assert not is_person_noun("harbour") and not is_person_noun("legal")


def test_first_names() -> None:
    assert share_of_men("James") == 1.0
    assert share_of_men("Anna") == 0.0
    assert share_of_men("Paris") is None  # a place
