"""Copies made by rule, of few articles as of many."""

import random
from collections import Counter

import pytest
import typer

from eval.copies import KINDS, make_copies

TEXT = "The tram costs 455 million crowns. It opens in May. Rain fell. The mayor resigned."


@pytest.mark.parametrize("number", [2, 3, 9, 12])
def test_every_second_article_has_a_copy_of_each_kind(number: int) -> None:
    rows = [{"text": f"Report {place}. {TEXT}", "date": "2024-05-01"} for place in range(number)]
    kinds = Counter(one.kind for one in make_copies(rows, random.Random(7)))
    each = (number + 1) // 2
    assert kinds == dict.fromkeys(["original", *KINDS, "follow-up", "digest"], each)


def test_one_article_alone_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="two articles"):
        make_copies([{"text": TEXT}], random.Random(7))
