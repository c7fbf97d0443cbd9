"""What is asked about the articles themselves is read from single words, put together freely."""

from datetime import date

import pytest

from index import Filters, Store
from qa.query.plan import plan_query
from qa.question import InterpretationKind, Question, QuestionKind
from qa.types import Aspect, QueryPlan

COURIER = ("The Aldry Courier", ("The Aldry Courier",))


def read(
    store: Store, text: str, filters: Filters = Filters(), *ignored: InterpretationKind
) -> QueryPlan:
    asked = Question(text, filters=filters, kind=QuestionKind.COLLECTION)
    return plan_query(asked.ignoring(ignored), store)


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("How many articles are there?", [Aspect.COUNT]),
        ("Can you tell me the number of pieces you hold?", [Aspect.COUNT]),
        ("How big is your archive?", [Aspect.COUNT]),
        ("How many articles are there, and which is the newest?", [Aspect.NEWEST, Aspect.COUNT]),
        ("How many different outlets are there?", [Aspect.SOURCES]),
        ("Which is the newest?", [Aspect.NEWEST]),
        ("How up to date are you?", [Aspect.NEWEST]),
        ("What is the date of the last report?", [Aspect.NEWEST]),
        ("How far back do the articles go?", [Aspect.OLDEST]),
        ("How old is the oldest piece?", [Aspect.OLDEST]),
        ("Which text is the longest?", [Aspect.LONGEST]),
        ("What period do the articles cover?", [Aspect.SPAN]),
        ("From which years are your pages?", [Aspect.SPAN]),
        ("Do you have any pages without a date?", [Aspect.UNDATED]),
        ("Which sources are in here?", [Aspect.SOURCES]),
        ("Where do your articles come from?", [Aspect.SOURCES]),
        ("Which source has the most articles?", [Aspect.MOST]),
        ("Which newspaper has the fewest?", [Aspect.FEWEST]),
        ("Which articles do you have?", [Aspect.TITLES]),
        ("What are the articles about?", [Aspect.TOPICS]),
        ("What is in your database?", []),
    ],
)
def test_what_is_asked(seed_store: Store, text: str, aspects: list[Aspect]) -> None:
    request = read(seed_store, text).collection
    assert set(request.aspects) == set(aspects)
    assert not (request.outlets or request.lacking or request.topic)


@pytest.mark.parametrize(
    ("text", "aspects", "topic"),
    [
        ("How many articles about the lighthouse are there?", [Aspect.COUNT], "the lighthouse"),
        ("Which articles are about the flood?", [Aspect.TITLES], "the flood"),
        ("What do you have on the cod quota?", [Aspect.TITLES], "the cod quota"),
        ("How many tram articles do you have?", [Aspect.COUNT], "tram"),
        ("Any stories mentioning Mr. Brandle?", [Aspect.TITLES], "Mr. Brandle"),
        ("Show me the newest ferry article", [Aspect.NEWEST], "ferry"),
    ],
)
def test_of_what_the_articles_speak(
    seed_store: Store, text: str, aspects: list[Aspect], topic: str
) -> None:
    request = read(seed_store, text).collection
    assert (list(request.aspects), request.topic) == (aspects, topic)


def test_whose_articles_are_meant(seed_store: Store) -> None:
    request = read(seed_store, "List the articles by the aldry courier").collection
    assert (request.aspects, request.outlets) == ((Aspect.TITLES,), (COURIER,))
    request = read(seed_store, "Is there anything from Reuters or Radio Ostrel?").collection
    assert request.lacking == ("Reuters",)
    assert request.outlets == (("Radio Ostrel", ("Radio Ostrel",)),)


def test_from_when_they_are(seed_store: Store) -> None:
    found = read(seed_store, "What did you get in May 2025?")
    assert found.collection.aspects == (Aspect.TITLES,)
    assert found.filters == Filters(date(2025, 5, 1), date(2025, 5, 31))
    assert read(seed_store, "Anything older than 2025?").filters.before == date(2024, 12, 31)
    given = Filters(after=date(2025, 1, 1), as_of=date(2025, 7, 1))
    assert read(seed_store, "How many articles from May 2024?", given).filters == given
    taken_off = read(seed_store, "Pieces of May 2025?", Filters(), InterpretationKind.DATES)
    assert taken_off.filters == Filters()


def test_how_many_are_wanted(seed_store: Store) -> None:
    assert read(seed_store, "Show me the three newest articles").collection.listed == 3
    assert read(seed_store, "list the last 5 articles").collection.listed == 5
    assert read(seed_store, "list the articles of May 2025").collection.listed is None


def test_a_source_can_be_taken_off(seed_store: Store) -> None:
    text = "How many articles from The Aldry Courier are there?"
    assert read(seed_store, text).collection.outlets == (COURIER,)
    taken_off = read(seed_store, text, Filters(), InterpretationKind.SOURCES)
    assert taken_off.collection.outlets == () and taken_off.collection.lacking == ()
    text = "How many Aldry Courier articles are there?"
    assert read(seed_store, text, Filters(), InterpretationKind.SOURCES).collection.topic == ""
