"""The command that trains the entailment network: see `eval.entailment`."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

import typer

from index.extras import exit_without

LAYERS = 8
GROUPS_OF_JUDGE, LISTS_OF_JUDGE = 9000, 4800
"""Groups of which the judge's lists are made, and lists that it is given."""
DEV_LISTS = 250
"""Lists of held-out topics on which the judge is evaluated."""


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    groups: Annotated[Path, typer.Argument(help="What the reader learns from: train.jsonl.gz.")],
    model: Annotated[Path, typer.Option(help="Folder of all-mpnet-base-v2.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, logs and graph.")],
    ship: Annotated[bool, typer.Option(help="Copy the int8 graph into the package.")] = False,
) -> None:
    """Trains and exports the network; an interrupted run is resumed."""
    from eval.entailment.examples import measured_claims
    from eval.entailment.export import export
    from eval.entailment.judge import JudgeRecipe, judging_body
    from eval.entailment.lists import mixed_lists, near_miss_lists
    from eval.entailment.network import started
    from eval.entailment.train import FOURTH, SECOND, THIRD, Recipe, train
    from qa.cross_encoder.layout import whole_tokenizer

    judging, tokenizer = JudgeRecipe(), whole_tokenizer()
    lists = mixed_lists(data, groups, GROUPS_OF_JUDGE, random.Random(judging.seed))
    dev_lists = list(near_miss_lists(data, held_out=True))[:DEV_LISTS]
    body = judging_body(model, LAYERS, lists[:LISTS_OF_JUDGE], dev_lists, out / "judge", judging)
    network, dev = started(body), measured_claims(data, Recipe().seed)
    runs = {"first": Recipe(), "second": SECOND, "third": THIRD, "fourth": FOURTH}
    for name, recipe in runs.items():
        network = train(network, data, groups, tokenizer, dev, out / name, recipe)
    export(network, out, dev, data, ship=ship)


if __name__ == "__main__":
    exit_without("train")
    typer.run(main)
