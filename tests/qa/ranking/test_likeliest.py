"""Which reading of a question is meant."""

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa.question import REFUSAL, Question, Turn
from qa.ranking.likeliest import likeliest


def choice(said: str) -> int:
    """The reading chosen of two that answer alike, the likelier of which repeats "18 April"."""
    history = (Turn("user", "When will the tram open?"), Turn("assistant", said))
    question = Question("When was that?", history)
    plans = [plan_of(question=question, prior=prior) for prior in (0.6, 0.4)]
    found = [
        evidence_of(scored(hit_of(text), short=short), answerability=0.6)
        for text, short in (("It opens on 18 April.", "18 April"), ("It was in May.", "May"))
    ]
    return likeliest(plans, found)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("It will open in June.", 0),
        ("It will open on 18 April.", 1),
        (f"{REFUSAL} You could ask, for example: Will it open on 18 April?", 0),
    ],
)
def test_what_was_just_answered_is_not_meant_again(said: str, chosen: int) -> None:
    assert choice(said) == chosen
