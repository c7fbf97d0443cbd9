"""The house rules of the code: dependencies go one way, heavy packages have one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "index": {"index"},
    "qa": {"qa", "index"},
    "eval": {"eval", "qa", "index"},
    "app": {"qa"},
    "qa/cli/main.py": {"eval", "qa", "index"},  # puts all commands together
}
HOMES = {
    "faiss": {"index/dense.py"},
    "tantivy": {"index/lexical.py"},
    "torch": {
        "index/torch_backend.py",
        "eval/graphs.py",
        "eval/training",
        "eval/entailment",
    },
    "sentence_transformers": {
        "index/torch_backend.py",
        "qa/ranking/reader/hub.py",
        "eval/compare_indexing.py",
    },
    "onnx": {"eval/embedding_graph.py", "eval/make_embedding.py", "eval/training"},
    "onnxruntime": {"index/onnx_backend.py", "eval/graphs.py"},
    "llama_index": {"index/retriever.py", "qa/llm/endpoint.py", "eval/compare_indexing.py"},
    "openai": {"qa/llm/endpoint.py"},
    "mcp": {"qa/server/mcp_api.py"},
    "argon2": {"qa/server/users.py"},
    "psutil": {"qa/llm/memory.py"},
    "xllamacpp": {"qa/llm/gguf_server.py"},
    "huggingface_hub": {"qa/llm/hub.py"},
    "sentencex": {"index/sentences.py"},
    "feedparser": {"index/readers/feeds.py"},
    "pypdf": {"index/readers/pdf.py"},
}
GRADIO = ("qa/web/", "qa/server/gradio_api.py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def modules() -> list[Path]:
    return [
        ROOT / "app.py",
        *(path for name in ("index", "qa", "eval") for path in (ROOT / name).rglob("*.py")),
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_direction_and_homes(path: Path) -> None:
    relative = path.relative_to(ROOT)
    package = relative.parts[0].removesuffix(".py")
    may_import = MAY_IMPORT.get(relative.as_posix(), MAY_IMPORT[package])
    for name in imports_of(path):
        top = name.split(".")[0]
        if top in MAY_IMPORT:
            assert top in may_import, f"{relative} imports {name}"
        if top in HOMES:
            homes = {relative.as_posix(), relative.parent.as_posix()}
            assert homes & HOMES[top], f"{relative} imports {name}"
        if top == "gradio":
            assert relative.as_posix().startswith(GRADIO), f"{relative} imports {name}"
        assert name != "eval", "import names from eval, never the bare module"


def test_the_guard_sees_something() -> None:
    assert len(modules()) > 30
    assert "faiss" in set(imports_of(ROOT / "index" / "dense.py"))
