"""The text of an answer that is none."""

from datetime import date

from builders import hit_of

from index import Hit
from qa.generation.refusal import refusal_text
from qa.question import REFUSAL


def hit(article: str, start: int, title: str = "") -> Hit:
    title = title or f"Title of {article}"
    day = date(2025, 1, 2)
    return hit_of(article=article, start=start, title=title, source="The Paper", day=day)


def test_a_refusal_names_the_nearest_articles() -> None:
    text = refusal_text([hit("a", 0), hit("a", 5), hit("b", 0)])
    assert text.startswith(REFUSAL)
    assert text.count("Title of") == 2 and "(The Paper, 2025-01-02)" in text
    assert refusal_text([]) == REFUSAL


def test_it_asks_back_before_it_names_them() -> None:
    text = refusal_text([hit("a", 0)], "Whom do you mean?")
    assert text.startswith(f"{REFUSAL} Whom do you mean? Nearest to it: “Title of a”")


def test_a_title_is_cut_and_its_marks_are_none_of_ours() -> None:
    text = refusal_text([hit("a", 0, "Ferry [1] " + "runs again " * 20)])
    assert "“Ferry (1) runs" in text and "again…”" in text and len(text) < 200
