"""What is said where the proxy that the environment names cannot be used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_SETTINGS = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY")


class ProxyUnusable(Exception):
    """The text says which proxy and what to do, as the end of a sentence."""


@contextmanager
def proxy_errors() -> Iterator[None]:
    """For making a client of httpx, which reads the proxy then and does nothing else that fails.

    Raises:
        ProxyUnusable: it is of a kind that httpx does not know or has no package for (SOCKS), or
            no address.
    """
    import httpx

    try:
        yield
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        named = [name for name, value in os.environ.items() if value and name.upper() in _SETTINGS]
        raise ProxyUnusable(
            f"the proxy in {' or '.join(named) or 'the settings of the system'} cannot be used; "
            "name one that begins with http://, or unset it"
        ) from error
