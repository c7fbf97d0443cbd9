"""The questions on the seeds: their quotations stand there, and every kind has enough of them."""

from collections import Counter
from pathlib import Path

import pytest

from eval.case import locate
from eval.sets import EvalQuestion, read_questions
from index import Filters, Store

QUESTIONS = read_questions(Path(__file__).parents[2] / "eval" / "questions" / "seeds.jsonl")
each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)

AT_LEAST = {
    "guard": 23, "single": 20, "several": 10, "changing": 10, "as-of": 10, "contradiction": 5,
    "comparison": 5, "yesno": 6, "follow-up": 8, "topic-change": 2, "filter": 4, "near-miss": 10,
    "absent": 10, "keyword": 5, "typo": 1, "long": 3, "relative-time": 5,
}  # fmt: skip


def test_kinds_and_shares() -> None:
    counts = Counter(tag for question in QUESTIONS for tag in question.tags)
    assert {tag: counts[tag] for tag in AT_LEAST if counts[tag] < AT_LEAST[tag]} == {}
    unanswerable = sum(not question.answerable for question in QUESTIONS)
    assert 0.23 <= unanswerable / len(QUESTIONS) <= 0.27
    yes_no = Counter(question.answers for question in QUESTIONS if "yesno" in question.tags)
    assert set(yes_no) == {("yes",), ("no",)} and min(yes_no.values()) >= 3


def test_no_two_are_the_same() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    asked = {
        (" ".join(one.question.lower().split()), one.history, one.filters) for one in QUESTIONS
    }
    assert len(asked) == len(QUESTIONS)


@each
def test_tags_say_what_a_question_is(question: EvalQuestion) -> None:
    tags = set(question.tags)
    assert tags <= {*AT_LEAST, "derived", "quotation"} and len(question.tags) == len(tags)
    assert ("as-of" in tags) == (question.filters.as_of is not None)
    limits = (question.filters.after, question.filters.before, question.filters.source)
    assert ("filter" in tags) == any(limits)
    assert ("follow-up" in tags) == bool(question.history)
    assert len(tags & {"near-miss", "absent"}) == (not question.answerable)
    assert question.answerable == bool(question.answers) == bool(question.gold)
    assert not question.choices or set(question.answers) & set(question.choices)
    if "several" in tags:
        assert len({gold.article_id for gold in question.gold}) >= 2
    if "contradiction" in tags:
        assert len(question.gold) >= 2


@each
def test_gold_stands_in_the_seeds(question: EvalQuestion, seed_store: Store) -> None:
    spans = locate(question, seed_store)
    assert all(gold.quote for gold in question.gold) and len(set(spans)) == len(question.gold)
    for gold in question.gold:
        assert gold.quote == " ".join(gold.quote.split())
        article = seed_store.article(gold.article_id)
        assert article is not None
        assert passes(article.date, article.source, question.filters)


@each
def test_a_single_answer_stands_in_its_quotation(question: EvalQuestion) -> None:
    """The first spelling does; or the answer is reasoned from the quotation (`derived`)."""
    if (len(question.gold) != 1 and "single" not in question.tags) or "yesno" in question.tags:
        return
    if question.answerable:
        quotes = plain(" ".join(gold.quote for gold in question.gold))
        assert (plain(question.answers[0]) in quotes) != ("derived" in question.tags)


def passes(day, source, filters: Filters) -> bool:  # type: ignore[no-untyped-def]
    """Whether an article may be used; written apart from the program."""
    if filters.source and (source or "").casefold() != filters.source.casefold():
        return False
    if (filters.after or filters.before) and day is None:
        return False
    latest = [one for one in (filters.before, filters.as_of) if one]
    return day is None or (
        (not filters.after or filters.after <= day) and all(day <= one for one in latest)
    )


def plain(text: str) -> str:
    return " ".join(text.casefold().translate(str.maketrans("“”’", '""\'')).split())
