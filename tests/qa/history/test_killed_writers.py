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

from qa.history.conversations import Conversations
from qa.history.database import FILE
from qa.history.feedback import Feedback

KILLS = int(os.environ.get("KILLED_WRITERS", "8"))
"""How many are killed; set more for a long run."""
LONGEST_S = 0.4
TESTS = Path(__file__).parent.parent
WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from exchanges import NOON, exchange
from qa.history.conversations import Conversations
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.history.database import FILE
folder, run = Path(sys.argv[1]), sys.argv[2]
conversations, feedback = Conversations(folder / FILE), Feedback(folder)
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


def killed(folder: Path, run: str, delay_s: float) -> list[str]:
    """What a writer said that it had kept, before it was killed."""
    command = [sys.executable, "-c", WRITER, str(folder), run, str(TESTS), str(TESTS.parent.parent)]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout
            assert writer.stdout.readline().strip() == "ready"
            time.sleep(delay_s)
        finally:
            writer.kill()
        told = [line.strip() for line in writer.stdout]
    assert writer.returncode == -signal.SIGKILL
    return told


@pytest.mark.slow
@pytest.mark.timeout(60 + 30 * KILLS)
def test_what_was_kept_stays(tmp_path: Path) -> None:
    chance, folder = random.Random(31), tmp_path / "store"
    folder.mkdir()
    conversations, feedback = Conversations(folder / FILE), Feedback(folder)
    judged: set[str] = set()
    for number in range(KILLS):
        run = f"run{number}"
        told = killed(folder, run, chance.uniform(0, LONGEST_S))
        asked = sum(line.startswith("conversation ") for line in told)
        judged |= {line.split()[1] for line in told if line.startswith("judgement ")}

        with closing(sqlite3.connect(folder / FILE)) as connection:
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
