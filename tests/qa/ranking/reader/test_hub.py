"""A cross-encoder of sentence-transformers in the reader's place; a tiny one is made here."""

from pathlib import Path

import pytest

from index.errors import ModelError
from index.models import TOKENIZER
from qa.ranking.reader import load_reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    transformers = pytest.importorskip("transformers")
    place = tmp_path_factory.mktemp("cross-encoder")
    config = transformers.BertConfig(
        num_hidden_layers=1,
        hidden_size=24,
        num_attention_heads=2,
        intermediate_size=24,
        num_labels=1,
    )
    transformers.BertForSequenceClassification(config).save_pretrained(place)
    tokenizer = str(TOKENIZER.directory() / TOKENIZER.file)
    transformers.BertTokenizerFast(tokenizer_file=tokenizer).save_pretrained(place)
    return place


def test_it_reads_passages_and_their_sentences(folder: Path) -> None:
    reader = load_reader(str(folder))
    texts = ["Rain fell. The mayor resigned.", "The ferry runs."]
    first, second = reader.read("Who resigned?", ["", "Post"], texts)
    assert [one.span for one in first.sentences] == [(0, 10), (11, 30)]
    assert len(second.sentences) == 1
    assert first.sentences[0].short == (0, 0)
    assert reader.read("Who?", [], []) == []


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Set reader to 'packaged'"):
        load_reader(str(tmp_path))
