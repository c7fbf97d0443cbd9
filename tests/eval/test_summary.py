"""The whole of metrics.json from a few cases."""

import json
import re
from collections.abc import Sequence

import pytest
from cases import case, citation, passages

from eval.case import Case, GoldSpan
from eval.expectations import Expectations
from eval.metrics.catalog import CATALOG
from eval.summary import compare, summarise

SEED = 5
GOLD = (GoldSpan("a", 0, 4),)


class Says:
    """A classifier that supports everything."""

    name = "always"
    accuracy = {"a set": {"value": 0.5, "low": 0.4, "high": 0.6, "count": 9}}  # noqa: RUF012

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        return [True for _ in pairs]


def cases() -> list[Case]:
    answered = {
        "text": "Rome [1]",
        "sentences": [{"text": "Rome", "citations": [1]}],
        "citations": [citation(1, "Rome")],
        "passages": passages(("a", 0, 9)),
    }
    many = [
        case(name=f"in {n}", answers=("Rome",), gold=GOLD, tags=("easy",), **answered)
        for n in range(5)
    ]
    refused = {"status": "unanswered", "passages": passages(("b", 0, 9)), "confidence": 0.2}
    many += [case(name="missed", answers=("Oslo",), gold=GOLD, tags=("hard",), **refused)]
    many += [case(name=f"out {n}", answerable=False, tags=("hard",), **refused) for n in range(3)]
    return many


def test_summary() -> None:
    found = summarise(cases(), SEED, Says(), {"a": "Rome it is"}.get)
    metrics = found["metrics"]
    assert metrics["recall@1"]["value"] == pytest.approx(5 / 6)
    assert metrics["recall@1"]["count"] == 6
    assert 0.4 < metrics["recall@1"]["low"] < 5 / 6 < metrics["recall@1"]["high"]
    assert metrics["cover_em"]["group"] == "answers"
    assert metrics["total_ms"]["better"] == "lower"
    assert metrics["verbatim"]["value"] == metrics["citation_recall"]["value"] == 1.0
    assert metrics["abstention_recall"]["value"] == 1.0
    # 5 answerable above 3 others; 1 answerable level with them
    assert metrics["auroc"]["value"] == pytest.approx((15 + 1.5) / 18)
    assert metrics["auroc"]["low"] < metrics["auroc"]["value"] < metrics["auroc"]["high"]
    assert metrics["aurc"]["value"] == 0.0
    assert (metrics["auroc"]["count"], metrics["aurc"]["count"]) == (9, 5)
    assert found["threshold_95"] == 0.9
    assert found["attribution"] == {"name": "always", "accuracy": Says.accuracy}
    assert list(found["by_tag"]) == ["easy"]
    assert found["by_tag"]["easy"]["recall@1"]["count"] == 5
    assert "auroc" not in found["by_tag"]["easy"]
    assert found["curves"]["risk_coverage"] == [[5 / 9, 0.0]]
    assert found["curves"]["reliability"][0][2] == 5
    assert found["curves"]["recall_at_k"][0] == [1, pytest.approx(5 / 6)]
    assert found["curves"]["latency_ms"]["total"] == {"p50": 100.0, "p95": 100.0}
    assert found["scores"]["out 0"]["abstention_recall"] == 1.0
    assert len(found["scores"]) == 9
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_a_tag_given_twice_counts_once() -> None:
    many = [case(name=str(n), tags=("t", "t"), answers=("Rome",), gold=GOLD) for n in range(5)]
    found = summarise([*many, case(name="5", tags=("u",) * 5)], SEED, None, {}.get)["by_tag"]
    assert list(found) == ["t"] and found["t"]["recall@1"]["count"] == 5


@pytest.mark.slow
def test_kinds_are_told_by_themselves_in_the_order_of_the_set() -> None:
    wanted = Expectations(all=(re.compile("Rome"),))
    many = [
        case(name="1", kind="why", tags=("why", "t"), expectations=wanted, text="Rome"),
        case(name="2", kind="fact", tags=("fact", "t"), expectations=wanted, text="Rome"),
        *(
            case(name=str(n), kind="why", tags=("why", "t"), expectations=wanted, text="Oslo")
            for n in range(3, 7)
        ),
        case(name="7", tags=("t",)),
    ]
    found = summarise(many, SEED, None, {}.get)
    assert list(found["by_kind"]) == ["why", "fact"] and list(found["by_tag"]) == ["t"]
    assert found["by_kind"]["why"]["right"]["value"] == pytest.approx(1 / 5)
    assert found["by_kind"]["fact"]["right"]["count"] == 1
    assert found["by_tag"]["t"]["right"]["count"] == 7


def test_every_score_is_in_the_catalog() -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": 1}
    wrong = case(name="wrong", answers=("Rome",), text="Oslo")
    extra = case(
        name="extra", answers=("yes",), choices=("yes", "no"), text="Yes", short="yes", usage=usage,
        gold=(*GOLD, GoldSpan("b")),
    )  # fmt: skip
    found = summarise([*cases(), wrong, extra], SEED, Says(), {"a": "Rome"}.get)
    names = {name for scores in found["scores"].values() for name in scores}
    assert names | {"auroc", "auroc_right", "tnr@tpr90", "aurc", "ece"} == set(CATALOG)
    assert list(found["metrics"]) == list(CATALOG)


def test_without_short_answers_refusals_alone_are_no_score() -> None:
    found = summarise(cases(), SEED, None, {}.get)
    assert "em" not in found["metrics"] and "em" not in found["scores"]["missed"]
    assert "citation_recall" not in found["metrics"] and found["attribution"] is None


def test_nothing_asked() -> None:
    found = summarise([], SEED, None, {}.get)
    assert found["metrics"] == {} and found["threshold_95"] is None


def test_comparison() -> None:
    ours = {"1": {"verbatim": 1.0, "total_ms": 50.0}, "2": {"verbatim": 0.0, "total_ms": 50.0}}
    theirs = {"1": {"verbatim": 0.0, "total_ms": 90.0}, "3": {"citation_hit": 1.0}}
    found = compare(ours, theirs, SEED)["metrics"]
    assert list(found) == ["verbatim", "total_ms"]
    one = found["verbatim"]
    assert (one["ours"], one["theirs"], one["difference"], one["count"]) == (1.0, 0.0, 1.0, 1)
    assert (one["better"], one["worse"], one["better_ids"]) == (1, 0, ["1"])
    assert found["total_ms"]["better"] == 1 and found["total_ms"]["difference"] == -40.0
