"""Who can write an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from qa.llm.models import LanguageModel
from qa.types import AnswererName, Evidence, QueryPlan, Step


class Answerer(Protocol):
    """Writes answers from evidence: by quoting, or by a language model."""

    name: AnswererName
    model: str | None
    """Name of the language model, where one writes."""

    @property
    def language_model(self) -> LanguageModel | None:
        """What puts follow-ups into words; None where nothing but quotations is to be had."""
        ...

    def write(self, plan: QueryPlan, evidence: Evidence) -> Iterator[Step]:
        """The answer step by step; the steps are short enough to stop at.

        Raises:
            LanguageModelError: the model failed; what came before it is not an answer.
        """
        ...
