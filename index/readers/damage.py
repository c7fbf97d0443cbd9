"""What the parsers of other people's files are known to raise on damaged ones."""

from __future__ import annotations

import struct
import zlib
from xml.sax import SAXException

from lxml.etree import LxmlError
from pypdf.errors import PyPdfError

DAMAGE: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    LxmlError,
    OSError,
    PyPdfError,
    RuntimeError,  # RecursionError and NotImplementedError among them
    SAXException,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""Beside their own errors, parsers stumble over data they do not foresee."""
