"""What the articles of a store open with."""

from datetime import date

import pytest
from fakes import opened, run_build

from index import Article, Filters, Store
from index.errors import UsageError
from index.places import Place

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
LONG = "\n\n".join(f"Paragraph {n} speaks of nothing but the harbour." * 20 for n in range(3))


@pytest.fixture
def store(place: Place) -> Store:
    articles = [
        Article("undated", "Nobody knows when.", "Undated", "Post"),
        Article("may", LONG, "May", "Post", MAY),
        Article("july", "The ferry sails.", "July", "Ledger", JULY),
        Article("june", "The tram runs.", "June", "Post", JUNE),
    ]
    run_build(place, articles=articles)
    return opened(place)


def articles(store: Store, k: int, filters: Filters | None = None) -> list[str]:
    """The articles of what is found."""
    return [hit.article_id for hit in store.openings(k, filters)]


def test_the_newest_comes_first_and_what_has_no_date_last(store: Store) -> None:
    assert articles(store, 4) == ["july", "june", "may", "undated"]
    assert articles(store, 2) == ["july", "june"]


def test_it_is_what_they_open_with(store: Store) -> None:
    found = store.openings(4)
    assert [hit.start for hit in found] == [0, 0, 0, 0] and found[0].text == "The ferry sails."
    assert {(hit.score, hit.cosine, hit.bm25) for hit in found} == {(0.0, None, None)}


def test_of_some_articles_it_is_told_in_their_order(store: Store) -> None:
    found = store.openings_of(["may", "gone", "undated"])
    assert [(hit.article_id, hit.start) for hit in found] == [("may", 0), ("undated", 0)]
    assert found[0].passage in {hit.passage for hit in store.openings(4)}
    assert store.openings_of([]) == []


def test_few_articles_bring_further_passages(store: Store) -> None:
    count = store.counts()[1]
    assert count > 5
    assert articles(store, 5) == ["july", "june", "may", "undated", "may"]
    found = store.openings(100)
    assert len(found) == count
    starts = [hit.start for hit in found if hit.article_id == "may"]
    assert starts == sorted(starts) and len(starts) == count - 3


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(source="ledger"), ["july"]),
        (Filters(before=JUNE), ["june", "may"]),
        (Filters(after=JUNE), ["july", "june"]),
        (Filters(as_of=JUNE), ["june", "may", "undated"]),
        (Filters(source="nobody"), []),
    ],
)
def test_filters_are_kept(store: Store, filters: Filters, names: list[str]) -> None:
    assert list(dict.fromkeys(articles(store, 9, filters))) == names


@pytest.mark.parametrize("k", [0, -1])
def test_none_at_all_cannot_be_asked_for(store: Store, k: int) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        store.openings(k)
