"""The comparison of embedding models, with models that are made here."""

import gzip
import json
from pathlib import Path

import pytest

from eval.compare_embeddings import compare, rank_of_gold
from eval.sets import read_questions
from index import Settings, build, open_store
from index.embedding import load_embedder

ARTICLES = {
    "bridge": "The harbour bridge opens in May. It was closed in a storm.",
    "vote": "The council voted on the budget. The mayor was against it.",
}


def test_it_prints_what_each_model_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles, questions = tmp_path / "articles.jsonl.gz", tmp_path / "questions.jsonl"
    with gzip.open(articles, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": k, "text": v}) + "\n" for k, v in ARTICLES.items())
    row = {"id": "1", "question": "When does the bridge open?", "answerable": True, "answers": []}
    gold = [{"article_id": "bridge", "quote": "opens in May"}]
    questions.write_text(json.dumps({**row, "gold": gold}) + "\n")
    asked = read_questions(questions)
    embedder = load_embedder(Settings.load())
    compare({"one": embedder, "other": embedder}, articles, asked, sample=2)
    said = capsys.readouterr().out
    assert "1 questions" in said and "2 passages" in said
    assert "+0.000" in said and "1.0000" in said

    settings = Settings.load(store=tmp_path / "store")
    build([articles], settings=settings)
    with open_store(settings=settings) as store:
        assert rank_of_gold(asked[0], store) == 1
