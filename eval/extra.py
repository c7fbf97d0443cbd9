"""The packages that only the evaluation needs: the optional dependencies `eval`."""

from __future__ import annotations

from importlib.util import find_spec

from index.errors import UsageError

PACKAGES = ("ir_measures", "jinja2", "matplotlib", "scipy", "sklearn")
"""By the names under which they are imported."""


def require_eval() -> None:
    """Checks that the packages of the evaluation are installed, without importing them.

    Raises:
        UsageError: one is missing; says how to install them.
    """
    if any(find_spec(name) is None for name in PACKAGES):
        raise UsageError(
            "The evaluation needs packages that are not installed; install them with: "
            "pip install 'article-qa[eval]'"
        )
