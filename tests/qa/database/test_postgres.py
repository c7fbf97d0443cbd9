"""PostgreSQL, which servers share: what goes wrong is told in a sentence without its password."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from exchanges import exchange
from postgres import PASSWORD, PostgresServer
from served import free_port
from sqlalchemy import text

from index.errors import StoreError, UsageError
from index.extras import ExtraMissing
from qa.database import postgres as module
from qa.database.choice import database_of
from qa.database.postgres import MIGRATIONS, Postgres
from qa.database.sqlite_file import SqliteFile
from qa.history.conversations import Conversations
from qa.settings import QASettings

SECRET = "open-sesame-7"


@pytest.fixture
def database(postgres: PostgresServer, tmp_path: Path) -> Postgres:
    return Postgres(postgres.address, tmp_path)


# The setting


@pytest.mark.parametrize(
    "address", ["", "5", "sqlite:///x", f"mysql://me:{SECRET}@host/name", f"postgresql://me:{SECRET}@host"]
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="wants an address of PostgreSQL") as caught:
        Postgres(address, tmp_path)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_password_is_never_shown(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{scheme}://me:{SECRET}@host:5/name?application_name={SECRET}"
    monkeypatch.setenv("ARTICLE_QA_DATABASE", address)
    settings = QASettings.load(store=tmp_path)
    database = database_of(settings)
    assert database.name == "postgresql+psycopg://me@host:5/name" and database.home == tmp_path
    assert SECRET not in repr(settings)


def test_it_does_not_stand_in_a_file_that_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article-qa.toml").write_text(f'database = "postgresql://me:{SECRET}@host/name"')
    with pytest.raises(UsageError, match="ARTICLE_QA_DATABASE") as caught:
        QASettings.load()
    assert SECRET not in str(caught.value)


def test_without_it_a_file_is_used(tmp_path: Path) -> None:
    assert isinstance(database_of(QASettings(store=tmp_path)), SqliteFile)


def test_the_package_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.extras.is_installed", lambda extra: False)
    with pytest.raises(ExtraMissing, match=r"article-qa\[postgres\]"):
        Postgres("postgresql://host/name", tmp_path)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    away = Postgres(f"postgresql://me:{SECRET}@127.0.0.1:{free_port()}/name", tmp_path)
    for use in (Conversations(away).count, lambda: Conversations(away).keep("a", [exchange()])):
        with pytest.raises(StoreError, match=r"cannot be reached: .*refused.*Start it") as caught:
            use()
        assert SECRET not in str(caught.value)


# The server


@pytest.mark.slow
def test_who_may_not_enter(postgres: PostgresServer, tmp_path: Path) -> None:
    address = postgres.address.replace("@127", "wrong@127")
    with pytest.raises(StoreError, match="cannot be reached: password authentication failed"):
        Conversations(Postgres(address, tmp_path)).count()
    address = postgres.address.removesuffix("postgres") + "nothing"
    with pytest.raises(StoreError, match='cannot be reached: database "nothing" does not exist'):
        Conversations(Postgres(address, tmp_path)).count()


@pytest.mark.slow
def test_the_password_may_come_from_postgres_own_variable(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.address.replace(":correct%2Fhorse%40battery@", "@")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert Conversations(Postgres(address, tmp_path)).count() == 0


@pytest.mark.slow
def test_who_may_make_no_tables_is_told_what_to_ask_for(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.run(
        "DROP ROLE IF EXISTS guest", f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'",
    )  # fmt: skip
    guest = Conversations(Postgres(postgres.as_user("guest"), tmp_path))
    assert guest.listed() == []
    with pytest.raises(StoreError, match="GRANT CREATE ON DATABASE postgres TO guest"):
        guest.keep("a", [exchange()])
    postgres.run("GRANT CREATE ON DATABASE postgres TO guest")
    assert guest.keep("a", [exchange()]) == "a"
    postgres.run("DROP SCHEMA article_qa CASCADE", "REVOKE CREATE ON DATABASE postgres FROM guest")


@pytest.mark.slow
def test_reading_makes_nothing(database: Postgres, postgres: PostgresServer) -> None:
    assert Conversations(database).listed() == []
    assert postgres.run("SELECT 1 FROM pg_namespace WHERE nspname = 'article_qa'") == []


@pytest.mark.slow
def test_tables_of_a_newer_version_are_left_alone(
    database: Postgres, postgres: PostgresServer
) -> None:
    kept = Conversations(database)
    kept.keep("a", [exchange()])
    postgres.run(f"INSERT INTO article_qa.schema_version VALUES ({len(MIGRATIONS) + 1})")
    for use in (kept.listed, lambda: kept.keep("b", [exchange()])):
        with pytest.raises(StoreError, match="newer version"):
            use()


@pytest.mark.slow
def test_older_tables_are_brought_up_to_date(
    database: Postgres, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Conversations(database)
    kept.keep("a", [exchange()])
    more = (*MIGRATIONS, ("ALTER TABLE turns ADD COLUMN mood text", "SELECT no_such_function()"))
    monkeypatch.setattr(module, "MIGRATIONS", more)
    with pytest.raises(StoreError, match="UndefinedFunction"):
        kept.listed()
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, more[-1][:1]))
    assert [one.id for one in kept.listed()] == ["a"]
    assert postgres.run("SELECT mood FROM article_qa.turns") == [(None,)]
    assert postgres.run("SELECT max(version) FROM article_qa.schema_version") == [
        (len(MIGRATIONS) + 1,)
    ]


@pytest.mark.slow
def test_many_may_make_the_tables_at_once(
    database: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_end = module._BEGIN.bindparams(patience="0", idle="0")  # eight wait for one another
    monkeypatch.setattr(module, "_BEGIN", without_end)
    together = threading.Barrier(8)

    def keep(number: int) -> str:
        together.wait()
        return Conversations(database).keep(f"c{number}", [exchange()])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(8)))
    assert Conversations(database).count() == 8


@pytest.mark.slow
def test_of_two_who_begin_the_same_conversation_neither_is_lost(database: Postgres) -> None:
    for run in range(5):
        together = threading.Barrier(4)

        def keep(number: int, name: str = f"run{run}", meet: threading.Barrier = together) -> str:
            meet.wait()
            return Conversations(database).keep(name, [exchange(number)])

        with ThreadPoolExecutor(4) as pool:
            kept = list(pool.map(keep, range(1, 5)))
        assert len(set(kept)) == 4 and f"run{run}" in kept
    assert [one.questions for one in Conversations(database).listed()] == [1] * 20


@pytest.mark.slow
def test_a_connection_that_was_lost_is_made_anew(
    database: Postgres, postgres: PostgresServer
) -> None:
    kept = Conversations(database)
    kept.keep("a", [exchange()])
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
    assert postgres.run(f"{ended} 'article-qa'")
    assert kept.count() == 1


@pytest.mark.slow
def test_a_lock_is_not_waited_for_without_an_end(
    database: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Conversations(database)
    kept.keep("a", [exchange()])
    quickly = module._BEGIN.bindparams(patience="100ms")
    with database.writing("a"):
        monkeypatch.setattr(module, "_BEGIN", quickly)
        with pytest.raises(StoreError, match="Another program holds"):
            kept.rename("a", "x")
        assert kept.keep("b", [exchange()]) == "b" and kept.count() == 2


@pytest.mark.slow
def test_what_fails_does_not_say_what_was_written(database: Postgres) -> None:
    Conversations(database).keep("a", [exchange()])
    add = text("INSERT INTO users(name, password) VALUES (:name, 'x')")
    with (
        pytest.raises(StoreError, match=r"could not be used: UniqueViolation \(23505\)") as caught,
        database.writing() as connection,
    ):
        for _ in range(2):
            connection.execute(add, {"name": SECRET})
    assert SECRET not in f"{caught.value}"
    with database.reading() as connection:
        assert connection and not connection.execute(text("SELECT * FROM users")).all()


@pytest.mark.slow
def test_the_commands_use_it(postgres: PostgresServer, tmp_path: Path) -> None:
    """In processes of their own, as two machines that share nothing else would."""
    Conversations(Postgres(postgres.address, tmp_path)).keep("abcd1234", [exchange()])

    def run(*words: str, entered: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "qa.cli.main", *words],
            cwd=Path(__file__).parents[3], input=entered, capture_output=True, text=True,
            env={"ARTICLE_QA_DATABASE": postgres.address, "ARTICLE_QA_STORE": str(tmp_path)},
            check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        return done.stdout

    assert "abcd1234" in run("conversations")
    assert '"users": []' in run("users", "--json")
    run("conversations", "remove", "abcd1234")
    assert Conversations(Postgres(postgres.address, tmp_path)).count() == 0
