"""The session of a page: only the answer that was begun last may change it."""

from dataclasses import replace

from qa.history.exchange import ChatExchange
from qa.web.conversations import SavedAs
from qa.web.judgements import UNJUDGED
from qa.web.session import Session

FIRST = ChatExchange(1, "First?", is_done=True)
GROWING = ChatExchange(2, "Second?")


def test_an_answer_grows_until_it_is_done() -> None:
    session = Session()
    run = session.begin()
    saved_as = session.saved_as
    assert saved_as.id and not session.is_growing
    assert session.grow(run, [FIRST, GROWING], saved_as)
    assert session.is_growing and session.edit(True) is None
    done = replace(GROWING, is_done=True)
    assert session.grow(run, [FIRST, done], SavedAs("other"))
    assert session.exchanges == [FIRST, done] and not session.is_growing
    assert session.saved_as == SavedAs("other")


def test_one_that_was_stopped_or_left_grows_no_more() -> None:
    session = Session()
    run = session.begin()
    saved_as = session.saved_as
    session.grow(run, [FIRST, GROWING], saved_as)
    session.stop()
    assert session.exchanges == [FIRST, GROWING.stopped()] and session.saved_as == saved_as
    assert not session.grow(run, [FIRST, GROWING], saved_as)

    run = session.begin()
    session.clear()
    assert not session.grow(run, [FIRST], saved_as)
    assert session.exchanges == [] and session.judgements == {} and session.saved_as == SavedAs()

    run = session.begin()
    session.switch_to([FIRST], {1: UNJUDGED}, SavedAs("opened"))
    assert not session.grow(run, [GROWING], saved_as)
    assert session.exchanges == [FIRST] and session.saved_as.id == "opened"

    left, run = session.begin(), session.begin()
    assert not session.grow(left, [], saved_as)
    assert session.grow(run, [FIRST, GROWING], session.saved_as)


def test_the_last_is_marked_as_edited() -> None:
    session = Session()
    assert session.edit(True) is None
    session.switch_to([FIRST], {}, SavedAs("one"))
    edited = session.edit(True)
    assert edited and edited.is_edited and session.exchanges == [edited]
    assert session.edit(False) == FIRST


def test_nothing_is_added_to_what_was_removed() -> None:
    session = Session()
    run = session.begin()
    saved_as = session.saved_as
    assert session.may_save(run)
    session.remove()
    assert not session.may_save(run) and not session.grow(run, [FIRST], saved_as)
    assert session.may_save(session.begin()) and session.saved_as.id != saved_as.id


def test_what_was_put_back_is_gone_on_with() -> None:
    session = Session()
    removed = session.begin()
    saved_as = session.saved_as
    session.remove()
    session.switch_to([FIRST], {}, saved_as)
    run = session.begin()
    assert session.may_save(run) and not session.may_save(removed)
    assert session.grow(run, [FIRST, GROWING], saved_as) and session.saved_as == saved_as


def test_what_ends_while_it_is_removed_is_not_saved() -> None:
    session = Session()
    run = session.begin()
    before = session.hold()
    assert not session.may_save(run)
    session.release(before)
    assert session.may_save(run)
