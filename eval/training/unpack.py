"""Reads an exported int8 graph back as a PyTorch network, to compare with or to fine-tune."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn
from transformers import BertConfig, BertModel

from eval.minilm import PUBLISHED
from eval.training.network import NO_DROPOUT, Reader

Network = TypeVar("Network", bound=nn.Module)
Body = TypeVar("Body", bound=nn.Module)
_QUANTISED = "_quantized"
_TRANSPOSED = "_Transposed"


def unpacked(path: Path) -> Reader:
    """The reader in float32 with the dequantised weights of an int8 graph that `export` wrote.

    Activations are not quantised, so its outputs differ a little from those of the graph.
    """
    return filled(path, Reader, small_bert)


def begun(start: Path, own: str, kind: Callable[[BertModel], Network]) -> Network:
    """A network to train on: as it is in the graph at `start`, where that has the name `own`, or
    with a new head on the body of the reader that is there."""
    return filled(start, kind, small_bert) if start.name == own else kind(unpacked(start).body)


def small_bert(layers: int) -> BertModel:
    """A body like the embedding model's, of so many layers, as it was before it learned."""
    folder = str(PUBLISHED.directory())
    config = BertConfig.from_pretrained(folder, num_hidden_layers=layers, **NO_DROPOUT)
    return BertModel(config, add_pooling_layer=False)


def filled(
    path: Path,
    kind: Callable[[Body], Network],
    body: Callable[[int], Body],
) -> Network:
    """A network with the dequantised weights of an int8 graph.

    Args:
        kind: Makes the network around a body.
        body: Makes the body, of so many layers.
    """
    state = _weights(path)
    network = kind(body(sum(name.endswith("intermediate.dense.bias") for name in state)))
    network.load_state_dict({name: torch.from_numpy(np.array(v)) for name, v in state.items()})
    network.eval()
    return network


def _weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The dequantised weights of a graph by the names of their parameters."""
    graph = onnx.load(path).graph
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = {name: values[name] for name in values if name.endswith((".weight", ".bias", ".scale"))}
    modules = {
        node.input[1]: _module(node.name) for node in graph.node if node.op_type == "MatMulInteger"
    }
    for name in values:
        if not name.endswith(_QUANTISED):
            continue
        plain = name.removesuffix(_QUANTISED)
        zero = values[f"{plain}_zero_point"].astype(np.float32)
        weight = (values[name].astype(np.float32) - zero) * values[f"{plain}_scale"]
        if plain.endswith(_TRANSPOSED):
            state[plain.removesuffix(_TRANSPOSED)] = weight.T
        elif name in modules:
            state[f"{modules[name]}.weight"] = weight.T
        else:  # an embedding
            state[plain] = weight
    return state


def _module(node: str) -> str:
    """The module of a node: of "/meant/meant.0/MatMul" it is "meant.0"."""
    path = node.strip("/").split("/")[:-1]
    own = [a for a, b in zip(path, [*path[1:], ""], strict=True) if not b.startswith(f"{a}.")]
    return ".".join(own)
