"""How often the page is sent an answer that grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from markupsafe import Markup

from qa.history.exchange import ChatExchange
from qa.web.render.exchange import render_exchange

DRAFT_INTERVAL_S = 0.2
"""Seconds between two states of a draft that are sent."""
REPEAT_INTERVAL_S = 0.5
"""Seconds after which a state is handed on though nothing in it is new. Gradio can stop an answer
only where it is handed something, and takes as much work over it as over a new state."""


def throttled(
    exchanges: Generator[ChatExchange, None, None], now: Callable[[], float] = time.monotonic
) -> Generator[tuple[ChatExchange, Markup | None], None, None]:
    """Each exchange with its HTML, or with None where the page shows that already.

    States that differ in their draft alone are handed on once each `DRAFT_INTERVAL_S`, states
    that do not differ once each `REPEAT_INTERVAL_S`.

    Args:
        exchanges: One exchange as it grows; closed at the end.
        now: The time in seconds.
    """
    last: ChatExchange | None = None
    shown: Markup | None = None
    at = 0.0
    with closing(exchanges):
        for exchange in exchanges:
            is_same = exchange == last
            is_alike = last is not None and _without_draft(exchange) == _without_draft(last)
            if is_alike and now() - at < (REPEAT_INTERVAL_S if is_same else DRAFT_INTERVAL_S):
                continue
            html = shown if is_same else render_exchange(exchange)
            yield exchange, None if html == shown else html
            last, shown, at = exchange, html, now()


def _without_draft(exchange: ChatExchange) -> ChatExchange:
    answer = exchange.answer
    return replace(exchange, answer=replace(answer, draft="")) if answer else exchange
