"""Which reading of a question is meant."""

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa.question import REFUSAL, InterpretationKind, Question, Turn
from qa.ranking.likeliest import likeliest
from qa.types import Interpretation, Retrieved


def choice(said: str) -> int:
    """The reading chosen of two that answer alike, the likelier of which repeats "18 April"."""
    history = (Turn("user", "When will the tram open?"), Turn("assistant", said))
    question = Question("When was that?", history)
    plans = [plan_of(question=question, prior=prior) for prior in (0.6, 0.4)]
    found = [
        evidence_of(scored(hit_of(text), short=short), answerability=0.6)
        for text, short in (("It opens on 18 April.", "18 April"), ("It was in May.", "May"))
    ]
    return likeliest(plans, [Retrieved(())] * 2, found)


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


def test_an_answer_where_the_one_before_stood_is_likelier() -> None:
    history = (Turn("user", "Why did she dismiss Lind?"), Turn("assistant", "After protests. [1]"))
    read = Interpretation(InterpretationKind.CONVERSATION, "", "Who replaced somebody?")
    question = Question("Who replaced him?", history)
    plans = [
        plan_of(question=question, prior=prior, interpretations=(read,)) for prior in (0.55, 0.45)
    ]
    found = [
        evidence_of(scored(hit_of(text, article=article), short=short), answerability=0.96)
        for text, article, short in (
            ("King Aldo succeeds Queen Ida.", "king", "King Aldo"),
            ("Ana Orr takes over.", "minister", "Ana Orr"),
        )
    ]
    assert likeliest(plans, [Retrieved(())] * 2, found) == 0
    assert likeliest(plans, [Retrieved((), spoken_of=frozenset({"minister"}))] * 2, found) == 1
