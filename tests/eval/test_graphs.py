"""Networks as graphs: what is written beside them, and what is logged meanwhile."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
import onnxruntime.quantization
from onnx import TensorProto, helper, numpy_helper

from eval.graphs import copy_with_description, describe, quantise
from index.models import sha256_of


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """One product in float32."""
    weights = numpy_helper.from_array(np.ones((8, 8), np.float32), "weights")
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [2, 8]) for name in ("x", "y")]
    node = helper.make_node("MatMul", ["x", "weights"], ["y"])
    made = helper.make_graph([node], "product", ends[:1], ends[1:], [weights])
    versions = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(made, opset_imports=versions), tmp_path / "graph.onnx")
    return tmp_path / "graph.onnx"


def test_its_advice_is_not_shown(
    graph: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    onnxruntime.quantization.quantize_dynamic(str(graph), str(tmp_path / "loud.onnx"))
    assert caplog.messages  # so there is some
    caplog.clear()
    quantise(graph, tmp_path / "eight.onnx")
    assert caplog.messages == []
    nodes = onnx.load(tmp_path / "eight.onnx").graph.node
    assert "MatMulInteger" in {node.op_type for node in nodes}


def test_what_others_log_meanwhile_is_kept(
    graph: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def meanwhile(*arguments: object, **more: object) -> None:
        logging.getLogger("another.program").warning("first")
        logging.warning("second")

    monkeypatch.setattr(onnxruntime.quantization, "quantize_dynamic", meanwhile)
    quantise(graph, graph)
    assert caplog.messages == ["first", "second"]
    assert logging.getLogger().filters == []


def test_a_graph_is_shipped_with_what_is_known_of_it(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    describe(graph, {"auroc": 0.8})
    package = tmp_path / "package"
    package.mkdir()
    copy_with_description(graph, package)
    about = json.loads((package / "graph.json").read_text(encoding="utf-8"))
    assert about == json.loads(capsys.readouterr().out)
    assert about == {
        "file": "graph.onnx",
        "size": graph.stat().st_size,
        "sha256": sha256_of(package / "graph.onnx"),
        "auroc": 0.8,
    }
