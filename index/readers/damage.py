"""What the parsers of other people's files are known to raise on damaged ones."""

from __future__ import annotations

import struct
import zlib
from xml.sax import SAXException

DAMAGE: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # RecursionError and NotImplementedError among them
    SAXException,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What a parser raises where it meets data that it does not foresee; its own errors are added by
the module that uses it."""
