"""One name for one thing: a public class is defined in one module of index and qa alone."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent


def homes_of_classes() -> dict[str, list[str]]:
    """The modules that define each public class, by its name."""
    homes = defaultdict(list)
    for package in ("index", "qa"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    homes[node.name].append(path.relative_to(ROOT).as_posix())
    return homes


def test_no_name_stands_for_two_classes() -> None:
    homes = homes_of_classes()
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}
    assert homes["Answer"] == ["qa/types.py"]
