"""How much of a question stands in a text."""

from qa.text.weights import share_of


def test_the_share_of_the_weight() -> None:
    weights = {"tram": 3.0, "cost": 1.0}
    assert share_of(weights, {"tram", "rain"}) == 0.75
    assert share_of(weights, set()) == 0.0 == share_of({}, {"tram"})
