"""How much the passages of an article are about one thing."""

import numpy as np
import pytest
from fakes import opened, run_build

from index import Article
from index.places import Place
from index.vectors import cohesion, unit_length

TOPICS = ("harbour tram", "cod quota", "lighthouse keeper", "ferry fares")


def paragraphs(*topics: str) -> str:
    """A passage on each of them."""
    return "\n\n".join(" ".join([f"{topic} "] * 60).strip() + "." for topic in topics)


def test_it_is_the_mean_cosine_of_two_rows() -> None:
    rows = unit_length(np.array([[1, 0], [1, 0], [0, 1], [1, 1]], np.float32))
    pairs = [float(rows[one] @ rows[other]) for one in range(4) for other in range(one)]
    assert cohesion(rows) == pytest.approx(sum(pairs) / len(pairs), abs=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_fewer_than_three_passages_there_is_little_to_say(count: int) -> None:
    assert cohesion(np.eye(3, dtype=np.float32)[:count]) == 1.0


def test_a_roundup_tells_several_stories(place: Place) -> None:
    articles = [
        Article("report", paragraphs(*[TOPICS[0]] * 4), "Tram"),
        Article("roundup", paragraphs(*TOPICS), "Four things"),
        Article("note", "The ferry sails.", "Ferry"),
    ]
    run_build(place, articles=articles)
    with opened(place) as store:
        assert store.roundups(["report", "roundup", "note", "gone"]) == {"roundup"}
        assert store.roundups([]) == set()
