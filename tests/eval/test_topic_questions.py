"""The topics that are asked for after their reports had appeared, and before, and elsewhere."""

from collections import Counter, defaultdict
from pathlib import Path

from eval.fit_confidence import questions_of
from eval.sets import read_questions
from qa.question import DIGESTS

PATH = Path(__file__).parents[2] / "eval" / "questions" / "topics.jsonl"
QUESTIONS = read_questions(PATH)


def test_each_is_asked_twice() -> None:
    after, before = QUESTIONS[::2], QUESTIONS[1::2]
    assert len(after) == len(before) == 425
    for one, other in zip(after, before, strict=True):
        assert one.question == other.question
        assert one.gold and one.answerable
        assert not other.gold and other.answerable is False
        until, earlier = one.filters.as_of, other.filters.as_of
        assert until is not None and earlier is not None and earlier < until


def test_those_of_a_store_are_asked_of_it() -> None:
    count = {name: len(questions_of(PATH, name)) for name in ("wikinews", "newest")}
    assert count == {"wikinews": 528, "newest": 322}


def test_natural_questions_are_asked_of_archives_that_mostly_do_not_answer_them() -> None:
    archives = read_questions(PATH.with_name("archives.jsonl"))
    natural = {one.question for one in read_questions(PATH.with_name("natural.jsonl"))}
    asked = defaultdict(list)
    for one in archives:
        assert one.question in natural
        asked[one.question].append(one)
    count = Counter((one.kind in DIGESTS, one.answerable) for one in archives)
    assert count == {(True, True): 215, (True, False): 421, (False, True): 31, (False, False): 240}
    for own in asked.values():
        assert any(one.answerable for one in own) or own[0].kind not in DIGESTS
        assert len({one.tags[0] for one in own}) == len(own)
