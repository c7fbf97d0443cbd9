"""Rankings by hand, and against trec_eval itself."""

from math import log2

import pytest
import pytrec_eval
from cases import case, passages

from eval.case import GoldSpan
from eval.metrics.retrieval import recall_curve, retrieval

A, B, C = GoldSpan("a", 10, 20), GoldSpan("b", 0, 5), GoldSpan("c")
OTHER = [(f"x{n}", 0, 100) for n in range(20)]


def test_one_gold_first_scores_one_everywhere() -> None:
    scores = retrieval(case(gold=(A,), passages=passages(("a", 0, 50), *OTHER)))
    assert set(scores.values()) == {1.0} and len(scores) == 18


def test_three_gold_first_are_a_perfect_ranking() -> None:
    found = passages(("a", 0, 50), ("b", 0, 50), ("c", 7, 9), *OTHER)
    scores = retrieval(case(gold=(A, B, C), passages=found))
    for what in ("", "article_"):
        for name in ("map@10", "ndcg@10", "mrr@10", "recall@5", "recall@10", "hit@1"):
            assert scores[f"{what}{name}"] == 1.0
        assert scores[f"{what}recall@1"] == pytest.approx(1 / 3)
    assert scores["article_recall_all@10"] == 1.0


def test_by_hand() -> None:
    found = passages(("x", 0, 9), ("a", 0, 50), ("x", 9, 20), ("a", 50, 90), ("b", 0, 9))
    scores = retrieval(case(gold=(A, B, C), passages=found))
    assert scores["map@10"] == pytest.approx((1 / 2 + 2 / 5) / 3)
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert scores["ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(6)) / ideal)
    assert scores["mrr@10"] == 0.5
    assert scores["recall@5"] == pytest.approx(2 / 3)
    assert (scores["hit@1"], scores["hit@4"]) == (0.0, 1.0)
    # articles: x, a, b
    assert scores["article_map@10"] == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert scores["article_recall_all@10"] == 0.0


def test_agrees_with_trec_eval() -> None:
    names = ["x0", "a", "x1", "x2", "b", "x3", "x4", "c", "x5", "x6"]
    found = passages(*((name, 0, 50) for name in names))
    scores = retrieval(case(gold=(A, B, C), passages=found))
    measures = {"map_cut.10", "ndcg_cut.10", "recall.1,5,10", "success.1,10", "recip_rank"}
    evaluator = pytrec_eval.RelevanceEvaluator({"q": dict.fromkeys("abc", 1)}, measures)
    run = {name: float(-place) for place, name in enumerate(names)}
    theirs = evaluator.evaluate({"q": run})["q"]
    pairs = {
        "map@10": "map_cut_10", "ndcg@10": "ndcg_cut_10", "recall@1": "recall_1",
        "recall@5": "recall_5", "recall@10": "recall_10", "hit@1": "success_1",
        "hit@10": "success_10", "mrr@10": "recip_rank",
    }  # fmt: skip
    for ours, name in pairs.items():
        assert scores[ours] == scores[f"article_{ours}"] == theirs[name]


def test_overlapping_passages_are_not_counted_twice() -> None:
    found = passages(("a", 0, 30), ("a", 5, 40), ("b", 0, 9))
    scores = retrieval(case(gold=(A, B), passages=found))
    assert scores["recall@10"] == 1.0
    assert scores["map@10"] == pytest.approx((1 + 2 / 3) / 2)
    again = retrieval(case(gold=(A,), passages=passages(("a", 0, 30), ("a", 5, 40))))
    assert again["map@10"] == again["ndcg@10"] == 1.0


def test_a_passage_that_holds_two_is_found_once_and_recalls_both() -> None:
    both = (A, GoldSpan("a", 22, 25))
    scores = retrieval(case(gold=both, passages=passages(("a", 0, 50), *OTHER)))
    assert set(scores.values()) == {1.0}
    third = retrieval(case(gold=(*both, B), passages=passages(("a", 0, 50), *OTHER)))
    assert third["recall@1"] == pytest.approx(2 / 3)


def test_only_what_holds_the_whole_quotation_counts() -> None:
    scores = retrieval(case(gold=(A,), passages=passages(("a", 0, 19), ("a", 15, 40))))
    assert scores["recall@10"] == scores["map@10"] == 0.0
    assert scores["article_recall@1"] == 1.0


def test_gold_given_twice_is_one() -> None:
    scores = retrieval(case(gold=(A, A, B), passages=passages(("a", 0, 50), *OTHER)))
    assert scores["recall@10"] == 0.5


def test_cut_at_ten_passages() -> None:
    scores = retrieval(case(gold=(A, B), passages=passages(("a", 0, 50), *OTHER[:9], ("b", 0, 9))))
    assert scores["recall@10"] == 0.5 and scores["map@10"] == 0.5
    assert scores["article_recall_all@10"] == 0.0
    one_long = [("x", n, n + 1) for n in range(10)]
    scores = retrieval(case(gold=(B,), passages=passages(*one_long, ("b", 0, 9))))
    assert scores["article_recall@10"] == scores["article_mrr@10"] == 0.0


def test_any_place_of_a_quotation_will_do_and_all_are_one() -> None:
    twice = GoldSpan("a", 10, 20, ((60, 70),))
    scores = retrieval(case(gold=(twice,), passages=passages(("a", 50, 90), ("a", 0, 50))))
    assert set(scores.values()) == {1.0}
    assert twice.overlaps("a", 65, 66) and not twice.overlaps("a", 30, 40)


def test_where_it_does_not_apply() -> None:
    assert retrieval(case(answerable=False, gold=(A,))) == {}
    assert retrieval(case()) == {}
    scores = retrieval(case(gold=(A,)))
    assert set(scores.values()) == {0.0} and "article_recall_all@10" not in scores


def test_curve() -> None:
    second = case(gold=(A,), passages=passages(("x", 0, 9), ("a", 0, 50)))
    never = case(gold=(B,), passages=passages(("a", 0, 50)))
    curve = recall_curve([second, never, case()])
    assert curve[:3] == [[1, 0.0], [2, 0.5], [3, 0.5]] and len(curve) == 10
    assert recall_curve([case()]) == []
