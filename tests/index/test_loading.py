"""What is slow to load is loaded by what needs it, and by nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LIBRARIES = {
    *("faiss", "tantivy", "onnxruntime", "torch", "transformers", "tokenizers"),
    *("trafilatura", "lxml", "feedparser", "pypdf", "dateparser", "httpx", "llama_index"),
    "warcio",
}
FOR_SETTINGS = {"pydantic", "pydantic_settings"}


def loaded(code: str, cwd: Path = ROOT) -> set[str]:
    """The packages that a process has loaded after running `code`."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}\nprint(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    "code",
    [
        "import index",
        "from index import open_store, build, remove, Store, Article, Filters",
        "from index import ArticleQAError, BuildReport, Hit, Summary",
        "import index.readers, index.compare",
        "import index.commands, index.console",
    ],
)
def test_importing_loads_no_library(code: str) -> None:
    assert not loaded(code) & (LIBRARIES | FOR_SETTINGS)


def test_commands_load_no_numbers() -> None:
    assert "numpy" not in loaded("import index, index.commands, index.console")


def test_an_open_store_that_is_only_looked_at(seed_folder: Path) -> None:
    code = f"from index import open_store\nopen_store({str(seed_folder)!r}).counts()"
    assert not loaded(code) & LIBRARIES


def test_each_kind_of_file_loads_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" date 2024-05-01 A ferry sank.")
    (tmp_path / "a.html").write_text(f"<p>{'The ferry sank on Monday. ' * 9}</p>")
    (tmp_path / "a.xml").write_text("<rss><channel><item><title>A</title></item></channel></rss>")
    read = "from pathlib import Path\nfrom index.readers import read_file\n"
    read += "print(list(read_file(Path('a.{ending}'), 'a')))"
    of_text = loaded(read.format(ending="txt"), tmp_path)
    assert not of_text & LIBRARIES
    of_page = loaded(read.format(ending="html"), tmp_path)
    assert "trafilatura" in of_page and not of_page & {"pypdf", "feedparser"}
    of_feed = loaded(read.format(ending="xml"), tmp_path)
    assert "feedparser" in of_feed and not of_feed & {"pypdf", "trafilatura"}


@pytest.mark.parametrize(
    "first", ["", "import index.build\n", "from index.build import BuildReport\n"]
)
def test_build_is_the_function(first: str) -> None:
    """Though there is a module of that name."""
    loaded(f"{first}from index import build\nassert callable(build), build")


def test_names_that_are_none() -> None:
    import index
    import index.readers

    for package in (index, index.readers):
        assert not hasattr(package, "nonsense")
        for name in package.__all__:
            assert getattr(package, name) is not None
