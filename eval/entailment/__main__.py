"""The command that trains the entailment model: see `eval.entailment`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from index.extras import exit_without

READER = Path("qa/ranking/reader/reader.onnx")
OWN = Path("qa/entailment/entailment.onnx")
"""From which lists are learned, where no other graph is given; all else from the reader's."""


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    out: Annotated[Path, typer.Option(help="Folder for pairs, checkpoints, log and graph.")],
    start: Annotated[
        Path | None,
        typer.Option("--from", help="Graph to start from: a reader's, or this model's."),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over all pairs.")] = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="Maximum number of batches.")] = None,
    written: Annotated[
        bool, typer.Option(help="Learn the written sentences, and few of the other claims.")
    ] = False,
    lists: Annotated[
        Path | None, typer.Option(help="Learn what a teacher says of these lists of sentences.")
    ] = None,
    judged: Annotated[
        bool, typer.Option(help="Learn which of the program's likeliest sentences answer.")
    ] = False,
    evenly: Annotated[
        bool, typer.Option(help="As many judged questions with an answer as without.")
    ] = False,
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Makes the pairs, trains and exports the model; an interrupted run is resumed."""
    from eval.entailment.cache import cached_pairs
    from eval.entailment.export import export
    from eval.entailment.lessons import (
        LessonRecipe,
        evenly_answered,
        kept_claims,
        lesson_of_judged,
        lesson_of_list,
        teach,
    )
    from eval.entailment.train import SECOND_RUN, Recipe, train
    from eval.judged import read_judged
    from eval.teacher.lists import read_lists
    from qa.cross_encoder.layout import whole_tokenizer
    from qa.ranking.reader.network import OnnxReader

    if evenly and not judged:
        raise typer.BadParameter("Only of judged questions as many can be learned: --judged.")
    if written and (lists or judged):
        raise typer.BadParameter("Learn the written sentences, or from lists, not both at once.")
    if lists or judged:
        tokenizer = whole_tokenizer()
        lessons = [lesson_of_list(one, tokenizer) for one in (read_lists(lists) if lists else ())]
        lesson_recipe = LessonRecipe(epochs=epochs, steps=steps)
        if judged:
            asked = list(read_judged(data))
            asked = evenly_answered(asked, lesson_recipe.seed) if evenly else asked
            lessons += [lesson_of_judged(one, tokenizer) for one in asked]
        claims, dev = kept_claims(data, lesson_recipe.seed)
        model = teach(lessons, claims, dev, start or OWN, out, lesson_recipe)
    else:
        recipe = replace(SECOND_RUN if written else Recipe(), epochs=epochs, steps=steps)
        pairs, dev = cached_pairs(data, out, OnnxReader(READER), written=written)
        model = train(pairs, dev, start or READER, out, recipe)
    export(model, out, dev, data, ship=ship)


if __name__ == "__main__":
    exit_without("train")
    typer.run(main)
