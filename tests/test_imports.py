"""The house rules of the code: dependencies go one way, heavy packages have one home, and what is
imported is declared."""

import ast
import re
import sys
import tomllib
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
FLOORS = (
    {"packaged", "log_odds"},
    {"text", "i18n"},
    {"deadline", "question"},
    {"settings", "types"},
    {"database", "stopwatch"},
    {"cross_encoder"},
    {"llm", "entailment"},
    {"query", "retrieval", "ranking", "resolution", "generation", "verification"},
    {"pipeline"},
    {"api"},
    {"history"},
    {"server"},
    {"web"},
    {"cli"},
)
"""Modules and folders of qa, the lowest first: each may import what is below it and itself. So no
stage imports another; `pipeline` puts them together."""
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}
HOMES = {
    "faiss": {"index/dense.py", "index/segments.py"},
    "tantivy": {"index/lexical.py"},
    "torch": {
        "index/torch_backend.py",
        "eval/graphs.py",
        "eval/published.py",
        "eval/smoothing.py",
        "eval/training",
        "eval/entailment",
        "eval/followups",
    },
    "sentence_transformers": {
        "index/torch_backend.py",
        "qa/ranking/reader/hub.py",
        "eval/programs.py",
    },
    "onnx": {"eval/embedding_graph.py", "eval/make_embedding.py", "eval/training"},
    "onnxruntime": {"index/onnx_backend.py", "eval/graphs.py"},
    "llama_index": {"index/retriever.py", "qa/llm/asking", "eval/programs.py"},
    "openai": {"qa/llm/asking"},
    "mcp": {"qa/server/mcp_api.py"},
    "gradio": {"qa/web", "qa/server/gradio_api.py"},
    "starlette": {"qa/server"},
    "ray": {"index/ray_workers.py"},
    "prometheus_client": {"qa/server/metrics.py"},
    "sqlalchemy": {"qa/database", "qa/history", "qa/server/user_table.py"},
    "psycopg": {"qa/database/postgres.py"},
    "argon2": {"qa/server/users.py"},
    "psutil": {
        "qa/llm/memory.py",
        "eval/compare_ray.py",
        "eval/compare_recall.py",
        "eval/search_times.py",
        "eval/compare_updates.py",
    },
    "xllamacpp": {"qa/llm/gguf_server.py"},
    "huggingface_hub": {"qa/llm/hub.py"},
    "pymilvus": {"index/milvus"},
    "py3langid": {"qa/query/language.py"},
    "rapidfuzz": {"qa/query/informal.py", "qa/query/outlets.py", "qa/query/spelling.py"},
    "sentencex": {"index/sentences.py"},
    "feedparser": {"index/readers/feeds.py"},
    "warcio": {"index/readers/warc.py"},
    "pypdf": {"index/readers/pdf.py"},
    "spellchecker": {"qa/query/spelling.py"},
}
"""The modules and folders that may import a package."""
DISTRIBUTIONS = {
    "argon2": {"argon2-cffi"},
    "faiss": {"faiss-cpu"},
    "grpc": {"grpcio"},
    "llama_index": {"llama-index-core", "llama-index-llms-openai-like"},
    "spellchecker": {"pyspellchecker"},
    "yaml": {"pyyaml"},
}
"""By what pyproject.toml calls a package that is imported under another name."""


def imports_of(path: Path) -> Iterator[str]:
    """Every module that is imported, also within functions and for type checkers alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield node.module or ""


def modules() -> list[Path]:
    return [
        ROOT / "app.py",
        *(path for name in ("index", "qa", "eval") for path in (ROOT / name).rglob("*.py")),
    ]


def places_of(relative: Path) -> set[str]:
    """A module by its path, and every folder that holds it."""
    return {relative.as_posix(), *(folder.as_posix() for folder in relative.parents)}


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
            assert places_of(relative) & HOMES[top], f"{relative} imports {name}"
        assert name != "eval", "import names from eval, never the bare module"


def floor_name(relative: Path) -> str:
    """The module or folder directly under qa that a path is of."""
    return relative.parts[1].removesuffix(".py")


def qa_modules() -> list[Path]:
    return [path for path in modules() if ROOT / "qa" in path.parents]


@pytest.mark.parametrize("path", qa_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_in_qa_imports_upward_or_from_stage_to_stage(path: Path) -> None:
    relative = path.relative_to(ROOT)
    own = floor_name(relative)
    if own == "__init__":  # names what the package offers
        return
    for name in imports_of(path):
        if name.split(".")[0] == "qa":
            assert name != "qa", f"{relative} imports from the package, which imports all floors"
            other = name.split(".")[1]
            assert other == own or FLOOR[other] < FLOOR[own], f"{relative} imports {name}"


def test_every_module_of_qa_has_its_floor() -> None:
    assert {floor_name(path.relative_to(ROOT)) for path in qa_modules()} == {"__init__", *FLOOR}


def declared() -> set[str]:
    """What pyproject.toml names, but for what only development, training and evaluation need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    own = (lines for name, lines in extras.items() if name not in ("dev", "eval", "train"))
    lines = [*project["dependencies"], *(line for extra in own for line in extra)]
    return {re.match(r"[\w.-]+", line)[0].lower() for line in lines}  # type: ignore[index]


def test_what_is_imported_is_declared() -> None:
    known, seen = declared(), set()
    for path in modules():
        if path.relative_to(ROOT).parts[0] == "eval":
            continue
        for name in {name.split(".")[0] for name in imports_of(path)}:
            if name in MAY_IMPORT or name in sys.stdlib_module_names:
                continue
            needed = DISTRIBUTIONS.get(name, {name.replace("_", "-")})
            assert needed <= known, f"{path.relative_to(ROOT)} imports {name}: declare {needed}"
            seen.add(name)
    assert set(DISTRIBUTIONS) <= seen


def test_the_guard_sees_something() -> None:
    assert len(modules()) > 30 and len(qa_modules()) > 30
    assert "faiss" in set(imports_of(ROOT / "index" / "dense.py"))
    assert "qa.pipeline" in set(imports_of(ROOT / "qa" / "__init__.py"))  # for type checkers alone
