"""The data that ships with the package: weights, word lists, what a network's file is."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def packaged_json(package: str, name: str) -> Any:
    """The content of a JSON file of a package of ours."""
    return json.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
