"""An answer as far as it is written: each sentence verified as it comes, its citations numbered."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from index.unseen import visible
from qa.text.facts import Facts
from qa.text.injection import is_injection
from qa.text.markers import as_sentence
from qa.text.wording import capitalised
from qa.types import (
    AnswerSentence,
    Citation,
    Claim,
    Declined,
    Draft,
    Evidence,
    EvidenceSentence,
    Failed,
    NotStated,
    PartialAnswer,
    QueryPlan,
    Quotation,
    Shown,
    Step,
    Usage,
    Waiting,
)
from qa.verification.verdict import Verdict, Verifier
from qa.verification.verifier import POLARITY, SupportVerifier

QUOTED_FROM = 0.1
"""Support from which what stands nowhere gives way to the article's own words."""


class CitedAnswer:
    """Takes the steps in which an answer is written."""

    def __init__(
        self, plan: QueryPlan, evidence: Evidence, verifier: Verifier | None = None
    ) -> None:
        """Nothing is written yet; `verifier` stands in for `SupportVerifier`."""
        self._plan = plan
        self._likeliest = evidence.best.place
        self._came_to = evidence.short.lower() if evidence.is_verdict else ""
        self._verifier = verifier
        self._shown = Shown(())
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._dropped: dict[str, Verdict] = {}
        self._not_stated: tuple[str, ...] = ()
        self._is_quoted_instead = False
        self._partial = PartialAnswer()

    def take(self, step: Step) -> PartialAnswer:
        """The answer with one more step."""
        self._partial = replace(self._partial, waiting="")
        match step:
            case Quotation(sentence):
                self._add(as_sentence(sentence.text), [sentence])
            case Shown(evidence):
                self._shown = step
                shown = (Citation.of(n, one) for n, one in enumerate(evidence, start=1))
                self._partial = replace(self._partial, evidence=tuple(shown))
            case Claim():
                self._partial = replace(self._partial, draft="")  # it was the draft until now
                self._verify(step)
            case Draft(text):
                self._partial = replace(self._partial, draft=text)
            case NotStated(text):
                self._tell_not_stated(text)
            case Declined():
                self._partial = PartialAnswer(usage=self._partial.usage)
            case Usage():
                self._partial = replace(self._partial, usage=step.plus(self._partial.usage))
            case Waiting(why):
                self._partial = replace(self._partial, waiting=why)
        return self._partial

    def _verify(self, claim: Claim) -> None:
        if claim.is_cut_off and self._partial.sentences:
            return
        start = time.perf_counter()
        if self._verifier is None:
            self._verifier = SupportVerifier()
        is_trusted = self._shown.keeps_unverified  # a small model's marks are guesses
        cites = {place + 1 for place in claim.cites} if is_trusted else set[int]()
        verdict = self._verifier.check(claim.text, self._shown.evidence, self._plan.query, cites)
        verdict = self._with_polarity(claim.text, verdict)
        is_repeated = any(claim.text == known.text for known in self._partial.sentences)
        if claim.instead_of:
            self._mend(claim, verdict)
        elif verdict.holds and verdict.is_absence:
            self._tell_not_stated(claim.text)
        elif not self._is_kept(claim.text, verdict):
            self._drop(claim.text, verdict)
        elif not is_repeated:
            cited = [self._shown.evidence[number - 1] for number in verdict.cites]
            self._add(claim.text, cited, verdict)
        took = (time.perf_counter() - start) * 1000
        self._partial = replace(self._partial, verify_ms=self._partial.verify_ms + took)

    @property
    def shown(self) -> tuple[EvidenceSentence, ...]:
        """What the model was shown."""
        return self._shown.evidence

    @property
    def failed(self) -> tuple[Failed, ...]:
        """What was not verified, kept or left out, with the reason."""
        kept = (Failed(s.text, s.reason) for s in self._partial.sentences if s.reason)
        left_out = (
            Failed(text, verdict.reason)
            for text, verdict in self._dropped.items()
            if verdict.reason and not self._leads_away(text)
        )
        return (*kept, *left_out)

    def _mend(self, claim: Claim, verdict: Verdict) -> None:
        """Puts a mended sentence in the place of the one that was not verified; where it is not
        verified either, all stays as it is."""
        is_told = verdict.is_absence or bool(verdict.cites)
        if not (verdict.holds and is_told) or self._leads_away(claim.text):
            return
        known = self._partial.sentences
        texts = [one.text for one in known]
        is_known = claim.instead_of in texts or claim.instead_of in self._dropped
        if claim.text in texts or not is_known:
            return
        self._dropped.pop(claim.instead_of, None)
        place = texts.index(claim.instead_of) if claim.instead_of in texts else len(texts)
        ahead, behind = known[:place], known[place + 1 :]
        if not verdict.is_absence:
            self._add(claim.text, [self._shown.evidence[n - 1] for n in verdict.cites], verdict)
            ahead = (*ahead, self._partial.sentences[-1])
        self._partial = replace(self._partial, sentences=(*ahead, *behind)).renumbered()
        self._numbers = {one.place: one.number for one in self._partial.citations}
        if verdict.is_absence:
            self._tell_not_stated(claim.text)
        self._tell_of_dropped()

    def _tell_not_stated(self, text: str) -> None:
        """Has a notice say what the articles do not tell: there is no quotation for it."""
        text = capitalised(POLARITY.sub("", text))
        if not self._leads_away(text) and text not in self._not_stated:
            self._not_stated = (*self._not_stated, text)
            self._partial = replace(self._partial, notices=self._notices())

    def _with_polarity(self, text: str, verdict: Verdict) -> Verdict:
        """The verdict on a sentence whose "Yes" or "No" is not what the articles come to."""
        said = POLARITY.match(text)
        if not said or not self._came_to or said[1].lower() == self._came_to or not verdict.holds:
            return verdict
        reason = f"by the articles it seems to be “{self._came_to}”"
        return replace(
            verdict, verdict="not_verified", support=0.49, reason=reason, is_absence=False
        )

    def _is_kept(self, text: str, verdict: Verdict) -> bool:
        """Whether a sentence is kept; not where it leads away from the articles. Of a model that is
        trusted so is what is not verified, but for what has nothing to do with what was read."""
        if not verdict.cites or self._leads_away(text):
            return False
        is_marked = verdict.verdict == "not_verified" and verdict.support > 0
        return verdict.holds or (self._shown.keeps_unverified and is_marked)

    def _leads_away(self, text: str) -> bool:
        addresses = Facts.of(text).addresses
        shown = (
            f"{one.text} {one.hit.title} {one.hit.source or ''} {one.hit.url or ''}"
            for one in (self._shown.evidence if addresses else ())
        )
        return bool(addresses - Facts.of(*shown).addresses) or is_injection(visible(text))

    def _drop(self, text: str, verdict: Verdict) -> None:
        self._dropped[text] = verdict
        self._quote_instead(text, verdict)
        self._tell_of_dropped()

    def _tell_of_dropped(self) -> None:
        dropped = tuple(filter(_may_be_shown, self._dropped))
        self._partial = replace(self._partial, dropped=dropped, notices=self._notices())

    def _notices(self) -> tuple[str, ...]:
        """What the articles do not say, and one notice about all sentences that were left out."""
        left_out = _left_out(list(self._dropped.values()), is_quoted=self._is_quoted_instead)
        return (*self._not_stated, *_unverified(self._partial.sentences), *left_out)

    def _quote_instead(self, text: str, verdict: Verdict) -> None:
        """The article's own words, where the sentence that likeliest answers was put otherwise or
        reversed; not where the model brought in what stands nowhere."""
        is_of_it = verdict.verdict == "contradicted" or verdict.support >= QUOTED_FROM
        if not is_of_it or self._leads_away(text):
            return
        for number in verdict.cites:
            one = self._shown.evidence[number - 1]
            quote = as_sentence(one.text)
            is_repeated = any(sentence.text == quote for sentence in self._partial.sentences)
            if one.place == self._likeliest and one.place not in self._numbers and not is_repeated:
                self._is_quoted_instead = True
                self._add(quote, [one])

    def _add(
        self, text: str, cited: Sequence[EvidenceSentence], verdict: Verdict | None = None
    ) -> None:
        """A sentence with what it cites; without a verdict it is quoted."""
        citations = list(self._partial.citations)
        for one in cited:
            if one.place not in self._numbers:
                self._numbers[one.place] = len(self._numbers) + 1
                citations.append(Citation.of(self._numbers[one.place], one))
        numbers = tuple(self._numbers[one.place] for one in cited)
        if verdict is None:
            sentence = AnswerSentence(text, numbers, 1.0)
        else:
            sentence = AnswerSentence(
                text,
                numbers,
                verdict.support,
                "verified" if verdict.holds else "not_verified",
                verdict.reason,
            )
        sentences = (*self._partial.sentences, sentence)
        self._partial = replace(self._partial, sentences=sentences, citations=tuple(citations))
        if sentence.reason:
            self._partial = replace(self._partial, notices=self._notices())


def _unverified(sentences: Sequence[AnswerSentence]) -> tuple[str, ...]:
    """One notice about what is kept though it is not verified: the marks of the page are not seen
    where an answer is printed or passed on."""
    reasons = [one.reason for one in sentences if one.verdict == "not_verified"]
    if not reasons:
        return ()
    who = f"{len(reasons)} sentences are" if len(reasons) > 1 else "A sentence is"
    return (f"{who} not verified: {'; '.join(dict.fromkeys(reasons[:2]))}.",)


def _may_be_shown(dropped: str) -> bool:
    """Whether a sentence may be shown as one that was left out: not where it would lead away."""
    return not Facts.of(dropped).addresses and not is_injection(visible(dropped))


def _left_out(dropped: Sequence[Verdict], *, is_quoted: bool) -> tuple[str, ...]:
    """One notice about all sentences that were left out, with the reasons."""
    if not dropped:
        return ()
    many = len(dropped) > 1
    who = f"{len(dropped)} sentences of the model were" if many else "A sentence of the model was"
    instead = " The article is quoted instead." if is_quoted else ""
    reasons = list(dict.fromkeys(one.reason for one in dropped if one.reason))[:2]
    why = "; ".join(reasons) or "the articles that were read do not say so"
    return (f"{who} left out: {why}.{instead}",)
