"""Smooths what a network computes on the way, so that eight bits are enough for it.

In the upper layers of a published encoder one number of 3,072 can be fifty times as large as the
others, which share its scale and so are rounded away. Here each is divided by about as much as it
becomes large, and the weights that it meets are multiplied by it: the result is the same. The way
is that of SmoothQuant (Xiao and others, 2023).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import torch
from torch import Tensor, nn
from transformers import MPNetModel

SHARE = 0.7
"""How much of its size is taken off each number; the rest stays, so that weights stay small."""
LEAST_INPUT, LEAST_WEIGHT, LEAST_SCALE = 1e-3, 1e-4, 1e-2
"""Sizes count as no smaller, and nothing is divided by less."""


class SmoothLinear(nn.Linear):  # type: ignore[misc]
    """A linear layer that scales its inputs first."""

    scale: Tensor
    """Shape (inputs,)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.register_buffer("scale", torch.ones(inputs))

    def forward(self, x: Tensor) -> Tensor:
        """As a linear layer's, of scaled inputs."""
        return super().forward(x * self.scale)


def with_smooth_layers(body: MPNetModel) -> MPNetModel:
    """Has the encoder's layers end with linear ones that scale, which as yet changes nothing."""
    for layer in body.encoder.layer:
        plain = layer.output.dense
        layer.output.dense = SmoothLinear(plain.in_features, plain.out_features)
        layer.output.dense.load_state_dict(plain.state_dict(), strict=False)
    return body


@torch.no_grad()  # type: ignore[untyped-decorator]
def smooth(network: nn.Module, inputs: Iterable[tuple[Tensor, ...]]) -> None:
    """Sets the scales of a network's linear layers that have them, by how large what they are fed
    becomes for some inputs."""
    layers = [one for one in network.modules() if isinstance(one, SmoothLinear)]
    largest = [torch.full_like(one.scale, LEAST_INPUT) for one in layers]

    def note(most: Tensor, layer: nn.Module, fed: tuple[Tensor]) -> None:
        torch.maximum(most, fed[0].abs().flatten(0, -2).amax(0), out=most)

    hooks = [
        layer.register_forward_pre_hook(partial(note, most))
        for layer, most in zip(layers, largest, strict=True)
    ]
    for one in inputs:
        network(*one)
    for hook, layer, most in zip(hooks, layers, largest, strict=True):
        hook.remove()
        against = layer.weight.abs().amax(0).clamp(min=LEAST_WEIGHT)
        by = most**SHARE / against ** (1 - SHARE)
        by = (by / by.median()).clamp(min=LEAST_SCALE)
        layer.weight.mul_(by)
        layer.scale.div_(by)
