"""The conversational questions on the seeds: well-formed, answered by the articles, strict."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.sets import EvalQuestion, read_questions
from index import Article, Store

PATH = Path(__file__).parents[2] / "eval" / "questions" / "conversations.jsonl"
QUESTIONS = read_questions(PATH)
each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)

AT_LEAST = {
    "followup": 11, "overview": 3, "timeline": 3, "list": 3, "compare": 3, "why": 3, "yesno": 4,
    "collection": 2, "talk": 2, "noisy": 2, "unanswerable": 4,
}  # fmt: skip


def gold_of(question: EvalQuestion, store: Store) -> list[Article]:
    found = [store.article(gold.article_id) for gold in question.gold]
    assert all(found), "a gold article is not in the store"
    return [article for article in found if article]


def test_kinds() -> None:
    assert Counter(question.kind for question in QUESTIONS) == AT_LEAST
    asked = {(question.turns, question.question) for question in QUESTIONS}
    assert len(asked) == len({question.id for question in QUESTIONS}) == len(QUESTIONS) == 40


def test_no_row_has_a_field_that_is_not_read() -> None:
    known = {
        *("id", "group", "turns", "question", "as_of", "expected", "status", "all", "none"),
        *("short", "no_short", "min_sentences", "min_articles", "ordered_dates", "gold_articles"),
    }
    rows = map(json.loads, PATH.read_text(encoding="utf-8").splitlines())
    assert set().union(*rows) <= known


@each
def test_a_row_is_well_formed(question: EvalQuestion) -> None:
    wanted = question.expectations
    assert wanted and wanted.expected
    assert (question.kind == "followup") <= bool(question.turns)
    assert bool(question.gold) == (question.kind != "talk" and wanted.status != "unanswered")
    assert bool(question.gold) == bool(wanted.all)
    assert not (wanted.short and wanted.no_short)
    assert wanted.min_articles <= len(question.gold)


@each
def test_what_is_expected_stands_in_the_gold_articles(
    question: EvalQuestion, seed_store: Store
) -> None:
    assert question.expectations
    articles = gold_of(question, seed_store)
    texts = (f"{one.title} {one.source} {one.date} {one.text}" for one in articles)
    whole = " ".join(texts)
    for pattern in question.expectations.all:
        assert pattern.search(whole), pattern.pattern
    as_of = question.filters.as_of
    assert all(not as_of or not one.date or one.date <= as_of for one in articles)


@each
def test_a_good_answer_passes_and_others_do_not(question: EvalQuestion, seed_store: Store) -> None:
    wanted = question.expectations
    assert wanted
    articles = sorted(gold_of(question, seed_store), key=lambda one: str(one.date))
    refused: dict[str, Any] = {
        "status": "unanswered", "text": "The articles do not answer this.", "short": None,
        "sentences": [], "citations": [],
    }  # fmt: skip
    citations = [
        {"number": n, "article_id": one.id, "quote": "", "date": str(one.date)}
        for n, one in enumerate(articles, start=1)
    ]
    count = max(wanted.min_sentences, len(citations))
    sentences = [{"citations": [n] if n <= len(citations) else []} for n in range(1, count + 1)]
    good = refused | {"status": "answered", "text": wanted.expected, "citations": citations}
    if wanted.status == "unanswered":
        assert not wanted.faults(refused) and wanted.faults(good | {"sentences": sentences})
        return
    assert not wanted.faults(good | {"sentences": sentences})
    assert wanted.faults(refused)
    beside = good | {"sentences": sentences, "text": "Mrs. Haske sells rope."}
    assert wanted.faults(beside)
    if wanted.short:
        assert wanted.faults(good | {"sentences": sentences, "short": "Mrs. Haske"})
