"""Searches are compared with the question already embedded, whichever goes first."""

from functools import partial

import pytest

pytest.importorskip("numpy")

from eval.compare_searching import timed
from eval.sets import EvalQuestion
from qa import Question


def test_a_question_is_embedded_before_any_variant_and_the_first_place_goes_round() -> None:
    done: list[str] = []

    def note(name: str, _: Question) -> None:
        done.append(name)

    variants = {name: partial(note, name) for name in ("plain", "ours")}
    asked = [EvalQuestion(name, "What opens?", True, (), ()) for name in "abc"]
    times = timed(variants, asked, partial(note, "embed"))
    one, other = ["embed", "plain", "ours"], ["embed", "ours", "plain"]
    assert done[-9:] == [*one, *other, *one]
    assert {name: len(of) for name, of in times.items()} == {"plain": 3, "ours": 3}
