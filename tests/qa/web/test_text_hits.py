"""The sentence of an article in which what was looked for stands."""

import pytest

from qa.web.articles.text_hits import find_hit

TEXT = "The baker's\n\nDvořák opened two bakeries. One bakery “burned” down. Nobody was hurt."


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ("hurt", "Nobody was hurt."),
        ("bakery burned", "One bakery “burned” down."),
        ("“burned”", "One bakery “burned” down."),
        ("(hurt)", "Nobody was hurt."),
        ("dvorak", "Dvořák opened two bakeries."),
        ("opening", "Dvořák opened two bakeries."),
        ("noth", None),
        ("", None),
    ],
)
def test_the_sentence_with_most_of_the_words(typed: str, quote: str | None) -> None:
    hit = find_hit(TEXT, typed)
    assert (hit and hit.quote) == quote
    if hit:
        assert TEXT[slice(*hit.span)] == hit.quote
