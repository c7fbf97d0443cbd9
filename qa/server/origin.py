"""Whether a request comes from our own page or a program, or whether another site is behind it.

A page elsewhere can make a browser send requests to this machine. It gives its own name an
address of ours and reads what comes back (the Host tells), or sends without being able to
read (Origin and Sec-Fetch-Site tell). A program that is no browser sends neither of these.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

LOOPBACK = ("127.0.0.1", "localhost", "::1")
WRONG_NAME = "This server answers to 127.0.0.1 and localhost only."
CROSS_SITE = "Requests of other sites are refused."


def refusal(method: str, path: str, headers: Headers, *, only_loopback: bool) -> str | None:
    """Why a request is refused, or None where it is not.

    Args:
        only_loopback: It must have been sent to a name of this machine itself.
    """
    host = headers.get("host", "")
    if only_loopback and not is_loopback(host):
        return WRONG_NAME
    origin = headers.get("origin")
    if origin is not None and _place(origin) != host.casefold():
        return CROSS_SITE
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return None
    return None if _is_link_to_us(method, path, headers) else CROSS_SITE


def is_loopback(host: str) -> bool:
    """Whether a name, with or without a port, is one of this machine itself."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:  # such as an unclosed bracket
        return False


def _place(origin: str) -> str | None:
    """Name and port of an origin; None where it is none."""
    try:
        return urlsplit(origin).netloc.casefold()
    except ValueError:  # such as an unclosed bracket
        return None


def _is_link_to_us(method: str, path: str, headers: Headers) -> bool:
    """A link to the page may stand anywhere; it shows the page, to the person alone."""
    modes = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return method == "GET" and path == "/" and modes == ("navigate", "document")
