"""The command that trains the checker: see `eval.checking`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, the log and the graph.")],
    start: Annotated[Path, typer.Option("--from", help="Graph of a reader to start from.")] = Path(
        "qa/ranking/reader/reader.onnx"
    ),
    passes: Annotated[int, typer.Option(min=1, help="Times that all pairs are seen.")] = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="At most so many batches.")] = None,
    ship: Annotated[bool, typer.Option(help="Put the int8 graph into the package.")] = False,
) -> None:
    """Makes the pairs, learns, and packs the checker; a killed run goes on where it was."""
    from eval.checking.export import pack
    from eval.checking.files import kept_pairs
    from eval.checking.learn import Recipe, learn
    from qa.ranking.reader.network import OnnxReader

    pairs, dev = kept_pairs(data, out, OnnxReader(start))
    model = learn(pairs, dev, start, out, Recipe(passes=passes, steps=steps))
    pack(model, out, dev, data, ship=ship)


if __name__ == "__main__":
    typer.run(main)
