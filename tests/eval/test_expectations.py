"""What makes an answer wrong, and what does not."""

import re
from typing import Any

import pytest

from eval.expectations import FLAGS, Expectations


def citation(number: int, quote: str, article: str = "a", date: str | None = None) -> Any:
    return {"number": number, "article_id": article, "quote": quote, "date": date}


ANSWER: dict[str, Any] = {
    "status": "answered",
    "text": "The wall broke. [1] It was\nrebuilt. [2]",
    "short": "in November",
    "sentences": [{"citations": [1]}, {"citations": [2]}],
    "citations": [
        citation(1, "The storm broke it.", date="2024-11-10"),
        citation(2, "It cost 52 million crowns.", "b", "2025-12-05"),
    ],
}
REFUSED: dict[str, Any] = {
    "status": "unanswered", "text": "The articles do not answer this.", "short": None,
    "sentences": [], "citations": [],
}  # fmt: skip


def faults(answer: dict[str, Any], **wanted: Any) -> list[str]:
    for name in ("all", "any", "none", "short"):
        wanted[name] = tuple(re.compile(one, FLAGS) for one in wanted.get(name, ()))
    return Expectations(**wanted).faults(answer)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"status": "answered"},
        {"all": ["WALL", "52 million", "november", "was.rebuilt", "^the wall"]},
        {"any": ["flood", "storm"]},
        {"none": ["storm", "52 million", "flood"]},
        {"short": ["^in nov", "^in dec"]},
        {"min_sentences": 2, "min_articles": 2, "ordered_dates": True},
    ],
)
def test_what_holds_is_right(wanted: dict[str, Any]) -> None:
    assert faults(ANSWER, **wanted) == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"status": "unanswered"}, "is answered"),
        ({"all": ["wall", "flood"]}, "lacks “flood”"),
        ({"any": ["flood", "fire"]}, "has none of “flood”, “fire”"),
        ({"none": ["broke"]}, "says “broke”"),
        ({"none": ["november"]}, "says “november”"),
        ({"short": ["^in dec"]}, "the short answer is “in November”"),
        ({"no_short": True}, "the short answer is “in November”"),
        ({"min_sentences": 3}, "has 2 of 3 sentences"),
        ({"min_articles": 3}, "cites 2 of 3 articles"),
    ],
)
def test_what_does_not_is_told(wanted: dict[str, Any], said: str) -> None:
    assert faults(ANSWER, **wanted) == [said]


def test_the_days_of_the_sentences_rise() -> None:
    turned = {**ANSWER, "sentences": ANSWER["sentences"][::-1]}
    assert faults(turned, ordered_dates=True) == ["is not in the order of the days"]
    undated = citation(3, "x")
    beside = {**turned, "sentences": [{"citations": [3]}, {"citations": [1]}, {"citations": []}]}
    assert not faults({**beside, "citations": [*ANSWER["citations"], undated]}, ordered_dates=True)


def test_a_refusal_that_is_wanted_is_right_whatever_it_says() -> None:
    assert faults(REFUSED, status="unanswered", none=["articles"], min_sentences=1) == []
    assert faults(REFUSED, status="answered") == ["is unanswered"]
    assert faults(REFUSED, none=["articles"]) == ["says “articles”"]
    assert faults(REFUSED, no_short=True, min_sentences=2, min_articles=1) == []
