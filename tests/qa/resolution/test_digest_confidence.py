"""The probability that an overview or a timeline tells of what was asked."""

import numpy as np
import pytest

from index import Store
from qa import QASettings, ask
from qa.resolution.digest_confidence import NAMES, load_weights

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


def test_all_that_is_weighed_speaks_for_the_topic_being_there() -> None:
    weights = load_weights()
    assert weights["bias"] < 0
    assert np.all(np.array([weights[name] for name in NAMES]) > 0)
