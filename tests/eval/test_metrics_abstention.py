"""Coverage, abstention and the measures of confidence, on sets small enough to count."""

import re

import pytest
from cases import case, citation

from eval.case import Case, GoldSpan
from eval.expectations import Expectations
from eval.metrics.abstention import abstention, is_right
from eval.metrics.confidence import (
    Outcomes,
    aurc,
    auroc,
    auroc_right,
    calibration_error,
    reliability,
    risk_coverage,
    threshold_for,
    tnr_at_tpr,
)


def outcome(confidence: float, right: bool, answerable: bool = True, **answer: str) -> Case:
    text = "Rome" if right else "Paris"
    return case(
        answers=("Rome",), text=text, confidence=confidence, answerable=answerable, **answer
    )


def test_answered_and_refused() -> None:
    right = outcome(0.9, True)
    assert abstention(right) == {
        "right": 1.0, "coverage": 1.0, "selective_accuracy": 1.0, "selective_accuracy@.85": 1.0,
        "coverage_answerable": 1.0,
    }  # fmt: skip
    missed = case(status="unanswered")
    assert abstention(missed) == {"right": 0.0, "coverage": 0.0, "coverage_answerable": 0.0}
    rash = case(answerable=False, confidence=0.84)
    assert abstention(rash) == {
        "right": 0.0, "coverage": 1.0, "selective_accuracy": 0.0, "abstention_recall": 0.0,
    }  # fmt: skip
    refused = case(answerable=False, status="unanswered")
    assert abstention(refused) == {"right": 1.0, "coverage": 0.0, "abstention_recall": 1.0}


def test_expectations_decide_what_is_right() -> None:
    wanted = Expectations(all=(re.compile("Rome"),))
    either = {"answerable": None, "expectations": wanted, "answers": ("Oslo",)}
    said = case(text="Rome it is", **either)
    assert abstention(said) == {
        "right": 1.0, "coverage": 1.0, "selective_accuracy": 1.0, "selective_accuracy@.85": 1.0,
    }  # fmt: skip
    assert not is_right(case(text="Oslo", **either))
    assert is_right(case(text="Not told, but Rome is near", status="unanswered", **either))
    assert not is_right(case(text="Not told", status="unanswered", **either))


def test_right() -> None:
    gold, cited = (GoldSpan("a", 0, 5),), [citation(1, "xyz")]
    assert is_right(outcome(0.9, True)) and not is_right(outcome(0.9, False))
    assert not is_right(outcome(0.9, True, answerable=False))
    assert not is_right(outcome(0.9, True, status="unanswered"))
    assert is_right(case(gold=gold, citations=cited))
    assert not is_right(case(gold=gold, citations=[citation(1, "xyz", 7)]))
    assert not is_right(case(answers=("Rome",), gold=gold, citations=cited))
    assert is_right(case(answers=("word " * 13,), gold=gold, citations=cited))
    assert is_right(case(answers=("no",), text="No. [1]"))
    assert not is_right(case(answers=("no",), text="Yes, there is no doubt."))


MANY = [
    outcome(0.9, True),
    outcome(0.8, False),
    outcome(0.7, True),
    outcome(0.7, True),
    outcome(0.6, False, answerable=False),
    outcome(0.2, True, status="unanswered"),
    outcome(0.1, False, answerable=False, status="unanswered"),
    outcome(0.1, False, answerable=False, status="unanswered"),
]


def test_risk_coverage_over_what_was_answered() -> None:
    curve = risk_coverage(Outcomes.of(MANY))
    expected = [(1 / 8, 0), (2 / 8, 1 / 2), (4 / 8, 1 / 4), (5 / 8, 2 / 5)]
    assert curve == [pytest.approx(point) for point in expected]
    area = (0 + 1 / 2 + 2 * (1 / 4) + 2 / 5) / 5
    assert aurc(Outcomes.of(MANY)) == pytest.approx(area)
    scores = [abstention(one) for one in MANY]
    coverage = sum(one["coverage"] for one in scores) / len(scores)
    accuracies = [one["selective_accuracy"] for one in scores if "selective_accuracy" in one]
    assert curve[-1] == pytest.approx((coverage, 1 - sum(accuracies) / len(accuracies)))
    assert risk_coverage(Outcomes.of(MANY[-3:])) == [] and aurc(Outcomes.of(MANY[-3:])) is None


def test_order_matters_to_aurc() -> None:
    good = Outcomes.of([outcome(0.9, True), outcome(0.5, False)])
    bad = Outcomes.of([outcome(0.5, True), outcome(0.9, False)])
    assert (aurc(good), aurc(bad)) == (0.25, 0.75)


def test_auroc() -> None:
    # 5 answerable x 3 others; only (0.2, 0.6) is in the wrong order
    assert auroc(Outcomes.of(MANY)) == pytest.approx(14 / 15)
    assert auroc(Outcomes.of(MANY[:3])) is None


def test_reliability_and_calibration() -> None:
    rows = reliability(Outcomes.of(MANY), bins=2)
    assert rows == [pytest.approx((3.7 / 5, 3 / 5, 5))]  # the answers given
    error = 3.7 / 5 - 3 / 5
    assert calibration_error(Outcomes.of(MANY), bins=2) == pytest.approx(error)
    (last,) = reliability(Outcomes.of([outcome(1.0, True), outcome(0.95, True)]))
    assert last == pytest.approx((0.975, 1.0, 2))
    assert calibration_error(Outcomes.of([])) is None


def test_threshold() -> None:
    outcomes = Outcomes.of(MANY)
    assert threshold_for(outcomes, 0.95) == 0.9
    assert threshold_for(outcomes, 0.75) == 0.7
    assert threshold_for(outcomes, 0.6) == 0.6
    assert threshold_for(Outcomes.of(MANY[1:2])) is None
    assert threshold_for(Outcomes.of([])) is None


def test_true_negatives_at_a_true_positive_rate() -> None:
    outcomes = Outcomes.of(MANY)
    assert tnr_at_tpr(outcomes) == pytest.approx(2 / 3)  # threshold .2: .6 is let through
    assert tnr_at_tpr(outcomes, 0.8) == 1  # threshold .7
    assert tnr_at_tpr(outcomes, 1) == pytest.approx(2 / 3)
    assert tnr_at_tpr(Outcomes.of(MANY[:4])) is None


def test_confidence_tells_right_from_wrong_answers() -> None:
    right = [outcome(0.9, True), outcome(0.7, True)]
    wrong = [outcome(0.8, False), outcome(0.7, False), outcome(0.6, False, answerable=False)]
    refused = outcome(0.99, False, status="unanswered")
    found = auroc_right(Outcomes.of([*right, *wrong, refused]))
    assert found == pytest.approx((3 + 1.5) / 6)
    assert auroc_right(Outcomes.of(right)) is None and auroc_right(Outcomes.of(wrong)) is None


def test_where_either_may_be_right_nothing_is_said_of_answerable() -> None:
    either = [case(answerable=None, confidence=one, expectations=Expectations()) for one in (0, 1)]
    known, all_ = Outcomes.of(MANY), Outcomes.of([*MANY, *either])
    for measure in (auroc, tnr_at_tpr):
        assert measure(all_) == measure(known)
    for measure in (aurc, calibration_error, reliability):
        assert measure(all_) != measure(known)
