"""The program as it is installed: from a wheel, in a folder that knows nothing of the checkout."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "qa", "eval")
SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "app.py", "seeds", *PACKAGES)

Run = Callable[..., str]


def call(*command: object, cwd: Path, **environment: str) -> str:
    """Standard output of a command that succeeds."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that the checkout stays clean."""
    # Not imported: with `distutils` already loaded, as by torch, setuptools refuses to be.
    if int(version("setuptools").partition(".")[0]) < 77:
        pytest.skip("needs setuptools 77 or newer")
    copy = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation")
    call(*pip, "--wheel-dir", copy / "dist", ".", cwd=copy)
    (wheel,) = (copy / "dist").iterdir()
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment's programs, with the wheel installed.

    Packages other than ours are those of the environment that runs the tests.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name == "posix")
    paths = {"base": str(folder), "platbase": str(folder)}
    scripts, packages = (
        Path(sysconfig.get_path(kind, "venv", paths)) for kind in ("scripts", "purelib")
    )
    python = scripts / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index")
    call(*pip, wheel, cwd=folder)
    (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return scripts


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Calls the installed program where others have an `app.py` and a folder `seeds`."""
    (tmp_path / "app.py").write_text("raise SystemExit('this app.py is not the program')")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "secret.txt").write_text("Nobody is to see this in a sample.")

    def run(*arguments: object, program: str = "article-qa") -> str:
        return call(installed / program, *arguments, cwd=tmp_path, PYTHONPATH=str(tmp_path))

    return run


def test_everything_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    sample = {f"qa/seeds/{path.name}" for path in (ROOT / "seeds").iterdir()}
    assert names >= ours | sample
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {*PACKAGES}


def test_it_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2026-01-02\nMayor Ada Poe opened the Skarrow bridge.")
    assert json.loads(run("index", "a.txt", "--json"))["added"] == 1
    answer = json.loads(run("ask", "Who opened the Skarrow bridge?", "--json"))
    assert answer["status"] == "answered" and "Ada Poe" in answer["text"]
    assert (tmp_path / "storage").is_dir()


def test_its_sample_comes_with_it(run: Run, tmp_path: Path) -> None:
    prepare = "from qa import QASettings; from qa.cli.sample import prepare_sample as prepare; "
    run("-c", f"{prepare}print(prepare(QASettings.load()))", program=Path(sys.executable).name)
    listed = json.loads(run("articles", "list", "--store", "storage-sample", "--json"))["articles"]
    ids = {article["id"] for article in listed}
    assert "seeds/003_tram_cost_rises.txt" in ids
    assert not any("secret" in article_id for article_id in ids)
