"""The style sheet and the scripts of the page, as files that a browser keeps.

Each address holds a hash of what it serves, so a browser never asks twice for the same, and never
uses an old one. What is shown until they are there stands in the page itself.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from qa.i18n import LANGUAGES, script_texts, speaking
from qa.server.static_files import StaticFile

_STATIC = Path(__file__).parent / "static"
ICON = _STATIC / "icon.svg"
_PARTS = (
    "exchange",
    "evidence",
    "reader",
    "lists",
    "articles",
    "following",
    "stories",
    "preview",
    "options",
    "navigation",
    "language",
)
"""Scripts that run for a part of the page; `app.js` runs once, before them."""


def static_file(name: str) -> str:
    """The text of a script or style sheet in `qa/web/static`."""
    return (_STATIC / name).read_text(encoding="utf-8")


def heads() -> dict[str, str]:
    """What the page says of itself before its body, by its language: no referrer, its style, its
    scripts with their texts, and the frame."""
    return {language: _head(language) for language in LANGUAGES}


def _head(language: str) -> str:
    with speaking(language):
        texts = json.dumps(script_texts(), ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<meta name="referrer" content="no-referrer">'
        '<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">'
        '<meta name="theme-color" content="#1c1917" media="(prefers-color-scheme: dark)">'
        f"<style>{static_file('frame.css')}</style>"
        f"<script>window.texts = {texts};</script><script>{static_file('frame.js')}</script>"
        f'<link rel="stylesheet" href=".{_address("css", _style())}">'
        f'<script defer src=".{_address("js", _script())}"></script>'
    )


def files() -> list[StaticFile]:
    """The style sheet and the scripts."""
    return [
        StaticFile(_address("css", _style()), "text/css", _style()),
        StaticFile(_address("js", _script()), "text/javascript", _script()),
    ]


def _address(kind: str, text: str) -> str:
    return f"/page-{hashlib.sha256(text.encode()).hexdigest()[:16]}.{kind}"


@cache
def _style() -> str:
    return static_file("style.css")


@cache
def _script() -> str:
    """The scripts in one: each part's as a function of the part."""
    functions = (
        f'parts["{name}"] = (element, trigger, watch, props) => {{\n{static_file(f"{name}.js")}}};'
        for name in _PARTS
    )
    return "\n".join(["window.parts = {};", static_file("app.js"), *functions])
