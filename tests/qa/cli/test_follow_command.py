"""The commands article-qa follow, and tags on the command line."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import app
from index.errors import StoreBusy
from index.follow.follower import Follower, Look

pytestmark = pytest.mark.usefixtures("news")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ARTICLE_QA_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Mayor Ada Poe opened the Skarrow bridge.")
    (folder / "b.txt").write_text("tags: sea\n\nThe ferry sank off Skarrow on Monday.")
    return folder


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app.program, arguments)
    assert result.exit_code == status, (result.output, result.exception)
    return result.stdout


def from_json(*arguments: str, status: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", status=status))


def test_follow_list_run_stop(news: Path) -> None:
    assert from_json("follow", "list") == {"followed": []}
    (look,) = from_json("follow", "news", "--every", "10m", "--tag", "own")["looks"]
    assert (look["address"], look["added"], look["error"]) == (str(news), 2, None)
    (one,) = from_json("follow")["followed"]
    assert (one["every"], one["tags"], one["failures"]) == (600, ["own"], 0)
    assert one["succeeded"] == one["checked"] == one["changed"]
    assert "tagged own" in run("follow", "list") and "last worked" in run("follow")
    assert run("follow", "run", "--once") == "Nothing is due.\n"
    assert from_json("follow", "run", "--once") == {"looks": []}
    (news / "c.txt").write_text("Snow fell on Skarrow.")
    assert "1 added" in run("follow", "add", "news")  # once more: it is due at once
    assert [one["every"] for one in from_json("follow")["followed"]] == [3600]
    assert from_json("follow", "stop", "news") == {"stopped": ["news"]}
    assert from_json("follow")["followed"] == []
    assert len(from_json("articles")["articles"]) == 3


def test_what_an_article_said_before_is_printed(news: Path) -> None:
    run("follow", "news")
    assert "Nothing that it said before is kept." in run(
        "articles", "show", "news/b.txt", "--versions"
    )
    (news / "b.txt").write_text("The ferry was raised off Skarrow on Friday.")
    run("follow", "news")
    shown = run("articles", "show", "news/b.txt", "--versions")
    assert shown.index("was raised") < shown.index("Until 2") < shown.index("The ferry sank")
    whole = from_json("articles", "show", "news/b.txt", "--versions")
    (before,) = whole["versions"]
    assert before["article"]["text"].startswith("The ferry sank")
    assert before["article"]["tags"] == ["sea"] and before["replaced"].startswith("20")
    plain = from_json("articles", "show", "news/b.txt")
    assert "versions" not in plain and plain == {k: v for k, v in whole.items() if k != "versions"}
    assert "sank" not in run("articles", "show", "news/b.txt")


def test_an_address_that_fails_is_followed_and_told() -> None:
    assert run("follow", "http://127.0.0.1:9/feed", status=3) == ""
    (one,) = from_json("follow", "list")["followed"]
    assert "private address" in one["error"] and one["succeeded"] is None
    assert "has not worked yet" in run("follow")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "does not exist"),
        (("news", "--every", "1s"), "no interval"),
        (("news", "--tag", "a,b"), "no tag"),
        (("stop", "news"), "is not followed"),
        (("add", "-"), "cannot be followed"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app.program, ["follow", *arguments])
    assert said in str(result.exception)


def test_tags_on_the_command_line() -> None:
    run("index", "news", "--tag", "Project X")
    assert len(from_json("articles", "list", "--tag", "project x")["articles"]) == 2
    (one,) = from_json("articles", "list", "--tag", "SEA")["articles"]
    assert one["id"] == "news/b.txt" and one["tags"] == ["sea", "Project X"]
    found = from_json("search", "Skarrow", "--tag", "sea")["passages"]
    assert [one["article_id"] for one in found] == ["news/b.txt"]
    answer = from_json("ask", "What sank off Skarrow?", "--tag", "sea")
    assert [one["article_id"] for one in answer["citations"]] == ["news/b.txt"]
    other = from_json("ask", "What sank off Skarrow?", "--tag", "none")
    assert other["status"] == "unanswered" and other["passages"] == []
    run("articles", "untag", "Project X")
    run("articles", "tag", "new", "news/a.txt")
    assert from_json("articles", "show", "news/a.txt")["tags"] == ["new"]
    assert from_json("articles", "show", "news/b.txt")["tags"] == ["sea"]


def test_a_backup_has_what_is_followed(tmp_path: Path) -> None:
    run("follow", "news")
    run("store", "backup", "copy")
    (one,) = from_json("follow", "list", "--store", "copy")["followed"]
    assert one["address"] == str(tmp_path / "news")


def test_run_goes_on_while_the_chat_looks(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("follow", "news")
    looks, sleeps = [], []

    def busy(self: Follower, only: object = None) -> Iterator[Look]:
        looks.append(1)
        raise StoreBusy("Another run looks at what is followed just now.")
        yield

    def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        if len(sleeps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Follower, "look_at_due", busy)
    monkeypatch.setattr("index.follow.commands.time.sleep", sleep)
    result = CliRunner().invoke(app.program, ["follow", "run"])
    assert len(looks) == 3 and result.stderr.count("Another run looks") == 1


def test_the_store_may_be_named_either_way(news: Path) -> None:
    run("follow", "news", "--store", "elsewhere")
    for named in (["--store", "elsewhere"], ["--store=elsewhere"]):
        assert "last worked" in run("follow", *named)
