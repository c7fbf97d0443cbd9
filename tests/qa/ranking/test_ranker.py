"""What a plan's passages are ranked by, and what is handed on beside them."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import pytest
from builders import evidence_of, hit_of, plan_of

from index import Article, Hit, Store, build, open_store
from qa.question import GATHERED, QuestionKind
from qa.ranking.ranker import PASSAGES, SURVEYED, LinearRanker, load_ranker, rank
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
        spoken_of: Collection[str] = (),
    ) -> Evidence:
        self.asked = (query, most)
        return evidence_of(hits=tuple(hits))


def test_the_first_candidates_are_read_and_the_rest_is_kept() -> None:
    hits = tuple(hit_of(passage=number) for number in range(5))
    retrieved = Retrieved(hits, sides=((1,), (2,)), notices=("No days.",))
    settings = QASettings(candidates=3, passages=2)
    evidence = rank(plan_of("Who?"), retrieved, settings, ranker := Keeps())
    assert evidence.hits == hits[:3] and evidence.unread == hits[3:]
    assert evidence.sides == retrieved.sides and evidence.notices == retrieved.notices
    assert ranker.asked == ("Who?", 2)


@pytest.mark.parametrize("kind", QuestionKind)
def test_answers_put_together_from_many_reports_see_all_that_is_read(kind: QuestionKind) -> None:
    plan = plan_of("Who?", kind=kind, topic="who")
    rank(plan, Retrieved(()), QASettings(candidates=12, passages=7), ranker := Keeps())
    assert ranker.asked[1] == (12 if kind in GATHERED else 7)


def test_parts_are_ranked_by_themselves_and_count_as_read() -> None:
    parts = (plan_of("Who came?"), plan_of("Who went?"))
    found = tuple(
        Retrieved(tuple(hit_of(passage=10 * part + n) for n in range(4))) for part in (1, 2)
    )
    hits = tuple(hit_of(passage=number) for number in range(16))
    retrieved = Retrieved(hits, parts=found)
    evidence = rank(plan_of("Who?", parts=parts), retrieved, QASettings(candidates=16), Keeps())
    assert [one.hits for one in evidence.parts] == [one.hits for one in found]
    assert evidence.hits == hits[:8] and evidence.unread == hits[8:]
    few = rank(plan_of("Who?", parts=parts), retrieved, QASettings(candidates=9), Keeps())
    assert few.hits == hits[:3]  # a third is read in any case


def test_a_survey_is_not_read_and_all_is_as_likely() -> None:
    hits = (hit_of("Rain fell. Snow fell.", passage=1), hit_of("Cod is dear.", passage=2))
    plan = plan_of("What is new?", kind=QuestionKind.OVERVIEW)
    retrieved = Retrieved(hits, notices=("No days.",))
    evidence = rank(plan, retrieved, QASettings(), ranker := Keeps())
    assert not hasattr(ranker, "asked") and evidence.hits == hits
    assert [one.probability for one in evidence.sentences] == [pytest.approx(1 / 3)] * 3
    assert evidence.confidence == SURVEYED and evidence.notices == ("No days.",)


def test_a_survey_of_nothing_is_no_evidence() -> None:
    plan = plan_of("What is new?", kind=QuestionKind.OVERVIEW)
    assert rank(plan, Retrieved(()), QASettings(), Keeps()) == Evidence(())


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


def test_they_come_first_where_others_say_as_much(seed_store: Store) -> None:
    query = "How many people died in the Lowmarsh flood?"
    hits = seed_store.search(query, 8)
    ranker = load_ranker()
    plain = ranker.rank(query, hits, seed_store)
    other = next(one for one in plain.hits if one.article_id != plain.hits[0].article_id)
    led = ranker.rank(query, hits, seed_store, spoken_of={other.article_id})
    assert led.hits[0].score > 0
    place = [one.passage for one in led.hits].index(other.passage)
    assert place < [one.passage for one in plain.hits].index(other.passage)
