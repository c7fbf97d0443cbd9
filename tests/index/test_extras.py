"""What is said where the packages of a part of the program are not installed."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import get_args

import pytest

from index.extras import MODULES, Extra, ExtraMissing, is_installed, need

ROOT = Path(__file__).parents[2]
FOR_FILES = {"milvus-lite"}
"""What an extra brings, where it can be had, and its part does without otherwise."""
each_extra = pytest.mark.parametrize("extra", get_args(Extra))


@each_extra
def test_it_says_what_to_install(extra: Extra, monkeypatch: pytest.MonkeyPatch) -> None:
    need(extra)  # the tests have all of them
    monkeypatch.setitem(sys.modules, MODULES[extra][-1], None)
    assert not is_installed(extra)
    with pytest.raises(ExtraMissing) as missing:
        need(extra)
    said = str(missing.value)
    assert said.endswith(f'not installed; run: pip install "article-qa[{extra}]"')
    assert said.count(".") <= 1 and "\n" not in said


def declared() -> dict[str, set[str]]:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = content["project"]["optional-dependencies"]
    return {name: {distribution(line) for line in lines} for name, lines in extras.items()}


def distribution(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return normalised(name.group())


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@each_extra
def test_its_packages_are_declared(extra: Extra) -> None:
    known = packages_distributions()
    needed = {normalised(known[module][0]) for module in MODULES[extra]}
    assert needed == declared()[extra] - FOR_FILES


def test_every_extra_is_known() -> None:
    assert {*declared(), "dev"} == {*get_args(Extra), "dev"}
    (line,) = (
        line
        for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        if '"article-qa[' in line
    )
    assert set(re.findall(r"\w+", line.partition("[")[2])) == set(get_args(Extra))
