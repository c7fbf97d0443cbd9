"""Figures that are told in another unit."""

import pytest

from qa.entailment.units import unit_mismatches


@pytest.mark.parametrize(
    ("claim", "said", "wrong"),
    [
        ("It took 3 weeks.", "It took 3 days.", ("3",)),
        ("It took three weeks.", "It took 3 days.", ("three",)),
        ("It rose 5 percent.", "It rose 5%.", ()),
        ("18 percent came.", "18 people came.", ("18",)),
        ("It fell 18 percent.", "It fell by 18 to 20 percent.", ()),
        ("It cost $5.", "It cost 5 dollars.", ()),
        ("It cost €5.", "It cost 5 pounds.", ("5",)),
        ("12 workers came.", "12 employees came.", ()),
        ("They walked 3 miles.", "They walked 3 km, or 3 miles by another count.", ()),
        ("In 1990 it ended.", "It ended in 1990.", ()),
        ("It ended.", "", ()),
    ],
)
def test_unit_mismatches(claim: str, said: str, wrong: tuple[str, ...]) -> None:
    assert unit_mismatches(claim, [said]) == wrong
