"""Two servers in processes of their own, on one database and one store."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from page_client import signed_in
from postgres import PASSWORD as SECRET
from postgres import PostgresServer
from served import free_port

from index import Article, build
from qa.database.postgres import Postgres
from qa.history.conversations import Conversations
from qa.server.user_table import UserTable

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
QUESTION = "Where did the ferry Aurora sink?"
PASSWORD = "correct horse battery"


@contextmanager
def server(folder: Path, store: Path, database: str) -> Iterator[tuple[str, Path]]:
    """A server that knows nothing but the store and the database; its address and its log."""
    folder.mkdir()
    port, log = free_port(), folder / "log"
    environment = {name: value for name, value in os.environ.items() if "ARTICLE_QA" not in name}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "ARTICLE_QA_STORE": str(store),
        "ARTICLE_QA_DATABASE": database,
        "ARTICLE_QA_ANSWERER": "extractive",
        "ARTICLE_QA_LOG": "events",
        "ARTICLE_QA_METRICS": "true",
    }
    command = [sys.executable, "-m", "qa.cli.main", "chat", "--login", "--port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.PIPE, text=True
        )
        try:
            assert process.stderr
            for line in process.stderr:
                output.write(line)
                if "The chat is open at" in line:
                    break
            else:
                raise AssertionError(log.read_text())
            yield f"http://127.0.0.1:{port}/", log
        finally:
            process.terminate()
            output.write(process.communicate(timeout=60)[1])


def test_each_sees_what_was_said_to_the_other(postgres: PostgresServer, tmp_path: Path) -> None:
    store = tmp_path / "store"
    told = "The ferry Aurora sank off Orsay on Monday, the harbour master said."
    build(articles=[Article("a", told, "Ferry")], store=store)
    users = UserTable(Postgres(postgres.address, store))
    for name in ("ada", "bob"):
        users.add(name, PASSWORD)
    token, others = users.new_token("ada"), users.new_token("bob")
    with ExitStack() as at_the_end:
        (one, log), (other, _) = (
            at_the_end.enter_context(server(tmp_path / name, store, postgres.address))
            for name in ("one", "other")
        )
        here, there, bob = (
            signed_in(address, known, session)
            for address, known, session in (
                (one, token, "here"), (other, token, "there"), (other, others, "bobs"),
            )
        )  # fmt: skip
        ask = here.named("ask_1")
        assert "Orsay" in here.run(ask, here.values(ask, question=QUESTION))
        judge = here.named("judge")
        said = {"number": 1, "verdict": "wrong", "correction": "Off Brindle."}
        assert "Off Brindle." in here.run(judge, here.values(judge), said)

        (kept,) = Conversations(Postgres(postgres.address, store), "ada").listed()
        for person, sees in ((here, True), (there, True), (bob, False)):
            show, go_to = person.named("show"), person.named("go_to")
            listed = person.run(show, person.values(show, **{"talk-search": ""}))
            assert (QUESTION in listed) == sees
            opened = person.run(go_to, person.values(go_to, foot=kept.id))
            assert ("Orsay" in opened) == sees
            assert ("Off Brindle." in opened) == sees

        ready = httpx.get(f"{other}readyz").json()
        assert ready == {"store": True, "conversations": True, "database": True}
        bearer = {"Authorization": f"Bearer {token}"}
        numbers = httpx.get(f"{one}metrics", headers=bearer).text
        assert 'outcome="answered"} 1.0' in numbers and "Aurora" not in numbers

        users.remove("ada")  # counts on both at once
        for address in (one, other):
            assert httpx.get(f"{address}v1/models", headers=bearer).status_code == 401
        for person in (here, there, bob):
            person.client.close()
    written = log.read_text()
    assert '"outcome": "answered"' in written
    assert "Aurora" not in written and SECRET not in written and "Traceback" not in written
    assert not list((tmp_path / "one").glob("*.json")) and not list(store.glob("conversations*"))
