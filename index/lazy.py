"""Names of a package that are imported when they are first asked for (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_exports(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package, which looks names up in the modules that define them.

    A type checker must not see it, since it would then take any name for one of the package:

        if TYPE_CHECKING:
            from index.store import Store
        else:
            __getattr__ = lazy_exports(__name__, {"Store": "index.store"})

    A name must not be that of a module of the package: importing the module would put itself
    in the place of the name.

    Args:
        package: Its `__name__`.
        homes: The module of each name.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807 - what PEP 562 calls it
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(homes[name]), name)
        setattr(sys.modules[package], name, value)  # from now on without asking here
        return value

    return __getattr__
