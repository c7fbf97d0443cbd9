"""Every question with its answer and its gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eval.case import Case
from eval.metrics.retrieval import first_passages
from eval.report import tables
from eval.report.formatting import brief, duration, is_number
from eval.report.outcome import Outcome, gold_rank
from eval.report.quotations import Quotation, TextOf, cited, cut, gold_quotations
from index.days import long_day
from qa.text.wording import either


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as the page shows it."""

    number: int
    id: str
    question: str
    query: str
    outcome: Outcome
    change: str
    tags: tuple[str, ...]
    conditions: tuple[str, ...]
    history: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    text: str
    quotations: list[Quotation]
    expected: str
    answers: tuple[str, ...]
    choices: tuple[str, ...]
    gold: list[Quotation]
    rank: str
    notices: tuple[str, ...]
    faults: tuple[str, ...]
    scores: list[tuple[str, str]]


def entries(
    run: Mapping[str, Any], cases: Sequence[Case], outcomes: Sequence[Outcome], text_of: TextOf
) -> list[Entry]:
    """All questions in the order of the set."""
    change = tables.changes(run)
    scores = run.get("scores") or {}
    return [
        _entry(number, case, outcome, change, scores.get(case.question.id) or {}, text_of)
        for number, (case, outcome) in enumerate(zip(cases, outcomes, strict=True), start=1)
    ]


def _entry(
    number: int,
    case: Case,
    outcome: Outcome,
    change: Mapping[str, str],
    scores: Mapping[str, Any],
    text_of: TextOf,
) -> Entry:
    asked, answer = case.question, case.answer
    query = str(answer.get("query") or "")
    return Entry(
        number=number,
        id=asked.id,
        question=asked.question,
        query="" if query.strip() == asked.question.strip() else query,
        outcome=outcome,
        change=change.get(asked.id, ""),
        tags=asked.tags,
        conditions=tuple(_conditions(case)),
        history=tuple((turn.role, cut(turn.content)) for turn in asked.history),
        facts=tuple(_facts(answer)),
        text=str(answer.get("text") or ""),
        quotations=[cited(one, case, text_of) for one in answer.get("citations") or ()],
        expected=_expected(case),
        answers=asked.answers,
        choices=asked.choices,
        gold=gold_quotations(case, text_of),
        rank=_rank(case),
        notices=tuple(map(str, answer.get("notices") or ())),
        faults=tuple(asked.expectations.faults(answer)) if asked.expectations else (),
        scores=[(str(name), brief(value)) for name, value in scores.items() if is_number(value)],
    )


def _conditions(case: Case) -> list[str]:
    """The question's day and filters, as text."""
    given = case.question.filters
    parts = (
        ("as of", given.as_of), ("from", given.after), ("until", given.before),
        ("only", given.all_sources and either(given.all_sources)),
        ("tagged", given.tags and either(given.tags)), ("in the story", given.story),
    )  # fmt: skip
    return [
        f"{name} {long_day(value) if isinstance(value, date) else value}"
        for name, value in parts
        if value
    ]


def _expected(case: Case) -> str:
    """What would be right, in words, where the set says so or the articles do not answer."""
    expectations = case.question.expectations
    if expectations and expectations.expected:
        return expectations.expected
    return "The articles do not answer this." if case.question.answerable is False else ""


def _facts(answer: Mapping[str, Any]) -> list[str]:
    parts = [str(answer["status"]), *([str(answer["kind"])] if answer.get("kind") else [])]
    if is_number(answer.get("confidence")):
        parts.append(f"confidence {answer['confidence']:.2f}")
    support = [one["support"] for one in answer.get("sentences") or ()]
    if support and min(support) < 1:
        parts.append(f"least supported sentence {min(support):.2f}")
    writer = answer.get("model") or answer.get("answerer")
    if writer:
        parts.append(f"by {writer}")
    total = (answer.get("timings") or {}).get("total_ms")
    if is_number(total):
        parts.append(duration(total))
    return parts


def _rank(case: Case) -> str:
    """The rank of the first passage with a gold sentence, as a sentence."""
    if not case.gold:
        return ""
    if not first_passages(case):
        return "No passage was found."
    place = gold_rank(case)
    return f"Passage {place} holds it." if place else "None of the first ten passages holds it."
