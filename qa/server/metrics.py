"""What Prometheus is told: numbers of questions, never a word of them or of an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.errors import ArticleQAError, StoreError, StoreMissing, UsageError
from index.extras import need
from qa.deadline import TookTooLong
from qa.llm.queue import PlaceLost
from qa.server.event_log import STAGES, outcome_name, seconds_of
from qa.server.outcomes import Outcome

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
"""Seconds up to which the histogram counts."""
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (UsageError, "wrong_request"),
    (TookTooLong, "took_too_long"),
    (PlaceLost, "place_lost"),
    (StoreMissing, "no_store"),
    (StoreError, "store"),
    (ArticleQAError, "other"),
    (Exception, "unforeseen"),
)


class Metrics:
    """The numbers of one server; an observer of its questions. Safe to use from several threads."""

    def __init__(self, waiting: Mapping[str, Callable[[], int]]) -> None:
        """Nothing has been counted.

        Args:
            waiting: By name of a queue, how many wait in it now.

        Raises:
            ExtraMissing: prometheus_client is not installed.
        """
        need("metrics")
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            ProcessCollector,
        )

        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "article_qa_questions",
            "Questions, by the kind of answer and how it ended: answered, unanswered (refused), "
            "stopped by who asked, or failed.",
            ("kind", "outcome"),
            registry=registry,
        )
        self._failures = Counter(
            "article_qa_errors", "Questions that failed, by why.", ("reason",), registry=registry
        )
        self._stages = Histogram(
            "article_qa_stage_seconds",
            "Seconds that the stages of whole answers took.",
            ("stage",),
            buckets=BUCKETS,
            registry=registry,
        )
        self._requests = Counter(
            "article_qa_http_requests",
            "Requests to the server, by the status of the response.",
            ("status",),
            registry=registry,
        )
        self._at_work = Gauge(
            "article_qa_questions_in_progress",
            "Questions that are being answered, or wait for it.",
            registry=registry,
        )
        queues = Gauge(
            "article_qa_queue_length",
            "Questions that wait in a queue.",
            ("queue",),
            registry=registry,
        )
        for name, length in waiting.items():
            queues.labels(name).set_function(length)
        for _, reason in _REASONS:  # so that each is there, as 0, before the first
            self._failures.labels(reason)

    def begun(self) -> None:
        """Counts a question that is being answered."""
        self._at_work.inc()

    def ended(self, outcome: Outcome) -> None:
        """Counts a question that has ended."""
        self._at_work.dec()
        answer, name = outcome.answer, outcome_name(outcome)
        is_whole = name in ("answered", "unanswered")
        self._questions.labels(str(answer.kind) if answer and is_whole else "", name).inc()
        if outcome.failure:
            self._failures.labels(_reason(outcome.failure)).inc()
        if is_whole:
            for stage in STAGES:
                self._stages.labels(stage).observe(seconds_of(outcome, stage))

    def responded(self, status: int) -> None:
        """Counts a response of the server."""
        self._requests.labels(str(status)).inc()

    def text(self) -> tuple[bytes, str]:
        """All numbers in Prometheus's format, and its media type."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self._registry), CONTENT_TYPE_LATEST


def _reason(failure: Exception) -> str:
    return next(reason for kind, reason in _REASONS if isinstance(failure, kind))
