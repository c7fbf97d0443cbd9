"""A story told as a timeline, and questions within it, on the seeds."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner, Result

import app
from eval.stories import b_cubed
from index import Filters, Store
from index.errors import ArticleQAError, UsageError
from qa import QASettings, Question, stream
from qa.api import tell_story

TRAM = "seeds/003_tram_cost_rises.txt"
FLOOD = "seeds/004_lowmarsh_flood_final_toll.txt"
SETTINGS = QASettings.load(answerer="extractive")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app.program, ["stories", *arguments])
    if isinstance(result.exception, ArticleQAError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_the_tram_is_one_story_told_by_days_with_its_price(seed_store: Store) -> None:
    story = seed_store.story_of(TRAM)
    assert story is not None
    assert len(seed_store.story_articles(story)) == 5
    told = tell_story(story, seed_store, SETTINGS)
    days = [one.date for one in told.citations]
    assert days == sorted(days, key=str) and len(set(days)) == 5
    said = [(report.said, report.date) for report in told.reports]
    assert said == [
        ("412 million crowns", date(2024, 3, 14)),
        ("455 million crowns", date(2024, 9, 26)),
        ("488 million crowns", date(2025, 3, 6)),
        ("530 million crowns", date(2025, 10, 16)),
        ("547 million crowns", date(2026, 2, 12)),
    ]
    for report in told.reports:
        article = seed_store.article(report.article_id)
        assert article and article.text[report.start : report.end] == report.quote


def test_how_a_value_changed_is_told_by_reports_in_other_words(seed_store: Store) -> None:
    question = Question("How did the death toll of the flood rise?")
    *_, answer = stream(question, seed_store, SETTINGS)
    assert [report.said for report in answer.reports] == ["Three", "nine", "11"]
    first = answer.reports[0].quote  # of the story, though it has another word for the flood
    assert "storm" in first and "flood" not in first


def test_a_question_within_a_story_is_answered_by_its_articles(seed_store: Store) -> None:
    story = seed_store.story_of(FLOOD)
    own = {one.id for one in seed_store.story_articles(str(story))}
    question = Question("How many people died?", filters=Filters(story=story))
    *_, answer = stream(question, seed_store, SETTINGS)
    assert answer.status == "answered"
    assert {one.article_id for one in answer.passages} <= own
    *_, tram = stream(
        Question("What does the tram cost?", filters=question.filters), seed_store, SETTINGS
    )
    assert {one.article_id for one in tram.passages} <= own


def test_what_happened_asks_for_the_story(seed_store: Store) -> None:
    question = Question("What happened?", filters=Filters(story=seed_store.story_of(TRAM)))
    *_, answer = stream(question, seed_store, SETTINGS)
    assert answer.status == "answered"
    *_, asked_back = stream(Question("What happened?"), seed_store, SETTINGS)
    assert asked_back.status == "unanswered"


def test_a_story_that_is_not_there(seed_store: Store) -> None:
    with pytest.raises(UsageError, match="no story"):
        tell_story("0000", seed_store, SETTINGS)


def test_the_command_lists_and_shows(seed_store: Store) -> None:
    place = ("--store", str(seed_store.folder))
    listed = json.loads(run("list", "--json", *place).stdout)["stories"]
    assert [one["last"] for one in listed] == sorted((one["last"] for one in listed), reverse=True)
    by_id = {one["id"]: one for one in listed}
    tram = by_id[str(seed_store.story_of(TRAM))]
    assert (tram["articles"], tram["reports"], tram["first"]) == (5, 5, "2024-03-14")
    assert tram["title"] == "Cost of the Harbour Tram rises again as its opening is put off"
    assert tram["title"] in run(*place).stdout.replace("\n", " ")

    by_article = json.loads(run("show", TRAM, "--json", *place).stdout)
    assert by_article == json.loads(run("show", tram["id"], "--json", *place).stdout)
    assert set(by_article) == {"story", "listed", "sentences", "citations", "changed"}
    assert by_article["listed"][0]["date"] == "2024-03-14"
    shown = run("show", tram["id"], *place).stdout.replace("\n", " ")
    assert "What changed: 412 million crowns (14 March 2024), 455 million" in shown
    with pytest.raises(UsageError, match="article-qa stories lists them"):
        run("show", "nothing", *place)
    with pytest.raises(UsageError, match="last"):
        run("--json", "list")


def test_b_cubed() -> None:
    wanted = dict(zip("abcd", (1, 1, 1, 2), strict=True))
    assert b_cubed(wanted, wanted) == (1, 1)
    alone = b_cubed({name: name for name in wanted}, wanted)
    assert alone.precision == 1 and alone.recall == pytest.approx(0.5)
    together = b_cubed(dict.fromkeys(wanted, 0), wanted)
    assert together.precision == pytest.approx((3 * 3 / 4 + 1 / 4) / 4) and together.recall == 1
    assert together.f1 == pytest.approx(2 * 0.625 / 1.625)
