"""Who keeps conversations and judgements is killed at any moment: what was said to be kept is."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from exchanges import exchange

from qa.database.base import Database
from qa.database.postgres import Postgres
from qa.database.sqlite_file import SqliteFile
from qa.history.conversations import Conversations
from qa.history.feedback import Feedback

KILLS = int(os.environ.get("KILLED_WRITERS", "8"))
"""How many are killed; set more for a long run."""
MOST_SAID = 40
"""Lines that a writer says before it is killed, up to …"""
LONGEST_S = 0.03
"""… so many seconds later."""
TESTS = Path(__file__).parent.parent
WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from exchanges import NOON, exchange
from qa.database.choice import database_of
from qa.history.conversations import Conversations
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.settings import QASettings
folder, run = Path(sys.argv[1]), sys.argv[2]
database = database_of(QASettings.load(store=folder))
conversations, feedback = Conversations(database), Feedback(folder, database)
said = []
print("ready", flush=True)
for number in range(1, 10_000):
    said.append(exchange(number, f"Question {number} of {run}?"))
    conversations.keep(run, said)
    print("conversation", number, flush=True)
    name = f"{run}-{number}"
    feedback.keep(Judgement(
        id=name, when=NOON, question=said[-1].question, history=(), filters=said[-1].filters,
        answer=said[-1].answer.to_json(), verdict="right",
    ))
    conversations.note(run, number, name)
    print("judgement", name, flush=True)
    if number % 20 == 0:
        run, said = f"{run}+", []
"""


def settings_for(database: Database) -> dict[str, str]:
    """The environment of a program that shares the database."""
    if isinstance(database, Postgres):
        return {**os.environ, "ARTICLE_QA_DATABASE": database.address}
    return dict(os.environ)


def started(program: str, database: Database, *arguments: str) -> subprocess.Popen[str]:
    """A process that writes to the database, and says on its output how far it is."""
    paths = [str(database.home), *arguments, str(TESTS), str(TESTS.parent.parent)]
    return subprocess.Popen(
        [sys.executable, "-c", program, *paths],
        text=True,
        stdout=subprocess.PIPE,
        env=settings_for(database),
    )


def killed(database: Database, run: str, chance: random.Random) -> list[str]:
    """What a writer said that it had kept, before it was killed."""
    with started(WRITER, database, run) as writer:
        try:
            assert writer.stdout
            assert writer.stdout.readline().strip() == "ready"
            told = [writer.stdout.readline() for _ in range(chance.randrange(MOST_SAID))]
            time.sleep(chance.uniform(0, LONGEST_S))
        finally:
            writer.kill()
        told = [line.strip() for line in (*told, *writer.stdout)]
    assert writer.returncode == -signal.SIGKILL
    return told


@pytest.mark.slow
@pytest.mark.timeout(60 + 30 * KILLS)
def test_what_was_kept_stays(shared: Database) -> None:
    chance = random.Random(31)
    shared.home.mkdir()
    conversations, feedback = Conversations(shared), Feedback(shared.home, shared)
    judged: set[str] = set()
    for number in range(KILLS):
        run = f"run{number}"
        told = killed(shared, run, chance)
        asked = sum(line.startswith("conversation ") for line in told)
        judged |= {line.split()[1] for line in told if line.startswith("judgement ")}

        if isinstance(shared, SqliteFile):
            with closing(sqlite3.connect(shared.path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        own = [one for one in conversations.listed(limit=10**6) if one.id.rstrip("+") == run]
        assert sum(one.questions for one in own) in (asked, asked + 1)
        for one in own:
            opened = conversations.opened(one.id)
            assert opened
            assert all(each.answer and each.question for each in opened.exchanges)
        there = {one.id for one in feedback.read()}
        assert judged <= there and len(there) <= len(judged) + number + 1
        conversations.keep(f"after{number}", [exchange(1, "Does it still work?")])
        assert conversations.opened(f"after{number}")
    assert judged, "none had the time to keep anything"


HALF = """
import sys, time
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from exchanges import exchange
from qa.database.choice import database_of
from qa.history import conversations
from qa.settings import QASettings

def stuck(connection, key):
    print("half", flush=True)
    time.sleep(600)

conversations.index_words = stuck  # the last that is written of a conversation
database = database_of(QASettings.load(store=Path(sys.argv[1])))
conversations.Conversations(database).keep("half", [exchange(), exchange(2)])
"""


@pytest.mark.slow
def test_who_is_killed_in_the_middle_leaves_nothing_and_holds_up_nobody(shared: Database) -> None:
    conversations = Conversations(shared)
    conversations.keep("whole", [exchange()])
    with started(HALF, shared) as writer:
        try:
            assert writer.stdout and writer.stdout.readline().strip() == "half"
            assert [one.id for one in conversations.listed()] == ["whole"]
            assert conversations.opened("half") is None
        finally:
            writer.kill()
    with shared.reading() as connection:
        assert connection
        for table, rows in {"conversations": 1, "turns": 1, "found": 1}.items():
            count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            assert count == rows, table
    assert conversations.keep("half", [exchange()]) == "half"
    assert [one.id for one in conversations.listed()] == ["half", "whole"]
