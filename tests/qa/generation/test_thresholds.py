"""From which confidence on an answer is written, and when the articles are quoted instead."""

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa import QASettings
from qa.generation.thresholds import may_answer, may_quote_instead
from qa.llm.profile import PROFILES, Profile
from qa.question import QuestionKind
from qa.settings import Strictness

SMALL, STRONG = PROFILES["small"], PROFILES["strong"]
SENTENCE = scored(hit_of("The ferry costs 6 crowns."), short="6 crowns")


@pytest.mark.parametrize(
    ("confidence", "profile", "more", "answered"),
    [
        (0.45, None, {}, True),
        (0.44, None, {}, False),
        (0.25, SMALL, {}, True),
        (0.24, SMALL, {}, False),
        (0.07, STRONG, {}, True),  # judges for itself, and so is asked sooner
        (0.06, STRONG, {}, False),
        (0.1, STRONG, {"model_threshold": 0.35}, False),  # as the settings say
        (0.39, None, {"answer_threshold": 0.1}, True),
    ],
)
def test_what_is_sure_enough_is_answered(
    confidence: float, profile: Profile | None, more: dict[str, float], answered: bool
) -> None:
    evidence, settings = evidence_of(SENTENCE, confidence=confidence), QASettings.load(**more)
    assert may_answer(plan_of(), evidence, settings, profile) == answered


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        *[("fact", 0.45), ("explanation", 0.35), ("overview", 0.35), ("timeline", 0.35)],
        *[("list", 0.35), ("comparison", 0.35), ("yes_no", 0.35)],
    ],
)
def test_each_kind_of_answer_has_its_threshold(kind: str, least: float) -> None:
    answered_from(kind, least, QASettings.load())


@pytest.mark.parametrize(
    ("strictness", "kind", "least"),
    [("strict", "fact", 0.65), ("strict", "list", 0.55), ("strict", "timeline", 0.6),
     ("eager", "fact", 0.25), ("eager", "yes_no", 0.15), ("eager", "overview", 0.2)],
)  # fmt: skip
def test_how_strict_is_set(strictness: Strictness, kind: str, least: float) -> None:
    answered_from(kind, least, QASettings.load(strictness=strictness))


@pytest.mark.parametrize(("kind", "least"), [("fact", 0.25), ("timeline", 0.25), ("list", 0.15)])
def test_a_model_is_asked_sooner(kind: str, least: float) -> None:
    settings = QASettings.load()
    assert settings.threshold(QuestionKind(kind), quotes=False) == least


def answered_from(kind: str, least: float, settings: QASettings) -> None:
    """An answer of that kind is given from that confidence on, and from no less."""
    plan = plan_of(kind=QuestionKind(kind))
    for confidence, answered in ((least + 0.001, True), (least - 0.001, False)):
        evidence = evidence_of(SENTENCE, confidence=confidence)
        assert may_answer(plan, evidence, settings, None) == answered


def test_nothing_is_answered_from_no_sentence() -> None:
    assert not may_answer(plan_of(), evidence_of(confidence=0.9), QASettings.load(), None)


@pytest.mark.parametrize(
    ("confidence", "profile", "quoted"),
    [(0.45, SMALL, True), (0.44, SMALL, False), (0.9, STRONG, False), (0.9, None, False)],
)
def test_the_articles_are_quoted_where_a_small_model_declines(
    confidence: float, profile: Profile | None, quoted: bool
) -> None:
    evidence = evidence_of(SENTENCE, confidence=confidence)
    assert may_quote_instead(plan_of(), evidence, QASettings.load(), profile) == quoted
