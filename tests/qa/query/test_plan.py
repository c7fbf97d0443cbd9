"""What is read from a question's words, and how it is taken off."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import Article, Filters, Store, build, open_store
from index.errors import UsageError
from qa import QASettings, Turn, ask
from qa.query.context import ASKS_BACK, asks_back
from qa.query.plan import plan_query
from qa.question import InterpretationKind, Question, QuestionKind
from qa.types import QueryPlan

TODAY = date(2025, 7, 2)  # a Wednesday
QUOTING = QASettings.load(answerer="extractive")
HISTORY = (Turn("user", "What did the ferry cost in May 2024?"), Turn("assistant", "6 crowns. [1]"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    texts = {
        ("Bay Post", date(2024, 5, 3)): "A ticket for the ferry to Skarrow costs 6 crowns.",
        ("The Ledger", date(2025, 6, 26)): "The Assembly voted to cut the cod quota by 18 percent.",
        ("Radio Ostrel", date(2025, 1, 9)): "The hospital in Ostrel has opened a wing of 64 beds.",
    }
    articles = [
        Article(source, text, source, source=source, date=day)
        for (source, day), text in texts.items()
    ]
    folder: Path = tmp_path_factory.mktemp("read") / "store"
    settings = QASettings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


def read(
    store: Store, text: str, *ignored: InterpretationKind, given: Filters | None = None
) -> QueryPlan:
    filters = given or Filters(as_of=TODAY)
    return plan_query(Question(text, ignored=frozenset(ignored), filters=filters), store)


def test_days_of_an_event_are_preferred(store: Store) -> None:
    found = read(store, "What did the Assembly vote for last week?")
    assert found.filters == Filters(as_of=TODAY)
    assert found.preferred == Filters(date(2025, 6, 23), date(2025, 7, 2), as_of=TODAY)
    assert [(one.kind, one.words) for one in found.interpretations] == [
        (InterpretationKind.DATES, "last week")
    ]
    assert found.interpretations[0].meaning == "23 June 2025 to 29 June 2025"


def test_a_month_is_one_of_the_articles(store: Store) -> None:
    found = plan_query(Question("Who spoke in December?"), store)
    assert found.preferred and found.preferred.after == date(2024, 12, 1)


def test_days_of_articles_are_a_filter(store: Store) -> None:
    found = read(store, "What did articles published in May 2024 say of the ferry?")
    assert found.filters == Filters(date(2024, 5, 1), date(2024, 5, 31), as_of=TODAY)
    assert found.preferred is None
    several = "Did the Bay Post article of 3 May 2024 and the Ledger article agree on the price?"
    found = read(store, several)
    assert found.filters == Filters(as_of=TODAY) and found.preferred


@pytest.mark.parametrize(("year", "is_told"), [(2024, False), (2025, True)])
def test_an_article_of_other_days_is_told_of_and_less_likely_right(
    store: Store, year: int, is_told: bool
) -> None:
    asked = f"What did a ticket for the ferry to Skarrow cost in May {year}?"
    answer = ask(asked, store=store, settings=QUOTING, as_of=TODAY)
    assert is_told == any(one.startswith("No article from") for one in answer.notices)
    always = ask(asked, store=store, settings=QUOTING, as_of=TODAY, ignored=["dates"])
    assert (always.confidence - answer.confidence > 0.02) == is_told


NEWEST = "The newest article is of 26 June 2025."


@pytest.mark.parametrize(
    ("when", "is_told"),
    [("in July 2025", True), ("this month", True), ("in June 2025", False), ("in 2026", False)],
)
def test_it_is_told_where_all_articles_are_older_than_the_days(
    store: Store, when: str, is_told: bool
) -> None:
    assert (NEWEST in read(store, f"What did the ferry cost {when}?").notices) == is_told


def test_the_news_of_days_to_which_no_article_comes_is_the_newest(store: Store) -> None:
    found = read(store, "What happened this month?")
    assert found.is_survey and NEWEST in found.notices
    assert not (found.preferred or found.filters.after or found.filters.before)
    assert [one.meaning for one in found.interpretations] == ["the newest articles"]
    assert read(store, "What happened in June 2025?").preferred
    assert read(store, "What happened in July 2025?").preferred  # it has a name of its own
    assert read(store, "What happened in Sept. 2025?").preferred
    assert read(store, "What happened eight months ago?").preferred
    exact = read(store, "Top stories this week")
    assert exact.is_survey and not exact.filters.after and NEWEST in exact.notices


@pytest.mark.parametrize("given", [Filters(source="Bay Post"), Filters(before=date(2024, 6, 1))])
def test_but_not_of_some_of_the_articles(store: Store, given: Filters) -> None:
    found = read(store, "What did the ferry cost in July 2025?", given=given)
    assert not any(one.startswith("The newest article") for one in found.notices)


def test_days_that_were_given_come_first(store: Store) -> None:
    given = Filters(after=date(2025, 1, 1), as_of=TODAY)
    found = read(store, "What did the ferry cost in May 2024?", given=given)
    assert found.filters == given and not found.interpretations


def test_the_newest(store: Store) -> None:
    found = read(store, "What is the latest price of a ferry ticket?")
    assert found.wants_newest and [one.kind for one in found.interpretations] == [
        InterpretationKind.NEWEST
    ]
    assert not read(store, "What did a ferry ticket cost?").wants_newest


def test_one_source_is_a_filter_and_several_are_not(store: Store) -> None:
    found = read(store, "According to the bay post, what does a ticket cost?")
    assert found.filters.source == "Bay Post" and found.sources == ()
    found = read(store, "Do the articles of Bay Post and The Ledger agree on the price?")
    assert found.filters.source is None and set(found.sources) == {"Bay Post", "The Ledger"}


def test_what_is_ignored_is_not_read(store: Store) -> None:
    text = "According to the Bay Post, what is the latest price of last week?"
    assert {one.kind for one in read(store, text).interpretations} == {
        InterpretationKind.DATES,
        InterpretationKind.NEWEST,
        InterpretationKind.SOURCES,
    }
    found = read(store, text, *InterpretationKind)
    assert (
        found.filters == Filters(as_of=TODAY)
        and not found.interpretations
        and not found.wants_newest
    )


def test_a_follow_up_inherits_the_days_unless_it_names_its_own(store: Store) -> None:
    def days(text: str) -> date | None:
        question = Question(text, HISTORY, Filters(as_of=TODAY))
        preferred = plan_query(question, store).preferred
        return preferred.after if preferred else None

    assert days("And for a child?") == date(2024, 5, 1)
    assert days("And how much was it in 2023?") == date(2023, 1, 1)
    assert days("How many beds does the hospital in Ostrel have?") is None


def test_a_follow_up_asks_its_own_source_or_both_where_it_compares(store: Store) -> None:
    before = "What did the Bay Post report about the price of a ferry ticket?"
    history = (Turn("user", before), Turn("assistant", "6 crowns. [1]"))

    def sources(text: str) -> set[str]:
        question = Question(text, history, Filters(as_of=TODAY))
        found = plan_query(question, store)
        return {*found.sources, found.filters.source or ""} - {""}

    assert sources("And according to The Ledger?") == {"The Ledger"}
    assert sources("And for a child?") == {"Bay Post"}
    assert sources("How does it compare with what The Ledger reported?") == {
        "Bay Post",
        "The Ledger",
    }


def test_a_source_counts_for_preferred_days_too(store: Store) -> None:
    found = read(store, "According to The Ledger, what did a ferry ticket cost in May 2024?")
    assert found.preferred and found.preferred.source == found.filters.source == "The Ledger"
    answer = ask(
        "According to The Ledger, what did a ticket for the ferry to Skarrow cost in May 2024?",
        store=store,
        settings=QUOTING,
    )
    assert all(citation.source == "The Ledger" for citation in answer.citations)


def test_a_source_that_is_not_there_is_said_to_be_missing(store: Store) -> None:
    answer = ask("What did The Guardian report about the cod quota?", store=store)
    assert answer.status == "unanswered"
    assert any("There is no article from The Guardian." in one for one in answer.notices)
    settings = QASettings.load(answerer="extractive", answer_threshold=0.1)
    there = ask("What did The Ledger report about the cod quota?", store=store, settings=settings)
    assert there.status == "answered" and "18 percent" in there.text
    assert there.to_json()["interpretations"][0]["kind"] == "sources"


@pytest.mark.parametrize("text", ["According to AP, what is built?", "What did The Verge report?"])
def test_a_word_is_no_source(tmp_path: Path, text: str) -> None:
    told = "The map of the harbour, on the verge of the sand, is built of oak, the council said."
    settings = QASettings.load(store=tmp_path / "store", answerer="extractive")
    build(articles=[Article("a", told, "Harbour", source="Bay Post")], settings=settings)
    with open_store(settings=settings) as harbour:
        answer = ask(text.replace("report", "report is built of oak"), store=harbour)
    assert answer.status == "unanswered"
    assert any("There is no article from" in one for one in answer.notices)


def test_a_source_of_later_days_is_not_known_yet(store: Store) -> None:
    then = date(2025, 1, 9)
    assert {name for name, _ in store.sources(then)} == {"Bay Post", "Radio Ostrel"}
    text = "According to The Guardian, what does a ticket for the ferry to Skarrow cost?"
    notices = ask(text, store=store, as_of=then, settings=QUOTING).notices
    assert any("The sources are: Bay Post, Radio Ostrel." in one for one in notices)


def test_what_two_report_is_doubted_where_one_is_not_there(store: Store) -> None:
    text = "By how much is the cod quota cut, according to The Ledger and The Guardian?"
    answer = ask(text, store=store, settings=QUOTING)
    assert any("There is no article from The Guardian." in one for one in answer.notices)
    whole = ask(text.replace(" and The Guardian", ""), store=store, settings=QUOTING)
    assert whole.status == "answered" and whole.confidence < 1
    assert answer.confidence <= min(0.5, whole.confidence / 2)


@pytest.mark.parametrize(
    "text",
    ["What about the second one?", "And who is he?", "Why is that?", "who?", "what", "and?",
     "why??", "WHY?"],
)  # fmt: skip
def test_what_cannot_be_understood_gets_a_question_back(store: Store, text: str) -> None:
    answer = ask(text, store=store)
    assert answer.status == "unanswered" and ASKS_BACK in answer.text
    assert answer.passages and answer.confidence == 0
    assert asks_back(Question(text, HISTORY)) == ""


@pytest.mark.parametrize("text", ["What happened on 9999-12-31?", "?", "in " * 600, "\u200b"])
def test_odd_questions_are_searched_or_refused_in_words(store: Store, text: str) -> None:
    assert ask(text, store=store, settings=QUOTING).status in ("answered", "unanswered")


def test_half_a_character_said_before_is_an_error_in_words(store: Store) -> None:
    history = (Turn("user", "Why \ud800?"), Turn("assistant", "So."))
    with pytest.raises(UsageError, match="half a character"):
        ask("And why?", store=store, history=history, settings=QUOTING)


def test_days_of_a_store_without_dates_count_for_nothing(tmp_path: Path) -> None:
    text = "The mayor of Aldry resigned because of the harbour bill."
    settings = QASettings.load(store=tmp_path / "store", answerer="extractive")
    build(articles=[Article("one", text, text)], settings=settings)
    with open_store(settings=settings) as undated:
        with_days = ask("Why did the mayor of Aldry resign in 2024?", store=undated)
        without = ask("Why did the mayor of Aldry resign?", store=undated)
    assert not with_days.interpretations and not with_days.notices
    assert with_days.confidence > 0.8 * without.confidence


def test_of_a_value_that_changed_the_passages_are_read_for_the_value(store: Store) -> None:
    asked = "How did the price of the ferry change?"
    plan = read(store, asked)
    assert (plan.kind, plan.query) == (QuestionKind.TIMELINE, asked)
    assert plan.read_as == plan.of_value.query == "What was the price of the ferry?"
    assert plan.of_value.topic == "price of the ferry"
    told = plan_query(Question(asked, kind=QuestionKind.OVERVIEW), store)
    assert told.value == "" and told.read_as == asked


def test_the_kind_is_the_one_that_is_given(store: Store) -> None:
    assert plan_query(Question("Why?", kind=QuestionKind.LIST), store).kind is QuestionKind.LIST


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Summarise what happened to the cod quota in May 2024", "cod quota"),
        ("What is the latest on the ferry?", "ferry"),
        ("What did the Bay Post report on the ferry?", "ferry"),
        ("What happened last week?", ""),
    ],
)
def test_days_and_sources_are_no_topic(store: Store, text: str, topic: str) -> None:
    assert read(store, text).topic == topic


BOTH = "What did the ferry cost in May 2024 and in June 2025?"


def compared(store: Store, text: str = BOTH, **changes: Any) -> QueryPlan:
    known = {"filters": Filters(as_of=TODAY), "kind": QuestionKind.COMPARISON}
    return plan_query(Question(text, **(known | changes)), store)


def test_each_side_of_a_comparison_is_a_question_of_its_own(store: Store) -> None:
    parts = compared(store).parts
    assert [one.query for one in parts] == [
        "What did the ferry cost in May 2024?",
        "What did the ferry cost in June 2025?",
    ]
    assert [one.preferred.after for one in parts if one.preferred] == [
        date(2024, 5, 1),
        date(2025, 6, 1),
    ]
    assert {one.kind for one in parts} == {QuestionKind.FACT}
    assert {one.filters.as_of for one in parts} == {TODAY}


def test_the_sides_are_shown(store: Store) -> None:
    read = compared(store).interpretations
    assert [one.meaning for one in read if one.kind is InterpretationKind.COMPARISON] == [
        "What did the ferry cost in May 2024?",
        "What did the ferry cost in June 2025?",
    ]


def test_a_comparison_has_parts_unless_it_is_ignored(store: Store) -> None:
    assert compared(store, kind=QuestionKind.FACT).parts == ()
    assert compared(store, ignored=frozenset([InterpretationKind.COMPARISON])).parts == ()
    assert compared(store, "What did the ferry cost?").parts == ()


TWOFOLD = "What does the ferry to Skarrow cost and when did it start?"


def test_each_of_two_questions_is_one_of_its_own(store: Store) -> None:
    first, second = plan_query(Question(TWOFOLD), store).parts
    assert first.query == "What does the ferry to Skarrow cost?"
    assert second.query == "When did the ferry to Skarrow start?"
    assert {first.kind, second.kind} == {QuestionKind.FACT}


def test_both_of_two_questions_have_the_days_and_the_source_of_the_whole(store: Store) -> None:
    asked = "What did The Ledger say the Assembly voted to cut and who opposed it in June 2025?"
    whole = plan_query(Question(asked), store)
    assert [one.filters.source for one in whole.parts] == ["The Ledger", "The Ledger"]
    assert whole.preferred and {one.preferred for one in whole.parts} == {whole.preferred}


def test_a_long_question_after_another_is_read_as_one(store: Store) -> None:
    said = (Turn("user", "Who pays for the ferry to Skarrow?"), Turn("assistant", "The town."))
    asked = ("How did she pay for it " + "and again for the very long crossing " * 80)[:1989]
    plan = plan_query(Question(f"{asked} and why?", said), store)
    assert all(one.parts == () for one in (plan, *plan.alternatives))


def test_of_many_questions_in_one_the_rest_is_one_part(store: Store) -> None:
    asked = " and ".join(["who paid for the ferry to Skarrow"] * 20)
    parts = plan_query(Question(asked), store).parts
    assert len(parts) == 2
    assert not any(part.parts for one in parts for part in (one, *one.alternatives))


def test_an_overview_of_two_things_has_no_parts(store: Store) -> None:
    asked = Question(TWOFOLD, kind=QuestionKind.OVERVIEW)
    assert plan_query(asked, store).parts == ()


def test_a_source_with_invisible_characters_does_not_loosen_the_filter(tmp_path: Path) -> None:
    texts = {
        "Morning Post": "A ticket for the ferry costs 6 crowns.",
        "Morning Post\u202e": "A ticket for the ferry costs 9 crowns.",
        "The Ledger": "A ticket for the ferry costs 8 crowns.",
    }
    articles = [Article(source, text, source, source=source) for source, text in texts.items()]
    settings = QASettings.load(store=tmp_path / "store")
    build(articles=articles, settings=settings)
    found = read(open_store(settings=settings), "According to Morning Post, what does it cost?")
    assert found.filters.source == "Morning Post" and not found.sources


@pytest.mark.parametrize("said", ["", "  \n ", "x" * 20_000, "?", "\x07 what"])
def test_an_odd_earlier_turn_is_no_error(seed_store: Store, said: str) -> None:
    history = (Turn("user", said), Turn("assistant", "Hello."))
    assert plan_query(Question("And the sea wall?", history), seed_store).query


def test_an_earlier_question_is_read_without_its_slips(seed_store: Store) -> None:
    history = (Turn("user", "please, when does the harbour tarm open??"), Turn("assistant", ""))
    plan = plan_query(Question("How much does it cost?", history), seed_store)
    assert "tram" in plan.query and "tarm" not in plan.query


def test_talk_between_two_questions_is_nothing_they_lean_on(seed_store: Store) -> None:
    asked = (
        Turn("user", "When does the Harbour Tram open?"),
        Turn("assistant", "On April 18. [1]"),
    )
    talk = (Turn("user", "Thanks a lot!"), Turn("assistant", "You’re welcome."))
    between = plan_query(Question("Why?", history=(*asked, *talk)), seed_store)
    assert between.query == plan_query(Question("Why?", history=asked), seed_store).query
    assert between.query != "Why?"
    assert not plan_query(
        Question("Who pays for the ferry?", history=talk), seed_store
    ).question.history


@pytest.mark.parametrize(
    ("said", "is_talk"),
    [
        ("That's a lot of money", True),
        ("wow, this is really expensive", True),
        ("thats a lot of money", True),
        ("That's a lot, who pays", False),
        ("That sounds expensive, is there a discount", False),
        ("This is about the cod quota, give me a timeline", False),
        ("That's sad. Is the ferry still running", False),
        ("Is that the ferry?", False),
    ],
)
def test_a_remark_on_an_answer_asks_nothing(store: Store, said: str, is_talk: bool) -> None:
    plan = plan_query(Question(said, history=HISTORY), store)
    assert (plan.kind is QuestionKind.TALK) is is_talk
    assert not (is_talk and plan.interpretations)


def test_what_is_put_in_makes_no_question_about_the_collection(store: Store) -> None:
    history = (
        Turn("user", "What happened to Salman Rushdie?"),
        Turn("assistant", "The author Salman Rushdie was stabbed on a stage on Friday. [1]"),
    )
    plan = plan_query(Question("list the author's injuries", history), store)
    assert "Rushdie" in plan.query and plan.kind is QuestionKind.LIST
    counted = (Turn("user", "How many articles are there?"), Turn("assistant", "3 articles."))
    assert plan_query(Question("list them", counted), store).kind is QuestionKind.COLLECTION


def test_a_survey_is_no_alternative_to_what_was_spoken_of(seed_store: Store) -> None:
    said = (Turn("user", "when does the harbour tram open"), Turn("assistant", "On 18 April."))
    plan = plan_query(Question("give me a timeline", said), seed_store)
    assert not any(one.is_survey for one in (plan, *plan.alternatives))
    assert plan_query(Question("give me a timeline"), seed_store).is_survey


@pytest.mark.parametrize(
    "asked",
    [
        "What's in the news?",
        "any other news?",
        "tell me something else",
        "What are the top stories?",
    ],
)
def test_news_may_be_asked_for_behind_anything(asked: str, seed_store: Store) -> None:
    said = (Turn("user", "when does the harbour tram open"), Turn("assistant", "On 18 April."))
    plan = plan_query(Question(asked, said), seed_store)
    assert plan.is_survey and not plan.alternatives


def test_the_length_of_an_answer_is_read_from_the_question(seed_store: Store) -> None:
    plan = plan_query(Question("Summarise the Lowmarsh flood in two sentences."), seed_store)
    assert (plan.most_sentences, plan.query) == (2, "Summarise the Lowmarsh flood.")
