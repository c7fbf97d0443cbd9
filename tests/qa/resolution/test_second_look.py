"""The likeliest sentences, read by the entailment network as well."""

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa.question import QuestionKind
from qa.resolution import second_look
from qa.resolution.second_look import LOOKS, look_again
from qa.types import EvidenceSentence, QueryPlan, ScoredSentence

ODDS = {"Built.": -5.0, "Opened.": 5.0, "Closed.": 0.0, "Named.": 6.0, "Tower opened": 5.0}


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the network was asked to read."""
    texts: list[str] = []

    def log_odds(query: str, sentences: list[EvidenceSentence]) -> list[float]:
        texts.extend(one.text for one in sentences)
        return [ODDS[one.text] for one in sentences]

    monkeypatch.setattr(second_look, "log_odds_of_answering", log_odds)
    return texts


def sentence(text: str, probability: float) -> ScoredSentence:
    return scored(hit_of(text, passage=len(text)), probability, short=text[:-1])


BUILT, OPENED, CLOSED, NAMED = (
    sentence(text, probability)
    for text, probability in zip(ODDS, (0.4, 0.3, 0.2, 0.1), strict=False)
)
FACT = plan_of("When did it open?", kind=QuestionKind.FACT)
REASON = plan_of("Why did it open?", kind=QuestionKind.EXPLANATION)


def test_what_answers_by_both_networks_leads_with_its_short_answer() -> None:
    found = look_again(FACT, evidence_of(BUILT, OPENED, CLOSED, short="Built"))
    assert [one.sentence.text for one in found.sentences] == ["Opened.", "Closed.", "Built."]
    assert found.short == "Opened"
    assert sum(one.probability for one in found.sentences) == pytest.approx(0.9)


@pytest.mark.parametrize("plan", [FACT, REASON], ids=lambda one: str(one.kind))
def test_only_the_likeliest_are_read(read: list[str], plan: QueryPlan) -> None:
    count = LOOKS[plan.kind].sentences
    found = look_again(plan, evidence_of(BUILT, OPENED, *[CLOSED] * (count - 2), NAMED))
    assert len(read) == count
    assert found.sentences[0].sentence.text == "Opened."
    assert NAMED in found.sentences


def test_a_heading_seldom_leads() -> None:
    heading = sentence("Tower opened", 0.4)
    found = look_again(FACT, evidence_of(heading, OPENED, CLOSED))
    assert [one.sentence.text for one in found.sentences[:2]] == ["Opened.", "Tower opened"]


def test_an_item_of_a_list_needs_no_end() -> None:
    item = sentence("Tower opened", 0.4)
    found = look_again(plan_of("Which?", kind=QuestionKind.LIST), evidence_of(item, OPENED))
    assert [one.sentence.text for one in found.sentences] == ["Tower opened", "Opened."]


def test_of_an_explanation_more_are_read(read: list[str]) -> None:
    count = LOOKS[QuestionKind.FACT].sentences
    found = look_again(REASON, evidence_of(BUILT, OPENED, *[CLOSED] * (count - 2), NAMED))
    assert len(read) == count + 1
    assert [one.sentence.text for one in found.sentences[:2]] == ["Named.", "Opened."]


def test_one_sentence_and_other_kinds_stay_as_they_are(read: list[str]) -> None:
    alone, timeline = evidence_of(BUILT), plan_of("What happened?", kind=QuestionKind.TIMELINE)
    assert look_again(FACT, alone) is alone
    assert look_again(FACT, evidence_of()) == evidence_of()
    many = evidence_of(BUILT, OPENED)
    assert look_again(timeline, many) is many
    assert read == []
