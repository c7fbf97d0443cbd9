"""article-qa database: where things are kept, and how they are brought into a shared one."""

import json
from pathlib import Path

import pytest
from exchanges import NOON, exchange
from postgres import PASSWORD as SECRET
from postgres import PostgresServer
from typer.testing import CliRunner

import app
from index import Article, build
from qa.database.postgres import Postgres
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history.conversations import Conversations
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.history.transfer import Kept, copy_kept, kept_in
from qa.server.user_file import UserFile
from qa.server.user_table import UserTable

PASSWORD = "correct horse battery"


def judgement(name: str) -> Judgement:
    one = exchange()
    assert one.answer
    answer = one.answer.to_json()
    return Judgement(name, NOON, one.question, (), one.filters, answer, "right")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which people have asked, judged and signed in."""
    monkeypatch.chdir(tmp_path)
    file = SqliteFile(tmp_path / "storage" / FILE)
    for owner in ("", "ada"):
        kept = Conversations(file, owner)
        kept.keep(f"of {owner}", [exchange(), exchange(2, "Who pays?", said="The Board pays.")])
        kept.note(f"of {owner}", 1, "j1")
    Feedback(file.home, file).keep(judgement("j1"))
    Feedback(tmp_path / "elsewhere", file).keep(judgement("j2"))
    UserFile(tmp_path / "users.json").add("ada", PASSWORD)
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app.program, ["database", *arguments])
    assert result.exit_code == 0, result.exception or result.stderr
    assert SECRET not in result.stdout + result.stderr
    return result.stdout


def test_it_tells_where_they_are(home: Path) -> None:
    said = run()
    assert "2 conversations, 2 judgements, 1 users in " in said and "users.json" in said
    told = json.loads(run("--json"))
    assert told["database"].endswith(FILE) and told["users_in"] == "users.json"
    assert (told["conversations"], told["judgements"], told["users"]) == (2, 2, 1)


def test_there_must_be_a_database_to_import_to(home: Path) -> None:
    result = CliRunner().invoke(app.program, ["database", "import"])
    assert result.exit_code != 0
    assert "ARTICLE_QA_DATABASE" in (result.stderr or str(result.exception))


@pytest.mark.slow
def test_all_is_brought_there_once(
    home: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = UserFile(home / "users.json").new_token("ada")
    monkeypatch.setenv("ARTICLE_QA_DATABASE", postgres.address)
    assert "0 conversations, 0 judgements, 0 users in postgresql+psycopg://" in run()
    told = json.loads(run("import", "--json"))
    assert (told["conversations"], told["judgements"], told["users"]) == (2, 2, 1)
    told = json.loads(run("import", "--json"))
    assert (told["conversations"], told["judgements"], told["users"]) == (0, 0, 0)

    file = SqliteFile(home / "storage" / FILE)
    database = Postgres(postgres.address, file.home)
    for owner in ("", "ada"):
        before, after = (Conversations(one, owner) for one in (file, database))
        assert after.listed() == before.listed()
        assert after.opened(f"of {owner}") == before.opened(f"of {owner}")
        assert [one.id for one in after.listed("board pays")] == [f"of {owner}"]
    for folder, name in ((file.home, "j1"), (home / "elsewhere", "j2")):
        (brought,) = Feedback(folder, database).read()
        assert brought.id == name and Feedback(folder, file).read() == [brought]
    users = UserTable(database)
    assert users.is_password("ada", PASSWORD) and users.name_of_token(token) == "ada"
    assert kept_in(file) == Kept(2, 2)  # the files stay


@pytest.mark.slow
def test_a_backup_says_that_it_is_not_in_it(
    home: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(articles=[Article("a.txt", "The ferry sank on Monday.", "Ferry")], store=home / "storage")
    monkeypatch.setenv("ARTICLE_QA_DATABASE", postgres.address)
    result = CliRunner().invoke(app.program, ["store", "backup", "copy"])
    assert result.exit_code == 0 and "are not copied; see pg_dump" in result.stderr
    assert SECRET not in result.stderr and not list((home / "copy").glob("conversations*"))


@pytest.mark.slow
def test_what_breaks_off_brings_nothing(
    home: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, database = SqliteFile(home / "storage" / FILE), Postgres(postgres.address, home)
    keys = iter(["j1"])
    monkeypatch.setattr("qa.history.transfer.store_key", lambda *_: next(keys))
    with pytest.raises(StopIteration):
        copy_kept(file, database)
    assert kept_in(database) == Kept() and kept_in(file) == Kept(2, 2)
