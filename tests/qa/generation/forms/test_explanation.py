"""The form of an explanation: the likeliest sentences, and those that follow them."""

from builders import evidence_of, hit_of, plan_of, sentences_of

from qa.generation.forms.explanation import LEADS, MOST, explanation
from qa.types import EvidenceSentence, ScoredSentence

WALL = (
    "The wall broke at night. Rust had eaten its steel. Nobody had looked at it since 1987. "
    "The council had saved on engineers. The mayor spoke of a storm. Her party agreed. Rain fell."
)


def told(sentences: list[EvidenceSentence], *likely: int, probability: float = 0.3) -> list[str]:
    """What an explanation tells, where the sentences of these places are likely."""
    found = [
        ScoredSentence(one, probability if n in likely else 0.001, frozenset())
        for n, one in enumerate(sentences)
    ]
    found.sort(key=lambda one: -one.probability)
    chosen = explanation(plan_of("Why did the wall break?"), evidence_of(*found))
    return [one.text for one in chosen]


def test_the_likeliest_brings_what_follows_it() -> None:
    sentences = sentences_of(hit_of(WALL))
    assert told(sentences, 1) == [one.text for one in sentences[1 : 1 + MOST]]


def test_several_bring_their_neighbours_side_by_side() -> None:
    storm = hit_of("A storm came. It was strong. It broke dikes.", article="b", passage=2)
    sentences = sentences_of(hit_of(WALL), storm)
    assert told(sentences, 1, 7) == [
        "Rust had eaten its steel.",
        "Nobody had looked at it since 1987.",
        "The council had saved on engineers.",
        "A storm came.",
        "It was strong.",
    ]


def test_no_more_than_a_few_lead() -> None:
    hits = [hit_of(f"Reason {n} is told.", article=f"{n}", passage=n) for n in range(LEADS + 2)]
    sentences = sentences_of(*hits)
    assert told(sentences, *range(LEADS + 2)) == [one.text for one in sentences[:LEADS]]


def test_what_is_much_less_likely_does_not_lead() -> None:
    sentences = sentences_of(hit_of("Rust broke it."), hit_of("It is far.", article="b", passage=2))
    assert told(sentences, 0) == ["Rust broke it."]


def test_the_same_words_of_another_report_are_told_once() -> None:
    again = hit_of("A storm came. Rust broke it.", article="b", passage=2)
    sentences = sentences_of(hit_of("Rust broke it."), again)
    assert told(sentences, 0, 1) == ["Rust broke it.", "A storm came."]


def test_a_pronoun_brings_its_sentence_along() -> None:
    sentences = sentences_of(hit_of("The mayor came. She spoke."))
    assert told(sentences, 1) == ["The mayor came.", "She spoke."]
