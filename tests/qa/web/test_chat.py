"""Asking in the chat without a browser: what stays where that fails, and what is asked anew."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from index import Article, Filters, Store, build
from index.errors import UsageError
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history.conversations import Conversations
from qa.history.exchange import ChatExchange
from qa.history.feedback import Feedback
from qa.history.question_set import as_question
from qa.question import InterpretationKind, Question, QuestionKind, Turn
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.types import Answer
from qa.web.asking.filters import Options
from qa.web.components import html
from qa.web.conversations import SavedConversations
from qa.web.judgements import JudgementClick, record_judgement
from qa.web.panels.chat import Chat as Panel
from qa.web.session import Session

AWAY = "is away"


class Chat:
    """A page, without the page; the stream answers with the question, or is away."""

    def __init__(self, folder: Path) -> None:
        settings = QASettings(store=folder)
        build(articles=[Article("a.txt", "A tram.", "Tram")], store=folder, settings=settings)
        self.kept = Conversations(SqliteFile(folder / FILE))
        stores = OpenStores(settings)
        with gr.Blocks():
            evidence = html("evidence", script="evidence")
            saved = SavedConversations(self.kept, stores)
            self.panel = Panel(stores, saved, self.stream, evidence)
        self.session = Session()
        self.asked: list[Question] = []
        self.is_away = False

    def stream(self, question: Question, store: Store, settings: QASettings) -> Iterator[Answer]:
        if self.is_away:
            raise UsageError(AWAY)
        self.asked.append(question)
        text = f"{question.text}!"
        yield Answer(question.text, question.text, "answered", text, 0.9, ())

    def ask(self, question: str, writer: str = "extractive") -> None:
        options = Options(answerer=writer).to_json()
        _run(self.panel.ask(question, self.session, options, "balanced", "", gr.Request()))

    def again(self, writer: str = "extractive", **click: Any) -> None:
        event: Any = SimpleNamespace(_data=click)
        options = Options(answerer=writer).to_json()
        _run(self.panel.ask_again(self.session, options, "balanced", "", event, gr.Request()))

    def shown(self) -> list[tuple[int, str, bool]]:
        return [(one.number, one.question, bool(one.problem)) for one in self.session.exchanges]

    def last(self) -> ChatExchange:
        return self.session.exchanges[-1]


def _run(asking: Iterator[tuple[Any, ...]]) -> None:
    for _ in asking:
        pass


@pytest.fixture
def chat(tmp_path: Path) -> Generator[Chat]:
    chat = Chat(tmp_path / "store")
    chat.ask("One?")
    chat.ask("Two?")
    yield chat


def turns(*questions: str) -> tuple[Turn, ...]:
    return tuple(
        turn for one in questions for turn in (Turn("user", one), Turn("assistant", f"{one}!"))
    )


def again(chat: Chat) -> None:
    chat.again(number=2)


def again_by_nobody(chat: Chat) -> None:
    chat.again("nobody", number=2)


def edited(chat: Chat) -> None:
    chat.session.edit(True)
    chat.ask("Two?")


@pytest.mark.parametrize("fail", [again, again_by_nobody, edited])
def test_what_fails_takes_no_place(chat: Chat, fail: Callable[[Chat], None]) -> None:
    chat.is_away = True
    fail(chat)
    assert chat.shown() == [(1, "One?", False), (2, "Two?", False), (3, "Two?", True)]
    chat.is_away = False
    chat.ask("Three?")
    assert not chat.last().problem and chat.kept.count() == 1
    kept = chat.kept.opened(chat.session.saved_as.id)
    assert kept and [(one.number, one.question) for one in kept.exchanges] == [
        (one.number, one.question) for one in chat.session.exchanges
    ]


def test_what_is_asked_again_is_asked_with_what_was_said_then(chat: Chat) -> None:
    chat.ask("Three?")
    chat.again(number=2)
    assert (chat.last().number, chat.asked[-1].history) == (4, turns("One?"))
    chat.again(number=4)
    assert (chat.last().number, chat.asked[-1].history) == (5, turns("One?"))
    chat.again("nobody", number=5)
    chat.again(number=6)
    assert (chat.last().number, chat.asked[-1].history) == (6, turns("One?"))
    kept = chat.kept.opened(chat.session.saved_as.id)
    assert kept and kept.exchanges[-1].history == turns("One?")


def test_an_answer_is_judged_with_what_was_said_then(chat: Chat, tmp_path: Path) -> None:
    chat.again(number=1)
    state = record_judgement(JudgementClick(3, "wrong", "Right."), chat.session.exchanges, {})
    [kept] = Feedback(tmp_path / "store").read()
    question = as_question(kept)
    assert state and kept.history == () and question and question["history"] == []


def test_of_an_older_version_all_that_stands_before_counts(chat: Chat, tmp_path: Path) -> None:
    chat.session.exchanges = [replace(one, history=None) for one in chat.session.exchanges]
    assert record_judgement(JudgementClick(2, "right"), chat.session.exchanges, {})
    [kept] = Feedback(tmp_path / "store").read()
    assert kept.history == turns("One?")
    chat.again(number=2)
    assert chat.asked[-1] == Question("Two?", turns("One?"), Filters())


def test_what_was_taken_off_stays_off_where_that_fails(chat: Chat) -> None:
    chat.session.exchanges[-1] = replace(chat.last(), ignored=frozenset({InterpretationKind.DATES}))
    chat.again("nobody", number=2)
    assert chat.last().problem and chat.last().ignored == {InterpretationKind.DATES}
    chat.again(number=3)
    assert chat.asked[-1].ignored == {InterpretationKind.DATES} and chat.asked[-1].history == turns(
        "One?"
    )


def test_another_kind_is_asked_for_in_the_place_of_the_last(chat: Chat) -> None:
    chat.again(number=2, wanted="timeline")
    assert chat.asked[-1].kind is QuestionKind.TIMELINE and chat.asked[-1].text == "Two?"
    assert chat.shown() == [(1, "One?", False), (3, "Two?", False)]
    chat.again(number=3)  # once more, as it was asked
    assert chat.asked[-1].kind is QuestionKind.TIMELINE
    chat.again(number=4, kind="dates")  # and without what was read
    assert chat.asked[-1].kind is QuestionKind.TIMELINE
    assert chat.asked[-1].ignored == {InterpretationKind.DATES}
    chat.again(number=5, wanted="")
    assert chat.asked[-1].kind is None and chat.last().kind is None
    chat.ask("Three?")
    assert chat.asked[-1].kind is None


@pytest.mark.parametrize(
    "click",
    [
        {"number": 2, "wanted": "poem"},
        {"number": 2, "wanted": ["list"]},
        {"number": 2, "wanted": None},
        {"number": 9, "wanted": "list"},
        {"number": "2", "wanted": "list"},
        {"wanted": "list"},
    ],
)
def test_a_click_that_chooses_no_kind_asks_nothing(chat: Chat, click: dict[str, Any]) -> None:
    asked = len(chat.asked)
    chat.again(**click)
    assert len(chat.asked) == asked


def test_what_failed_has_no_kind_to_change(chat: Chat) -> None:
    chat.is_away = True
    chat.ask("Three?")
    chat.is_away = False
    asked = len(chat.asked)
    chat.again(number=chat.last().number, wanted="list")
    assert len(chat.asked) == asked
