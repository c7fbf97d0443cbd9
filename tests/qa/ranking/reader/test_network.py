"""The reader that ships: the right file, the same scores as in PyTorch, and sense."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.graphs import INPUTS
from index.errors import ModelError
from index.models import sha256_of
from index.sentences import sentence_spans
from qa.cross_encoder.layout import inputs_of, whole_tokenizer, windows
from qa.ranking.reader import load_reader
from qa.ranking.reader.network import ABOUT, GRAPH, OnnxReader, packaged_file
from qa.text.quantities import widened

FOLDER = Path(__file__).parents[4] / "qa" / "ranking" / "reader"
MOST_BYTES = 30_000_000
TOLERANCE = 0.6
"""Of a logit; int8 rounds what passes between the layers. Logits reach from -10 to 10."""

BRIDGE = (
    "The signals on the Oule Bridge failed in 17 of 40 test runs last week, the tram company said. "
    "Chief engineer Tomas Brandt blamed a faulty relay."
)
FERRY = "The ferry to Orsay runs again from Monday. Tickets stay at 3 crowns."
HEADINGS = ["Port Aldry Herald, 3 May 2024", "Harbour Post, 4 March 2019"]
ASKED = "In how many test runs did the signals on the Oule Bridge fail?"


@pytest.fixture(scope="module")
def reader():
    return load_reader()


def test_the_file_is_the_one_that_was_packed() -> None:
    about = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    assert sha256_of(FOLDER / GRAPH) == about["sha256"]
    assert (FOLDER / GRAPH).stat().st_size == about["size"] < MOST_BYTES
    assert packaged_file().verify()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / GRAPH
    path.write_bytes((FOLDER / GRAPH).read_bytes()[:100_000])
    with pytest.raises(ModelError, match="damaged"):
        OnnxReader(path)


def test_it_gives_the_scores_of_the_network_in_pytorch() -> None:
    torch = pytest.importorskip("torch")
    from eval.training.unpack import unpacked

    packed, exact = OnnxReader(FOLDER / GRAPH), unpacked(FOLDER / GRAPH)
    for window in windows(whole_tokenizer(), ASKED, HEADINGS, [BRIDGE, FERRY]):
        ((relevance, tokens),) = packed._network.logits([window])
        fed = inputs_of([window])
        with torch.inference_mode():
            wanted = exact(*(torch.from_numpy(fed[name]) for name in INPUTS))
        assert abs(relevance - float(wanted.relevance)) < TOLERANCE
        assert np.abs(tokens - wanted.tokens[0].numpy()).mean() < TOLERANCE
        assert np.corrcoef(tokens.ravel(), wanted.tokens.numpy().ravel())[0, 1] > 0.99


def test_the_passage_that_answers_is_told_from_one_that_does_not(reader) -> None:
    right, wrong = reader.read(ASKED, HEADINGS, [BRIDGE, FERRY])
    assert right.relevance > wrong.relevance + 2
    first, last = widened(BRIDGE, *right.best.short)
    assert BRIDGE[first:last].startswith("17 of 40")
    assert right.best.span == sentence_spans(BRIDGE)[0]


def test_a_passage_is_read_alike_alone_and_among_others(reader) -> None:
    (alone,) = reader.read(ASKED, HEADINGS[:1], [BRIDGE])
    among = reader.read(ASKED, HEADINGS[:1] * 12, [FERRY * n for n in range(1, 12)] + [BRIDGE])
    assert among[-1] == alone


@pytest.mark.parametrize(
    "question",
    ["Why", "why " * 500, "¿Cuántas veces fallaron las señales?", "信号失灵了几次？", "?!"],
)
def test_odd_questions_are_read(reader, question: str) -> None:
    (reading,) = reader.read(question, HEADINGS[:1], [BRIDGE])
    assert np.isfinite(reading.relevance)
    start, end = reading.best.short
    assert 0 <= start < end <= len(BRIDGE)


@pytest.mark.parametrize("text", ["", "🙂", "x", "汉字" * 900, "word " * 3000])
def test_odd_passages_are_read(reader, text: str) -> None:
    (reading,) = reader.read(ASKED, HEADINGS[:1], [text])
    assert np.isfinite(reading.relevance)
    assert len(reading.sentences) == len(sentence_spans(text))


def test_the_answer_is_found_at_the_end_of_a_long_passage(reader) -> None:
    before = (FERRY + " ") * 60
    (reading,) = reader.read(ASKED, HEADINGS[:1], [before + BRIDGE])
    start, end = sentence_spans(BRIDGE)[0]
    assert reading.best.span == (len(before) + start, len(before) + end)


def test_nothing_to_read(reader) -> None:
    assert reader.read(ASKED, [], []) == []
