"""Counting which words are verbs and adjectives."""

from eval.count_word_classes import word_classes


def test_words_are_classed_by_their_neighbours() -> None:
    texts = [
        "They want to sail. We will sail at dawn. He can sail there.",
        "The wall is high. The wall of the mill. Over the wall.",
        "It was legal. It is legal. They are legal.",
        "They report it. We report. A report of the mill. The report. This report is long.",
    ]
    found = word_classes([*texts, "You report it."])
    assert "sail" in found["verbs"] and "legal" in found["adjectives"]
    assert "report" in found["possible_verbs"]
    assert not any("wall" in words for words in found.values())
