"""The answerer with a language model: it phrases, and what it writes is verified."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from index.sentences import sentence_spans
from index.unseen import visible
from qa.generation.output import cited_numbers, plain, spoken
from qa.generation.selection import best_of_sides, with_antecedents
from qa.generation.shortened import with_less
from qa.llm.endpoint import Piece
from qa.llm.models import LanguageModel
from qa.llm.prompts import DECLINE, load_prompts
from qa.text.injection import is_injection
from qa.text.markers import MARKS
from qa.text.unicode import joined_halves
from qa.types import (
    Claim,
    Declined,
    Draft,
    Evidence,
    EvidenceSentence,
    QueryPlan,
    Shown,
    Step,
    Usage,
    Waiting,
)

ANSWER_TOKENS = 160
LOOK_AHEAD = 12
"""Characters that must follow a sentence before it is taken for complete."""
AFTER_DECLINING = 4
"""Words that are still read after a refusal, to hear what it has cost."""
AFTER_DECLINING_SECONDS = 1.0
"""Longest time for that; who asked waits meanwhile."""

_FORGED = re.compile(r"[\[【]\s*([#^]?\d[^\[\]【】]{0,20})\s*[\]】]")
_ENDS = re.compile(r"[.!?…][\"'”’»)\]\s\d\[,]*$")
_DECLINES = re.compile(rf"^\W*{DECLINE}\b|^\W*not stated\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much evidence a model is shown: sentences, and characters of them together.

    More is no better: a small model is distracted, and reading costs most of its time.
    """

    sentences: int = 4
    characters: int = 800

    def part(self, of: int) -> Budget:
        """One part in `of`, of one sentence at least."""
        return Budget(max(1, self.sentences // of), self.characters // of)


class Generative:
    """Writes with a language model from the likeliest sentences."""

    def __init__(self, model: LanguageModel, budget: Budget = Budget()) -> None:
        """An answerer that shows `model` as much evidence as `budget` says."""
        self.name = model.name
        self.model: str | None = model.model
        self.language_model = model
        self._budget = budget

    def write(self, plan: QueryPlan, evidence: Evidence) -> Iterator[Step]:
        """See `qa.generation.answerer.Answerer`."""
        yield from with_less(lambda part: self._write(plan, evidence, self._budget.part(part)))

    def _write(self, plan: QueryPlan, evidence: Evidence, budget: Budget) -> Generator[Step]:
        """As `write`, from as much evidence as `budget` says."""
        shown = select_evidence(plan, evidence, budget)
        if not shown:
            yield Declined()
            return
        yield Shown(tuple(shown))
        messages = load_prompts()["answer"].messages(
            evidence=list_evidence(shown), question=" ".join(plan.query.split())
        )
        said, sentences = "", _Sentences()
        with closing(self.language_model.stream(messages, ANSWER_TOKENS)) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage | Waiting):
                    yield piece
                    continue
                said += piece
                so_far = spoken(joined_halves(said))
                if _DECLINES.match(so_far):
                    yield Declined()
                    yield from _usage_soon(pieces)
                    return
                yield from sentences.take(so_far)
        yield from sentences.take(spoken(joined_halves(said)), is_whole=True)


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

    def take(self, said: str, *, is_whole: bool = False) -> Iterator[Claim | Draft]:
        """The sentences that are complete in `said` since the last time, then the rest of it."""
        for start, end in _finished(said, self._taken):
            goes_on = len(said) - end < LOOK_AHEAD  # a stop may be that of "U.S."
            if goes_on and not is_whole:
                break
            sentence = said[start:end]
            text = plain(sentence)
            if any(character.isalnum() for character in text):
                is_cut_off = goes_on and not _ENDS.search(sentence)
                yield Claim(text, frozenset(cited_numbers(sentence)), is_cut_off)
            self._taken = end
        yield Draft("" if is_whole else plain(said[self._taken :]))


def select_evidence(plan: QueryPlan, evidence: Evidence, budget: Budget) -> list[EvidenceSentence]:
    """The likeliest sentences within the budget, with those that pronouns lean on.

    Article by article, that of the likeliest first; within one as they stand. Those that tell
    a program what to say are not among them.
    """
    chosen: dict[str, EvidenceSentence] = {}
    size = 0
    for one in (*best_of_sides(plan.query, evidence), *evidence.sentences):
        if len(chosen) >= budget.sentences:
            break
        text = one.sentence.text
        if text in chosen or (chosen and size + len(text) > budget.characters):
            continue
        if is_injection(visible(text)):
            continue
        chosen[text] = one.sentence
        size += len(text)
    most = budget.sentences + budget.sentences // 3
    told = with_antecedents(list(chosen.values()), most)
    return [one for one in told if not is_injection(visible(one.text))]


def list_evidence(evidence: Sequence[EvidenceSentence]) -> str:
    """Numbered lines, under a line for each article.

    Brackets before a number are ours alone: what an article writes as "[2]" stands as "(2)".
    """
    lines: list[str] = []
    article = None
    for number, sentence in enumerate(evidence, start=1):
        hit = sentence.hit
        if hit.article_id != article:
            article = hit.article_id
            day = f"{hit.date.day} {hit.date:%B} {hit.date.year}" if hit.date else ""
            about = (
                ", ".join(part for part in (_quoted(hit.source or ""), day) if part) or "An article"
            )
            title = _line(hit.title)
            is_opening = any(one.text.startswith(title.rstrip("…")[:60]) for one in evidence)
            lines.append(about + ("" if is_opening else f": {_quoted(title[:120])}"))
        lines.append(f"[{number}] {_quoted(sentence.text)}")
    return "\n".join(lines)


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


def _quoted(text: str) -> str:
    """An article's words on one line, without marks like ours."""
    return _FORGED.sub(r"(\1)", _line(visible(text)))


def _line(text: str) -> str:
    return " ".join(text.split())
