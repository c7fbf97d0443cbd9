"""A question on its way to an answer: filters, choices, what was said before, throttling."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from adding import added
from page_html import answer, citation, growing

import qa.pipeline
from index import Filters, Store, Summary
from index.errors import UsageError
from qa.generation.pool import AnswererPool
from qa.history.exchange import ChatExchange, history, settled
from qa.question import Question, QuestionKind, Turn
from qa.retrieval.coverage import Coverage, coverage
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.text.filters import in_words
from qa.types import AnswerSentence
from qa.web.articles.adding import Submission
from qa.web.asking.answer_options import answerer_options, with_options
from qa.web.asking.answering import answer_with, next_exchange
from qa.web.asking.filters import Options, read_options
from qa.web.asking.followups import follow_ups
from qa.web.asking.name_questions import name_questions
from qa.web.asking.throttling import throttled


def test_filters_count_as_a_search_filters() -> None:
    day = date(2025, 5, 1)
    summaries = [
        Summary("a", "A", "Courier", day, None, 1, 1),
        Summary("b", "B", "The Gazette", date(2024, 1, 1), None, 1, 1),
        Summary("c", "C", "Courier", None, None, 1, 1),
    ]
    assert coverage(Filters(), summaries) == Coverage(3, 3)
    assert coverage(Filters(source="courier"), summaries) == Coverage(2, 3)
    assert coverage(Filters(after=day), summaries) == coverage(
        Filters(before=day, after=day), summaries
    )
    assert coverage(Filters(after=day), summaries).left_out == 2
    assert coverage(Filters(as_of=date(2024, 6, 1)), summaries) == Coverage(2, 3)


def test_what_makes_room_for_the_next_question() -> None:
    one, two = ChatExchange(1, "One?", is_done=True), ChatExchange(2, "Two?", is_done=True)
    failed = ChatExchange(3, "Three?", problem="no store", is_done=True)
    edited = replace(two, is_edited=True)
    assert settled([one, two]) == ([one, two], None)
    assert settled([one, edited]) == ([one], edited)
    assert settled([one, two], asked_anew=2) == ([one], two)
    assert settled([one, two], asked_anew=1) == ([one, two], None)
    assert settled([one, edited], asked_anew=1) == ([one, two], None)
    assert settled([one, failed]) == settled([one, failed], asked_anew=3) == ([one], None)
    assert settled([one, edited, failed]) == ([one], edited)  # the edited question failed
    assert settled([one, edited, failed], asked_anew=3) == ([one], edited)
    assert settled([]) == settled([failed]) == ([], None)


def test_only_who_is_there_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    hosted = {"hosted_url": "https://llm.example/v1", "hosted_model": "Big"}
    assert [one.name for one in answerer_options(QASettings(answerer="auto"))] == [
        "auto",
        "extractive",
    ]
    assert [one.name for one in answerer_options(QASettings(answerer="auto", **hosted))] == [
        "auto",
        "extractive",
        "hosted",
    ]
    assert [one.name for one in answerer_options(QASettings(answerer="extractive", **hosted))] == [
        "extractive"
    ]
    assert "sent there" in answerer_options(QASettings(answerer="hosted", **hosted))[-1].about
    with pytest.raises(UsageError, match="choose another"):
        with_options(QASettings(answerer="extractive", **hosted), "hosted", "strict")
    with pytest.raises(UsageError, match="choose another"):
        with_options(QASettings(answerer="extractive"), "extractive", "careless")
    settings = QASettings(answerer="auto", answer_threshold=0.9)
    assert with_options(settings, "auto", "balanced").threshold(quotes=True) == 0.9
    assert with_options(settings, "auto", "eager").threshold(quotes=True) == 0.25
    assert with_options(settings, "extractive", "eager").answerer == "extractive"


def test_the_page_is_not_told_the_same_twice_nor_of_every_word() -> None:
    clock = [0.0]
    closed = []
    checked = (AnswerSentence("It is.", (1,), 0.9),)
    steps = [
        (0.0, None),
        (0.05, growing("")),
        (0.1, growing("", draft="It")),
        (0.15, growing("", draft="It is")),  # too soon
        (0.35, growing("", draft="It is so")),
        (0.4, growing("It is. [1]", citation(), sentences=checked)),  # soon, but no draft
        (0.45, growing("It is. [1]", citation(), sentences=checked)),  # soon, and nothing new
        (0.65, growing("It is. [1]", citation(), sentences=checked)),  # … still
        (0.95, growing("It is. [1]", citation(), sentences=checked)),  # nothing new, for long
    ]

    def source() -> Generator[ChatExchange, None, None]:
        try:
            for clock[0], said in steps:
                yield ChatExchange(1, "?", answer=said)
        finally:
            closed.append(True)

    told = list(throttled(source(), now=lambda: clock[0]))
    drafts = [one.answer.draft for one, html in told if one.answer and html]
    assert drafts == ["", "It is so", ""]
    assert [bool(html) for _, html in told] == [True, True, True, True, False]
    assert len(closed) == 1
    growing_on = throttled(source())
    next(growing_on)
    growing_on.close()
    assert len(closed) == 2


def test_history_holds_what_was_said_and_nothing_that_failed() -> None:
    exchanges = [
        ChatExchange(1, "One?", answer=answer("Yes. [1]"), is_done=True),
        ChatExchange(2, "Two?", problem="no store", is_done=True),
        ChatExchange(3, "Three?", was_stopped=True, is_done=True),
    ]
    assert history(exchanges) == (
        Turn("user", "One?"),
        Turn("assistant", "Yes. [1]"),
        Turn("user", "Three?"),
    )


def test_filters_are_read_and_said() -> None:
    filters = Options("2023-07-01", " 28 July 2023 ", ("Courier",)).filters
    assert filters == Filters(date(2023, 7, 1), date(2023, 7, 28), "Courier")
    assert in_words(filters) == ("Only articles of Courier, from 1 July 2023, until 28 July 2023")
    several = Options(sources=("Courier", "Radio", "Bugle")).filters
    assert several == Filters(sources=("Courier", "Radio", "Bugle"))
    assert in_words(several) == "Only articles of Courier, Radio or Bugle"
    assert several.admits(" radio", None, ()) and not several.admits(None, None, ())
    tagged = Options(sources=("Radio",), tags=("a", "B")).filters
    assert tagged == Filters(source="Radio", tags=("a", "B"))
    assert in_words(tagged) == "Only articles of Radio, tagged a or B"
    assert tagged.admits("radio", None, ("b",)) and not tagged.admits("radio", None, ("c",))
    for after, before in [("2023-02-30", ""), ("", "soon"), ("2023-08-01", "2023-07-01")]:
        with pytest.raises(UsageError):
            _ = Options(after, before).filters


@pytest.mark.parametrize(
    "data",
    [None, "x", [], {"sources": "Courier"}, {"sources": [3]}, {"tags": "a"}, {"tags": [["a"]]},
     {"after": 3}, {"answerer": None}, {"sources": ["x" * 1001]}, {"sources": ["x"] * 501}],
)  # fmt: skip
def test_what_the_page_says_was_chosen_is_checked(data: object) -> None:
    with pytest.raises(UsageError):
        read_options(data)


def test_what_was_chosen_is_read() -> None:
    chosen = Options("2025-01-01", "", ("A", "B"), "extractive")
    assert read_options(chosen.to_json()) == chosen
    assert read_options({"sources": ["A", "B", "A"]}) == Options(sources=("A", "B"))


def test_a_model_that_is_missing_is_told_of_in_the_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    settings = QASettings(store=tmp_path / "store", answerer="local")
    added(Submission(text="An invented tram opened in Verrany."), settings)
    with AnswererPool(settings) as answerers:
        stream = answer_with(answerers)
        *_, exchange = next_exchange("When?", Filters(), [], OpenStores(settings), stream)
    assert exchange.is_done and "article-qa models pull" in (exchange.problem or "")


def test_follow_ups_are_other_questions_of_the_same_articles(seed_store: Store) -> None:
    def offered(question: str, *earlier: str) -> tuple[str, ...]:
        *_, answer = qa.pipeline.stream(Question(question), seed_store, QASettings())
        asked = [ChatExchange(number, one) for number, one in enumerate(earlier, 1)]
        return follow_ups(answer, seed_store, asked)

    opening = "When will the Harbour Tram in Port Aldry carry its first passengers?"
    after_cost = offered("What does the Harbour Tram cost?")
    assert opening in after_cost and len(after_cost) <= 3
    assert not any("cost" in one for one in after_cost)  # that was asked, in other words
    assert opening not in offered("What does the Harbour Tram cost?", "When does the tram open?",
                                  "When will the tram carry its first passengers?")  # fmt: skip
    assert offered("What did the mayor have for breakfast?") == ()
    assert offered("How many articles are there?") == ()


def test_names_are_asked_about_too(seed_store: Store) -> None:
    *_, answer = qa.pipeline.stream(
        Question("Where does the Harbour Tram run?"), seed_store, QASettings()
    )
    more = "What else is known about the Harbour Tram?"
    assert list(name_questions(answer)) == [more]
    assert more in follow_ups(answer, seed_store, [])
    assert more not in follow_ups(answer, seed_store, [ChatExchange(1, more)])

    quote = "Ada Fenn spoke for Port Aldry."
    (first, *_), told = answer.citations, "Ada Fenn, a lawyer, spoke for Port Aldry, the town."
    passage = replace(answer.passages[0], text=told)
    known = replace(answer, citations=[replace(first, quote=quote)], passages=[passage])
    assert list(name_questions(known)) == ["Who is Ada Fenn?"]  # and of no town
    unknown = replace(known, passages=[replace(passage, text="Ada Fenn spoke again.")])
    assert list(name_questions(unknown)) == []
    overview = replace(answer, kind=QuestionKind.OVERVIEW)
    assert list(name_questions(overview)) == ["Timeline of the Harbour Tram"]


def test_the_story_that_one_asks_within_is_a_filter() -> None:
    chosen = read_options({"story": "8c6c6a64", "story_title": "The flood"})
    assert chosen.filters == Filters(story="8c6c6a64")
    assert Options(sources=("A",), story="8c6c6a64").filters == Filters(
        source="A", story="8c6c6a64"
    )
    assert read_options({}).filters == Filters()
    for wrong in ({"story": 7}, {"story": "x" * 2000}, {"story_title": None}):
        with pytest.raises(UsageError, match="cannot be read"):
            read_options(wrong)
