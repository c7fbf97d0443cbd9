"""What the program says of an answer, of adding and of what went wrong, on a page in German."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from page_html import Page, answer, citation, exchange, growing

from index import Filters
from index.errors import ArticleQAError, UsageError
from index.readers import Unreadable
from qa.generation.in_use import InUse
from qa.history.exchange import ChatExchange
from qa.history.record import from_json, to_json
from qa.i18n import speaking
from qa.question import InterpretationKind, Question
from qa.server.stores import NO_ARTICLES
from qa.settings import QASettings
from qa.text.filters import read_day
from qa.types import AnswerSentence, Interpretation
from qa.web.articles.adding import pasted_article
from qa.web.articles.background import BuildStep
from qa.web.articles.following import Followed
from qa.web.render.exchange import render_exchange
from qa.web.render.following import render_following
from qa.web.render.messages import render_problem, render_step, render_unread
from qa.web.render.model_panel import render_in_use

DAYS = "1 May 2024 to 31 May 2024"


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    with speaking("de"):
        yield


def shown(one: ChatExchange) -> str:
    return Page(render_exchange(one)).text


def test_why_one_waits() -> None:
    waiting = growing("").delayed("Waiting for others' questions: 2 before you.")
    assert "noch 2 vor Ihnen" in shown(ChatExchange(1, "?", answer=waiting))


def test_notices_of_an_answer_also_of_one_that_was_kept() -> None:
    noted = answer(
        "It cost 547. [1]",
        citation(),
        notices=(f"No article from these days answers this: {DAYS}.",),
    )
    said = "Kein Artikel aus dieser Zeit beantwortet das: 1. Mai 2024 bis 31. Mai 2024."
    one = replace(exchange(), answer=noted)
    assert said in shown(one) and "answers this" not in shown(one)
    kept = from_json(1, to_json(one))
    assert said in shown(kept)
    assert kept.answer and kept.answer.notices == noted.notices  # as programs get them


def test_what_was_read_from_a_question_but_not_its_own_words() -> None:
    kinds = InterpretationKind
    read = (
        Interpretation(kinds.DATES, "in May 2024", DAYS),
        Interpretation(kinds.SOURCES, "The Moon", "The Moon (no article)"),
        Interpretation(kinds.CONVERSATION, "", "from 2 May 2024"),
    )
    said = shown(replace(exchange(), answer=answer("It cost 547.", interpretations=read)))
    assert "1. Mai 2024 bis 31. Mai 2024" in said and "The Moon (kein Artikel)" in said
    assert "from 2 May 2024" in said


def test_why_a_sentence_is_not_verified() -> None:
    reason = "“9” does not stand in what is cited"
    sentence = AnswerSentence("It costs 9.", (1,), 0.2, "not_verified", reason)
    said = answer("It costs 9. [1]", citation(), sentences=(sentence,), answerer="local")
    html = render_exchange(ChatExchange(1, "?", answer=said, is_done=True))
    assert "Nicht bestätigt: “9” steht nicht in dem, was zitiert wird" in html


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("Reading", "Wird gelesen"),
        ("Embedding", "Vektoren werden berechnet"),
        ("Looking for stories", "Geschichten werden gesucht"),
        ("Something new", "Something new"),
    ],
)
def test_the_stages_of_adding(stage: str, expected: str) -> None:
    assert f"{expected}… 1 von 2" in Page(render_step(BuildStep(stage, 1, 2))).text


def test_what_could_not_be_read() -> None:
    pasted = pasted_article("date 2023-02-30 A text.")
    assert isinstance(pasted, Unreadable)
    said = Page(render_unread([Unreadable("a.pdf", None, "is empty"), pasted])).text
    assert "a.pdf ist leer" in said
    assert "der eingefügte Text hat das Datum '2023-02-30', das es nicht gibt" in said


def test_what_went_wrong() -> None:
    def told(error: ArticleQAError) -> str:
        return Page(render_problem(error)).text

    with pytest.raises(UsageError) as no_day:
        read_day("Von", "gestern")
    with pytest.raises(UsageError, match="half a character"):
        read_day("Von", "\ud800")
    assert "Von: „gestern“ ist kein Tag." in told(no_day.value)
    with pytest.raises(UsageError) as swapped:
        Filters(after=read_day("Von", "2024-05-02"), before=read_day("Bis", "2024-05-01"))
    assert "vertauschen Sie die beiden" in told(swapped.value)
    with pytest.raises(UsageError) as too_long:
        Question("why " * 1000)
    assert "Die Frage hat 4.000 Zeichen; höchstens 2.000 werden" in told(too_long.value)
    failed = ChatExchange(1, "?", is_done=True, problem=NO_ARTICLES)
    assert "Es gibt noch keine Artikel." in shown(failed)


def test_why_an_address_that_is_followed_fails() -> None:
    one = Followed("k", "a.example", "1h", (), None, False, "answered 404", "")
    assert "Fehlgeschlagen: antwortete mit 404" in Page(render_following([one])).text


def test_why_who_answers_answers(tmp_path: Path) -> None:
    why = "The setting answerer says so: extractive."
    settings = QASettings(store=tmp_path, answerer="extractive")
    said = Page(render_in_use(InUse("extractive", why), settings)).text
    assert "So sagt es die Einstellung answerer: extractive." in said
