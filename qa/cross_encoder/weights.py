"""The weights of the small networks, which ship with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.models import ModelFile


def packaged_weights(name: str, use: str, module: str, about: Mapping[str, Any]) -> ModelFile:
    """A file of weights that ships in `module`; `about` is what was written when it was packed."""
    return ModelFile(
        name=name,
        use=use,
        file=about["file"],
        size=about["size"],
        sha256=about["sha256"],
        licence="CC BY-SA 4.0",
        package="article-qa",
        module=module,
        folder="",
    )
