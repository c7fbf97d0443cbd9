"""The features by hand; and that the shipped classifier decides plain cases rightly."""

import json
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.metrics.attribution import FILE, LogisticAttribution, load_attribution
from eval.metrics.support_features import NAMES, Words, common_subsequence, support_features
from index import Settings
from index.embedding import load_embedder


class Letters:
    """Vectors of how often each letter stands in a text."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[t.lower().count(chr(97 + n)) + 1e-6 for n in range(26)] for t in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def seen(claim: str, evidence: str) -> dict[str, float]:
    return dict(
        zip(NAMES, support_features([(claim, evidence)], Letters())[0].tolist(), strict=True)
    )


def test_a_text_holds_itself() -> None:
    found = seen("Ann paid 1,200 crowns.", "Ann paid 1,200 crowns.")
    assert found.pop("negation mismatch") == found.pop("log length ratio") == 0
    assert list(found.values()) == pytest.approx([1.0] * 10)


def test_features_by_hand() -> None:
    found = seen("In May Ann Bell did not pay 5 crowns", "Cats sleep. Ann did pay 5 in May to Bo.")
    # words: in may ann bell did not pay 5 crowns; of them not there: bell not crowns
    assert found["unigram precision"] == pytest.approx(6 / 9)
    assert found["bigram precision"] == pytest.approx(2 / 8)  # in may, pay 5
    assert found["trigram precision"] == 0
    assert found["long word precision"] == 0  # bell, crowns
    assert found["lcs precision"] == pytest.approx(4 / 9)  # ann did pay 5
    assert found["number precision"] == 1 and found["name precision"] == pytest.approx(2 / 3)
    assert found["negation mismatch"] == 1
    assert found["log length ratio"] == pytest.approx(np.log(10 / 11))


def test_the_best_sentence_is_the_nearest_to_the_claim() -> None:
    found = seen("Zebras doze", "Big oxen hum all along. Zebras doze. Gnus run.")
    assert found["best sentence unigram precision"] == 1
    assert found["best sentence cosine"] == pytest.approx(1) and found["evidence cosine"] < 0.9


def test_words() -> None:
    words = Words.of("He didn’t pay 1,200.50 on Day 3-4.")
    assert words.numbers() == {"1200.50", "3", "4"}
    assert words.names() == {"day"} and words.is_negated()
    assert not Words.of("He knows nowhere near").is_negated()


def test_common_subsequence() -> None:
    assert common_subsequence("abcbdab", "bdcaba") == 4
    assert common_subsequence("abc", "xyz") == common_subsequence("", "a") == 0
    assert common_subsequence("aab", "aaab") == 3
    assert support_features([], Letters()).shape == (0, len(NAMES))


def test_a_classifier_weights_features() -> None:
    weights = dict.fromkeys(NAMES, 0.0) | {"unigram precision": 2.0}
    classifier = LogisticAttribution(
        {"weights": weights, "bias": -1.0, "threshold": 0.6, "accuracy": {}}, Letters()
    )
    pairs = [("cats sleep", "cats sleep"), ("cats sleep", "cats run"), ("a", "b")]
    expected = [1 / (1 + np.exp(-1)), 0.5, 1 / (1 + np.exp(1))]
    assert classifier.probabilities(pairs) == pytest.approx(expected)
    assert classifier.supported(pairs) == [True, False, False]
    with pytest.raises(ValueError, match="fitted on"):
        LogisticAttribution({"weights": {}, "bias": 0, "threshold": 0, "accuracy": {}}, Letters())


def test_the_shipped_classifier_has_its_accuracy() -> None:
    content = json.loads(files("eval.metrics").joinpath(FILE).read_text(encoding="utf-8"))
    assert len(content["accuracy"]) == 2
    for one in content["accuracy"].values():
        assert 0.5 < one["low"] < one["value"] < one["high"] < 1 and one["count"] > 500


def test_the_shipped_classifier_on_plain_cases() -> None:
    classifier = load_attribution(load_embedder(Settings.load()))
    text = "The Harbour Tram in Port Aldry will cost 455 million crowns, the council said."
    pairs = [
        (text, text),
        (text, f"Tram costs rise\n{text}\nWork begins in May."),
        ("The Harbour Tram will cost 455 million crowns.", text),
        ("The Harbour Tram will cost 620 million dollars, paid by Lena Moss.", text),
        ("The coastal survey has a new director.", text),
    ]
    assert classifier.supported(pairs) == [True, True, True, False, False]
