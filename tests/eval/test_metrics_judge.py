"""What the judge sees, by hand; and that the one that is shipped knows the plain cases."""

import json
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.metrics.judge import FILE, WordingJudge, load_judge
from eval.metrics.wording import NAMES, Words, common_subsequence, observe
from index import Settings
from index.embedding import load_embedder


class Letters:
    """Vectors of how often each letter stands in a text."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[t.lower().count(chr(97 + n)) + 1e-6 for n in range(26)] for t in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def seen(claim: str, evidence: str) -> dict[str, float]:
    return dict(zip(NAMES, observe([(claim, evidence)], Letters())[0].tolist(), strict=True))


def test_a_text_holds_itself() -> None:
    found = seen("Ann paid 1,200 crowns.", "Ann paid 1,200 crowns.")
    assert found.pop("negation differs") == found.pop("log of length ratio") == 0
    assert list(found.values()) == pytest.approx([1.0] * 10)


def test_features_by_hand() -> None:
    found = seen("In May Ann Bell did not pay 5 crowns", "Cats sleep. Ann did pay 5 in May to Bo.")
    # words: in may ann bell did not pay 5 crowns; of them not held: bell not crowns
    assert found["words held"] == pytest.approx(6 / 9)
    assert found["pairs held"] == pytest.approx(2 / 8)  # in may, pay 5
    assert found["triples held"] == 0
    assert found["long words held"] == 0  # bell, crowns
    assert found["common subsequence"] == pytest.approx(4 / 9)  # ann did pay 5
    assert found["numbers held"] == 1 and found["names held"] == pytest.approx(2 / 3)
    assert found["negation differs"] == 1
    assert found["log of length ratio"] == pytest.approx(np.log(10 / 11))


def test_the_best_sentence_is_told_from_the_rest() -> None:
    found = seen("Zebras doze", "Big oxen hum all along. Zebras doze. Gnus run.")
    assert found["words held by best sentence"] == 1
    assert found["cosine to best sentence"] == pytest.approx(1) and found["cosine to all"] < 0.9


def test_words() -> None:
    words = Words.of("He didn’t pay 1,200.50 on Day 3-4.")
    assert words.numbers() == {"1200.50", "3", "4"}
    assert words.names() == {"day"} and words.negates()
    assert not Words.of("He knows nowhere near").negates()


def test_common_subsequence() -> None:
    assert common_subsequence("abcbdab", "bdcaba") == 4
    assert common_subsequence("abc", "xyz") == common_subsequence("", "a") == 0
    assert common_subsequence("aab", "aaab") == 3
    assert observe([], Letters()).shape == (0, len(NAMES))


def test_a_judge_weighs_features() -> None:
    weights = dict.fromkeys(NAMES, 0.0) | {"words held": 2.0}
    judge = WordingJudge(
        {"weights": weights, "bias": -1.0, "threshold": 0.6, "accuracy": {}}, Letters()
    )
    pairs = [("cats sleep", "cats sleep"), ("cats sleep", "cats run"), ("a", "b")]
    expected = [1 / (1 + np.exp(-1)), 0.5, 1 / (1 + np.exp(1))]
    assert judge.probabilities(pairs) == pytest.approx(expected)
    assert judge.supported(pairs) == [True, False, False]
    with pytest.raises(ValueError, match="fitted on"):
        WordingJudge({"weights": {}, "bias": 0, "threshold": 0, "accuracy": {}}, Letters())


def test_the_judge_tells_how_often_it_is_right() -> None:
    content = json.loads(files("eval.metrics").joinpath(FILE).read_text(encoding="utf-8"))
    assert len(content["accuracy"]) == 2
    for one in content["accuracy"].values():
        assert 0.5 < one["low"] < one["value"] < one["high"] < 1 and one["count"] > 500


def test_the_shipped_judge_on_plain_cases() -> None:
    judge = load_judge(load_embedder(Settings.load()))
    text = "The Harbour Tram in Port Aldry will cost 455 million crowns, the council said."
    pairs = [
        (text, text),
        (text, f"Tram costs rise\n{text}\nWork begins in May."),
        ("The Harbour Tram will cost 455 million crowns.", text),
        ("The Harbour Tram will cost 620 million dollars, paid by Lena Moss.", text),
        ("The coastal survey has a new director.", text),
    ]
    assert judge.supported(pairs) == [True, True, True, False, False]
