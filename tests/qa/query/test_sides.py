"""The sides of a comparison; none where a question compares nothing."""

import time

import pytest

from qa.query.comparison import MOST, sides_of


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Which is older, the lighthouse at Grey Point or the Oule regatta?",
            ["older the lighthouse at Grey Point", "older the Oule regatta"],
        ),
        (
            "Which is larger, the number of beds of Ostrel or of Hallin?",
            ["larger the number of beds of Ostrel", "larger the number of beds of Hallin"],
        ),
        (
            "Who won more races: Port Aldry, Ostrel or Hallin Reach?",
            ["won more races Port Aldry", "won more races Ostrel", "won more races Hallin Reach"],
        ),
        ("which cost more, the tram or the wall?", ["cost more the tram", "cost more the wall"]),
        (
            "who won more races, hallin or ostrel",
            ["won more races hallin", "won more races ostrel"],
        ),
        (
            "Was the last flood worse than the one of 2019?",
            ["worse the last flood", "worse the last flood of 2019"],
        ),
        (
            "Which of the Oule Bridge and the Quay Bridge was built first?",
            ["built first the Oule Bridge", "built first the Quay Bridge"],
        ),
        (
            "By how many metres is the Oule Bridge longer than the one in Ostrel?",
            ["metres longer the Oule Bridge", "metres longer the Oule Bridge in Ostrel"],
        ),
        (
            "Was the second estimate of the damage higher than the price of new sea walls?",
            [
                "higher the second estimate of the damage",
                "higher the price of new sea walls",
            ],
        ),
        (
            "Did more people watch the Oule regatta than took part in the cod march of 2025?",
            ["people watch the Oule regatta", "people took part in the cod march of 2025"],
        ),
    ],
)
def test_a_comparison(text: str, sides: list[str]) -> None:
    assert sides_of(text) == tuple(sides)


@pytest.mark.parametrize(
    "text",
    [
        "Who won the men's and women's race in Ostrel?",
        "Which is older, this or that?",
        "who is more to blame, and will anyone resign or be fired?",
        "who said it first, and was it true or false?",
        "who is newer, and do we know if it was paid for or free?",
        "Who rules Trinidad and Tobago?",
        "How many shops did Marks and Spencer close in Ostrel?",
        "What happened in Lowmarsh between 3 and 5 May?",
        "Who won, and where was it held?",
        "When and where was the Oule regatta held?",
        "What did the board say about why the wall broke and how many houses were lost?",
        "Where does the man who stole the lens and who sold it live?",
        "Did the new wing of the Ostrel hospital cost less than planned?",
        "Is rail travel dearer in Ostrel than it was before the Harbour Tram?",
        "Did the Assembly do more than approve the Harbour Tram?",
        "Did more than 20 ferries run to Grey Point?",
        "Is there a ferry to Grey Point or Hallin Reach?",
        "Did Marlock wait in Ostrel while the ministry read her report?",
        "Which company, featured by the Herald and the Gazette, builds trams?",
        "I am writing a piece about the flood. It is for the Gazette: when did the wall break?",
        "Really? Why did the wall at Lowmarsh break?",
        "tram cost and opening 2024",
        "and?",
        "???",
        "",
    ],
)
def test_no_comparison_has_no_sides(text: str) -> None:
    assert sides_of(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Who won the Oule regatta, and where did the winners train?",
        "When did Marlock and Brandle talk, and at whose request?",
        "Why did Marlock resign and how many engineers did Ostrel lose with her?",
        "What did the Coastal Survey cost in 2024? And who paid for it?",
        "I am writing about bridges for the weekend page. They interest Dr. Marlock: when "
        "was the Oule Bridge built, and how many people has it carried?",
        "Did the Ministry of Works warn Lowmarsh, and did the Coastal Survey agree?",
        "Did the Herald article on the tram report that Brandle had doubts, while the "
        "Gazette one on the ferry said that he had none?",
        "Between the report of the Herald on the tram and that of the Gazette on the "
        "quay, did the price of the Harbour Tram change?",
        "Which company, reported by the Herald for selling old boats to islanders and by "
        "the Gazette for strikes at the northern yard, is led by women?",
        "Which minister closed a lighthouse for two years, as reported by the Herald, and "
        "was praised by three unions of fishers according to the Gazette?",
    ],
)
def test_several_questions_at_once_are_no_comparison(text: str) -> None:
    assert sides_of(text) == ()


def test_there_are_never_more_than_a_few() -> None:
    ferries = ", ".join(f"the ferry {name}" for name in ("Orla", "Brid", "Finn", "Maeve", "Niall"))
    assert len(sides_of(f"Which is older: {ferries} or the ferry Aoife?")) == MOST


@pytest.mark.parametrize(
    "piece",
    ["and ", "A and ", "Which of A and ", "or a, ", "Is A longer than ", "the report of A and ",
     "reported by A, ", "while said ", "? ", ": who ", "After the article of x and a report, "],
)  # fmt: skip
@pytest.mark.parametrize("opening", ["", "Which is older, ", "Is ", "Between the report and "])
def test_a_long_question_takes_no_long_time(opening: str, piece: str) -> None:
    began = time.process_time()
    sides_of((opening + piece * 1000)[:2000])
    assert time.process_time() - began < 10
