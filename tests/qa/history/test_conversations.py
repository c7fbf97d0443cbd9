"""Conversations are kept as they were, found again, and gone for good once removed."""

import json
import os
import re
import sqlite3
import stat
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from exchanges import NOON, exchange

import qa.history
from index import Article, Filters
from index.errors import StoreError
from qa.database import sqlite_file
from qa.database.base import Database
from qa.database.sqlite_file import FILE, MIGRATIONS, SqliteFile
from qa.history.conversations import (
    LONGEST_TITLE,
    Conversation,
    Conversations,
    checked,
    conversations_of,
    new_id,
)
from qa.history.exchange import ChatExchange
from qa.history.record import UNREADABLE, from_json, to_json
from qa.history.search import has_full_text
from qa.history.standing import Standing, standing, standings
from qa.question import REFUSAL, QuestionKind
from qa.settings import QASettings
from qa.types import Answer, Citation


@pytest.fixture
def kept(shared: Database) -> Conversations:
    """None yet, in each of the databases."""
    return Conversations(shared)


@pytest.fixture
def file(tmp_path: Path) -> SqliteFile:
    return SqliteFile(tmp_path / "store" / FILE)


@pytest.fixture
def kept_in_file(file: SqliteFile) -> Conversations:
    return Conversations(file)


def files_with(folder: Path, sign: str) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and sign.encode() in path.read_bytes()
    ]


# Kept as they were


def test_an_exchange_is_the_same_again() -> None:
    whole = exchange()
    assert from_json(1, to_json(whole)) == whole
    content = json.loads(to_json(whole))
    assert content["answer"]["citations"][0]["quote"] == "It cost 547 million crowns."
    stopped = exchange(2, answer=None, was_stopped=True, passages=(), folder=None)
    assert from_json(2, to_json(stopped)) == stopped


def test_a_conversation_is_there_again(kept: Conversations) -> None:
    first, second = exchange(), exchange(2, "And when\nwill it open?")
    assert kept.opened("x") is None and kept.listed() == [] and kept.count() == 0
    name = new_id()
    assert kept.keep(name, [first]) == name
    assert kept.keep(name, [first, second]) == name
    again = Conversations(kept.database)
    found = again.opened(name)
    assert found and found.exchanges == (first, second)
    assert (found.title, found.began, found.judgements) == (first.question, first.asked, {})
    [entry] = again.listed()
    assert (entry.id, entry.title, entry.questions) == (name, first.question, 2)
    assert entry.changed == second.asked and again.count() == 1


def test_a_newer_version_may_have_known_more(kept: Conversations) -> None:
    content = json.loads(to_json(exchange()))
    content["answer"]["mood"] = content["weather"] = "fine"
    again = from_json(1, json.dumps(content))
    assert again == exchange()


def test_what_an_earlier_version_kept_is_read() -> None:
    content = json.loads(to_json(exchange()))
    content["kept"] = content.pop("coverage")
    content["ignored"].append("parts")
    read = content["answer"].pop("interpretations")
    content["answer"]["understood"] = [*read, {"kind": "parts", "words": "", "meaning": "two"}]
    assert from_json(1, json.dumps(content)) == exchange()
    del content["kept"], content["ignored"], content["history"], content["searched"]
    del content["kind"], content["answer"]["kind"]
    for name in ("understood", "usage", "dropped", "timings"):
        del content["answer"][name]
    again = from_json(1, json.dumps(content))
    assert again.problem is None and again.ignored == frozenset() and again.history is None
    assert again.answer and again.answer.short == "547 million" and again.coverage is None
    assert again.answer.interpretations == () and again.answer.filters == Filters()
    assert again.kind is None and again.answer.kind is QuestionKind.FACT


def test_a_kind_of_a_newer_version_reads_as_none_that_was_chosen() -> None:
    content = json.loads(to_json(exchange()))
    assert content["kind"] == "list" and content["answer"]["kind"] == "timeline"
    content["kind"] = content["answer"]["kind"] = "poem"
    again = from_json(1, json.dumps(content))
    assert again.kind is None
    assert again.answer and again.answer.kind is QuestionKind.FACT


KEPT = json.loads(to_json(exchange()))
CITED = KEPT["answer"]["citations"][0]


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"number": 1}', "[" * 100_000, "null", "5"),
        json.dumps({**KEPT, "filters": {"after": "2024-02-02", "before": "2024-01-01"}}),
        json.dumps({**KEPT, "searched": "x"}),
        json.dumps({**KEPT, "answer": []}),
        json.dumps({**KEPT, "answer": {**KEPT["answer"], "sentences": [5]}}),
        json.dumps({**KEPT, "answer": {**KEPT["answer"], "citations": [{**CITED, "start": "x"}]}}),
        json.dumps({**KEPT, "ignored": 5}),
        json.dumps({**KEPT, "answer": {**KEPT["answer"], "interpretations": [5]}}),
        json.dumps({**KEPT, "answer": {**KEPT["answer"], "interpretations": [{}]}}),
    ],
)
def test_what_cannot_be_read_says_so(content: str) -> None:
    assert from_json(4, content) == ChatExchange(4, "", is_done=True, problem=UNREADABLE)


def test_one_that_takes_the_place_of_another(kept: Conversations) -> None:
    first, second, instead = exchange(), exchange(2), exchange(3, "What does it cost?")
    kept.keep("a", [first, second])
    assert kept.keep("a", [first, instead], instead_of=2) == "a"
    found = kept.opened("a")
    assert found and found.exchanges == (first, instead)


def test_the_first_question_names_the_conversation_as_it_is_asked_now(kept: Conversations) -> None:
    slip, meant = exchange(question="Who is the mayer?"), exchange(2, "Who is the mayor?")
    for name, title in (("a", None), ("b", "My own title")):
        kept.keep(name, [slip])
        if title:
            kept.rename(name, title)
        kept.keep(name, [meant], instead_of=1)
        found = kept.opened(name)
        assert found and found.title == (title or "Who is the mayor?")


def test_what_was_continued_elsewhere_is_not_lost(kept: Conversations) -> None:
    first, here, there = exchange(), exchange(2, "Here?"), exchange(2, "There?")
    there = replace(there, asked=NOON + timedelta(hours=1))
    kept.keep("a", [first])
    assert kept.keep("a", [first, there]) == "a"
    other = kept.keep("a", [first, here])
    assert other != "a" and kept.count() == 2
    assert [kept.opened(one).exchanges for one in ("a", other)] == [(first, there), (first, here)]  # type: ignore[union-attr]
    assert kept.keep(other, [first, here, exchange(3)]) == other


def test_an_unreadable_turn_is_not_lost(kept: Conversations) -> None:
    kept.keep("a", [exchange(), exchange(2)])
    with kept.database.writing() as connection:
        connection.exec_driver_sql("UPDATE turns SET content = '{' WHERE number = 1")
    found = kept.opened("a")
    assert found and [one.problem for one in found.exchanges] == [UNREADABLE, None]
    other = kept.keep("a", [found.exchanges[1], exchange(3)])
    assert other != "a" and len(kept.opened("a").exchanges) == 2  # type: ignore[union-attr]


# Titles, search


def test_titles(kept: Conversations) -> None:
    kept.keep("a", [exchange(question="  What\n\n does  it cost? ")])
    assert kept.listed()[0].title == "What does it cost?"
    assert kept.rename("a", "The\ntram ") and kept.listed()[0].title == "The tram"
    assert not kept.rename("a", " \n") and not kept.rename("b", "x")
    assert not kept.rename("a", "\ud800") and kept.listed()[0].title == "The tram"
    assert kept.rename("a", "x" * 500) and len(kept.listed()[0].title) == LONGEST_TITLE
    kept.keep("b", [exchange(question="half \ud800 a character")])
    assert kept.listed()[0].questions == 1


def fill(kept: Conversations) -> Conversations:
    kept.keep("tram", [exchange(), exchange(2, "Who pays?", said="The Harbour Board pays.")])
    kept.keep("sea", [exchange(3, "Who builds the sea wall?", said="Café Lowmarsh does.")])
    return kept


SEARCHED = {
    "": ["sea", "tram"],
    "who": ["sea", "tram"],
    "harb board": ["tram"],
    "SEA WALL": ["sea"],
    "lowmarsh pays": [],
    '"; DROP TABLE turns; --': [],
    "* ^ NEAR( -": [],
    "'x':* & | ! <-> \\": [],
    "…": ["sea", "tram"],
}
"""What is found by what was typed."""
PLAIN = {"cafe": ["sea"], "CAFE\u0301 low": ["sea"], "547 million": ["tram"], "47": []}
"""By the index of words alone."""


@pytest.mark.parametrize("typed", [*SEARCHED, *PLAIN])
def test_search(kept: Conversations, typed: str) -> None:
    assert [one.id for one in fill(kept).listed(typed)] == {**SEARCHED, **PLAIN}[typed]


@pytest.mark.parametrize("typed", SEARCHED)
def test_search_by_an_sqlite_without_an_index_of_words(
    kept_in_file: Conversations, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "_WITH_FTS", "CREATE VIRTUAL TABLE found USING none(x)")
    fill(kept_in_file)
    with kept_in_file.database.reading() as connection:
        assert connection and not has_full_text(connection)
    assert [one.id for one in kept_in_file.listed(typed)] == SEARCHED[typed]


def test_an_excerpt_shows_where_it_stands(kept: Conversations) -> None:
    searched = fill(kept)
    [entry] = searched.listed("harbour")
    assert "The Harbour Board pays." in entry.excerpt
    [entry] = searched.listed("sea wall")
    assert entry.excerpt == ""  # the title shows it
    searched.rename("tram", "Renamed")
    assert [entry.id for entry in searched.listed("renamed")] == ["tram"]
    assert len(searched.listed("", limit=1)) == 1


def test_each_owner_has_conversations_of_their_own(kept: Conversations) -> None:
    other = Conversations(kept.database, owner="ada")
    kept.keep("a", [exchange()])
    assert other.listed() == [] and other.opened("a") is None and other.count() == 0
    assert not other.rename("a", "Mine") and other.remove("a") is None
    name = other.keep("a", [exchange()])
    assert name != "a" and [one.id for one in other.listed()] == [name]
    other.note("a", 1, "j")
    assert kept.opened("a").judgements == {}  # type: ignore[union-attr]
    assert [one.id for one in kept.listed()] == ["a"]


# Removing


def test_removed_for_good_and_put_back(kept: Conversations) -> None:
    kept.keep("b", [exchange(1, "Something else?", said="Another answer.")])
    kept.keep("a", [exchange(1, "Quillwarble?", said="Quillwarble it is."), exchange(2)])
    kept.rename("a", "On Quillwarble")
    kept.note("a", 2, "judged")
    before = kept.opened("a")
    removed = kept.remove("a")
    assert removed and removed.title == "On Quillwarble"
    assert kept.opened("a") is None and kept.listed("quillwarble") == []
    kept.put_back(removed)
    kept.put_back(removed)
    assert kept.opened("a") == before and before and before.judgements == {2: "judged"}
    assert [one.id for one in kept.listed("quillwarble")] == ["a"]
    assert kept.remove("nobody") is None


def test_what_is_removed_is_in_the_file_no_more(
    kept_in_file: Conversations, file: SqliteFile
) -> None:
    assert kept_in_file.remove("a") is None and not file.home.exists()
    kept_in_file.keep("b", [exchange(1, "Something else?", said="Another answer.")])
    kept_in_file.keep("a", [exchange(1, "Quillwarble?", said="Quillwarble it is."), exchange(2)])
    assert files_with(file.home, "Quillwarble")
    assert kept_in_file.remove("a")
    assert files_with(file.home, "Quillwarble") == []
    assert files_with(file.home, "quillwarble") == []  # the index of words, too


def test_odd_texts(kept: Conversations) -> None:
    odd = "a \0 and \ud800 of ‘x’ \\ $1 %s :name"
    name = odd.replace("\ud800", "")
    assert kept.opened(name) is None and not kept.rename(name, "x")
    kept.keep("a", [exchange(1, odd, said=odd)])
    assert kept.listed("name")[0].id == "a"
    (one,) = kept.opened("a").exchanges  # type: ignore[union-attr]
    assert one.question == odd.replace("\ud800", "?")


def test_an_answer_with_more_words_than_an_index_takes(kept: Conversations) -> None:
    many = " ".join(f"{number:09}{'w' * 100}" for number in range(9_000))
    kept.keep("a", [exchange(said=f"{many} at the end", passages=())])
    assert [one.id for one in kept.listed("000000000w")] == ["a"]
    assert [one.id for one in kept.listed("what does it cost")] == ["a"]


# The file


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_reads_the_file(kept_in_file: Conversations, file: SqliteFile) -> None:
    kept_in_file.keep("a", [exchange()])
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("SELECT count(*) FROM turns").fetchone()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        for path in file.home.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_many_threads(kept: Conversations) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            said: list[ChatExchange] = []
            for number in range(1, 8):
                said.append(exchange(number, f"{name} {number}?"))
                assert kept.keep(name, said) == name
                kept.listed(name)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.questions for entry in kept.listed()] == [7] * 8


def test_a_damaged_file_is_told_in_a_sentence(
    kept_in_file: Conversations, file: SqliteFile
) -> None:
    file.home.mkdir()
    file.path.write_bytes(b"This is no database. " * 500)
    for use in (
        kept_in_file.listed,
        kept_in_file.count,
        lambda: kept_in_file.keep("a", [exchange()]),
    ):
        with pytest.raises(StoreError, match=r"is damaged\. Put it back from a copy"):
            use()
    assert file.path.read_bytes().startswith(b"This is no database.")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"conversations"):
        Conversations(SqliteFile(tmp_path / "file" / FILE)).keep("a", [exchange()])
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        Conversations(SqliteFile(tmp_path / FILE)).listed()


def test_a_newer_file_is_left_alone(kept_in_file: Conversations, file: SqliteFile) -> None:
    kept_in_file.keep("a", [exchange()])
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="newer version"):
        kept_in_file.listed()


def test_an_older_file_is_brought_up_to_date(
    kept_in_file: Conversations, file: SqliteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_in_file.keep("a", [exchange()])
    later = [*MIGRATIONS, ("ALTER TABLE turns ADD COLUMN mood TEXT",)]
    monkeypatch.setattr(sqlite_file, "MIGRATIONS", later)
    assert [one.id for one in kept_in_file.listed()] == ["a"]
    with closing(sqlite3.connect(file.path)) as connection:
        assert connection.execute("SELECT mood FROM turns").fetchall() == [(None,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(later),)


def test_where_the_settings_keep_them(tmp_path: Path) -> None:
    beside = conversations_of(QASettings(store=tmp_path))
    assert beside and beside.database.name == str(tmp_path / FILE)
    named = conversations_of(QASettings(store=tmp_path, conversations=tmp_path / "mine.sqlite"))
    assert named and named.database.name == str(tmp_path / "mine.sqlite")
    assert conversations_of(QASettings(store=tmp_path, keep_conversations=False)) is None


def test_what_is_kept_knows_nothing_of_the_page() -> None:
    upward = re.compile(r"^\s*(?:from|import) qa\.(?:web|server|cli|pipeline)\b", re.MULTILINE)
    paths = list(Path(qa.history.__file__).parent.glob("*.py"))
    assert paths and not [one.name for one in paths if upward.search(one.read_text("utf-8"))]


# Whether the article still says it


def test_what_has_become_of_a_quotation() -> None:
    cited = Citation(1, "a", "A", None, None, None, "It cost 547.", 3, 15)
    texts = {
        "So It cost 547.": None,
        "It cost 547. So": Standing.MOVED,
        "So It cost 600.": Standing.CHANGED,
    }
    for text, expected in texts.items():
        assert standing(cited, Article("a", text, "A")) is expected
    assert standing(cited, None) is Standing.GONE
    second = replace(cited, number=2, article_id="b")
    looked_up = []

    def find(article_id: str) -> Article | None:
        looked_up.append(article_id)
        return Article("a", "So It cost 600.", "A") if article_id == "a" else None

    refused = Answer("?", "?", text=REFUSAL, closest=second)
    kept = Conversation("1", "?", NOON, (ChatExchange(1, "?", answer=refused),), {})
    assert checked(kept, find).exchanges[0].since == {2: Standing.GONE}
    looked_up.clear()
    found = standings([cited, second, replace(cited, number=3)], find)
    assert found == {1: Standing.CHANGED, 2: Standing.GONE, 3: Standing.CHANGED}
    assert looked_up == ["a", "b"]
