"""What questions claim or take for granted, held against sentences by a network that tests lead."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from index import Hit
from qa.entailment import Entailment
from qa.ranking.ranker import Choice, Judged
from qa.ranking.sentences import evidence_sentences
from qa.resolution import presupposition as premise
from qa.resolution import yes_no as yes_or_no

TEXT = (
    "The council rejected the plan for the bridge on Friday. "
    "Ana Delgado, the mayor, had asked for it. Fishers cheered in the harbour."
)
HIT = Hit(
    7, "plan", 0, len(TEXT), TEXT, 1.0, 0.5, 2.0, "The plan", "The Post", date(2024, 5, 3), None
)
SUPPORTS, DENIES, SILENT = Entailment(0.95, 0.02, 0.03), Entailment(0.02, 0.95, 0.03), Entailment(0.1, 0.1, 0.8)


class Network:
    """Says of each text what a function of claim and text says."""

    def __init__(self, say: Callable[[str, str], Entailment]) -> None:
        self.say = say

    def judge(self, claim: str, headings: Sequence[str], texts: Sequence[str]) -> list[Entailment]:
        return [self.say(claim, text) for text in texts]


class Words:
    """What is needed of a store: words without their endings."""

    def terms(self, text: str) -> set[str]:
        return {word.lower()[:5] for word in re.findall(r"\w+", text)}

    def term_weights(self, text: str) -> dict[str, float]:
        return dict.fromkeys(self.terms(text), 1.0)


WORDS: Any = Words()


def choice() -> Choice:
    sentences = evidence_sentences([HIT])
    ranking = [Judged(one, 0.5 / (n + 1), frozenset()) for n, one in enumerate(sentences)]
    return Choice([HIT], tuple(ranking), 0.9, {}, "on Friday")


@pytest.mark.parametrize(
    ("part", "claim"),
    [
        ("Did the council reject the plan?", "The council reject the plan."),
        ("Was the plan rejected by the council?", "The plan rejected by the council."),
        (
            "Does the article from Fortune claim that the deals of the firm were legal?",
            "The deals of the firm were legal.",
        ),
        (
            "'The Verge' report suggests that the firm lost money in March",
            "The firm lost money in March.",
        ),
        ("Does CNN say that the firm lost money in March?", "The firm lost money in March."),
        (
            "Did Ana Delgado say that the firm lost money?",
            "Ana Delgado say that the firm lost money.",
        ),
        ("", ""),
    ],
)
def test_what_a_question_asks_to_be_confirmed(part: str, claim: str) -> None:
    assert yes_or_no.claim_of(part, ["CNN say"]) == claim


@pytest.mark.parametrize(
    ("asked", "short"),
    [
        ("Did the council reject the plan?", "yes"),
        ("Did the council approve the plan for the bridge on Friday?", None),
        ("Did Ana Delgado say that the council rejected the plan?", None),
        ("Did Anna Berg reject the plan for the bridge?", None),
        ("Did Ana Delgado ask for the plan for the bridge?", "yes"),
    ],
)
def test_yes_needs_the_same_person_and_no_opposite(asked: str, short: str | None) -> None:
    network = Network(lambda _, text: SILENT if "cheered" in text else SUPPORTS)
    found = yes_or_no.decide(asked, (), (), choice(), WORDS, network)
    assert (found.short if found else None) == short


def test_one_of_two_is_not_yes() -> None:
    network = Network(lambda *_: SUPPORTS)

    def decided(asked: str) -> bool:
        return yes_or_no.decide(asked, (), (), choice(), WORDS, network) is not None

    assert decided("Did the council reject the plan or not?")
    assert not decided("Did the council or the mayor reject the plan?")


@pytest.mark.parametrize(("stance", "short"), [(SUPPORTS, "yes"), (DENIES, "no"), (SILENT, None)])
def test_yes_no_or_undecided(stance: Entailment, short: str | None) -> None:
    network = Network(lambda _, text: stance if "rejected" in text else SILENT)
    found = yes_or_no.decide("Did the council reject the plan?", (), (), choice(), WORDS, network)
    assert (found.short if found else None) == short
    if found:
        assert "rejected" in found.by[0].sentence.text


def test_all_parts_must_be_supported() -> None:
    parts = ("the council reject the plan", "the fishers cheer in the harbour")
    asked = "Did the council reject the plan, and did the fishers cheer in the harbour?"

    def decided(of_second: Entailment) -> str | None:
        network = Network(lambda claim, _: SUPPORTS if "council" in claim else of_second)
        found = yes_or_no.decide(asked, parts, ((7,), (7,)), choice(), WORDS, network)
        return found.short if found else None

    assert decided(SUPPORTS) == "yes"
    assert decided(DENIES) == "no"
    assert decided(SILENT) is None


def test_what_is_so_now_must_be_surer() -> None:
    def decided(asked: str) -> bool:
        network = Network(lambda *_: Entailment(0.7, 0.2, 0.1))
        return yes_or_no.decide(asked, (), (), choice(), WORDS, network) is not None

    assert decided("Did the council reject the plan?")
    assert not decided("Is the plan rejected by the council?")


def test_nothing_to_hold_it_against() -> None:
    network = Network(lambda *_: SUPPORTS)
    empty = Choice([], (), 0.0, {})
    assert yes_or_no.decide("Did the council reject it?", (), (), empty, WORDS, network) is None
    assert yes_or_no.decide("Did it?", (), (), choice(), WORDS, network) is None
    assert premise.hold_against("Why did the council reject the plan?", empty, network) == (
        empty,
        "",
    )


@pytest.mark.parametrize(
    ("asked", "claim"),
    [
        ("Why did the council accept the plan?", "The council accept the plan."),
        ("When was Ana Delgado elected mayor?", "Ana Delgado elected mayor."),
        ("How did the ship sink in Marrow Bay?", "The ship sink in Marrow Bay."),
        ("Where is Orsay?", ""),
        ("How many people came to the fair?", ""),
        ("Who accepted the plan?", ""),
        ("", ""),
    ],
)
def test_what_a_question_takes_for_granted(asked: str, claim: str) -> None:
    assert premise.premise_of(asked) == claim


def test_a_premise_that_is_contradicted_is_told() -> None:
    asked = "Why did the council accept the plan?"
    network = Network(lambda _, text: DENIES if "rejected" in text else SILENT)
    found, notice = premise.hold_against(asked, choice(), network)
    assert notice == premise.NOTICE and found.short == ""
    assert "rejected" in found.ranking[0].sentence.text
    assert len(found.ranking) == len(choice().ranking)


@pytest.mark.parametrize("other", [SUPPORTS, Entailment(0.4, 0.3, 0.3)])
def test_a_premise_that_some_sentence_supports_stands(other: Entailment) -> None:
    network = Network(lambda _, text: DENIES if "rejected" in text else other)
    before = choice()
    assert premise.hold_against("Why did the council accept the plan?", before, network) == (
        before, "",
    )  # fmt: skip
