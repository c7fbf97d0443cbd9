"""A file for the browser to save, in a link that holds all of it."""

from __future__ import annotations

import base64
import secrets

from markupsafe import Markup

from qa.history.export import ExportedFile
from qa.web.render.jinja import render


def render_download(document: ExportedFile) -> Markup:
    """A hidden link that lists.js follows at once; nothing is left on the server."""
    return render(
        "download.html.j2",
        name=document.name,
        media_type=document.media_type,
        content=base64.b64encode(document.text.encode("utf-8", "replace")).decode(),
        token=secrets.token_hex(4),
    )
