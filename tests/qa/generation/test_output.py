"""What a language model leaves in an answer that is not part of it."""

import pytest

from qa.generation.output import cited_numbers, plain, spoken


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("According to passage 3, the ferry sank.", "The ferry sank."),
        ("According to sentences 1 and 2, the ferry sank.", "The ferry sank."),
        ("Based on the provided sentences, the ferry sank.", "The ferry sank."),
        ("According to the numbered sentence [2], it sank.", "It sank."),
        ("Sentence 2 says that the ferry sank.", "The ferry sank."),
        ("The ferry sank (sentence 2).", "The ferry sank."),
        ("The ferry sank, as stated in passage 4.", "The ferry sank."),
        ("The ferry sank. [1][2]", "The ferry sank."),
        ("The ferry sank [passage 3].", "The ferry sank."),
        ("**Answer:** The ferry sank.", "The ferry sank."),
        ("Answer: The **ferry** sank.", "The ferry sank."),
        ("- The ferry sank.", "The ferry sank."),
        ("According to the council, it sank.", "According to the council, it sank."),
        ("According to the text message, it sank.", "According to the text message, it sank."),
        ("He read a passage of 3 pages.", "He read a passage of 3 pages."),
        ("Based on the given evidence, he was freed.", "He was freed."),
        ("According to sources, he was freed.", "According to sources, he was freed."),
        ("From documents it emerged.", "From documents it emerged."),
        ("snake_case and 3 * 4 stay.", "snake_case and 3 * 4 stay."),
        ("", ""),
    ],
)
def test_plain(sentence: str, text: str) -> None:
    assert plain(sentence) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("<think>Who was it? Elves.</think>It sank.", "It sank."),
        ("<think>Who was it? Elv", ""),
        ("It sank.<thi", "It sank."),
        ("<answer>It sank.</answer>", "It sank."),
        ("It sank.<|im_end|>", "It sank."),
        ("The U. S. Navy", "The U.S. Navy"),
        ("3 < 4 and a <b>word</b>", "3 < 4 and a <b>word</b>"),
    ],
)
def test_spoken(said: str, text: str) -> None:
    assert spoken(said) == text


def test_marks_name_places() -> None:
    assert cited_numbers("It sank [1, 3] 【2】 in [2019] or [x].") >= {0, 1, 2}
    assert cited_numbers("It sank.") == set()
