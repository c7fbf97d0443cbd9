"""The command that writes the mean of several readers.

    python -m eval.training.mean GROUPS --out FOLDER [--share .3 --share .7] [--ship] READER …

GROUPS is the folder that `python -m eval.training` made, whose held-out groups the result is
measured on. Each READER is a graph, or the folder of a run, whose weights are exact.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.training.averaging import mean_of, network_at
from eval.training.export import PACKAGE, export
from eval.training.network import Reader
from qa.ranking.reader.network import GRAPH


def main(
    groups: Annotated[Path, typer.Argument(help="Folder with the groups.")],
    readers: Annotated[list[Path], typer.Argument(help="Graphs, or folders of runs.")],
    out: Annotated[Path, typer.Option(help="Folder for the graph.")],
    share: Annotated[
        list[float] | None, typer.Option(help="Of each reader in turn; default: all alike.")
    ] = None,
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Writes the mean of the readers' weights as a graph."""
    networks = [network_at(one, Reader, PACKAGE / GRAPH) for one in readers]
    mean = mean_of(networks, share or ())
    out.mkdir(parents=True, exist_ok=True)
    export(mean, out, groups / "dev.jsonl.gz", ship=ship)


if __name__ == "__main__":
    typer.run(main)
