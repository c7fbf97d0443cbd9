"""The mean of several networks' weights: what one has unlearned, another still knows."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TypeVar

import torch
import typer
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


def shares_of(given: str, networks: Sequence[object]) -> list[float]:
    """A share for each network, out of ".3,.7"; all alike where nothing is given.

    Raises:
        typer.BadParameter: these are no such shares.
    """
    try:
        shares = [float(one) for one in given.split(",")] if given else [1.0] * len(networks)
    except ValueError as error:
        raise typer.BadParameter("The shares must be numbers.") from error
    if len(shares) != len(networks) or sum(shares) <= 0:
        raise typer.BadParameter("There must be a share for each network.")
    return shares
