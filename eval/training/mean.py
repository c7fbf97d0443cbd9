"""The command that writes the mean of several readers.

    python -m eval.training.mean GROUPS --out FOLDER [--shares .3,.7] [--ship] READER …

GROUPS is the folder that `python -m eval.training` made, whose held-out groups the result is
measured on. Each READER is a graph, or the folder of a run, whose weights are exact.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.training.export import PACKAGE, export
from eval.training.loop import averaged_weights
from eval.training.network import Reader
from eval.training.unpack import unpacked
from eval.training.weights import mean_of, shares_of
from qa.ranking.reader.network import GRAPH


def main(
    groups: Annotated[Path, typer.Argument(help="Folder with the groups.")],
    readers: Annotated[list[Path], typer.Argument(help="Graphs, or folders of runs.")],
    out: Annotated[Path, typer.Option(help="Folder for the graph.")],
    shares: Annotated[str, typer.Option(help="Of each reader; default: all alike.")] = "",
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Writes the mean of the readers' weights as a graph."""
    given = shares_of(shares, readers)
    out.mkdir(parents=True, exist_ok=True)
    mean = mean_of([_read(one) for one in readers], given)
    export(mean, out, groups / "dev.jsonl.gz", ship=ship)


def _read(path: Path) -> Reader:
    if not path.is_dir():
        return unpacked(path)
    reader = unpacked(PACKAGE / GRAPH)
    reader.load_state_dict(averaged_weights(path))
    return reader


if __name__ == "__main__":
    typer.run(main)
