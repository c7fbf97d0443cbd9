"""The stories that most of some articles tell."""

from datetime import date

from index import Filters, Store
from index.largest_stories import largest_stories


def test_of_the_given_articles_alone_the_largest_first(seed_store: Store) -> None:
    everything = seed_store.headings()
    told = largest_stories(seed_store, everything)
    assert len(told) > 1 and all(len(one) > 1 for one in told)
    assert [len(one) for one in told] == sorted(map(len, told), reverse=True)
    titles = {one.title for one in seed_store.stories()}
    assert all(articles[0].title in titles for articles in told)
    then = seed_store.headings(Filters(after=date(2024, 11, 1), before=date(2024, 11, 30)))
    (flood,) = largest_stories(seed_store, then)
    assert {one.id for one in flood} <= {one.id for one in then}
    assert all("2024-11" in str(one.date) for one in flood)


def test_articles_without_days_tell_none(seed_store: Store) -> None:
    undated = [one for one in seed_store.headings() if not one.date]
    assert largest_stories(seed_store, undated) == [] == largest_stories(seed_store, [])
