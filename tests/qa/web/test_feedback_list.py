"""The list of what was said of answers: each sees their own, and can take it back for good."""

import base64
import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from eval.sets import read_set
from index import Filters, build
from index.articles import Article
from qa.database.sqlite_file import SqliteFile
from qa.history.feedback import Feedback
from qa.history.feedback_file import FILE
from qa.history.judgement import Judgement
from qa.i18n import say
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.types import Answer, AnswerSentence, Citation
from qa.web.feedback import FeedbackList
from qa.web.render.feedback_list import LISTED

QUOTE = "It cost 547 million."
OTHER = "It opens in May."
BEGAN = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(articles=[Article("a.txt", f"{QUOTE} {OTHER}", "Tram")], store=tmp_path / "store")
    return tmp_path / "store"


def judgement(name: str, minute: int = 0, **changes: Any) -> Judgement:
    about = ("a.txt", "Tram", None, date(2025, 1, 2), None)
    answer = Answer(
        question="What does it cost?",
        query="What does it cost?",
        status="answered",
        text=f"{QUOTE} [1] [2]",
        confidence=0.9,
        passages=(),
        sentences=(AnswerSentence(QUOTE, (1, 2), 1.0),),
        citations=(Citation(1, *about, QUOTE, 0, 20), Citation(2, *about, OTHER, 21, 37)),
    )
    known: dict[str, Any] = {
        "id": name,
        "when": BEGAN + timedelta(minutes=minute),
        "question": f"What does {name} cost?",
        "history": (),
        "filters": Filters(),
        "answer": json.loads(json.dumps(answer.to_json())),
        "verdict": "right",
    }
    return Judgement(**{**known, **changes})


def keep(store: Path, judgement: Judgement) -> None:
    Feedback(store).keep(judgement)


def read(store: Path) -> list[Judgement]:
    return Feedback(store).read()


def questions(shown: str) -> list[str]:
    return re.findall(r'class="judged" dir="auto">(.*?)</p>', shown)


def feedback_of(store: Path) -> FeedbackList:
    return FeedbackList(OpenStores(QASettings(store=store)))


def test_they_are_listed_with_all_that_was_said(store: Path) -> None:
    listed = feedback_of(store)
    assert "No answer has been judged yet." in listed.show()
    assert "data-export" not in listed.show()
    keep(store, judgement("tram", 1, verdict="wrong", correction="5 crowns", wrong_sources=(2,)))
    assert "1 right" not in listed.show()
    keep(store, judgement("ferry", 0))
    shown = str(listed.show())
    assert questions(shown) == ["What does tram cost?", "What does ferry cost?"]
    assert "1 right, 1 wrong; 2 of them make a question." in shown
    assert 'Right would be: <bdi class="right-one">5 crowns</bdi>' in shown
    assert f"[2] <bdi>{OTHER}</bdi>" in shown and "25 November 2026" in shown
    keep(store, judgement("mill", 2, verdict="wrong"))
    assert "The others lack what would be right." in listed.show()
    keep(store, judgement("hall", 3, verdict="wrong", unanswerable=True))
    assert "The articles do not answer this." in listed.show()


def test_where_none_makes_a_question_there_is_no_export(store: Path) -> None:
    keep(store, judgement("tram", verdict="wrong"))
    assert "0 right, 1 wrong; 0 of them make a question." in feedback_of(store).show()
    assert "data-export" not in feedback_of(store).show()


def test_each_sees_and_takes_back_their_own(store: Path) -> None:
    for name, person in (("tram", "ada"), ("ferry", "bo"), ("mill", None)):
        keep(store, judgement(name, person=person))
    nobody = feedback_of(store)
    ada = nobody.of("ada")
    assert questions(ada.show()) == ["What does tram cost?"]
    assert questions(nobody.show()) == ["What does mill cost?"]
    for data in ({"id": "ferry"}, {"id": ["tram"]}, {}, None, "tram"):
        shown, gone = ada.take_back(data)
        assert gone is None and say("feedback.gone") in shown
    assert len(read(store)) == 3
    assert "ferry" not in base64.b64decode(link(ada)[1]).decode()


def link(some: FeedbackList) -> tuple[str, str]:
    """Name and content of the file that the page is given."""
    found = re.search(r'download="(.*?)" href="data:application/jsonl;charset=utf-8;base64,(.*?)"',
                      some.export())  # fmt: skip
    assert found
    return found[1], html.unescape(found[2])


def test_what_is_taken_back_can_be_put_back_in_its_place(store: Path) -> None:
    first, second = judgement("tram"), judgement("ferry", 1, question="<b>Ferry</b>?")
    for one in (first, second):
        keep(store, one)
    listed = feedback_of(store)
    shown, gone = listed.take_back({"id": "tram"})
    assert gone == first and read(store) == [second]
    assert "Taken back: <bdi>What does tram cost?</bdi>" in shown and "data-restore" in shown
    again = listed.restore(gone)
    assert questions(again) == ["&lt;b&gt;Ferry&lt;/b&gt;?", "What does tram cost?"]
    assert "data-restore" not in again
    assert questions(listed.restore(None)) == questions(again)


def test_all_are_exported_in_the_form_of_question_sets(store: Path, tmp_path: Path) -> None:
    many = [judgement(f"q{number}", number) for number in range(LISTED + 5)]
    (store / FILE).write_text("".join(json.dumps(one.to_json()) + "\n" for one in many))
    keep(store, judgement("tram", 999, wrong_sources=(1,), question="Wie teuer? 🌊"))
    assert f"The latest {LISTED} are listed here." in feedback_of(store).show()
    assert len(questions(feedback_of(store).show())) == LISTED
    name, content = link(feedback_of(store))
    (tmp_path / name).write_bytes(base64.b64decode(content))
    asked, skipped = read_set(tmp_path / name)
    assert skipped == [] and len(asked) == LISTED + 6
    assert asked[-1].question == "Wie teuer? 🌊"
    assert [gold.quote for gold in asked[-1].gold] == [OTHER]


def test_what_cannot_be_read_is_said(store: Path) -> None:
    keep(store, judgement("tram"))
    listed = feedback_of(store)
    path = Path(Feedback(store).database.name)
    path.unlink()
    path.mkdir()
    assert "cannot be written" in listed.show() and listed.export() == ""
    assert "cannot be written" in listed.take_back({"id": "tram"})[0]
    assert "cannot be written" in listed.restore(judgement("tram"))


def test_they_are_where_the_settings_say(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine" / "mine.sqlite"
    settings = QASettings(store=store, conversations=file, keep_conversations=False)
    Feedback(store, SqliteFile(file)).keep(judgement("tram"))
    Feedback(tmp_path / "other", SqliteFile(file)).keep(judgement("ferry"))
    listed = FeedbackList(OpenStores(settings))
    assert questions(listed.show()) == ["What does tram cost?"]
    _, gone = listed.take_back({"id": "tram"})
    assert gone == judgement("tram") and Feedback(store, SqliteFile(file)).read() == []
    assert read(store) == []
