"""Questions are made of sentences by rule."""

import pytest

from qa.text.example_questions import questions


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Ada Fenn won the Brackwater prize for poetry on Monday, said the jury.",
            "Who won the Brackwater prize for poetry?",
        ),
        (
            "Dr. Senna Marlock will become director of the Coastal Survey on Oct. 1.",
            "Who will become director of the Coastal Survey?",
        ),
        (
            "About 4,000 people marched through Port Aldry on Saturday, police said.",
            "How many people marched through Port Aldry?",
        ),
        (
            "The Harbour Tram in Port Aldry will cost 455 million crowns, 43 million more.",
            "How much will the Harbour Tram in Port Aldry cost?",
        ),
        (
            "The Harbour Tram will carry its first passengers on Saturday, April 18.",
            "When will the Harbour Tram carry its first passengers?",
        ),
        (
            "The old mill at Brackwater was sold to the town in March.",
            "When was the old mill at Brackwater sold to the town?",
        ),
        (
            "Ada Fenn was then appointed head of the Coastal Survey in May.",
            "When was Ada Fenn appointed head of the Coastal Survey?",
        ),
        (
            "The Harbour Tram will then carry its first passengers on Saturday.",
            "When will the Harbour Tram carry its first passengers?",
        ),
        (
            "The siren came late, said Berit Sondal, the mayor of Lowmarsh, after the storm.",
            "Who is the mayor of Lowmarsh?",
        ),
        (
            "Joan Cope was arrested after a fight Wednesday night at a Texas school.",
            "Who was arrested after a fight at a Texas school?",
        ),
    ],
)
def test_a_sentence_becomes_a_question(sentence: str, question: str) -> None:
    assert question in list(questions(f"Nothing here. {sentence} And so on."))


@pytest.mark.parametrize(
    "sentence",
    [
        "She won the Brackwater prize for poetry on Monday.",
        "“Ada Fenn won the prize of Brackwater in May,” said the jury.",
        "More than 300 people were late on Monday.",
        "Ada Fenn won it.",
        "Ada Fenn was often late for the Coastal Survey in May.",
        "Ada Fenn won <b>the prize</b> of Brackwater.",
        "Ada Fenn won the prize at https://x.example/a of Brackwater.",
        f"Ada Fenn won the {'very ' * 40}old prize of Brackwater.",
        "",
    ],
)
def test_what_makes_no_good_question_makes_none(sentence: str) -> None:
    assert list(questions(sentence)) == []
