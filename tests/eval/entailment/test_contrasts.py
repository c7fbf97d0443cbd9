"""Contrasts between the parts of a sentence, and between two sentences."""

import random
from collections.abc import Callable

import pytest

pytest.importorskip("torch")

from eval.entailment.contrasts import (
    doubted,
    exchanged_figures,
    joined,
    mixed,
    other_quantifier,
    other_speaker,
    other_time,
    other_unit,
    other_year,
)

FERRY = "The ferry killed 12 people and injured 30 in 2019."
WALL = "The wall at Lowmarsh was built by prisoners in the spring, near the old harbour."


def made(change: Callable[..., str | None], text: str, names: tuple[str, ...] = ()) -> set[str]:
    found = {change(text, names, random.Random(seed)) for seed in range(60)}
    return {one for one in found if one is not None}


@pytest.mark.parametrize(
    ("change", "text", "among"),
    [
        (exchanged_figures, FERRY, "The ferry killed 30 people and injured 12 in 2019."),
        (exchanged_figures, "It cost $5 and €9.", "It cost €9 and $5."),
        (other_year, "It began in 1999.", "It began in 2000."),
        (other_unit, "It is 40 feet long.", "It is 40 metres long."),
        (other_quantifier, "Most of them left.", None),
        (other_quantifier, "It was seen by most people.", "It was seen by all people."),
        (other_time, "The bridge will be opened.", "The bridge was opened."),
        (other_time, "She announced the plan.", "She will announce the plan."),
        (doubted, "He was there.", "He may have been there."),
    ],
)
def test_one_thing_is_changed(
    change: Callable[..., str | None], text: str, among: str | None
) -> None:
    found = made(change, text)
    assert among is None or among in found
    assert text not in found


def test_an_amount_of_money_does_not_take_the_place_of_a_count() -> None:
    assert not made(exchanged_figures, "It cost $12 for 30 people.")


def test_the_words_are_put_in_anothers_mouth() -> None:
    found = made(other_speaker, "It will rain, Ida Berg said on Monday.", ("Tomas Brandt",))
    assert found == {"It will rain, Tomas Brandt said on Monday."}
    assert not made(other_speaker, "It will rain.", ("Tomas Brandt",))


def test_sentences_are_mixed_and_joined() -> None:
    drawn = {mixed(FERRY, WALL, random.Random(seed)) for seed in range(80)}
    assert "The ferry was built by prisoners in the spring, near the old harbour." in drawn
    assert any(one and one.startswith(FERRY[:-1]) and "because" in one for one in drawn)
    whole = joined(FERRY, WALL, random.Random(1))
    assert whole.startswith(FERRY[:-1]) and whole.endswith("near the old harbour.")


@pytest.mark.parametrize("change", [exchanged_figures, other_year, other_unit, other_speaker])
def test_where_there_is_nothing_to_change_none_is_made(change: Callable[..., str | None]) -> None:
    assert not made(change, "It rained all night.", ("Ida Berg",))
