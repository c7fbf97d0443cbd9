"""Figures that changed: the newest report leads, the older is told."""

from dataclasses import replace
from datetime import date

import pytest

from index import Hit
from qa.ranking.ranker import Choice, Judged
from qa.ranking.reader.decode import ReadSentence
from qa.ranking.sentences import EvidenceSentence
from qa.resolution.newest import newest_first

COST = "How much will the tram cost?"


def judged(
    text: str,
    short: str,
    day: date | None,
    *,
    article: str = "",
    share: float = 0.2,
    answer: float = 5.0,
    source: str | None = None,
) -> Judged:
    """A sentence that the reader takes `short` for the answer in."""
    name = article or f"{day} {text}"
    hit = Hit(hash(name), name, 0, len(text), text, 1.0, 0.5, 1.0, "Title", source, day, None)
    start = text.index(short)
    read = ReadSentence((0, len(text)), 3.0, answer, (start, start + len(short)))
    sentence = EvidenceSentence(hit, 0, 0, len(text), text, None, read, 4.0)
    return Judged(sentence, share, frozenset({"tram", "cost"}))


def choice(*ranking: Judged) -> Choice:
    hits = [one.sentence.hit for one in ranking]
    short = ranking[0].sentence.short
    return Choice(hits, ranking, 0.9, {"tram": 2.0, "cost": 1.0}, short)


MAY = judged("The tram will cost 412 million crowns.", "412 million crowns", date(2024, 5, 2))
AUTUMN = judged(
    "It will cost 455 million crowns, the ministry said.", "455 million", date(2024, 9, 26)
)


def test_the_newest_figure_leads_and_the_older_is_told() -> None:
    changed, notice = newest_first(COST, choice(MAY, AUTUMN))
    assert [one.sentence for one in changed.ranking] == [AUTUMN.sentence]
    assert changed.short == "455 million"
    assert changed.ranking[0].share == MAY.share
    assert notice == "Older reports say otherwise: “412 million crowns” (2 May 2024)."


def test_order_of_the_ranking_does_not_matter() -> None:
    changed, notice = newest_first(COST, choice(AUTUMN, MAY))
    assert changed.ranking[0].sentence is AUTUMN.sentence and "412 million" in notice


def test_the_same_figure_reported_twice_is_no_change() -> None:
    again = judged("It costs 412 million crowns.", "412 million crowns", date(2024, 9, 1))
    given = choice(MAY, again)
    assert newest_first(COST, given) == (given, "")


@pytest.mark.parametrize(
    "other",
    [
        judged("The tram has 412 seats.", "412 seats", date(2024, 9, 1)),  # of another unit
        judged("It will cost 900 million crowns.", "900 million", None),  # without a day
        judged("It will cost 900 million crowns.", "900 million", date(2025, 1, 1), answer=-4.0),
    ],
)
def test_what_is_no_report_of_the_same(other: Judged) -> None:
    given = choice(MAY, other)
    assert newest_first(COST, given) == (given, "")


def test_reports_of_one_day_disagree_and_both_stay() -> None:
    police = judged("4,000 people marched.", "4,000", date(2025, 5, 4), source="Police Gazette")
    union = judged("11,000 people marched.", "11,000", date(2025, 5, 5), source="Union Post")
    changed, notice = newest_first("How many people marched?", choice(police, union))
    assert {one.sentence for one in changed.ranking} == {police.sentence, union.sentence}
    assert changed.ranking[0].sentence is police.sentence
    assert "differ" in notice and "11,000" in notice and "Union Post" in notice


@pytest.mark.parametrize(
    "question",
    [
        "How did the cost of the tram change?",
        "List all prices of the tram.",
        "What was the tram at first to cost?",
    ],
)
def test_a_question_about_the_change_keeps_all(question: str) -> None:
    given = choice(MAY, AUTUMN)
    assert newest_first(question, given) == (given, "")


def test_names_change_only_where_the_present_is_asked_for() -> None:
    old = judged("Rolf Adderby is the director.", "Rolf Adderby", date(2025, 1, 1))
    new = judged("Senna Marlock is the director.", "Senna Marlock", date(2025, 10, 1))
    changed, notice = newest_first("Who is the director?", choice(old, new))
    assert changed.short == "Senna Marlock" and "Rolf Adderby" in notice
    given = choice(old, new)
    assert newest_first("Who met the director?", given) == (given, "")


def test_number_words_and_digits_are_one_figure() -> None:
    digits = judged("6 people died.", "6", date(2025, 1, 1))
    words = judged("Six people died.", "Six", date(2025, 2, 1))
    given = choice(digits, words)
    assert newest_first("How many people died?", given) == (given, "")


def test_another_thing_is_not_the_same_thing_later() -> None:
    bridge = judged("The toll on the bridge is 5 crowns.", "5 crowns", date(2022, 3, 7))
    tunnel = judged("The toll in the tunnel is 9 crowns.", "9 crowns", date(2023, 9, 12))
    bridge = replace(bridge, held=frozenset({"toll", "bridge"}))
    tunnel = replace(tunnel, held=frozenset({"toll"}))
    found = replace(choice(bridge, tunnel), weights={"toll": 2.0, "bridge": 1.0})
    assert newest_first("What is the toll on the bridge?", found) == (found, "")
    bridge = replace(bridge, held=frozenset({"toll", "still"}))
    found = replace(choice(bridge, tunnel), weights={"toll": 2.0, "still": 1.0})
    assert newest_first("What is the toll still?", found)[1]


def test_reports_of_the_very_same_day_disagree_too() -> None:
    other = judged("The tram will cost 455 million crowns.", "455 million crowns", date(2024, 5, 2))
    _, notice = newest_first(COST, choice(MAY, other))
    assert notice == "Reports of the same days differ: “455 million crowns” (2 May 2024)."


@pytest.mark.parametrize(
    ("later", "is_another"),
    [("Luis Delgado", True), ("Delgado", False), ("Mayor Ana Delgado", False), ("Luis Orr", True)],
)
def test_a_name_is_more_than_its_last_word(later: str, is_another: bool) -> None:
    before = judged("The mayor is Ana Delgado.", "Ana Delgado", date(2022, 3, 7))
    after = judged(f"The mayor is {later}.", later, date(2023, 9, 12))
    _, notice = newest_first("Who is the mayor?", choice(before, after))
    assert bool(notice) == is_another
