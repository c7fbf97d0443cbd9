"""The mean of several networks' weights: what one has unlearned, another still knows.

    python -m eval.entailment.mean DATA --pairs FOLDER --out FOLDER GRAPH GRAPH [GRAPH ...]

FOLDER of the pairs is the `--out` of a run with `--written`; on its development pairs the result is
measured. All graphs are of one shape.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import torch
import typer

from eval.entailment.cache import cached_pairs
from eval.entailment.export import export
from eval.entailment.network import EntailmentNetwork
from eval.training.unpack import filled
from qa.ranking.reader import load_reader


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    graphs: Annotated[list[Path], typer.Argument(help="Graphs of entailment models.")],
    pairs: Annotated[Path, typer.Option(help="Folder with the pairs of a run.")],
    out: Annotated[Path, typer.Option(help="Folder for the graph.")],
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Writes the mean of the graphs' weights as a graph."""
    _, dev = cached_pairs(data, pairs, load_reader(), written=True)
    out.mkdir(parents=True, exist_ok=True)
    export(mean_of([filled(one, EntailmentNetwork) for one in graphs]), out, dev, data, ship=ship)


def mean_of(networks: Sequence[EntailmentNetwork]) -> EntailmentNetwork:
    """A network whose every weight is the mean of those of the networks, of one shape."""
    states = [one.state_dict() for one in networks]
    network = copy.deepcopy(networks[0])
    network.load_state_dict(
        {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    )
    return network


if __name__ == "__main__":
    typer.run(main)
