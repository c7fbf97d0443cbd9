"""A second look at the sentences that likeliest answer, by the entailment network.

The reader looks for what is likest to an answer; that network was taught what only looks like one
(`qa.entailment.questions`). A headline seldom answers, whatever both say of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.sentences import ends_as_sentence
from qa.entailment.questions import log_odds_of_answering
from qa.question import QuestionKind
from qa.resolution.reweighing import reweighed
from qa.types import Evidence, QueryPlan


@dataclass(frozen=True, slots=True)
class SecondLook:
    """How a kind of question is looked at again."""

    sentences: int
    """So many are read."""
    weight: float
    """Of the network's log-odds, added to the reader's."""
    headline: float = 0.0
    """What a line is worth less, in logits, that does not end as a sentence: of 44 facts and
    explanations that one led 4 were right, of the other 1,004 about 460."""


LOOKS: Mapping[QuestionKind, SecondLook] = {
    QuestionKind.FACT: SecondLook(5, 0.9, headline=1.2),
    QuestionKind.EXPLANATION: SecondLook(8, 1.2, headline=1.2),
    QuestionKind.LIST: SecondLook(12, 0.6),
}
"""The network counts more for a reason: the reader goes by the question's words and a short answer,
and a reason seldom has them. The items of a list often have no end."""


def look_again(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with its likeliest sentences in the order of both networks, where a question
    asks for a fact, an explanation or a list."""
    look = LOOKS.get(plan.kind)
    if look is None or len(evidence.sentences) < 2:
        return evidence
    near, rest = evidence.sentences[: look.sentences], evidence.sentences[look.sentences :]
    answers = log_odds_of_answering(plan.query, [one.sentence for one in near])
    whole = sum(one.probability for one in near)
    logits = [
        look.weight * odds - look.headline * (not ends_as_sentence(one.sentence.text))
        for one, odds in zip(near, answers, strict=True)
    ]
    again = reweighed(near, logits, whole)
    ordered = sorted([*again, *rest], key=lambda one: -one.probability)
    return replace(evidence, sentences=tuple(ordered), short=ordered[0].sentence.short)
