"""What a plan's passages are ranked by, and what is handed on beside them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from builders import evidence_of, hit_of, plan_of

from index import Article, Hit, Store, build, open_store
from qa.ranking.ranker import PASSAGES, LinearRanker, load_ranker, rank
from qa.retrieval.search import search
from qa.settings import QASettings
from qa.types import Evidence, Retrieved


class Keeps:
    """A ranker that keeps the order, and what it was asked."""

    def rank(
        self,
        query: str,
        hits: Sequence[Hit],
        store: Store,
        most: int = PASSAGES,
        *,
        is_follow_up: bool = False,
    ) -> Evidence:
        self.asked = (query, most, is_follow_up)
        return evidence_of(hits=tuple(hits))


def test_the_first_candidates_are_read_and_the_rest_is_kept() -> None:
    hits = tuple(hit_of(passage=number) for number in range(5))
    retrieved = Retrieved(hits, parts=((1,), (2,)), notices=("No days.",))
    settings = QASettings(candidates=3, passages=2)
    evidence = rank(plan_of("Who?"), retrieved, settings, ranker := Keeps())
    assert evidence.hits == hits[:3] and evidence.unread == hits[3:]
    assert evidence.parts == retrieved.parts and evidence.notices == retrieved.notices
    assert ranker.asked == ("Who?", 2, False)


def test_the_ranker_knows_of_a_follow_up() -> None:
    plan = plan_of("Who came?", context=(("What happened?", 0.3),), focus="Who?")
    rank(plan, Retrieved(()), QASettings(), ranker := Keeps())
    assert ranker.asked == ("Who came?", 10, True)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    texts = {
        "ferry": "The ferry to Skarrow sails at nine.",
        "tram": "The tram to Aldry will open in March.",
        "cod": "Cod is caught off the coast in winter.",
    }
    articles = [
        Article(name, text, name.title(), "The Ledger", date(2024, 6, 1))
        for name, text in texts.items()
    ]
    folder: Path = tmp_path_factory.mktemp("ranked") / "store"
    settings = QASettings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


def test_the_passage_that_answers_comes_first(store: Store) -> None:
    plan = plan_of("What will open in March?", store)
    evidence = rank(plan, search(plan, 16), QASettings.load())
    assert {one.article_id for one in evidence.hits} == {"ferry", "tram", "cod"}
    assert evidence.hits[0].article_id == evidence.best.hit.article_id == "tram"
    probabilities = [one.probability for one in evidence.sentences]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1) and 0 < evidence.confidence < 1
    assert evidence.sentences[0].matched_terms <= evidence.term_weights.keys()
    assert evidence.short


def test_nothing_found_is_no_evidence(store: Store) -> None:
    evidence = load_ranker().rank("Who?", [], store)
    assert evidence == Evidence(())


def test_weights_must_be_those_of_the_features() -> None:
    with pytest.raises(ValueError, match="2 weights given"):
        LinearRanker(None, [1.0, 1.0], [], [])  # type: ignore[arg-type]
