"""How sure the program must be before it answers."""

import pytest

from qa.settings import THRESHOLDS, QASettings, Strictness


@pytest.mark.parametrize("strictness", list(THRESHOLDS))
def test_strictness_gives_both_thresholds(strictness: Strictness) -> None:
    settings = QASettings(strictness=strictness)
    assert settings.threshold(quotes=True) > settings.threshold(quotes=False)


def test_the_stricter_the_surer() -> None:
    needed = [QASettings(strictness=one).threshold(quotes=True) for one in ("strict", "balanced")]
    assert needed[0] > needed[1] > QASettings(strictness="eager").threshold(quotes=True)


def test_a_threshold_of_its_own_takes_the_place_of_strictness() -> None:
    settings = QASettings(strictness="strict", answer_threshold=0.0, model_threshold=0.25)
    assert settings.threshold(quotes=True) == 0.0
    assert settings.threshold(quotes=False) == 0.25
