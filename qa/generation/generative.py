"""The answerer with a language model: it phrases, and what it writes is verified."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import date
from string import ascii_uppercase

from index.days import long_day
from index.sentences import sentence_spans
from qa.generation.output import cited_numbers, plain, spoken
from qa.generation.shortened import with_less
from qa.generation.shown import list_evidence, select_evidence
from qa.llm.endpoint import Message, Piece
from qa.llm.models import LanguageModel
from qa.llm.profile import PROFILES, Profile
from qa.llm.prompts import DECLINE, DROP, load_forms, load_prompts
from qa.text.markers import MARKS
from qa.text.unicode import joined_halves
from qa.types import (
    Claim,
    Declined,
    Draft,
    Evidence,
    EvidenceSentence,
    Failed,
    NotStated,
    QueryPlan,
    Shown,
    Step,
    Usage,
    Waiting,
)

LOOK_AHEAD = 12
"""Characters that must follow a sentence before it is taken for complete."""
AFTER_DECLINING = 4
"""Words that are still read after a refusal, to hear what it has cost."""
AFTER_DECLINING_SECONDS = 1.0
"""Longest time for that; who asked waits meanwhile."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]\s\d\[,]*$")
MENDING = "Mending what could not be verified …"
_LETTERED = re.compile(r"^\W*([A-Z])[:.)]\s*(.+)$")
_NOT_STATED = re.compile(r"^not stated:\s*", re.IGNORECASE)
_MARKED = re.compile(r"\d\s*[\]】]\s*$")
"""A line ends with a citation mark, where it has no stop."""
_DECLINES = re.compile(rf"^\W*{DECLINE}\b(?!\s*:)|^\W*(?i:not stated)[^\w:]*$")
_MAY_DECLINE = re.compile(r"^\W*not stated\s*$", re.IGNORECASE)
"""What may still become "Not stated: what it cost"."""


class Generative:
    """Writes with a language model, from as much evidence as its profile says."""

    def __init__(self, model: LanguageModel, profile: Profile = PROFILES["small"]) -> None:
        """An answerer that writes with `model`."""
        self.name = model.name
        self.model: str | None = model.model
        self.language_model = model
        self.profile = profile

    def write(self, plan: QueryPlan, evidence: Evidence) -> Iterator[Step]:
        """See `qa.generation.answerer.Answerer`."""
        yield from with_less(lambda part: self._write(plan, evidence, self.profile.part(part)))

    def _write(self, plan: QueryPlan, evidence: Evidence, profile: Profile) -> Generator[Step]:
        """As `write`, from as much evidence as `profile` says."""
        shown = select_evidence(plan, evidence, profile)
        if not shown:
            yield Declined()
            return
        yield Shown(tuple(shown), self.profile.keeps_unverified)
        messages = self._asked(plan, shown)
        said, sentences = "", _Sentences()
        with closing(self.language_model.stream(messages, self.profile.tokens)) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage | Waiting):
                    yield piece
                    continue
                said += piece
                so_far = spoken(joined_halves(said))
                if _MAY_DECLINE.match(so_far):
                    continue
                if _DECLINES.match(so_far):
                    yield Declined()
                    yield from _usage_soon(pieces)
                    return
                yield from sentences.take(so_far)
        whole = spoken(joined_halves(said))
        if _DECLINES.match(whole):
            yield Declined()
        else:
            yield from sentences.take(whole, is_whole=True)

    def repair(
        self, plan: QueryPlan, shown: Sequence[EvidenceSentence], failed: Sequence[Failed]
    ) -> Iterator[Step]:
        """See `qa.generation.answerer.Answerer`."""
        lettered = dict(zip(ascii_uppercase, failed, strict=False))
        messages = load_prompts()["repair"].messages(
            evidence=list_evidence(shown),
            question=" ".join(plan.query.split()),
            failed="\n".join(f"{key}: {one.text} ({one.reason})" for key, one in lettered.items()),
        )
        said = ""
        with closing(self.language_model.stream(messages, self.profile.tokens)) as pieces:
            for piece in pieces:
                if isinstance(piece, str):
                    said += piece
                else:
                    yield piece if isinstance(piece, Usage) else Waiting(MENDING)
        for line in spoken(joined_halves(said)).splitlines():
            match = _LETTERED.match(line)
            if not match or match[1] not in lettered:
                continue
            text = plain(match[2])
            if text.strip(" .") != DROP and any(character.isalnum() for character in text):
                cites = frozenset(cited_numbers(line))
                yield Claim(text, cites, instead_of=lettered[match[1]].text)

    def _asked(self, plan: QueryPlan, shown: Sequence[EvidenceSentence]) -> list[Message]:
        evidence, question = list_evidence(shown), " ".join(plan.query.split())
        if not self.profile.whole_passages:
            return load_prompts()["answer"].messages(evidence=evidence, question=question)
        today = plan.question.as_of or date.today()
        return load_prompts()["full_answer"].messages(
            today=f"{today:%A} {long_day(today)}",
            evidence=evidence,
            question=question,
            form=_form(plan),
        )


def _form(plan: QueryPlan) -> str:
    form, most = load_forms()[plan.kind], plan.most_sentences
    return f"{form} At most {most} sentence{'s' if most > 1 else ''}." if most else form


def _usage_soon(pieces: Iterator[Piece]) -> Iterator[Usage]:
    """What a refusal has cost, if the model falls silent after it rather than explain itself."""
    words, end = 0, time.monotonic() + AFTER_DECLINING_SECONDS
    for piece in pieces:
        if isinstance(piece, Usage):
            yield piece
            return
        words += isinstance(piece, str)
        if words >= AFTER_DECLINING or time.monotonic() > end:
            return


class _Sentences:
    """Splits what a model has written so far into sentences, each handed out once."""

    def __init__(self) -> None:
        self._taken = 0

    def take(self, said: str, *, is_whole: bool = False) -> Iterator[Claim | Draft | NotStated]:
        """The sentences that are complete in `said` since the last time, then the rest of it."""
        for start, end in _finished(said, self._taken):
            goes_on = len(said) - end < LOOK_AHEAD  # a stop may be that of "U.S."
            if goes_on and not is_whole:
                break
            sentence = said[start:end]
            text = plain(sentence)
            if opening := _NOT_STATED.match(text):
                yield NotStated(f"The articles do not say: {text[opening.end() :]}")
            elif any(character.isalnum() for character in text):
                is_cut_off = goes_on and not (_ENDS.search(sentence) or _MARKED.search(sentence))
                yield Claim(text, frozenset(cited_numbers(sentence)), is_cut_off)
            self._taken = end
        yield Draft("" if is_whole else plain(said[self._taken :]))


def _finished(said: str, begin: int) -> list[tuple[int, int]]:
    """Sentences of a model's text from `begin` on, with the marks that follow their stops."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(said[begin:]):
        start, end = begin + start, begin + end
        if spans and (marks := MARKS.match(said, start)):
            spans[-1] = (spans[-1][0], marks.end())
            start = marks.end()
        if said[start:end].strip():
            spans.append((start, end))
    return spans
