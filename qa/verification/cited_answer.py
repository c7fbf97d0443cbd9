"""An answer as far as it is written: each sentence verified as it comes, its citations numbered."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.unseen import visible
from qa.text.facts import Facts
from qa.text.injection import is_injection
from qa.text.markers import as_sentence
from qa.types import (
    AnswerSentence,
    Citation,
    Claim,
    Declined,
    Draft,
    Evidence,
    EvidenceSentence,
    PartialAnswer,
    QueryPlan,
    Quotation,
    Shown,
    Step,
    Usage,
    Waiting,
)
from qa.verification.overlap import Verdict, Verifier
from qa.verification.verifier import SupportVerifier


class CitedAnswer:
    """Takes the steps in which an answer is written."""

    def __init__(
        self, plan: QueryPlan, evidence: Evidence, verifier: Verifier | None = None
    ) -> None:
        """Nothing is written yet; `verifier` stands in for `SupportVerifier`."""
        self._plan = plan
        self._likeliest = evidence.best.place
        self._verifier = verifier
        self._shown: tuple[EvidenceSentence, ...] = ()
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._dropped: dict[str, Verdict] = {}
        self._is_quoted_instead = False
        self._partial = PartialAnswer()

    def take(self, step: Step) -> PartialAnswer:
        """The answer with one more step."""
        self._partial = replace(self._partial, waiting="")
        match step:
            case Quotation(sentence):
                self._add(as_sentence(sentence.text), [sentence], 1.0)
            case Shown(evidence):
                self._shown = evidence
                shown = (Citation.of(n, one) for n, one in enumerate(evidence, start=1))
                self._partial = replace(self._partial, evidence=tuple(shown))
            case Claim():
                self._partial = replace(self._partial, draft="")  # it was the draft until now
                self._verify(step)
            case Draft(text):
                self._partial = replace(self._partial, draft=text)
            case Declined():
                self._partial = PartialAnswer(has_declined=True)
            case Usage():
                self._partial = replace(self._partial, usage=step)
            case Waiting(why):
                self._partial = replace(self._partial, waiting=why)
        return self._partial

    def _verify(self, claim: Claim) -> None:
        if claim.is_cut_off and self._partial.sentences:
            return
        start = time.perf_counter()
        if self._verifier is None:
            self._verifier = SupportVerifier(self._plan.store)
        verdict = self._verifier.check(claim.text, self._shown, self._plan.query, claim.cites)
        if not verdict.holds:
            self._drop(claim.text, verdict)
        elif all(claim.text != known.text for known in self._partial.sentences):
            cited = [self._shown[place] for place in verdict.cited]
            self._add(claim.text, cited, round(verdict.support, 3))
        took = (time.perf_counter() - start) * 1000
        self._partial = replace(self._partial, verify_ms=self._partial.verify_ms + took)

    def _drop(self, text: str, verdict: Verdict) -> None:
        self._dropped[text] = verdict
        self._quote_instead(verdict)
        self._partial = replace(
            self._partial,
            dropped=tuple(filter(_may_be_shown, self._dropped)),
            notices=_notices(list(self._dropped.values()), is_quoted=self._is_quoted_instead),
        )

    def _quote_instead(self, verdict: Verdict) -> None:
        """The article's own words, where the sentence that likeliest answers was put otherwise;
        not where the model brought in what stands nowhere."""
        if not (verdict.lost_words or verdict.is_contradicted):
            return
        for place in verdict.cited:
            one = self._shown[place]
            text = as_sentence(one.text)
            is_told = any(sentence.text == text for sentence in self._partial.sentences)
            if one.place == self._likeliest and one.place not in self._numbers and not is_told:
                self._is_quoted_instead = True
                self._add(text, [one], 1.0)

    def _add(self, text: str, cited: Sequence[EvidenceSentence], support: float) -> None:
        citations = list(self._partial.citations)
        for one in cited:
            if one.place not in self._numbers:
                self._numbers[one.place] = len(self._numbers) + 1
                citations.append(Citation.of(self._numbers[one.place], one))
        numbers = tuple(self._numbers[one.place] for one in cited)
        sentence = AnswerSentence(text, numbers, support)
        sentences = (*self._partial.sentences, sentence)
        self._partial = replace(self._partial, sentences=sentences, citations=tuple(citations))


def _may_be_shown(dropped: str) -> bool:
    """Whether a sentence may be shown as one that was left out: not where it would lead away."""
    return not Facts.of(dropped).addresses and not is_injection(visible(dropped))


def _notices(dropped: Sequence[Verdict], *, is_quoted: bool) -> tuple[str, ...]:
    """One notice about all sentences that were left out, with a reason that can be named."""
    if not dropped:
        return ()
    many = len(dropped) > 1
    who = f"{len(dropped)} sentences of the model were" if many else "A sentence of the model was"
    instead = " The article is quoted instead." if is_quoted else ""
    return (f"{who} left out: {_why(dropped, 'them' if many else 'it')}.{instead}",)


def _why(dropped: Sequence[Verdict], it: str) -> str:
    if missing := _named(verdict.missing for verdict in dropped):
        verb = "do" if "”, “" in missing else "does"
        return f"{missing} {verb} not stand in what would be cited"
    if lost := _named(verdict.lost_words for verdict in dropped):
        return f"what would be cited differs in {lost}"
    if any(verdict.is_contradicted for verdict in dropped):
        return f"what would be cited says the contrary of {it}"
    return f"the articles that were read do not support {it}"


def _named(words: Iterable[tuple[str, ...]]) -> str:
    """The first three, in quotation marks."""
    each = dict.fromkeys(word for some in words for word in some)
    return ", ".join(f"“{word}”" for word in list(each)[:3])
