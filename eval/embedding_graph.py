"""all-MiniLM-L6-v2 as an ONNX graph in eight bits that gives the same vector on every processor.

The graph takes the tokens of one text and gives its vector, so that no other text has a part in
it. Three things make the vector independent of the processor; what they cost is told in
docs/lab/embedding.md:

- Products with weights are sums of whole numbers, which are exact if nothing runs over. Processors
  with AVX2 and without VNNI add two neighbouring products in sixteen bits, so neighbouring weights
  together stay within what fits there (`quantised`).
- Sums of fractions depend on the order in which they are added. Softmax, LayerNormalization and
  ReduceSum choose theirs by processor, MatMul does not. So sums are products with a column of ones.
- Multiplying and adding in one step rounds once, in two steps twice. No step does both.

That holds where onnxruntime runs the steps as they stand here (`index.onnx_backend`), on x86 from
AVX2 on and on 64-bit ARM.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.onnx_backend import MAX_TOKENS

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD = WIDTH // HEADS
ONNX, OURS = 20, "com.microsoft"
"""Version of ONNX's operators, and the domain of those that onnxruntime adds."""

PAIR = 128
"""Largest sum of two neighbouring weights: 255 times it is below 32,768."""
LEAST_GELU = 0.17
"""GELU gives nothing below minus that, …"""
ZERO = 20
"""… so that of 256 steps these are left for what is negative."""
SMOOTHED = ("attention", "up")
"""Inputs of these products have features that are far larger than the rest."""

Weights = Mapping[str, NDArray[np.float32]]
Floats = NDArray[np.float32]


class Graph:
    """A graph under construction: what is applied is named, and the name is what comes next."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[tuple[object, ...], onnx.TensorProto] = {}

    def constant(self, value: NDArray[np.generic] | np.generic) -> str:
        """The name of a constant; equal ones are kept once."""
        array = np.asarray(value)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._constants:
            name = f"constant{len(self._constants)}"
            self._constants[key] = numpy_helper.from_array(array, name)
        return str(self._constants[key].name)

    def whole(self, *values: int) -> str:
        """A constant list of whole numbers, as operators take axes and shapes."""
        return self.constant(np.array(values, dtype=np.int64))

    def apply(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """The name of an operator's result."""
        return self.apply_many(operator, 1, *inputs, domain=domain, **attributes)[0]

    def apply_many(
        self, operator: str, outputs: int, *inputs: str, domain: str = "", **attributes: Any
    ) -> list[str]:
        """The names of an operator's results."""
        names = [f"{operator}{len(self._nodes)}.{number}" for number in range(outputs)]
        self._nodes.append(helper.make_node(operator, inputs, names, domain=domain, **attributes))
        return names

    def model(self, result: str, more: Mapping[str, str], about: str) -> onnx.ModelProto:
        """The whole, from `ids` to `vector`; `more` names further results that it gives."""
        named = {"vector": result, **more}
        for name, inner in named.items():
            self._nodes.append(helper.make_node("Identity", [inner], [name]))
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in named]
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])
        constants = list(self._constants.values())
        graph = helper.make_graph(self._nodes, "embedding", [ids], outputs, constants)
        versions = [helper.make_opsetid("", ONNX), helper.make_opsetid(OURS, 1)]
        return helper.make_model(
            graph,
            opset_imports=versions,
            ir_version=9,
            producer_name="article-qa",
            doc_string=about,
        )


def embedding_graph(
    weights: Weights, magnitudes: Mapping[str, NDArray[np.float64]] | None, about: str = ""
) -> onnx.ModelProto:
    """The graph: `ids` (tokens,) in, `vector` (384,) of length 1 out.

    Args:
        weights: The published tensors by name.
        magnitudes: How large each feature of a product's input is, by the product's name. Without
            them the graph is in float32, and gives these inputs as well.
        about: What the file says of itself.
    """
    return _Network(weights, magnitudes).model(about)


def quantised(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], Floats]:
    """Weights (inputs, outputs) in eight bits, and the scale of each output.

    Of two inputs 2k and 2k + 1 the weights add up to at most 128, whatever their signs. That is
    hardly coarser than 127 for each, since the two largest are seldom neighbours; half the range
    for each would be three times as coarse.
    """
    pairs = weights.reshape(-1, 2, weights.shape[1])
    both = np.maximum(np.abs(pairs).max(axis=1), np.abs(pairs.sum(axis=1)))
    scale = both.max(axis=0) / (PAIR - 1)  # rounding may add a half to each of the two
    scale[scale == 0] = 1
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def smoothing(magnitudes: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each input is divided by, and its weights are multiplied with, before both are rounded.

    Where one feature is thirty times the others, a common scale leaves the others few steps.
    SmoothQuant (Xiao et al., 2023) shares the difference between inputs and weights: the square
    root of their ratio. Powers of two, which are exact to multiply with, will do.
    """
    ratio = np.sqrt(magnitudes / np.abs(weights).max(axis=1))
    return np.asarray(2.0 ** np.round(np.log2(ratio / np.exp(np.mean(np.log(ratio))))))


class _Network:
    def __init__(
        self, weights: Weights, magnitudes: Mapping[str, NDArray[np.float64]] | None
    ) -> None:
        self._weights = weights
        self._magnitudes = magnitudes
        self._graph = Graph()
        self._inputs: dict[str, str] = {}
        """Of each product, by its name."""

    def model(self, about: str) -> onnx.ModelProto:
        graph = self._graph
        count = graph.apply("Shape", "ids")
        ones = self._first(np.ones((MAX_TOKENS, 2), np.float32), count)
        hidden = self._embedded(count)
        for layer in range(LAYERS):
            hidden = self._layer(layer, hidden, ones)
        mean = graph.apply("ReduceMean", hidden, graph.whole(0), keepdims=0)
        squares = graph.apply("Mul", mean, mean)
        column = graph.constant(np.ones((WIDTH, 1), np.float32))
        length = graph.apply("Sqrt", graph.apply("MatMul", squares, column))
        more = {} if self._magnitudes else self._inputs
        return graph.model(graph.apply("Div", mean, length), more, about)

    def _first(self, rows: Floats, count: str) -> str:
        """As many of the rows as the text has tokens."""
        zero = self._graph.whole(0)
        return self._graph.apply("Slice", self._graph.constant(rows), zero, count, zero)

    def _embedded(self, count: str) -> str:
        """Words and their places; of the words each row has its own scale."""
        graph = self._graph
        table = self._weights["embeddings.word_embeddings.weight"]
        places = self._weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
        places = places + self._weights["embeddings.token_type_embeddings.weight"][0]
        if self._magnitudes is None:
            words = graph.apply("Gather", graph.constant(table), "ids")
        else:
            scale = np.abs(table).max(axis=1, keepdims=True) / 127
            rounded = graph.constant(np.round(table / scale).astype(np.int8))
            words = graph.apply("Cast", graph.apply("Gather", rounded, "ids"), to=TensorProto.FLOAT)
            words = graph.apply("Mul", words, graph.apply("Gather", graph.constant(scale), "ids"))
        summed = graph.apply("Add", words, self._first(places, count))
        return self._normalised(summed, "embeddings.LayerNorm")

    def _layer(self, layer: int, hidden: str, ones: str) -> str:
        graph = self._graph
        prefix = f"encoder.layer.{layer}."
        own = f"{prefix}attention.self."
        names = [f"{own}{part}" for part in ("query", "key", "value")]
        weights = np.concatenate([self._matrix(name) for name in names], axis=1)
        bias = np.concatenate([self._bias(name) for name in names])
        weights[:, :WIDTH] /= HEAD**0.5
        bias[:WIDTH] /= HEAD**0.5
        seen = self._attended(self._product(f"attention{layer}", hidden, weights, bias), ones)
        hidden = self._changed(hidden, f"out{layer}", seen, f"{prefix}attention.output")
        inner = f"{prefix}intermediate.dense"
        wide = self._product(f"up{layer}", hidden, self._matrix(inner), self._bias(inner))
        return self._changed(hidden, f"down{layer}", graph.apply("Gelu", wide), f"{prefix}output")

    def _changed(self, hidden: str, name: str, seen: str, part: str) -> str:
        """The tokens after what a part of a layer adds to them."""
        dense = f"{part}.dense"
        change = self._product(name, seen, self._matrix(dense), self._bias(dense))
        return self._normalised(self._graph.apply("Add", hidden, change), f"{part}.LayerNorm")

    def _attended(self, projected: str, ones: str) -> str:
        """What each token takes over from the others, (tokens, 384), by (tokens, 3 * 384)."""
        graph = self._graph
        heads = graph.apply("Reshape", projected, graph.whole(0, 3, HEADS, HEAD))
        query, key, value = (
            graph.apply("Squeeze", one, graph.whole(1))
            for one in graph.apply_many("Split", 3, heads, axis=1, num_outputs=3)
        )
        scores = graph.apply(
            "FusedMatMul", query, key, domain=OURS, transBatchA=1, transBatchB=1, transB=1
        )
        largest = graph.apply("ReduceMax", scores, graph.whole(-1), keepdims=1)
        shares = graph.apply("Exp", graph.apply("Sub", scores, largest))
        total, _ = graph.apply_many(  # of one column alone onnxruntime adds in another order
            "Split", 2, graph.apply("MatMul", shares, ones), axis=-1, num_outputs=2
        )
        seen = graph.apply("FusedMatMul", shares, value, domain=OURS, transBatchB=1)
        seen = graph.apply("Transpose", graph.apply("Div", seen, total), perm=[1, 0, 2])
        return graph.apply("Reshape", seen, graph.whole(0, WIDTH))

    def _normalised(self, rows: str, name: str) -> str:
        """LayerNormalization over the features of each token."""
        graph = self._graph
        share = graph.constant(np.full((WIDTH, 1), 1 / WIDTH, np.float32))
        centred = graph.apply("Sub", rows, graph.apply("MatMul", rows, share))
        variance = graph.apply("MatMul", graph.apply("Mul", centred, centred), share)
        least = graph.constant(np.float32(1e-12))
        deviation = graph.apply("Sqrt", graph.apply("Add", variance, least))
        scaled = graph.apply("Div", centred, deviation)
        scaled = graph.apply("Mul", scaled, graph.constant(self._weights[f"{name}.weight"]))
        return graph.apply("Add", scaled, graph.constant(self._weights[f"{name}.bias"]))

    def _product(
        self, name: str, rows: str, weights: NDArray[np.float64], bias: NDArray[np.float64]
    ) -> str:
        """Rows times weights, plus bias."""
        graph = self._graph
        self._inputs[name] = rows
        added = graph.constant(bias.astype(np.float32))
        if self._magnitudes is None:
            exact = graph.constant(weights.astype(np.float32))
            return graph.apply("Add", graph.apply("MatMul", rows, exact), added)
        if name.startswith(SMOOTHED):
            divisors = smoothing(self._magnitudes[name], weights)
            rows = graph.apply("Mul", rows, graph.constant((1 / divisors).astype(np.float32)))
            weights = weights * divisors[:, None]
        if name.startswith("down"):
            made = self._by_row(rows, weights)
        else:
            made = self._by_text(rows, weights)
        return graph.apply("Add", made, added)

    def _by_text(self, rows: str, weights: NDArray[np.float64]) -> str:
        """Rows in eight bits with one scale for the whole text."""
        graph = self._graph
        rounded, scale, zero = graph.apply_many("DynamicQuantizeLinear", 3, rows)
        return self._whole_product(rounded, weights, scale, zero)

    def _by_row(self, rows: str, weights: NDArray[np.float64]) -> str:
        """Rows in eight bits with a scale for each token: after GELU a few tokens are far larger
        than the others."""
        graph = self._graph
        steps = 255 - ZERO
        largest = graph.apply("ReduceMax", rows, graph.whole(-1), keepdims=1)
        floor = graph.constant(np.float32(LEAST_GELU * steps / ZERO))  # the least fits as well
        largest = graph.apply("Max", largest, floor)
        scale = graph.apply("Mul", largest, graph.constant(np.float32(1 / steps)))
        one, zero = graph.constant(np.float32(1)), graph.constant(np.uint8(ZERO))
        rounded = graph.apply("QuantizeLinear", graph.apply("Div", rows, scale), one, zero)
        return graph.apply("Mul", self._whole_product(rounded, weights, one, zero), scale)

    def _whole_product(
        self, rounded: str, weights: NDArray[np.float64], scale: str, zero: str
    ) -> str:
        whole, scales = (self._graph.constant(one) for one in quantised(weights))
        return self._graph.apply(
            "MatMulIntegerToFloat", rounded, whole, scale, scales, zero, domain=OURS
        )

    def _matrix(self, name: str) -> NDArray[np.float64]:
        return self._weights[f"{name}.weight"].T.astype(np.float64)

    def _bias(self, name: str) -> NDArray[np.float64]:
        return self._weights[f"{name}.bias"].astype(np.float64)
