"""The answerer without a language model: the sentences themselves, quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.generation.forms import sentences_of
from qa.types import (
    AnswererName,
    Evidence,
    EvidenceSentence,
    Failed,
    QueryPlan,
    Quotation,
    Step,
)


class Extractive:
    """Answers by quoting, in the form that the kind of question asks for; needs no model."""

    name: AnswererName = "extractive"
    model: str | None = None
    language_model = None
    profile = None

    def write(self, plan: QueryPlan, evidence: Evidence) -> Iterator[Step]:
        """See `qa.generation.answerer.Answerer`."""
        for sentence in sentences_of(plan, evidence):
            yield Quotation(sentence)

    def repair(
        self, plan: QueryPlan, shown: Sequence[EvidenceSentence], failed: Sequence[Failed]
    ) -> Iterator[Step]:
        """Nothing: a quotation needs no repair."""
        return iter(())
