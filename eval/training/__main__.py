"""The command that trains the reader: see `eval.training`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    out: Annotated[Path, typer.Option(help="Folder for groups, checkpoints and the log.")],
    layers: Annotated[int, typer.Option(min=1, max=6, help="Layers of the network.")] = 6,
    passes: Annotated[int, typer.Option(min=1, help="Times that all groups are seen.")] = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="At most so many batches.")] = None,
    start: Annotated[
        Path | None, typer.Option("--from", help="Folder of an earlier run to go on from.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Folder of the run, in OUT.")] = None,
    seed: Annotated[int, typer.Option(help="Another one shows the groups in another order.")] = 7,
    ship: Annotated[bool, typer.Option(help="Put the int8 graph into the package.")] = False,
) -> None:
    """Makes the groups, learns, and packs the reader; a killed run goes on where it was."""
    from eval.training.curves import draw
    from eval.training.export import pack
    from eval.training.groups import write_groups
    from eval.training.learn import Recipe, learn

    if not (out / "dev.jsonl.gz").exists():
        write_groups(data, out)
    run = out / (name or f"layers{layers}")
    earlier = str(start) if start else None
    recipe = Recipe(layers=layers, start=earlier, passes=passes, steps=steps, seed=seed)
    model = learn(out, run, recipe)
    draw(run)
    pack(model, run, out / "dev.jsonl.gz", ship=ship)


if __name__ == "__main__":
    typer.run(main)
