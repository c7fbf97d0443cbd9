"""The answerer without a language model: the sentences themselves, quoted."""

from __future__ import annotations

from collections.abc import Iterator

from qa.generation.forms import sentences_of
from qa.types import AnswererName, Evidence, QueryPlan, Quotation, Step


class Extractive:
    """Answers by quoting, in the form that the kind of question asks for; needs no model."""

    name: AnswererName = "extractive"
    model: str | None = None
    language_model = None

    def write(self, plan: QueryPlan, evidence: Evidence) -> Iterator[Step]:
        """See `qa.generation.answerer.Answerer`."""
        for sentence in sentences_of(plan, evidence):
            yield Quotation(sentence)
