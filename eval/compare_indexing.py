"""Compares the time to build an index with that of a plain llama-index program.

    python -m eval.compare_indexing ARTICLES [--sample 800]

ARTICLES is a `.jsonl.gz` in the format of docs/formats.md. Builds a store from it, then again
unchanged, then with ten articles changed and ten removed, then with one added. Then embeds a
sample of the passages alternately with llama-index's `VectorStoreIndex` over
sentence-transformers, as in its starter example, and with ours. Prints rates, their ratio and peak
memory. The rates depend on other load on the machine; the ratio hardly does.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from eval.minilm import PUBLISHED
from index import BuildReport, Settings, build, open_store
from index.console import progress_bar
from index.embedding import load_embedder
from index.extras import exit_without
from qa.llm.memory import peak_mb

SEED = 7
ROUNDS = 2
console = Console()


def main(
    articles: Annotated[Path, typer.Argument(help="A .jsonl.gz of articles.")],
    sample: Annotated[int, typer.Option(help="Passages that both programs embed.")] = 800,
) -> None:
    """Builds, embeds and prints the times."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy = folder / "articles.jsonl"
        with gzip.open(articles, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        _write(copy, rows)
        settings = Settings.load(store=folder / "store")
        load_embedder(settings).embed(["the backend is chosen before the time is measured"])
        report = _show("everything new", copy, settings)
        rate = report.embedded / report.seconds
        console.print(f"  {rate:.1f} passages a second; peak memory {peak_mb()} MB")
        _show("unchanged", copy, settings)
        _edit(rows)
        _write(copy, rows)
        _show("ten changed, ten removed", copy, settings)
        rows.append(
            {"id": "one-more", "title": "One more", "text": "It is one more article. " * 20}
        )
        _write(copy, rows)
        _show("one added", copy, settings)
        _compare_with_llama_index(_passages(settings, sample), settings)


def _show(what: str, path: Path, settings: Settings) -> BuildReport:
    with progress_bar() as progress:
        report = build([path], settings=settings, progress=progress)
    console.print(
        f"{what}: {report.seconds:.2f} s; {report.added} added, {report.changed} changed, "
        f"{report.removed} removed, {report.unchanged} unchanged; {report.embedded} embedded; "
        f"{report.articles} articles, {report.passages} passages"
    )
    return report


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _edit(rows: list[dict[str, Any]]) -> None:
    rng = random.Random(SEED)
    for row in rng.sample(rows, 10):
        row["text"] = "A correction was added. " + row["text"]
    for row in rng.sample(rows, 10):
        rows.remove(row)


def _passages(settings: Settings, count: int) -> list[str]:
    """Texts of a sample of the store's passages."""
    with open_store(settings=settings) as store:
        texts = [text for article in store.articles() for text in store.passage_texts(article.id)]
    return random.Random(SEED).sample(texts, min(count, len(texts)))


def _compare_with_llama_index(texts: list[str], settings: Settings) -> None:
    console.print(f"{len(texts)} of the same passages, alternately:")
    embedder = load_embedder(settings)
    plain_index = _plain_program()
    rates: dict[str, list[float]] = {"plain llama-index": [], "ours": []}
    programs: dict[str, Callable[[list[str]], Any]] = {
        "plain llama-index": plain_index,
        "ours": embedder.embed,
    }
    for _ in range(ROUNDS):
        for name, program in programs.items():
            start = time.perf_counter()
            program(texts)
            rates[name].append(len(texts) / (time.perf_counter() - start))
    for name, values in rates.items():
        console.print(
            f"  {name}: {', '.join(f'{value:.1f}' for value in values)} passages a second"
        )
    plain = float(np.mean(rates["plain llama-index"]))
    console.print(f"  ratio {np.mean(rates['ours']) / plain:.2f}")


def _plain_program() -> Callable[[list[str]], Any]:
    """llama-index as in its starter example, with the same embedding model in float32."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.schema import TextNode
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(PUBLISHED.directory()), device="cpu", local_files_only=True)

    class Plain(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = model.encode(texts, show_progress_bar=False).tolist()
            return vectors

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    embedding = Plain(model_name=PUBLISHED.name)
    return lambda texts: VectorStoreIndex(
        [TextNode(text=text) for text in texts], embed_model=embedding
    )


if __name__ == "__main__":
    exit_without("train")
    exit_without("models")
    typer.run(main)
