"""Examples of questions, made of the articles of a store."""

from datetime import date
from itertools import islice

from index import Filters, Store
from qa.generation.examples import example_questions, questions_of


def test_articles_take_turns(seed_store: Store) -> None:
    found = list(example_questions(seed_store))
    assert len({article for _, article in found}) == len(found) >= 5
    opening = [question.split()[0] for question, _ in found[:3]]
    assert opening == ["When", "Who", "How"]


def test_they_are_of_the_articles_that_may_be_used(seed_store: Store) -> None:
    found = example_questions(seed_store, Filters(as_of=date(2024, 3, 31)))
    articles = [seed_store.article(article_id) for _, article_id in islice(found, 5)]
    assert articles and all(one and one.date and one.date.year == 2024 for one in articles)


def test_questions_of_some_articles(seed_store: Store) -> None:
    director = "seeds/008_coastal_survey_director.txt"
    asked = list(questions_of(seed_store, ["unknown", director]))
    assert asked == ["Who will become director of the Coastal Survey?"]
