"""article-qa conversations: lists, shows, exports, removes."""

import json
from pathlib import Path

import pytest
from exchanges import exchange
from typer.testing import CliRunner, Result

import app
from index import Article, build
from index.errors import ArticleQAError, UsageError
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history.conversations import Conversations

TEXT = "They said: It cost 547 million crowns. It rained."


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Conversations:
    """Two conversations beside a store that still says what was quoted, in another place."""
    monkeypatch.chdir(tmp_path)
    build(articles=[Article("a.txt", TEXT, "Tram")], store=tmp_path / "storage")
    kept = Conversations(SqliteFile(tmp_path / "storage" / FILE))
    kept.keep("aaaa1111", [exchange(), exchange(2, "And who pays?", said="The Board pays.")])
    kept.keep("aaaa2222", [exchange(3, "Who builds the wall?")])
    return kept


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app.program, ["conversations", *arguments])
    if isinstance(result.exception, ArticleQAError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_list(kept: Conversations) -> None:
    lines = run().stdout.splitlines()
    assert lines[0].endswith("Who builds the wall?") and "aaaa2222" in lines[1]
    rows = json.loads(run("list", "--search", "board", "--json").stdout)["conversations"]
    assert [(row["id"], row["questions"]) for row in rows] == [("aaaa1111", 2)]
    assert rows[0]["changed"] == "2026-11-25T12:02:00+00:00"
    assert "No conversation holds these words." in run("list", "--search", "nobody").stdout
    assert "There are none yet." in run("list", "--store", "elsewhere").stdout
    assert not Path("elsewhere").exists()


def test_show(kept: Conversations) -> None:
    said = run("show", "aaaa1").stdout
    assert "[1] “It cost 547 million crowns.”\n    Tram · Courier · 2023-07-28" in said
    assert "The article has changed since, but still says this." in said
    assert "The article has changed since, and no longer says this." in said
    shown = json.loads(run("show", "aaaa1", "--json").stdout)
    assert [turn["since"] for turn in shown["turns"]] == [{"1": "moved"}, {"1": "changed"}]
    assert shown["turns"][0]["answer"]["citations"][0]["quote"] == "It cost 547 million crowns."


def test_a_store_that_is_gone(kept: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_QA_CONVERSATIONS", kept.database.name)
    result = run("show", "aaaa2222", "--store", "none")
    assert "Who builds the wall?" in result.stdout
    assert "Whether the articles have changed since is not known" in result.stderr


def test_export(kept: Conversations) -> None:
    assert "[^3-1]: Tram · Courier" in run("export", "aaaa2222").stdout
    run("export", "aaaa2222", "--format", "html", "--out", "x.html")
    assert Path("x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(UsageError, match="exists; name another"):
        run("export", "aaaa2222", "--out", "x.html")
    result = CliRunner().invoke(
        app.program, ["conversations", "export", "aaaa2222", "--format", "pdf"]
    )
    assert result.exit_code == 2


def test_an_export_that_breaks_off_leaves_nothing(
    kept: Conversations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = set(tmp_path.iterdir())
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageError, match="cannot be written: No space left"):
        run("export", "aaaa2222", "--out", "x.md")
    assert set(tmp_path.iterdir()) == before


def test_remove(kept: Conversations) -> None:
    with pytest.raises(UsageError, match="2 conversations begin with 'aaaa'"):
        run("remove", "aaaa")
    with pytest.raises(UsageError, match="There is no conversation 'aaa'"):
        run("remove", "aaaa1111", "aaa")
    assert kept.count() == 2
    assert "Removed for good: Who builds the wall?" in run("remove", "aaaa2").stdout
    assert json.loads(run("remove", "aaaa1111", "--json").stdout) == {"removed": ["aaaa1111"]}
    assert kept.count() == 0


def test_those_of_a_person(kept: Conversations) -> None:
    Conversations(kept.database, "ada").keep("bbbb1111", [exchange(question="Mine?")])
    assert "bbbb1111" not in run("list").stdout
    assert "bbbb1111" in run("list", "--person", "ada").stdout
    with pytest.raises(UsageError, match="There is no conversation 'bbbb1111'"):
        run("show", "bbbb1111")
    assert "Mine?" in run("show", "bbbb1111", "--person", "ada").stdout
    assert "## Mine?" in run("export", "bbbb1111", "--person", "ada").stdout
    assert "Removed for good: Mine?" in run("remove", "bbbb1111", "--person", "ada").stdout
