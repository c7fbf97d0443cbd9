"""The mean of several networks' weights: what one has unlearned, another still knows."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn
from transformers import BertModel

from eval.training.loop import averaged_weights
from eval.training.unpack import filled, small_bert

Network = TypeVar("Network", bound=nn.Module)


def network_at(path: Path, kind: Callable[[BertModel], Network], packaged: Path) -> Network:
    """A network out of a graph, or with the exact weights of a run.

    Args:
        path: The graph, or the folder of the run.
        kind: Makes the network around a body.
        packaged: A graph of the same shape as the run's network.
    """
    if not path.is_dir():
        return filled(path, kind, small_bert)
    network = filled(packaged, kind, small_bert)
    network.load_state_dict(averaged_weights(path))
    return network


def mean_of(networks: Sequence[Network], shares: Sequence[float] = ()) -> Network:
    """A network whose every weight is the mean of those of the networks, of one shape.

    Args:
        shares: How much each network counts; default: all alike.

    Raises:
        ValueError: there is not a share for each network, or one is below 0, or all are 0.
    """
    counts = torch.tensor(list(shares) or [1.0] * len(networks))
    if len(counts) != len(networks) or not (counts.min() >= 0 and counts.sum() > 0):
        raise ValueError("There must be a share for each network, none below 0, and one above.")
    states = [one.state_dict() for one in networks]
    network = copy.deepcopy(networks[0])
    network.load_state_dict(
        {
            name: torch.tensordot(counts / counts.sum(), torch.stack([s[name] for s in states]), 1)
            for name in states[0]
        }
    )
    return network
