"""Probabilities as logits."""

import pytest

from qa.log_odds import log_odds


@pytest.mark.parametrize(
    ("probability", "least", "most", "logit"),
    [
        (0.5, 0.001, None, 0),
        (0.0, 0.001, None, -6.907),
        (1.0, 0.001, None, 6.907),
        (1.0, 0.001, 0.95, 2.944),
    ],
)
def test_what_is_too_sure_is_cut(
    probability: float, least: float, most: float | None, logit: float
) -> None:
    assert log_odds(probability, least, most) == pytest.approx(logit, abs=0.001)
