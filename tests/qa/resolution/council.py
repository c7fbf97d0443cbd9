"""A council's decision as evidence, and an entailment network that tests lead."""

from collections.abc import Callable, Sequence
from datetime import date

from builders import hit_of, ranked, sentences_of

from qa.entailment import Entailment
from qa.types import Evidence

TEXT = (
    "The council rejected the plan for the bridge on Friday. "
    "Ana Delgado, the mayor, had asked for it. Fishers cheered in the harbour."
)
PASSAGE = 7
SUPPORTS, DENIES = Entailment(0.95, 0.02, 0.03), Entailment(0.02, 0.95, 0.03)
SILENT = Entailment(0.1, 0.1, 0.8)

Says = Callable[[str, str], Entailment]
"""What a text says of a claim: the claim, the text."""
Lead = Callable[[Says], None]
"""The fixture `lead`: puts what a network says in the place of the one that ships."""


class Network:
    """Says of each text what a function of claim and text says."""

    def __init__(self, say: Says) -> None:
        self.say = say

    def predict(
        self, claim: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[Entailment]:
        return [self.say(claim, text) for text in texts]


def council(**more: object) -> Evidence:
    """The three sentences of `TEXT`; the reader takes "on Friday" for the answer."""
    hit = hit_of(
        TEXT, article="plan", passage=PASSAGE, title="The plan", source="The Post",
        day=date(2024, 5, 3),
    )  # fmt: skip
    return ranked(sentences_of(hit), **{"short": "on Friday"} | more)
