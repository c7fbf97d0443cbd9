"""The documents say what the program does: they fail here where they drift from it."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import app
from index import build, open_store
from qa import QASettings, ask

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
NOTES = sorted(DOCS.glob("lab/*.md"))
"""What was tried, with the programs of its day."""
COMMANDS = ROOT / "docs" / "commands.md"
FORMATS = ROOT / "docs" / "formats.md"
LLAMA_INDEX = ROOT / "docs" / "llama-index.md"
SEEDS = ("003_tram_cost_rises.txt", "008_coastal_survey_director.txt", "radio_ostrel.jsonl")
QUESTION = "What does the Harbour Tram cost?"
ANSWERED = "003_tram_cost_rises.txt"


def each_of(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


each_document = each_of(DOCUMENTS)
each_document_and_note = each_of([*DOCUMENTS, *NOTES])


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ARTICLE_QA_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `./storage` holds three of the seeds."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "seeds").mkdir()
    for name in SEEDS:
        shutil.copy(ROOT / "seeds" / name, folder / "seeds")
    settings = QASettings.load(store=folder / "storage")
    assert build([folder / "seeds"], settings=settings).articles >= len(SEEDS)
    return folder


# Commands


@dataclass(frozen=True)
class Section:
    """What stands under a heading, up to the next."""

    heading: str
    text: str


def sections(path: Path) -> list[Section]:
    parts = re.split(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [Section(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True)]


def commands(command: Any, name: str = "article-qa") -> Iterator[tuple[str, Any]]:
    """Every command of the program with its whole name."""
    yield name, command
    for part, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{name} {part}")


def options(command: Any) -> set[str]:
    opts = [(*part.opts, *part.secondary_opts) for part in command.params]
    return {opt for group in opts for opt in group if opt.startswith("-")}


def options_named(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*(?![\w-])", " ".join(code(text))))


def code(text: str) -> list[str]:
    """What stands in the text as code."""
    return re.findall(r"`([^`\n]+)`", text)


def program() -> dict[str, Any]:
    return dict(commands(typer.main.get_command(app.program)))


@pytest.mark.parametrize("name", program())
def test_each_command_and_option_is_documented(name: str) -> None:
    found = [section for section in sections(COMMANDS) if section.heading == name]
    assert len(found) == 1, f"docs/commands.md needs one heading {name!r}"
    has = options(program()[name])
    named = {cell[0].split()[0] for cell in (code(row) for row in rows(found[0].text)) if cell} - {
        "--help"
    }
    assert named == has, f"the table of options under {name!r}"


def rows(text: str) -> list[str]:
    """The rows of the tables in a text, without their headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [line for line in lines if line.startswith("| `")]


def test_nothing_else_is_documented() -> None:
    known = {"--help"}.union(*(options(command) for command in program().values()))
    for section in sections(COMMANDS):
        if section.heading.startswith("article-qa"):
            assert section.heading in program()
        unknown = options_named(section.text) - known
        assert not unknown, f"{unknown} under {section.heading!r}"


def options_of_evaluation() -> set[str]:
    """Those of the programs that train and compare, as `python -m eval.training`."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "eval").rglob("*.py"))
    names = {name for text in texts for name in re.findall(r"^ +(\w+): Annotated\[", text, re.M)}
    return {f"--{name.replace('_', '-')}" for name in names}


@each_document
def test_options_and_commands_named_elsewhere_exist(path: Path) -> None:
    known = {"--help"}.union(*(options(command) for command in program().values()))
    known |= options_of_evaluation()
    for text in code(path.read_text(encoding="utf-8")):
        if "pip" in text or "python -m " in text or "py -m " in text:
            continue
        assert not options_named(f"`{text}`") - known, text
        if called := re.search(r"\barticle-qa ([a-z]+)", text):
            assert f"article-qa {called[1]}" in program(), text


# Settings


def setting_rows() -> dict[str, list[str]]:
    (section,) = (section for section in sections(COMMANDS) if section.heading == "Settings")
    cells = ([cell.strip() for cell in row.strip("|").split("|")] for row in rows(section.text))
    return {row[0].strip("`"): row for row in cells}


def test_the_settings_are_those_of_the_program() -> None:
    assert list(setting_rows()) == list(QASettings.model_fields)


@pytest.mark.parametrize("name", QASettings.model_fields)
def test_each_setting(name: str) -> None:
    _, variable, default, span, meaning = setting_rows()[name]
    field = QASettings.model_fields[name]
    assert variable == f"`ARTICLE_QA_{name.upper()}`"
    assert default == (f"`{field.default}`" if field.default is not None else "none")
    assert meaning
    bounds = {part: getattr(limit, part) for limit in field.metadata for part in ("ge", "le")
              if hasattr(limit, part)}  # fmt: skip
    if bounds:
        assert span == f"{bounds['ge']} to {bounds['le']}"


def test_the_example_file_is_valid(tmp_path: Path) -> None:
    (example,) = blocks(COMMANDS, "toml")
    (tmp_path / "article-qa.toml").write_text(example, encoding="utf-8")
    settings = QASettings.load()
    for name, value in tomllib.loads(example).items():
        assert str(getattr(settings, name)) == str(value)


# Formats


def blocks(path: Path, language: str) -> list[str]:
    pattern = rf"^```{language}\n(.*?)^```"
    return re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def example(heading: str) -> Any:
    (section,) = (section for section in sections(FORMATS) if section.heading == heading)
    (block,) = re.findall(r"```json\n(.*?)```", section.text, re.DOTALL)
    return json.loads(block)


def keys(value: Any, at: str = "") -> set[str]:
    """The names of all fields, with the names around them; of a list its first element's."""
    if isinstance(value, list | tuple):
        return keys(value[0], f"{at}[]") if value else set()
    if not isinstance(value, dict):
        return set()
    return {f"{at}.{name}" for name in value}.union(
        *(keys(inner, f"{at}.{name}") for name, inner in value.items())
    )


def test_an_answer_has_the_documented_fields(home: Path) -> None:
    settings = QASettings.load(store=home / "storage", answer_threshold=0.0, answerer="extractive")
    answer = ask(QUESTION, settings=settings).to_json()
    assert answer["citations"]
    assert keys(answer) == keys(example("Answer"))
    (section,) = (section for section in sections(FORMATS) if section.heading == "Answer")
    described = {name for row in rows(section.text) for name in code(row)}
    assert {name.rsplit(".")[-1] for name in keys(answer)} <= described
    for citation in answer["citations"]:
        with open_store(settings=settings) as store:
            article = store.article(citation["article_id"])
        assert article is not None
        assert article.text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    ("heading", "arguments"),
    [
        ("Report of index", ["index", "seeds", "broken.jsonl"]),
        ("Passages of search", ["search", "harbour tram cost", "-k", "1"]),
        ("One article", ["articles", "show", f"seeds/{ANSWERED}"]),
        ("List of articles", ["articles"]),
    ],
)
def test_reports_have_the_documented_fields(
    home: Path, tmp_path: Path, heading: str, arguments: list[str]
) -> None:
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    (tmp_path / "broken.jsonl").write_text("{broken\n", encoding="utf-8")
    result = CliRunner().invoke(app.program, [*arguments, "--json"])
    assert keys(json.loads(result.stdout)) == keys(example(heading))


# The llama-index program


def test_the_llama_index_program_runs(home: Path) -> None:
    (code_block,) = blocks(LLAMA_INDEX, "python")
    assert len(code_block.splitlines()) <= 10
    result = subprocess.run(
        [sys.executable, "-c", code_block],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "455 million crowns" in result.stdout


# Links and files


@each_document_and_note
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http://", "https://")):
            continue
        place, _, anchor = link.partition("#")
        target = path.parent / place if place else path
        assert target.exists(), f"{path.name} links to {link}"
        if anchor:
            assert anchor in {slug(section.heading) for section in sections(target)}, link


def slug(heading: str) -> str:
    """A heading's anchor, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@each_document
def test_files_and_modules_named_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name == "comparison.md":  # names files of other programs
        return
    for name in re.findall(r"(?<![\w/.])(?:index|qa|eval|tests|seeds|docs)/[\w/.-]*\w", text):
        assert (ROOT / name).exists(), f"{path.name} names {name}"
    for name in re.findall(r"python -m ([\w.]+)", text):
        module = ROOT / name.replace(".", "/")
        is_there = module.with_suffix(".py").is_file() or (module / "__main__.py").is_file()
        assert name == "venv" or is_there, name


def imports_in_documents() -> list[tuple[str, str]]:
    """The imports from the program that documents show: (module, name)."""
    texts = (path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")))
    lines = (line for text in texts for line in text.splitlines())
    found = (re.match(r"from ((?:qa|index|eval)[\w.]*) import ([\w, ]+)$", line) for line in lines)
    return sorted({(one[1], name.strip()) for one in found if one for name in one[2].split(",")})


@pytest.mark.parametrize(("module", "name"), imports_in_documents())
def test_what_documents_import_is_there(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


def packages() -> list[Path]:
    """The folders of the program that hold modules."""
    return sorted(
        {path.parent for name in ("index", "qa", "eval") for path in (ROOT / name).rglob("*.py")}
    )


@pytest.mark.parametrize("folder", packages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_folder_and_module_says_what_it_is(folder: Path) -> None:
    assert (folder / "__init__.py").is_file(), f"{folder.name} has no __init__.py"
    for module in folder.glob("*.py"):
        if module.name != "__main__.py":
            assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))), module


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_readme_opens_with_what_it_is_and_how_to_run_it() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("```")
    assert start < 10
    assert lines[start + 1].startswith("make run")
    assert lines[start + 2].startswith("make test")


@each_document_and_note
def test_lines_are_not_overlong(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        assert len(line) <= 110 or line.startswith("|"), f"{path.name} line {number}"
