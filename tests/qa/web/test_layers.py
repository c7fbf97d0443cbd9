"""The page is the top of the program: nothing below knows it, and few modules know Gradio."""

import ast
from collections.abc import Iterator
from pathlib import Path

QA = Path(__file__).parents[3] / "qa"
WEB = QA / "web"


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_the_commands_know_the_page() -> None:
    below = [path for path in QA.rglob("*.py") if WEB not in path.parents]
    assert len(below) > 50
    for path in below:
        if path.parent != QA / "cli":
            assert not any(name.startswith("qa.web") for name in imports_of(path)), path
            assert "qa.web" not in path.read_text(encoding="utf-8"), path


def test_gradio_is_known_by_the_page_and_its_panels_alone() -> None:
    knows = {WEB / "page.py", WEB / "components.py", *(WEB / "panels").glob("*.py")}
    for path in WEB.rglob("*.py"):
        names = {name.split(".")[0] for name in imports_of(path)}
        if path != WEB / "__init__.py":  # for types alone
            assert "gradio" not in names or path in knows, path


def test_rendering_changes_nothing_and_reads_no_store() -> None:
    for path in (WEB / "render").glob("*.py"):
        for name in imports_of(path):
            assert not name.startswith(("qa.web.panels", "qa.web.page", "gradio")), path
            assert name != "qa.server.stores.OpenStores", path


def test_each_template_is_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in WEB.rglob("*") if path.is_file()
               and path.suffix in (".py", ".j2")]  # fmt: skip
    for template in (WEB / "templates").iterdir():
        assert any(f'"{template.name}"' in source for source in sources), template
