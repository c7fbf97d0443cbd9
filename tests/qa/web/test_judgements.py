"""How answers are judged: the line under each, what a click says, and what is written down."""

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from adding import added
from page_html import Page, answer, citation

from index import Filters
from qa.history.exchange import ChatExchange
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.question import REFUSAL
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.types import Answer
from qa.web.articles.adding import Submission
from qa.web.asking.answering import next_exchange
from qa.web.judgements import (
    UNJUDGED,
    JudgementClick,
    JudgementState,
    read_judgement_click,
    record_judgement,
    take_back,
)
from qa.web.render.exchange import render_exchange


def judged(correction: str | None = None, unanswerable: bool = False) -> JudgementState:
    known = ("id", datetime(2026, 11, 25, tzinfo=UTC), "?", (), Filters(), {})
    return JudgementState(Judgement(*known, "wrong", correction, unanswerable))


def lines_under(
    exchange: ChatExchange, state: JudgementState = UNJUDGED
) -> list[dict[str, str | None]]:
    page = Page(render_exchange(exchange, state))
    return [one for _, one in page.tags if "data-judging" in one]


def test_a_finished_answer_may_be_judged_and_nothing_else() -> None:
    said = answer("It cost 547 million. [1]", citation())
    refused = answer(REFUSAL, status="unanswered")
    assert lines_under(ChatExchange(1, "?", answer=said, is_done=True))
    assert lines_under(ChatExchange(1, "?", answer=refused, is_done=True))
    assert lines_under(ChatExchange(1, "?", answer=said).stopped())
    assert not lines_under(ChatExchange(1, "?", answer=said))
    assert not lines_under(ChatExchange(1, "?").stopped())
    assert not lines_under(ChatExchange(1, "?", answer=answer("", status="unanswered")).stopped())
    assert not lines_under(ChatExchange(1, "?", problem="no store", is_done=True))


def test_a_judgement_is_shown() -> None:
    exchange = ChatExchange(
        7, "?", answer=answer("It cost 547 million. [1]", citation()), is_done=True
    )

    def shown(
        state: JudgementState,
    ) -> tuple[list[str | None], str, dict[str, dict[str, str | None]]]:
        page = Page(str(render_exchange(exchange, state)))
        buttons = [one for one in page.all("tool") if one.get("data-judge")]
        fields = {one["name"] or "": one for tag, one in page.tags if tag == "input"}
        return [one["aria-pressed"] for one in buttons], page.text, fields

    assert lines_under(exchange)[0]["data-judging"] == "7"
    pressed, text, fields = shown(UNJUDGED)
    assert pressed == ["false", "false"] and "saved" not in text
    assert fields["correction"]["value"] == "" and "checked" not in fields["unanswerable"]
    pressed, text, fields = shown(judged('547 "crowns"'))
    assert pressed == ["false", "true"] and 'Feedback saved: 547 "crowns"' in text
    assert fields["correction"]["value"] == '547 "crowns"'
    pressed, text, fields = shown(judged(unanswerable=True))
    assert "Feedback saved: the articles do not" in text and "checked" in fields["unanswerable"]
    pressed, text, _ = shown(replace(judged(), problem="Not saved. No room."))
    assert pressed == ["false", "true"] and "Not saved. No room." in text
    refused = replace(exchange, answer=answer(REFUSAL, status="unanswered"))
    assert "The articles do not answer this</span>" not in render_exchange(refused)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"number": 1, "verdict": "right"}, JudgementClick(1, "right")),
        ({"number": 1, "verdict": "right", "correction": "x"}, JudgementClick(1, "right")),
        ({"number": 2, "verdict": "wrong"}, JudgementClick(2, "wrong")),
        (
            {"number": 2, "verdict": "wrong", "correction": " 5\n 6\x00 "},
            JudgementClick(2, "wrong", "5 6"),
        ),
        (
            {"number": 2, "verdict": "wrong", "correction": "x" * 500},
            JudgementClick(2, "wrong", "x" * 500),
        ),
        ({"number": 2, "verdict": "wrong", "correction": "x" * 501}, None),
        ({"number": 2, "verdict": "wrong", "correction": "\ud800"}, None),
        ({"number": 2, "verdict": "wrong", "correction": ["x"]}, None),
        (
            {"number": 2, "verdict": "wrong", "correction": "x", "unanswerable": True},
            JudgementClick(2, "wrong", None, True),
        ),
        ({"number": 2, "verdict": "wrong", "unanswerable": 1}, None),
        ({"number": 2, "sources": [3, 1, 3]}, JudgementClick(2, None, wrong_sources=(1, 3))),
        ({"number": 2, "sources": []}, JudgementClick(2, None, wrong_sources=())),
        ({"number": 2, "sources": [True]}, None),
        ({"number": 2, "sources": ["1"]}, None),
        ({"number": 2, "sources": [[1]]}, None),
        ({"number": 2, "sources": list(range(101))}, None),
        ({"number": 2, "sources": None}, None),
        ({"number": True, "verdict": "right"}, None),
        ({"number": "1", "verdict": "right"}, None),
        ({"number": 0, "verdict": "right"}, None),
        ({"number": 1, "verdict": ["right"]}, None),
        ({"number": 1}, None),
        (None, None),
    ],
)
def test_what_the_page_says_of_an_answer_is_checked(
    data: object, said: JudgementClick | None
) -> None:
    assert read_judgement_click(data) == said


def test_what_is_said_is_kept_beside_the_articles_that_answered(tmp_path: Path) -> None:
    sample, own = tmp_path / "sample", tmp_path / "own"
    added(Submission(text="An invented tram opened in Verrany."), QASettings(store=sample))
    stores = OpenStores(QASettings(store=own), sample)
    filters = Filters(source="Courier")

    def stream(question, store, settings) -> Generator[Answer, None, None]:
        yield answer("It cost 547 million. [1]", citation(), question=question.text)

    *_, first = next_exchange("What?", Filters(), [], stores, stream)
    *_, second = next_exchange("And then?", filters, [first], stores, stream)
    added(Submission(text="A real tram opened in Lisbon."), QASettings(store=own))
    state = record_judgement(JudgementClick(2, "wrong"), [first, second], {})
    assert state is not None
    state = record_judgement(JudgementClick(2, "wrong", "5"), [first, second], state)
    assert state is not None and Feedback(own).read() == []
    [kept] = Feedback(sample).read()
    assert state[2].judgement and kept.id == state[2].judgement.id
    assert kept.answer["text"] == "It cost 547 million. [1]"
    assert (kept.question, kept.correction, kept.filters) == ("And then?", "5", filters)
    assert [turn.content for turn in kept.history] == ["What?", "It cost 547 million. [1]"]
    assert record_judgement(JudgementClick(3, "right"), [first, second], state) is None
    assert (
        record_judgement(JudgementClick(1, "right"), [replace(first, is_done=False), second], state)
        is None
    )
    Path(Feedback(sample).database.name).unlink()
    Path(Feedback(sample).database.name).mkdir()
    failed = record_judgement(JudgementClick(2, "right"), [first, second], state)
    assert failed is not None and "cannot be written" in failed[2].problem
    assert failed[2].judgement == state[2].judgement


def test_a_wrong_source_is_kept_whatever_is_said_of_the_answer(tmp_path: Path) -> None:
    added(Submission(text="A tram opened in Verrany."), QASettings(store=tmp_path))

    def stream(question, store, settings) -> Generator[Answer, None, None]:
        yield answer("It cost 547 million. [1] [4]", citation(), citation(4))

    *_, one = next_exchange("What?", Filters(), [], OpenStores(QASettings(store=tmp_path)), stream)
    assert (
        record_judgement(JudgementClick(1, None, wrong_sources=()), [one], {}) is None
    )  # nothing was said
    state = record_judgement(JudgementClick(1, None, wrong_sources=(2, 4)), [one], {}, "ada")
    assert state and state[1].judgement
    html = render_exchange(one, state[1])
    assert (
        "Feedback saved. Quotation 4 does not support it." in html and "Then press Right." in html
    )
    assert (state[1].judgement.verdict, state[1].judgement.person) == ("wrong", "ada")
    ticked = [a["value"] for tag, a in Page(html).tags if tag == "input" and "checked" in a]
    assert ticked == ["4"]  # 2 is none of its quotations
    for said, told in (
        (JudgementClick(1, "wrong", "5"), ("wrong", "5", (4,))),
        (JudgementClick(1, None, wrong_sources=(1, 4)), ("wrong", "5", (1, 4))),
        (JudgementClick(1, "right"), ("right", None, (1, 4))),
        (JudgementClick(1, None, wrong_sources=()), ("right", None, ())),
    ):
        state = record_judgement(said, [one], state)
        assert state is not None and (kept := state[1].judgement) is not None
        assert (kept.verdict, kept.correction, kept.wrong_sources) == told
        [line] = Feedback(tmp_path).read()
        assert (line.id, line.verdict, line.correction, line.wrong_sources) == (kept.id, *told)
    assert "press Right" not in render_exchange(one, state[1])


def test_what_was_said_can_be_taken_back(tmp_path: Path) -> None:
    added(Submission(text="A tram opened in Verrany."), QASettings(store=tmp_path))

    def stream(question, store, settings) -> Generator[Answer, None, None]:
        yield answer("It cost 547 million. [1]", citation())

    *_, one = next_exchange("What?", Filters(), [], OpenStores(QASettings(store=tmp_path)), stream)
    assert take_back(1, [one], {}) is None
    state = record_judgement(JudgementClick(1, "wrong"), [one], {})
    assert state and "data-unjudge" in render_exchange(one, state[1])
    assert take_back(2, [one], state) is None
    assert take_back(1, [one], state) == {} and Feedback(tmp_path).read() == []
    assert "data-unjudge" not in render_exchange(one)
