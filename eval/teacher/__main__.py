"""The command that trains the teacher and lets it judge: see `eval.teacher`."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from index.extras import exit_without

SEED = 5
RUN, PARTS, SCORED, SCORER = "run", "parts", "lists.jsonl.gz", "teacher.sha256"
DEV = 250
"""Lists of held-out topics that are evaluated."""
PART = 250
"""Lists that are scored at once: what is lost when it is interrupted."""


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    groups: Annotated[Path, typer.Argument(help="Groups of the reader's training.")],
    model: Annotated[Path, typer.Option(help="Folder of all-mpnet-base-v2.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, log and scored lists.")],
    layers: Annotated[
        int | None, typer.Option(min=2, help="The lowest of its layers alone; default: all.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Groups of which lists are made.")] = 9000,
    learned: Annotated[
        int, typer.Option(min=1, help="Lists that the teacher learns from; others are scored.")
    ] = 3360,
) -> None:
    """Trains a teacher, and writes lists with its scores; what was interrupted is resumed."""
    from eval.json_lines import write_rows
    from eval.teacher.lists import group_lists, near_miss_lists, read_lists
    from eval.teacher.network import started, tokenizer_of
    from eval.teacher.train import Recipe, scored, train
    from eval.training.groups import read_groups
    from eval.training.loop import console, digest_of

    rng = random.Random(SEED)
    known = read_groups(groups)
    rng.shuffle(known)
    lists = [*near_miss_lists(data), *itertools.islice(group_lists(known, rng), most)]
    rng.shuffle(lists)
    dev = list(itertools.islice(near_miss_lists(data, held_out=True), DEV))
    tokenizer = tokenizer_of(model)
    teacher = train(
        lambda: started(model, layers), tokenizer, lists[:learned], dev, out / RUN, Recipe()
    )
    parts = out / PARTS
    parts.mkdir(exist_ok=True)
    note_scorer(parts, digest_of(teacher.state_dict()))
    others = lists[learned:]
    files = [parts / f"{first:06}.jsonl.gz" for first in range(0, len(others), PART)]
    for number, file in enumerate(track(files, "Scoring", console=console)):
        if not file.exists():
            own = others[number * PART : (number + 1) * PART]
            write_rows(file, scored(teacher, tokenizer, own))
    write_rows(out / SCORED, itertools.chain.from_iterable(map(read_lists, files)))


def note_scorer(parts: Path, digest: str) -> None:
    """Keeps beside the parts which teacher scores them; what stands there without is gone on with.

    Raises:
        SystemExit: another one scored them.
    """
    path = parts / SCORER
    if path.exists() and path.read_text(encoding="utf-8").strip() != digest:
        raise SystemExit(
            f"Another teacher scored what is in {parts}. Delete that folder, or name another --out."
        )
    path.write_text(f"{digest}\n", encoding="utf-8")


if __name__ == "__main__":
    exit_without("train")
    typer.run(main)
