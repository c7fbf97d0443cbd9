"""Which lines a sentence may rest on by its words."""

from qa.verification.candidates import content_stems, likely_lines
from qa.verification.grounds import Line
from qa.verification.verdict import MOST_CITED

LINES = [
    Line(number, text)
    for number, text in enumerate(
        (
            "The ferry to Orsay runs again from Monday, the council said.",
            "It had been out of service since a fire in its engine room on 12 January.",
            "Repairs cost 1.2 million crowns, mayor Ana Delgado told reporters.",
            "Two hundred people waited on the pier.",
            "Tickets stay at 3 crowns.",
        ),
        start=1,
    )
]


def test_lines_that_share_its_words_are_found() -> None:
    assert likely_lines("The ferry runs again from Monday.", LINES, "") == (1,)
    assert likely_lines("People waited, and tickets stay the same.", LINES, "") == (4, 5)
    assert likely_lines("Elves danced.", LINES, "") == ()
    assert likely_lines("Tickets stay at 3 crowns.", [], "") == ()


def test_words_of_the_question_count_only_where_there_are_no_others() -> None:
    asked = "What do tickets to Orsay cost?"
    assert likely_lines("Tickets to Orsay stay at 3 crowns.", LINES, asked)[-1] == 5
    assert likely_lines("Tickets to Orsay.", LINES, asked) == (1, 5)


def test_there_are_never_more_than_one_may_cite() -> None:
    many = [Line(n, f"Word{n} stands here.") for n in range(1, 9)]
    said = " ".join(f"word{n}" for n in range(1, 9))
    assert len(likely_lines(said, many, "")) <= MOST_CITED


def test_function_words_are_no_content() -> None:
    assert content_stems("The ferry and the ferries of it") == ["ferri"]
