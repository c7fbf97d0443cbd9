"""A run that is killed at whatever moment loses nothing, and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.follow.schedule import DAY
from index.integrity import examine_store
from tests.index.fakes import fake_embedder, opened
from tests.index.follow.fakes import Following
from tests.index.follow.site import feed, served

ROOT = Path(__file__).parents[3]
RUN = """
import sys, time
from pathlib import Path
from tests.index.fakes import fake_embedder
from tests.index.follow.fakes import Following
following = Following(Path(sys.argv[1]), follow_pause=0)
following.clock.now = float(sys.argv[2])
following.follower._embedder = lambda: fake_embedder(pause_s=0.05)
print("begun", flush=True)
while True:
    for look in following.follower.look_at_due():
        print(look, flush=True)
    time.sleep(0.01)
"""


@pytest.mark.slow
def test_a_run_that_is_killed(tmp_path: Path) -> None:
    rng, folder, must = random.Random(3), tmp_path / "store", {}
    outcomes, takes_s = [], 0.0
    with served() as site:
        following = Following(folder, follow_pause=0)
        for turn in range(5):
            entries = [
                (f"{turn}:{number}", f"T{turn}.{number}", f"Text {number} of turn {turn}.")
                for number in range(5)
            ]
            corrected = [("steady", "Steady", f"What is so as of turn {turn}.")]
            site.pages["/feed"] = feed("Post", *corrected, *entries)
            must |= {guid: text for guid, _, text in [*corrected, *entries]}
            following.follow(site.url("/feed"))  # it is due at once
            child = subprocess.Popen(
                [sys.executable, "-c", RUN, str(folder), str(following.clock.now)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                text=True,
            )
            assert child.stdout and child.stdout.readline() == "begun\n"
            began = time.monotonic()
            if turn % 3 == 0:  # killed once it is done, which tells how long it takes
                assert child.stdout.readline().startswith("Look(")
                takes_s = time.monotonic() - began
            else:
                time.sleep(rng.uniform(0.0, takes_s))
            child.send_signal(signal.SIGKILL)
            outcomes.append("Look(" in child.communicate()[0])
            following.look(DAY)  # the next run takes up what that one left
            with opened(folder) as one:
                assert {a.id: a.text for a in one.whole_articles()} == must, f"turn {turn}"
                assert not one.altered()
            assert following.state(site.url("/feed")).error == ""
        with opened(folder) as one:
            said = [version.article.text for version in one.versions("steady")]
            assert said == [f"What is so as of turn {turn}." for turn in range(3, -1, -1)]
        findings = list(examine_store(folder, fake_embedder()))
        assert [finding.problem for finding in findings if finding.problem] == []
    assert not all(outcomes), "none was killed before it was done"
