"""The mean of several networks' weights: what one has unlearned, another still knows."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


def mean_of(networks: Sequence[Network], shares: Sequence[float] = ()) -> Network:
    """A network whose every weight is the mean of those of the networks, of one shape.

    Args:
        shares: How much each network counts; default: all alike.
    """
    counts = torch.tensor(list(shares) or [1.0] * len(networks))
    states = [one.state_dict() for one in networks]
    network = copy.deepcopy(networks[0])
    network.load_state_dict(
        {
            name: torch.tensordot(counts / counts.sum(), torch.stack([s[name] for s in states]), 1)
            for name in states[0]
        }
    )
    return network
