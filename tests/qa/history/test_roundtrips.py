"""Whatever it holds: what is kept is the same again, and an export stays in its form."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exchanges import exchange
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from test_export import Page, hostile, talk, tokens

from index import Filters
from index.unseen import inert
from qa.history import judgement
from qa.history.as_markdown import escaped
from qa.history.exchange import ChatExchange, Passage
from qa.history.export import export
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.history.record import UNREADABLE, from_json, to_json
from qa.question import InterpretationKind, QuestionKind, Turn
from qa.retrieval.coverage import Coverage
from qa.types import (
    Answer,
    AnswerSentence,
    Citation,
    Interpretation,
    RankedPassage,
    Timings,
    Usage,
)

FAST = settings(max_examples=30)

TEXTS = st.text(max_size=40)
"""Any characters but halves of a surrogate pair, which no file can hold."""
SIGNS = st.text("<>&\"'`*_[]()#|~$^@{}\\!-+=:./ \t\n1aé\u202e\ufeff", max_size=30)
"""What means something in Markdown, HTML or a template."""
FOREIGN = st.one_of(TEXTS, SIGNS)
MAYBE = st.none() | TEXTS
DAYS = st.none() | st.dates()
PLACES = st.integers(0, 10_000_000)
SHARES = st.floats(0, 1)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def some(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    after, before = draw(DAYS), draw(DAYS)
    if after and before and after > before:
        after, before = before, after
    return Filters(after, before, draw(MAYBE), draw(DAYS))


TURNS = some(st.builds(Turn, st.sampled_from(("user", "assistant")), TEXTS))
CITATIONS = st.builds(
    *(Citation, st.integers(1, 9), TEXTS, TEXTS, MAYBE, DAYS, MAYBE, TEXTS, PLACES, PLACES)
)
ANSWERS = st.builds(
    Answer,
    question=TEXTS,
    query=TEXTS,
    status=st.sampled_from(("answered", "unanswered")),
    text=TEXTS,
    confidence=SHARES,
    passages=some(st.builds(RankedPassage, TEXTS, PLACES, PLACES, st.floats(-50, 50))),
    short=MAYBE,
    sentences=some(st.builds(AnswerSentence, TEXTS, some(st.integers(1, 9)), SHARES)),
    citations=some(CITATIONS),
    answerer=st.sampled_from(("extractive", "local", "hosted")),
    model=MAYBE,
    notices=some(TEXTS),
    timings=st.builds(Timings, *[st.integers(0, 100_000).map(lambda tenths: tenths / 10)] * 6),
    interpretations=some(
        st.builds(Interpretation, st.sampled_from(InterpretationKind), TEXTS, TEXTS)
    ),
    dropped=some(TEXTS),
    filters=filters(),
    usage=st.none() | st.builds(Usage, PLACES, PLACES),
    kind=st.sampled_from(QuestionKind),
)
EXCHANGES = st.builds(
    ChatExchange,
    number=st.integers(1, 1000),
    question=TEXTS,
    filters=filters(),
    answer=st.none() | ANSWERS,
    passages=some(st.builds(Passage, TEXTS, PLACES, PLACES, TEXTS, MAYBE, DAYS, TEXTS)),
    is_done=st.just(True),
    was_stopped=st.booleans(),
    folder=st.sampled_from((None, Path("storage"), Path("/a b/ü"))),
    ignored=st.frozensets(st.sampled_from(InterpretationKind)),
    kind=st.none() | st.sampled_from(QuestionKind),
    history=st.none() | TURNS,
    coverage=st.none() | st.builds(Coverage, PLACES, PLACES),
    asked=st.none() | TIMES,
)
JUDGEMENTS = st.builds(
    Judgement,
    id=st.text("0123456789abcdef", min_size=16, max_size=16),
    when=TIMES.map(lambda when: when.replace(microsecond=0)),
    question=TEXTS,
    history=TURNS,
    filters=filters(),
    answer=ANSWERS.map(lambda answer: json.loads(json.dumps(answer.to_json()))),
    verdict=st.sampled_from(("right", "wrong")),
    correction=MAYBE,
    unanswerable=st.booleans(),
    wrong_sources=some(st.integers(1, 9)),
    person=MAYBE,
)


def written(content: Any) -> Any:
    """What comes out of a file into which it was written as JSON."""
    return json.loads(json.dumps(content, ensure_ascii=False).encode().decode())


# JSON


@FAST
@given(ANSWERS)
def test_an_answer_is_the_same_again(answer: Answer) -> None:
    content = answer.to_json()
    assert written(content) == content
    again = TypeAdapter(Answer).validate_python(content)
    assert again == replace(answer, filters=Filters())


@FAST
@given(ANSWERS, TEXTS, st.floats(0, 1e6), some(CITATIONS))
def test_what_only_the_program_uses_is_not_in_the_json(
    answer: Answer, text: str, milliseconds: float, citations: tuple[Citation, ...]
) -> None:
    passages = tuple(replace(one, text=text) for one in answer.passages)
    timings = Timings(*[milliseconds] * 6)
    growing = replace(answer, draft=text, waiting=text, evidence=citations, filters=Filters())
    content = replace(growing, passages=passages, timings=timings).to_json()
    rounded = dict.fromkeys(content["timings"], round(milliseconds, 1))
    assert content == {**answer.to_json(), "timings": rounded}


@FAST
@given(EXCHANGES)
def test_an_exchange_is_the_same_again(exchange: ChatExchange) -> None:
    assert from_json(exchange.number, to_json(exchange)) == exchange


@FAST
@given(EXCHANGES, st.data())
def test_what_is_damaged_is_read_or_says_so(exchange: ChatExchange, data: st.DataObject) -> None:
    content = to_json(exchange)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    damaged = content[:start] + data.draw(SIGNS) + content[end:]
    again = from_json(exchange.number, damaged)
    assert again.is_done and again.problem in (None, UNREADABLE)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SIGNS,
    lambda part: st.lists(part, max_size=2) | st.dictionaries(SIGNS, part, max_size=2),
    max_leaves=4,
)


@FAST
@given(EXCHANGES, VALUES, st.data())
def test_any_field_may_hold_anything(
    exchange: ChatExchange, value: Any, data: st.DataObject
) -> None:
    content = json.loads(to_json(exchange))
    within = content
    if isinstance(content["answer"], dict) and data.draw(st.booleans()):
        within = content["answer"]
    within[data.draw(st.sampled_from([*within, "understood", "kept"]))] = value
    again = from_json(exchange.number, json.dumps(content))
    assert again.is_done and again.problem in (None, UNREADABLE)


@FAST
@given(JUDGEMENTS)
def test_a_judgement_is_the_same_again(one: Judgement) -> None:
    assert judgement.from_json(written(one.to_json())) == one


@settings(FAST, max_examples=10)
@given(some(JUDGEMENTS))
def test_judgements_are_the_same_again(tmp_path_factory: Any, many: tuple[Judgement, ...]) -> None:
    feedback = Feedback(tmp_path_factory.mktemp("feedback"))
    for one in many:
        feedback.keep(one)
    last = {one.id: one for one in many}
    assert {one.id: one for one in feedback.read()} == last


# Exports


def shapes(markdown: str) -> list[str]:
    kinds = [one.type for one in tokens(markdown)]
    return [kind for kind in kinds if kind not in ("text", "text_special")]


@FAST
@given(FOREIGN.filter(lambda text: inert(text).strip()))
def test_no_text_breaks_out_of_markdown(text: str) -> None:
    plain = shapes(export(hostile("harmless"), "md").text)
    for one in (text, f"a {text} b"):
        assert shapes(export(hostile(one), "md").text) == plain
    shown = "".join(one.content for one in tokens(escaped(text)) if one.type == "text")
    inert_text = inert(text).replace("\x00", "\ufffd")  # as a reader of Markdown takes it
    assert shown.replace("\u2060", "") == " ".join(inert_text.split()).replace("\u2060", "")


@FAST
@given(FOREIGN)
def test_no_text_breaks_out_of_html(text: str) -> None:
    page, plain = (Page(export(hostile(f"a {one} b"), "html").text) for one in (text, "harmless"))
    assert (page.tags, page.links, page.names) == (plain.tags, plain.links, plain.names)


@FAST
@given(FOREIGN)
def test_an_address_is_a_link_or_nothing(text: str) -> None:
    one = exchange()
    assert one.answer
    [cited] = one.answer.citations
    for url in (text, f"https://courier.example/{text}", f"javascript:{text}"):
        answer = replace(one.answer, citations=(replace(cited, url=url),))
        page = Page(export(talk(replace(one, answer=answer)), "html").text)
        assert len(page.links) in (2, 3) and page.names == ["at-1-1", "note-1-1"]
        assert all(link.startswith(("#", "https://", "http://")) for link in page.links)
