"""The checker: whether a text supports a claim, contradicts it, or does not say.

network    runs the graph that ships with the package
"""

from __future__ import annotations

from functools import cache

from qa.checker.network import OnnxChecker, Stance, packaged

__all__ = ["OnnxChecker", "Stance", "load_checker"]


@cache
def load_checker() -> OnnxChecker:
    """The checker that ships with the package.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return packaged()
