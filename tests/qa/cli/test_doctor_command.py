"""article-qa doctor names what another hand has changed in the store."""

import sqlite3
from contextlib import closing
from pathlib import Path

from typer.testing import CliRunner, Result

import app
from index import Article, build

TEXTS = {"a.txt": "The tram costs 547 million crowns.", "b.txt": "The ferry sank on Monday."}


def doctor(store: Path) -> Result:
    return CliRunner().invoke(app.program, ["doctor", "--deep", "--store", str(store)])


def test_a_text_that_was_altered_by_hand_is_named(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(articles=[Article(name, text, "News") for name, text in TEXTS.items()], store=store)
    whole = doctor(store)
    assert whole.exit_code == 0 and "FAIL" not in whole.output, whole.output
    with closing(sqlite3.connect(store / "articles.sqlite")) as connection:
        query = "UPDATE articles SET text = replace(text, '547', '745') WHERE id = 'a.txt'"
        connection.execute(query)
        connection.commit()
    said = doctor(store)
    assert said.exit_code == 1
    (line,) = [one for one in said.output.splitlines() if one.startswith("FAIL  store: ")]
    assert "1 article" in line and "changed by another hand since indexed: a.txt" in line
    assert "Restore the folder from a copy" in line
