"""The answerer with a language model: it phrases, the checker vouches."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Protocol

from index.sentences import sentence_spans
from index.unseen import visible
from qa.types import AnswererName, AnswerSentence, Citation
from qa.generation.answerer import Task, Written
from qa.verification.overlap import Checker, Verdict
from qa.ranking.sentences import EvidenceSentence
from qa.generation.extractive import best_of_parts, cite, in_answer, with_antecedents
from qa.text.facts import Facts
from qa.text.unicode import mended
from qa.llm.endpoint import Message, Piece, Usage, Waiting
from qa.llm.prompts import DECLINE, load_prompts
from qa.text.injection import is_order
from qa.question import Question, Turn, standalone_query
from qa.verification.verifier import SupportChecker
from qa.generation.output import MARKS, hints, plain, spoken

ANSWER_TOKENS = 160
QUESTION_TOKENS = 60
HISTORY_TURNS = 6
"""Turns of a conversation that a model is shown, the latest …"""
HISTORY_CHARACTERS = 400
"""… and of each so much."""

_FORGED = re.compile(r"[\[【]\s*([#^]?\d[^\[\]【】]{0,20})\s*[\]】]")
_ENDS = re.compile(r"[.!?…][\"'”’»)\]\s\d\[,]*$")
LOOK_AHEAD = 12
"""Characters that must follow a sentence before it is taken for complete."""
AFTER_DECLINING = 4
"""Words that are still read after a refusal, to hear what it has cost …"""
AFTER_DECLINING_SECONDS = 1.0
"""… and how long; who asked waits meanwhile."""
_DECLINES = re.compile(rf"^\W*{DECLINE}\b|^\W*not stated\W*$", re.IGNORECASE)


class LanguageModel(Protocol):
    """What writes: `qa.llm.local_server` or `qa.llm.hosted`."""

    name: AnswererName
    model: str

    def stream(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[Piece]:
        """The words as they come; see `qa.llm.endpoint.Endpoint.stream`."""
        ...


@dataclass(frozen=True, slots=True)
class Budget:
    """How much evidence a model is shown: sentences, and characters of them together.

    More is no better: a small model is distracted, and reading costs most of its time.
    """

    sentences: int = 4
    characters: int = 800


class Generative:
    """Writes with a language model from the likeliest sentences, and checks each sentence."""

    def __init__(
        self, model: LanguageModel, budget: Budget = Budget(), checker: Checker | None = None
    ) -> None:
        """An answerer; `checker` stands in for `SupportChecker`."""
        self.name = model.name
        self.model: str | None = model.model
        self.language_model = model
        self._budget = budget
        self._checker = checker

    def query(self, question: Question) -> Iterator[Piece]:
        """See `Answerer`: a follow-up is put into words that stand on their own."""
        plain = standalone_query(question)
        if plain == " ".join(question.text.split()):
            yield plain
            return
        messages = load_prompts()["condense"].messages(
            conversation=_conversation(question.history), question=_line(question.text)
        )
        said = ""
        with closing(self.language_model.stream(messages, QUESTION_TOKENS, ("\n",))) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage):
                    yield piece
                    continue
                said += piece if isinstance(piece, str) else ""
                why = piece.why if isinstance(piece, Waiting) else ""
                yield Waiting(why or "Putting the question into words …")
        yield _faithful(_line(mended(said)), question) or plain

    def write(self, task: Task) -> Iterator[Written]:
        """See `Answerer`."""
        evidence = select_evidence(task, self._budget)
        if not evidence:
            yield Written(has_declined=True)
            return
        checker = self._checker or SupportChecker(task.store)
        messages = load_prompts()["answer"].messages(
            evidence=list_evidence(evidence), question=_line(task.query)
        )
        page = _Page(evidence, checker, task)
        yield page.written()
        said = ""
        usage: Usage | None = None
        with closing(self.language_model.stream(messages, ANSWER_TOKENS)) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                elif isinstance(piece, Waiting):
                    yield replace(page.written(), waiting=piece.why)
                else:
                    said += piece
                    so_far = spoken(mended(said))
                    if _DECLINES.match(so_far):
                        yield Written(has_declined=True, usage=_usage_soon(pieces))
                        return
                    yield page.take(so_far)
        yield replace(page.take(spoken(mended(said)), is_whole=True), usage=usage)


def _usage_soon(pieces: Iterator[Piece]) -> Usage | None:
    """What a refusal has cost, if the model falls silent after it rather than explain itself."""
    words, end = 0, time.monotonic() + AFTER_DECLINING_SECONDS
    for piece in pieces:
        if isinstance(piece, Usage):
            return piece
        words += isinstance(piece, str)
        if words >= AFTER_DECLINING or time.monotonic() > end:
            break
    return None


class _Page:
    """What has been written and checked of one answer."""

    def __init__(self, evidence: Sequence[EvidenceSentence], checker: Checker, task: Task) -> None:
        self._evidence = evidence
        self._shown = tuple(cite(number, one) for number, one in enumerate(evidence, start=1))
        self._checker = checker
        self._question = task.query
        self._likeliest = task.choice.ranking[0].sentence.place
        self._numbers: dict[int, int] = {}
        self._sentences: list[AnswerSentence] = []
        self._citations: list[Citation] = []
        self._dropped: dict[str, Verdict] = {}
        self._quoted: set[int] = set()
        self._taken = 0
        self._verify_ms = 0.0
        self._draft = ""

    def take(self, said: str, *, is_whole: bool = False) -> Written:
        """Checks what is complete in `said` since the last time."""
        for start, end in _finished(said, self._taken):
            goes_on = len(said) - end < LOOK_AHEAD  # a stop may be that of "U.S."
            is_cut_off = self._sentences and not _ENDS.search(said[start:end])
            if goes_on and (not is_whole or is_cut_off):
                break
            self._check(said[start:end])
            self._taken = end
        self._draft = "" if is_whole else plain(said[self._taken :])
        return self.written()

    def written(self) -> Written:
        """As far as it is."""
        return Written(
            tuple(self._sentences),
            tuple(self._citations),
            _notices(list(self._dropped.values()), is_quoted=bool(self._quoted)),
            self._draft,
            evidence=self._shown,
            verify_ms=self._verify_ms,
            dropped=tuple(filter(_may_be_shown, self._dropped)),
        )

    def _check(self, sentence: str) -> None:
        start = time.perf_counter()
        text = plain(sentence)
        if any(character.isalnum() for character in text):
            verdict = self._checker.check(text, self._evidence, self._question, hints(sentence))
            self._keep(text, verdict)
        self._verify_ms += (time.perf_counter() - start) * 1000

    def _keep(self, text: str, verdict: Verdict) -> None:
        if not verdict.holds:
            self._dropped[text] = verdict
            self._quote_instead(verdict)
        elif all(text != known.text for known in self._sentences):
            numbers = tuple(self._number(place) for place in verdict.cited)
            self._sentences.append(AnswerSentence(text, numbers, round(verdict.support, 3)))

    def _quote_instead(self, verdict: Verdict) -> None:
        """The article's own words, where the sentence that likeliest answers was told otherwise;
        not where the model brought in what stands nowhere."""
        if not (verdict.lost or verdict.is_contradicted):
            return
        for place in verdict.cited:
            one = self._evidence[place]
            text = in_answer(one.text)
            is_told = any(sentence.text == text for sentence in self._sentences)
            if one.place == self._likeliest and place not in self._numbers and not is_told:
                self._quoted.add(place)
                self._sentences.append(AnswerSentence(text, (self._number(place),), 1.0))

    def _number(self, place: int) -> int:
        if place not in self._numbers:
            self._numbers[place] = len(self._numbers) + 1
            self._citations.append(cite(self._numbers[place], self._evidence[place]))
        return self._numbers[place]


def select_evidence(task: Task, budget: Budget) -> list[EvidenceSentence]:
    """The likeliest sentences within the budget, with those that pronouns lean on.

    Article by article, that of the likeliest first; within one as they stand. Those that tell
    a program what to say are not among them.
    """
    chosen: dict[str, EvidenceSentence] = {}
    size = 0
    for judged in (*best_of_parts(task.query, task.choice, task.parts), *task.choice.ranking):
        if len(chosen) >= budget.sentences:
            break
        text = judged.sentence.text
        if text in chosen or (chosen and size + len(text) > budget.characters):
            continue
        if is_order(visible(text)):
            continue
        chosen[text] = judged.sentence
        size += len(text)
    most = budget.sentences + budget.sentences // 3
    told = with_antecedents(list(chosen.values()), most)
    return [one for one in told if not is_order(visible(one.text))]


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


def _may_be_shown(dropped: str) -> bool:
    """Whether a sentence may be shown as one that was left out: not where it would lead away."""
    return not Facts.of(dropped).addresses and not is_order(visible(dropped))


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
    if lost := _named(verdict.lost for verdict in dropped):
        return f"what would be cited differs in {lost}"
    if any(verdict.is_contradicted for verdict in dropped):
        return f"what would be cited says the contrary of {it}"
    return f"the articles that were read do not support {it}"


def _named(words: Iterable[tuple[str, ...]]) -> str:
    """The first three, in quotation marks."""
    each = dict.fromkeys(word for some in words for word in some)
    return ", ".join(f"“{word}”" for word in list(each)[:3])


def _faithful(said: str, question: Question) -> str | None:
    """A condensed question, if it brings in no name or figure that nobody mentioned."""
    talk = _conversation(question.history)
    is_right = said.endswith("?") and len(said) <= 300
    if is_right and not Facts.of(said).missing(Facts.of(talk, question.text)):
        return said
    return None


def _conversation(history: Sequence[Turn]) -> str:
    """The latest turns, each cut to its budget, without citation marks."""
    labels = {"user": "Question", "assistant": "Answer"}
    return "\n".join(
        f"{labels[turn.role]}: {MARKS.sub('', _line(turn.content))[:HISTORY_CHARACTERS]}"
        for turn in history[-HISTORY_TURNS:]
    )


def _quoted(text: str) -> str:
    """An article's words on one line, without marks like ours."""
    return _FORGED.sub(r"(\1)", _line(visible(text)))


def _line(text: str) -> str:
    return " ".join(text.split())
