"""The weights of yes and no are fitted on sentences that say so, and measured on other topics."""

import numpy as np

from eval.entailment.near_misses import NearMiss
from eval.fit_yes_no import UNDECIDED, Example, fit, quality
from qa.resolution.yes_no import NAMES, NO, YES

SAYS = {YES: (4.0, -4.0), NO: (-4.0, 4.0), UNDECIDED: (-3.0, -3.0)}


def example(number: int, said: str) -> Example:
    """A question of a topic of its own: its first sentence says something, its second nothing."""
    rng = np.random.default_rng(number)
    asked = NearMiss(f"t{number % 9}", "Is it open?", 0, (), "", said, is_yes_or_no=True)
    noise = rng.normal(0, 0.5, (2, len(NAMES)))
    noise[0, :2] += SAYS[said]
    noise[1, :2] += SAYS[UNDECIDED]
    return Example(asked, noise, (said, UNDECIDED))


EXAMPLES = [example(number, said) for number in range(30) for said in (YES, NO, UNDECIDED)]


def test_what_supports_speaks_for_yes_and_what_contradicts_for_no() -> None:
    weights = fit(EXAMPLES)
    assert set(weights) == {YES, NO, UNDECIDED}
    assert all(set(one) == {"intercept", *NAMES} for one in weights.values())
    assert weights[YES]["supported"] > 0.3 > 0 > weights[NO]["supported"]
    assert weights[NO]["contradicted"] > 0.3 > 0 > weights[YES]["contradicted"]


def test_each_question_is_counted_once() -> None:
    found = quality(EXAMPLES)
    assert sum(found.values()) == len(EXAMPLES)
    assert found["right"] > 55 and found["open"] > 25
    assert not found.get("wrong") and not found.get("nothing decides it")
