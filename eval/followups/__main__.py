"""The command that trains the tagger: see `eval.followups`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.extras import exit_without

READER = Path("qa/ranking/reader/reader.onnx")


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, log and graph.")],
    canard: Annotated[Path | None, typer.Option(help="CANARD's dev.json.")] = None,
    start: Annotated[
        Path, typer.Option("--from", help="Graph to start from: a reader's, or a tagger's.")
    ] = READER,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over all follow-ups.")] = 3,
    rate: Annotated[
        float, typer.Option(help="Peak learning rate of the encoder; of its head 5e-4.")
    ] = 1.5e-4,
    most: Annotated[
        int | None,
        typer.Option(min=1, help="Of each source but the natural ones, so many at most."),
    ] = None,
    halfway: Annotated[
        bool, typer.Option(help="Export the mean of the tagger at --from and the trained one.")
    ] = False,
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Trains and exports the tagger; an interrupted run is resumed."""
    from eval.followups.conversations import read_follow_ups, thinned
    from eval.followups.export import export
    from eval.followups.natural import NATURAL
    from eval.followups.network import TaggerNetwork
    from eval.followups.train import Recipe, train
    from eval.training.averaging import mean_of
    from eval.training.unpack import begun
    from qa.query.conversation.tagger.network import GRAPH

    if halfway and start.name != GRAPH:
        raise typer.BadParameter("There is a mean only with a tagger: name one with --from.")
    follow_ups = read_follow_ups(data, canard)
    if most:
        follow_ups = thinned(follow_ups, most, whole={NATURAL})
    model = train(follow_ups, start, out, Recipe(epochs=epochs, learning_rate=rate))
    if halfway:
        model = mean_of([begun(start, GRAPH, TaggerNetwork), model])
    export(model, out, follow_ups, ship=ship)


if __name__ == "__main__":
    exit_without("train")
    typer.run(main)
