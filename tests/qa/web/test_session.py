"""What a page holds: only the answer that was begun last may change it."""

from dataclasses import replace

from qa.history.exchange import Exchange
from qa.web.conversations import ConversationRef
from qa.web.judging import UNJUDGED
from qa.web.session import Session

FIRST = Exchange(1, "First?", is_done=True)
GROWING = Exchange(2, "Second?")


def test_an_answer_grows_until_it_is_done() -> None:
    sitting = Session()
    run = sitting.begin()
    talk = sitting.talk
    assert talk.id and not sitting.is_growing
    assert sitting.grow(run, [FIRST, GROWING], talk)
    assert sitting.is_growing and sitting.edit(True) is None
    done = replace(GROWING, is_done=True)
    assert sitting.grow(run, [FIRST, done], ConversationRef("other"))
    assert sitting.exchanges == [FIRST, done] and not sitting.is_growing
    assert sitting.talk == ConversationRef("other")


def test_one_that_was_stopped_or_left_grows_no_more() -> None:
    sitting = Session()
    run = sitting.begin()
    talk = sitting.talk
    sitting.grow(run, [FIRST, GROWING], talk)
    sitting.stop()
    assert sitting.exchanges == [FIRST, GROWING.stopped()] and sitting.talk == talk
    assert not sitting.grow(run, [FIRST, GROWING], talk)

    run = sitting.begin()
    sitting.clear()
    assert not sitting.grow(run, [FIRST], talk)
    assert sitting.exchanges == [] and sitting.judged == {} and sitting.talk == ConversationRef()

    run = sitting.begin()
    sitting.hold([FIRST], {1: UNJUDGED}, ConversationRef("opened"))
    assert not sitting.grow(run, [GROWING], talk)
    assert sitting.exchanges == [FIRST] and sitting.talk.id == "opened"

    left, run = sitting.begin(), sitting.begin()
    assert not sitting.grow(left, [], talk)
    assert sitting.grow(run, [FIRST, GROWING], sitting.talk)


def test_the_last_is_marked_as_edited() -> None:
    sitting = Session()
    assert sitting.edit(True) is None
    sitting.hold([FIRST], {}, ConversationRef("one"))
    edited = sitting.edit(True)
    assert edited and edited.is_edited and sitting.exchanges == [edited]
    assert sitting.edit(False) == FIRST


def test_nothing_is_added_to_what_was_removed() -> None:
    sitting = Session()
    run = sitting.begin()
    talk = sitting.talk
    assert sitting.may_keep(run)
    sitting.drop()
    assert not sitting.may_keep(run) and not sitting.grow(run, [FIRST], talk)
    assert sitting.may_keep(sitting.begin()) and sitting.talk.id != talk.id


def test_what_was_put_back_is_gone_on_with() -> None:
    sitting = Session()
    removed = sitting.begin()
    talk = sitting.talk
    sitting.drop()
    sitting.hold([FIRST], {}, talk)
    run = sitting.begin()
    assert sitting.may_keep(run) and not sitting.may_keep(removed)
    assert sitting.grow(run, [FIRST, GROWING], talk) and sitting.talk == talk
