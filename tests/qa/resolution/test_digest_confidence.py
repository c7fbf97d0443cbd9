"""The probability that an overview or a timeline tells of what was asked."""

import pytest

from index import Store
from qa import QASettings, ask
from qa.question import DIGESTS
from qa.resolution.digest_confidence import HOLDS, NAMES
from qa.resolution.logistic import load_logistic

THERE = [
    "Summarise the flood at Lowmarsh",
    "Give me a timeline of the Harbour Tram",
    "What is known about the ship that ran aground?",
    "Tell me about the new director of the Coastal Survey",
]
NOT_THERE = [
    "Tell me about the airport expansion",
    "Summarise the fire at the theatre",
    "Give me a timeline of the collapse of Silicon Valley Bank",
    "What is known about the earthquake in Turkey?",
]


@pytest.mark.parametrize("topic", THERE)
def test_a_topic_that_the_articles_have_is_told_of(seed_store: Store, topic: str) -> None:
    assert ask(topic, store=seed_store, settings=QASettings(answerer="extractive")).sentences


@pytest.mark.parametrize("topic", NOT_THERE)
def test_one_that_they_do_not_have_is_refused(seed_store: Store, topic: str) -> None:
    answer = ask(topic, store=seed_store, settings=QASettings(answerer="extractive"))
    assert (answer.status, answer.sentences) == ("unanswered", ())
    assert answer.kind in DIGESTS and answer.confidence < 0.2


def test_all_that_is_weighed_speaks_for_the_topic_being_there_but_other_days() -> None:
    speaks = load_logistic("digest_confidence.json", NAMES)
    weights = dict(zip(NAMES, speaks.weights, strict=True))
    assert speaks.bias < 0 and weights.pop("other_days") < 0
    assert all(weight > 0 for weight in weights.values())


def test_days_of_which_no_report_tells_make_a_digest_unlikely(seed_store: Store) -> None:
    def confidence(when: str) -> float:
        asked = f"Give me a timeline of the Harbour Tram in {when}"
        return ask(asked, store=seed_store, settings=QASettings(answerer="extractive")).confidence

    assert confidence("2024") > 0.5 > confidence("2019")


def test_a_digest_is_never_surer_than_digests_hold_what_they_should(seed_store: Store) -> None:
    answer = ask(THERE[0], store=seed_store, settings=QASettings(answerer="extractive"))
    assert (
        answer.kind in DIGESTS
        and 0.9 * HOLDS[answer.kind] < answer.confidence <= HOLDS[answer.kind]
    )


def test_weights_of_other_features_are_no_weights() -> None:
    with pytest.raises(ValueError, match="fit it anew"):
        load_logistic("digest_confidence.json", NAMES[1:])
