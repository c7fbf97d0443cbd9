"""The command that writes the mean of several entailment networks.

    python -m eval.entailment.mean DATA --out FOLDER [--shares .3,.7] NETWORK …

Each NETWORK is a graph, or the folder of a run, whose weights are exact. The result is measured on
the written sentences, the questions for yes or no and the denials that no run learns from.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.entailment.export import export
from eval.entailment.lessons import LessonRecipe, kept_claims
from eval.entailment.network import EntailmentNetwork
from eval.training.loop import averaged_weights
from eval.training.unpack import filled
from eval.training.weights import mean_of, shares_of
from qa.entailment.network import GRAPH

PACKAGED = Path("qa/entailment") / GRAPH


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    networks: Annotated[list[Path], typer.Argument(help="Graphs, or folders of runs.")],
    out: Annotated[Path, typer.Option(help="Folder for the graph.")],
    shares: Annotated[str, typer.Option(help="Of each network; default: all alike.")] = "",
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Writes the mean of the networks' weights as a graph."""
    given = shares_of(shares, networks)
    _, dev = kept_claims(data, LessonRecipe().seed)
    out.mkdir(parents=True, exist_ok=True)
    mean = mean_of([_read(one) for one in networks], given)
    export(mean, out, dev, data, ship=ship)


def _read(path: Path) -> EntailmentNetwork:
    if not path.is_dir():
        return filled(path, EntailmentNetwork)
    network = filled(PACKAGED, EntailmentNetwork)
    network.load_state_dict(averaged_weights(path))
    return network


if __name__ == "__main__":
    typer.run(main)
