"""The command that trains the reader: see `eval.training`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.extras import exit_without


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    out: Annotated[Path, typer.Option(help="Folder for groups, checkpoints and log.")],
    layers: Annotated[int, typer.Option(min=1, max=6, help="Layers of the network.")] = 6,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over all groups.")] = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="Maximum number of batches.")] = None,
    start: Annotated[
        Path | None,
        typer.Option("--from", help="Folder of an earlier run, or a graph, to start from."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Folder of the run, in OUT.")] = None,
    rate: Annotated[
        float, typer.Option(help="Peak learning rate of the encoder; of the heads five times it.")
    ] = 1e-4,
    seed: Annotated[int, typer.Option(help="Seed of the order of the groups.")] = 7,
    judged: Annotated[
        bool, typer.Option(help="Learn which of the program's likeliest sentences answer.")
    ] = False,
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Makes the groups, trains and exports the reader; an interrupted run is resumed."""
    from eval.training.curves import draw
    from eval.training.export import export
    from eval.training.groups import read_groups
    from eval.training.judged import with_judged
    from eval.training.mining import mine
    from eval.training.train import Recipe, train

    if not (out / "dev.jsonl.gz").exists():
        mine(data, out)
    run = out / (name or f"layers{layers}")
    earlier = str(start) if start else None
    recipe = Recipe(
        layers=layers,
        start=earlier,
        epochs=epochs,
        steps=steps,
        learning_rate=rate,
        head_learning_rate=5 * rate,
        seed=seed,
    )
    groups, dev = (read_groups(out / f"{part}.jsonl.gz") for part in ("train", "dev"))
    model = train(with_judged(groups, data, seed) if judged else groups, dev, run, recipe)
    draw(run)
    export(model, run, out / "dev.jsonl.gz", ship=ship)


if __name__ == "__main__":
    exit_without("train")
    typer.run(main)
