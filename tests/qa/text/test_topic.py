"""What a question is about."""

import pytest

from qa.text.topic import asks_for_top_news, topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Summarise the cod quota dispute", "cod quota dispute"),
        ("Give me a timeline of the Lowmarsh flood", "Lowmarsh flood"),
        ("Tell me everything about Marlock.", "Marlock"),
        ("How did the tram's cost develop?", "tram's cost"),
        ("What is known of the U.S. strike?", "U.S. strike"),
        ("ok, walk me through the Lowmarsh flood pls", "Lowmarsh flood"),
        ("Run me through the bank run", "bank run"),
        ("Timeline of the walk", "walk"),
        ("How did Ostrel react to a report on floods?", "Ostrel react to a report on floods"),
        ("Catch me up on the strike", "strike"),
        ("Big stories about crime", "crime"),
        ("Marrow News layoffs", "Marrow News layoffs"),
        ("The Big Stories podcast", "Big Stories podcast"),
        ("Tell me about Roundup", "Roundup"),
    ],
)  # fmt: skip
def test_from_the_first_to_the_last_word_that_says_what(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest news?",
        "What is this article about?",
        "What's new?",
        "Summary, please",
        "What are the top 5 stories right now?",
        "The 3 biggest stories",
        "News of the day",
        "Give me a news roundup",
        "What did I miss last week?",
        "",
    ],
)
def test_a_question_about_whatever_there_is_has_none(question: str) -> None:
    assert topic_of(question) == ""


def test_days_and_sources_are_no_topic() -> None:
    asked = "What happened in the harbour in March 2024?"
    assert topic_of(asked) == "harbour in March 2024"
    assert topic_of(asked, ["in March 2024", ""]) == "harbour"
    assert topic_of("What happened in 2025?", ["2025"]) == ""
    assert topic_of("Currently, how bad is the snow?", ["now", "currently"]) == "bad is the snow"


def test_a_long_number_is_looked_at_at_once() -> None:
    assert not asks_for_top_news(f"Top stories {'1' * 60} bitcoin")
    assert asks_for_top_news(f"Top stories of {'1' * 60}")
