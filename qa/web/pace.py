"""How often the page is told of an answer that grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from qa.web.conversation import Exchange
from qa.web.exchange import render_exchange
from qa.web.markup import Html

STEP = 0.2
"""Seconds between two states of a draft that are shown."""


def paced(
    exchanges: Generator[Exchange, None, None], now: Callable[[], float] = time.monotonic
) -> Generator[tuple[Exchange, Html | None], None, None]:
    """Each exchange with its HTML, or with None where the page shows that already.

    Of a draft not every word is handed out, but one state each `STEP` seconds, also
    if nothing is new: only where it is handed something can gradio stop an answer.
    """
    last: Exchange | None = None
    shown: Html | None = None
    at = 0.0
    with closing(exchanges):
        for exchange in exchanges:
            if last and now() - at < STEP and _without_draft(exchange) == _without_draft(last):
                continue
            html = render_exchange(exchange)
            yield exchange, None if html == shown else html
            last, shown, at = exchange, html, now()


def _without_draft(exchange: Exchange) -> Exchange:
    answer = exchange.answer
    return replace(exchange, answer=replace(answer, draft="")) if answer else exchange
