"""How often the page is told of an answer that grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from qa.history.exchange import Exchange
from qa.text.html import Html
from qa.web.exchange import render_exchange

STEP = 0.2
"""Seconds between two states of a draft that are shown."""
QUIET = 0.5
"""Seconds after which a state is handed out though nothing in it is new: gradio takes as much work
over it as over a new one, and only where it is handed something can it stop an answer."""


def paced(
    exchanges: Generator[Exchange, None, None], now: Callable[[], float] = time.monotonic
) -> Generator[tuple[Exchange, Html | None], None, None]:
    """Each exchange with its HTML, or with None where the page shows that already.

    Of a draft not every word is handed out, but one state each `STEP` seconds.
    """
    last: Exchange | None = None
    shown: Html | None = None
    at = 0.0
    with closing(exchanges):
        for exchange in exchanges:
            is_same = exchange == last
            is_alike = last is not None and _without_draft(exchange) == _without_draft(last)
            if is_alike and now() - at < (QUIET if is_same else STEP):
                continue
            html = shown if is_same else render_exchange(exchange)
            yield exchange, None if html == shown else html
            last, shown, at = exchange, html, now()


def _without_draft(exchange: Exchange) -> Exchange:
    answer = exchange.answer
    return replace(exchange, answer=replace(answer, draft="")) if answer else exchange
