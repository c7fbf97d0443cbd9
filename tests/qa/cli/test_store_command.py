"""article-qa store: exports and backs up what there is, conversations included."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from exchanges import exchange
from typer.testing import CliRunner, Result

import app
from index import Article, Filters, build, open_store
from index.errors import ArticleQAError, StoreMissing, UsageError
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history.conversations import Conversations
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement

ARTICLES = (
    Article("a", "It cost 547 million crowns. It rained.", "Tram", "The Post"),
    Article("b\x1b]0;x", "A name that a terminal must not obey.", "Odd"),
)
ROOT = Path(app.__file__).parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    build(articles=ARTICLES[:1], store=tmp_path / "storage")
    return tmp_path


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(app.program, ["store", *arguments])
    if isinstance(result.exception, ArticleQAError):
        raise result.exception
    assert result.exit_code == status, result.output
    return result


def test_export() -> None:
    assert "1 articles were written to all.jsonl" in run("export", "all.jsonl").stdout
    expected = {"id": "a", "title": "Tram", "source": "The Post", "text": ARTICLES[0].text}
    assert json.loads(Path("all.jsonl").read_text()) == expected
    report = json.loads(run("export", "all.jsonl.gz", "--json").stdout)
    assert report == {"file": "all.jsonl.gz", "articles": 1, "differing": []}
    with pytest.raises(UsageError, match="exists"):
        run("export", "all.jsonl")
    with pytest.raises(UsageError, match="--json"):
        run("export", "-", "--json")
    with pytest.raises(StoreMissing):
        run("export", "other.jsonl", "--store", "elsewhere")
    assert not Path("other.jsonl").exists() and not Path("elsewhere").exists()


def test_an_export_to_standard_output_goes_into_another_store() -> None:
    program = [sys.executable, str(ROOT / "app.py")]
    done = subprocess.run([*program, "store", "export", "-"], capture_output=True, check=True)
    assert b"1 articles were written" in done.stderr
    again = [*program, "index", "-", "--store", "again"]
    subprocess.run(again, input=done.stdout, capture_output=True, check=True)
    with open_store("again") as copy, open_store("storage") as store:
        assert copy.article("a") == store.article("a") is not None


def test_what_would_not_come_back_is_named_and_status_is_3() -> None:
    build(articles=ARTICLES, store="storage")
    said = run("export", "all.jsonl", status=3)
    assert "Would not be read back just as it is stored" in said.stderr
    assert "\x1b" not in said.output
    assert len(Path("all.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize("elsewhere", [False, True])
def test_backup(home: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: bool) -> None:
    file = home / "kept.sqlite" if elsewhere else home / "storage" / FILE
    if elsewhere:
        monkeypatch.setenv("ARTICLE_QA_CONVERSATIONS", str(file))
    kept = Conversations(SqliteFile(file))
    kept.keep("aaaa1111", [exchange()])
    report = json.loads(run("backup", "copy", "--json").stdout)
    assert (report["articles"], report["conversations"]) == (1, True)
    monkeypatch.delenv("ARTICLE_QA_CONVERSATIONS", raising=False)
    kept.remove("aaaa1111")
    (entry,) = Conversations(SqliteFile(home / "copy" / FILE)).listed()
    assert (entry.id, entry.questions) == ("aaaa1111", 1)
    with open_store("copy") as copy:
        assert copy.search("crowns")[0].article_id == "a"
    with pytest.raises(UsageError, match="exists"):
        run("backup", "copy")


def test_backup_where_nothing_was_ever_kept(home: Path) -> None:
    said = run("backup", "copy").stdout
    assert "1 articles in 1 passages were copied to copy" in said and "conversations" not in said
    assert not (home / "storage" / FILE).exists() and not (home / "copy" / FILE).exists()


def test_backup_of_no_store_makes_nothing(home: Path) -> None:
    with pytest.raises(StoreMissing):
        run("backup", "copy", "--store", "elsewhere")
    assert sorted(path.name for path in home.iterdir()) == ["storage"]


def test_judgements_that_an_earlier_version_kept_come_along(home: Path) -> None:
    judged = Judgement(
        "one", datetime(2026, 1, 2, tzinfo=UTC), "Q?", (), Filters(), exchange().answer.to_json(),
        "right",
    )  # fmt: skip
    (home / "storage" / "feedback.jsonl").write_text(json.dumps(judged.to_json()) + "\n")
    run("backup", "copy")
    assert [one.id for one in Feedback(home / "copy").read()] == ["one"]
