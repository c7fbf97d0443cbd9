"""Lists of sentences for a question, of which the first answers or none does."""

import random
from pathlib import Path

import pytest

from eval.entailment import lists
from eval.entailment.lists import (
    SIZE,
    SentenceList,
    group_lists,
    near_miss_lists,
)
from eval.entailment.near_misses import NearMiss
from eval.training.groups import Group, GroupPassage
from index.sentences import sentence_spans
from qa.verification.grounds import Line

TEXTS = (
    "The regulator fined Corvane Air 12 million euros on Thursday.",
    "The airline said it would appeal.",
    "Its shares fell by a tenth to 4.10 euros.",
    "Corvane Air paid 12 million euros for a new hangar.",
    "The airline flies to forty towns.",
    "It was founded in 1971 by two pilots.",
)
LINES = tuple(
    Line(number, text, "Corvane Air", "Fenwick Times", None, "one")
    for number, text in enumerate(TEXTS)
)
ELSEWHERE = Line(9, "Corvane Air must pay a fine.", "A fine", "Port Post", None, "two")


def asked(place: int, short: str, kind: str = "") -> NearMiss:
    return NearMiss("t1", "how big was the fine?", place, (*LINES, ELSEWHERE), short, kind)


def made(monkeypatch: pytest.MonkeyPatch, one: NearMiss) -> SentenceList:
    monkeypatch.setattr(lists, "read_near_misses", lambda data: [one])
    monkeypatch.setattr(lists, "is_held_out", lambda name: False)
    (found,) = near_miss_lists(Path())
    return found


def test_the_line_that_answers_comes_first_and_nothing_that_says_the_same_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made(monkeypatch, asked(0, "12 million euros"))
    texts = [one.text for one in found.candidates]
    assert found.is_answered
    assert (texts[0], texts[1]) == (TEXTS[0], TEXTS[1])  # the answer, and the line after it
    assert ELSEWHERE.text in texts  # shares "fine"
    assert TEXTS[3] not in texts
    assert len(texts) == len(set(texts)) == SIZE


def test_where_a_whole_line_answers_other_reports_may_say_it_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made(monkeypatch, asked(1, ""))
    assert ELSEWHERE.text not in [one.text for one in found.candidates]


def test_where_none_answers_the_near_miss_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(monkeypatch, asked(3, "12 million euros", "other_thing"))
    assert not found.is_answered
    assert found.candidates[0].text == TEXTS[3]
    assert len(found.candidates) == SIZE


def test_what_is_held_out_is_for_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "read_near_misses", lambda data: [asked(0, "")])
    monkeypatch.setattr(lists, "is_held_out", lambda name: True)
    assert not list(near_miss_lists(Path()))
    assert list(near_miss_lists(Path(), held_out=True))


def test_a_sentence_has_the_one_before_it_unless_that_is_of_another_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made(monkeypatch, asked(1, "", "other_thing"))
    assert found.candidates[0].in_context == f"{TEXTS[0]} {TEXTS[1]}"
    other = next(one for one in found.candidates if one.text == ELSEWHERE.text)
    assert other.in_context == ELSEWHERE.text


def group(*answers: int, count: int = 6) -> Group:
    text = " ".join(TEXTS[:count])
    spans = sentence_spans(text)
    own = GroupPassage("Post", text, bool(answers), (), tuple(spans[n] for n in answers))
    return Group("squad", "How big was the fine?", (own,))


def test_a_group_gives_one_of_its_answers_and_sentences_that_do_not() -> None:
    (found,) = group_lists([group(0, 3)], random.Random(1))
    first, *rest = (one.text for one in found.candidates)
    assert found.is_answered and first in (TEXTS[0], TEXTS[3])
    assert not {TEXTS[0], TEXTS[3]} & set(rest)
    (none,) = group_lists([group()], random.Random(1))
    assert not none.is_answered


def test_a_group_of_few_sentences_gives_no_list() -> None:
    assert not list(group_lists([group(0, count=3)], random.Random(1)))


def test_near_misses_and_lists_of_groups_are_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "read_near_misses", lambda data: [asked(0, "")])
    monkeypatch.setattr(lists, "is_held_out", lambda name: False)
    monkeypatch.setattr(lists, "read_groups", lambda path: [group(0), group(0, count=3), group(3)])
    mixed = lists.mixed_lists(Path(), Path(), 1, random.Random(1))
    assert len(mixed) == 2  # the near miss, and one group
