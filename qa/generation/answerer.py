"""Who can write an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from qa.llm.models import LanguageModel
from qa.llm.profile import Profile
from qa.types import AnswererName, Evidence, EvidenceSentence, Failed, QueryPlan, Step


class Answerer(Protocol):
    """Writes answers from evidence: by quoting, or by a language model."""

    name: AnswererName
    model: str | None
    """Name of the language model, where one writes."""

    @property
    def language_model(self) -> LanguageModel | None:
        """What puts follow-ups into words; None where nothing but quotations is to be had."""
        ...

    @property
    def profile(self) -> Profile | None:
        """What the language model is trusted with; None where there is none."""
        ...

    def repair(
        self, plan: QueryPlan, shown: Sequence[EvidenceSentence], failed: Sequence[Failed]
    ) -> Iterator[Step]:
        """What was not verified, written again, as claims that take its place.

        Raises:
            LanguageModelError: the model failed; what was written before stands.
        """
        ...

    def write(self, plan: QueryPlan, evidence: Evidence) -> Iterator[Step]:
        """The answer step by step; the steps are short enough to stop at.

        Raises:
            LanguageModelError: the model failed; what came before it is not an answer.
        """
        ...
