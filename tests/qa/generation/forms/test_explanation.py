"""The form of an explanation: the likeliest sentences, in the order in which they read."""

from builders import evidence_of, hit_of, plan_of, sentences_of

from qa.generation.forms.explanation import MOST, SHARE, explanation
from qa.types import EvidenceSentence, ScoredSentence

WALL = (
    "The wall broke at night. Rust had eaten its steel. Nobody had looked at it since 1987. "
    "The council had saved on engineers. The mayor spoke of a storm. Her party agreed. Rain fell."
)


def told(sentences: list[EvidenceSentence], *likely: int, least: float = 0.001) -> list[str]:
    """What an explanation tells, where the sentences of these places are likely."""
    found = [
        ScoredSentence(one, 0.3 - 0.01 * likely.index(n) if n in likely else least, frozenset())
        for n, one in enumerate(sentences)
    ]
    found.sort(key=lambda one: -one.probability)
    chosen = explanation(plan_of("Why did the wall break?"), evidence_of(*found))
    return [one.text for one in chosen]


def test_reasons_read_as_the_report_tells_them() -> None:
    sentences = sentences_of(hit_of(WALL))
    assert told(sentences, 3, 1) == [sentences[n].text for n in (1, 3, 4)]


def test_the_report_of_the_likeliest_reason_is_told_first() -> None:
    storm = hit_of("A storm came.", article="b", passage=2)
    sentences = sentences_of(hit_of(WALL), storm)
    assert told(sentences, 7, 1) == ["A storm came.", "Rust had eaten its steel."]


def test_what_follows_the_likeliest_comes_along() -> None:
    sentences = sentences_of(hit_of(WALL))
    assert told(sentences, 1) == [one.text for one in sentences[1:3]]


def test_no_more_than_a_few_are_told() -> None:
    sentences = sentences_of(hit_of(WALL))
    assert told(sentences, *range(7)) == [one.text for one in sentences[:MOST]]


def test_what_is_much_less_likely_is_not_told() -> None:
    sentences = sentences_of(hit_of("Rust broke it."), hit_of("Rain.", article="b", passage=2))
    assert told(sentences, 0, least=0.3 * SHARE + 0.001) == ["Rust broke it.", "Rain."]
    assert told(sentences, 0, least=0.3 * SHARE - 0.001) == ["Rust broke it."]


def test_the_same_words_of_another_report_are_told_once() -> None:
    again = hit_of("Rust broke it.", article="b", passage=2)
    sentences = sentences_of(hit_of("Rust broke it."), again)
    assert told(sentences, 0, 1) == ["Rust broke it."]


def test_the_same_in_other_words_is_told_once() -> None:
    again = hit_of("Rust ate the steel.", article="b", passage=2)
    sentences = sentences_of(hit_of("Rust slowly ate the steel."), again)
    assert told(sentences, 0, 1) == ["Rust slowly ate the steel."]


def test_a_pronoun_brings_its_sentence_along() -> None:
    sentences = sentences_of(hit_of("The mayor came. She spoke."))
    assert told(sentences, 1) == ["The mayor came.", "She spoke."]


def test_of_two_questions_the_one_for_no_reason_is_answered_too() -> None:
    sentences = sentences_of(hit_of(WALL))
    part = evidence_of(*(ScoredSentence(one, 0.1, frozenset()) for one in sentences[6:]))
    whole = [ScoredSentence(one, 0.3, frozenset()) for one in sentences[1:2]]
    plan = plan_of("Why did it break, and what fell?", parts=(plan_of("What fell?"),))
    chosen = explanation(plan, evidence_of(*whole, parts=(part,)))
    assert [one.text for one in chosen] == [sentences[1].text, "Rain fell."]


def test_a_heading_tells_no_reason_and_an_item_of_a_list_does() -> None:
    sentences = sentences_of(hit_of("The wall broke at night. Rust ate it.\n\nHow walls break\n"))
    assert told(sentences, 0, 2) == ["The wall broke at night.", "Rust ate it."]
    assert told(sentences, 1) == ["Rust ate it."]  # what follows is no sentence either
    listed = sentences_of(hit_of("Why it broke:\n\n- Rust ate it\n- Nobody looked\n"))
    assert told(listed, 0, 1, 2) == ["Why it broke:", "- Rust ate it", "- Nobody looked"]


def test_what_is_far_less_likely_comes_behind_the_likeliest() -> None:
    """Wherever it stands in the report."""
    sentences = sentences_of(hit_of(WALL))
    assert told(sentences, 3, least=0.03) == [sentences[n].text for n in (3, 0, 1, 2, 4)]
