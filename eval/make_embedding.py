"""Makes the packaged embedding model from the published weights.

    python -m eval.make_embedding [FOLDER]

Needs the extra `train`. Writes the graph and the tokenizer
to FOLDER, by default to the package, and prints size and SHA-256 for `index/models.py`. The same
weights give the same file.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from tokenizers import Tokenizer

from eval.minilm import PUBLISHED
from index.extras import exit_without
from index.models import MINILM, TOKENIZER, sha256_of
from index.onnx_backend import open_session

PACKAGE = Path("index/minilm")
ABOUT = (
    "Derived from sentence-transformers/all-MiniLM-L6-v2 (Apache License 2.0): the same network, "
    "its weights rounded to eight bits, from the tokens of one text to its vector."
)
SENTENCES = (
    "The council voted nine to four on Tuesday to close the old harbour road to lorries.",
    "Prices of bread and milk rose by 3.2 percent in March, the statistics office said.",
    "“We were told to leave within the hour,” said Maria Lund, who runs a bakery near the river.",
    "The midfielder scored twice in the second half, and the visitors never recovered.",
    "Doctors at the university hospital treated eleven people for smoke, two of them firemen.",
    "A spokesman for the ministry declined to say when the report would be published.",
    "The new telescope saw the light of a galaxy thirteen billion years old.",
    "Talks between the union and the railway broke down late on Friday over night shifts.",
    "Shares in the chip maker fell to 41 dollars after it cut its forecast for the year.",
    "The film, shot in black and white over six weeks, opens the festival in September.",
    "Heavy rain washed away the bridge that links the two villages, police said.",
    "Her lawyer argued that the letters proved nothing, and asked the judge to dismiss the case.",
    "Voters in the north will choose between four candidates, none of whom has held office.",
    "The species had not been recorded on the island since 1968, the biologists wrote.",
    "Engineers expect the tunnel to carry 40,000 passengers a day once the signals are tested.",
    "In a statement, the company apologised and promised to repay every customer by the summer.",
    "The president cut short his visit to Lisbon and flew home on Wednesday night.",
)
"""What is large in the network and what is not, is seen on these."""
console = Console()


def main(
    folder: Annotated[Path, typer.Argument(help="Where the files are written.")] = PACKAGE,
) -> None:
    """Writes both files."""
    import onnx
    from safetensors.numpy import load_file

    from eval.embedding_graph import embedding_graph

    published = PUBLISHED.verify()
    weights = load_file(published / PUBLISHED.file)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(published / TOKENIZER.file, folder / TOKENIZER.file)
    with tempfile.TemporaryDirectory() as place:
        exact = Path(place) / "float32.onnx"
        onnx.save(embedding_graph(weights, None), exact)
        sizes = magnitudes(exact, folder / TOKENIZER.file, SENTENCES)
    onnx.save(embedding_graph(weights, sizes, ABOUT), folder / MINILM.file)
    for name in (MINILM.file, TOKENIZER.file):
        path = folder / name
        console.print(
            f"{path}: {path.stat().st_size:,} bytes, SHA-256 {sha256_of(path)}", soft_wrap=True
        )


def magnitudes(
    graph: Path, tokenizer: Path, texts: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    """The root mean square of each feature of each product's input, over all tokens of the texts.

    Args:
        graph: The network in float32, which gives these inputs beside the vector.
    """
    session = open_session(graph)
    cutter = Tokenizer.from_file(str(tokenizer))
    cutter.no_padding()
    names = [one.name for one in session.get_outputs() if one.name != "vector"]
    squares = {name: np.zeros(0) for name in names}
    tokens = 0
    for text in texts:
        ids = np.array(cutter.encode(text).ids, dtype=np.int64)
        tokens += len(ids)
        for name, rows in zip(names, session.run(names, {"ids": ids}), strict=True):
            own = np.square(rows.astype(np.float64)).sum(axis=0)
            squares[name] = squares[name] + own if len(squares[name]) else own
    return {name: np.sqrt(one / tokens) for name, one in squares.items()}


if __name__ == "__main__":
    exit_without("train")
    typer.run(main)
