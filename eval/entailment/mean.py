"""The command that writes the mean of several entailment networks.

    python -m eval.entailment.mean DATA --out FOLDER [--share .3 --share .7] [--ship] NETWORK …

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
from eval.training.averaging import mean_of, network_at
from qa.entailment.network import GRAPH

PACKAGED = Path("qa/entailment") / GRAPH


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    networks: Annotated[list[Path], typer.Argument(help="Graphs, or folders of runs.")],
    out: Annotated[Path, typer.Option(help="Folder for the graph.")],
    share: Annotated[
        list[float] | None, typer.Option(help="Of each network in turn; default: all alike.")
    ] = None,
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Writes the mean of the networks' weights as a graph."""
    mean = mean_of([network_at(one, EntailmentNetwork, PACKAGED) for one in networks], share or ())
    _, dev = kept_claims(data, LessonRecipe().seed)
    out.mkdir(parents=True, exist_ok=True)
    export(mean, out, dev, data, ship=ship)


if __name__ == "__main__":
    typer.run(main)
