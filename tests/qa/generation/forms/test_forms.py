"""Which form an answer takes, by the kind of question."""

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, ranked, sentences_of

from qa.generation.forms import FORMS
from qa.generation.forms import sentences_of as sentences_of_answer
from qa.generation.forms.digest import overview, timeline
from qa.generation.forms.explanation import explanation
from qa.generation.forms.fact import fact
from qa.generation.forms.items import items
from qa.generation.forms.sides import sides
from qa.question import QuestionKind
from qa.types import Evidence, EvidenceSentence, QueryPlan

FORM_OF = {
    QuestionKind.FACT: fact,
    QuestionKind.YES_NO: fact,
    QuestionKind.EXPLANATION: explanation,
    QuestionKind.OVERVIEW: overview,
    QuestionKind.TIMELINE: timeline,
    QuestionKind.LIST: items,
    QuestionKind.COMPARISON: sides,
}


def test_each_kind_has_its_form() -> None:
    assert dict(FORMS) == FORM_OF


@pytest.mark.parametrize("kind", QuestionKind)
def test_the_kind_of_a_plan_chooses_the_form(
    kind: QuestionKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[QuestionKind] = []

    def form(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
        chosen.append(plan.kind)
        return [evidence.best]

    evidence = ranked(sentences_of(hit_of("It rains. It pours.")))
    if kind in FORM_OF:
        monkeypatch.setattr("qa.generation.forms.FORMS", {kind: form})
    assert sentences_of_answer(plan_of(kind=kind), evidence)[0] is evidence.best
    assert chosen == ([kind] if kind in FORM_OF else [])


@pytest.mark.parametrize("kind", QuestionKind)
def test_without_evidence_there_is_no_answer(kind: QuestionKind) -> None:
    assert sentences_of_answer(plan_of("What?", WORDS, kind=kind), evidence_of()) == []


@pytest.mark.parametrize(
    ("kind", "told"), [(QuestionKind.EXPLANATION, 1), (QuestionKind.COMPARISON, 2)]
)
def test_an_answer_is_as_long_as_it_is_wanted_where_it_can_be(
    kind: QuestionKind, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = ranked(sentences_of(hit_of("It rains. It pours.")))
    both = [one.sentence for one in evidence.sentences]
    monkeypatch.setattr("qa.generation.forms.FORMS", dict.fromkeys(FORM_OF, lambda *_: both))
    assert len(sentences_of_answer(plan_of(kind=kind, most_sentences=1), evidence)) == told


def test_of_two_questions_in_one_none_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = ranked(sentences_of(hit_of("It rains. It pours.")))
    both = [one.sentence for one in evidence.sentences]
    monkeypatch.setattr("qa.generation.forms.FORMS", {QuestionKind.FACT: lambda *_: both})
    plan = plan_of(most_sentences=1, parts=(plan_of(), plan_of()))
    assert sentences_of_answer(plan, evidence) == both
