"""Figures of the service for Prometheus: counts and times, never whose. Each app has its own."""

from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import cast

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tonghop.storage import Store
from tonghop.workflow import Reception

_EXTENSION = "tonghop-metrics"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Waiting(Collector):
    """How much long work waits, asked of the store whenever the figures are read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return the lengths of the queue."""
        jobs = self._store.jobs
        waiting = GaugeMetricFamily("tonghop_jobs", "Long work by how it stands", labels=["state"])
        waiting.add_metric(["waiting"], len(jobs.unclaimed(unseen_since=_LONG_AGO)))
        waiting.add_metric(["running"], len(jobs.running()))
        yield waiting


class Metrics:
    """The figures of one app."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "tonghop_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "tonghop_request_seconds", "Time to answer", ["route"], buckets=_SECONDS, registry=self.registry
        )
        self.deliveries = Counter("tonghop_deliveries", "Files sent", ["source", "outcome"], registry=self.registry)
        self.findings = Counter("tonghop_findings", "Findings in files sent", ["code"], registry=self.registry)
        self.registry.register(Waiting(store))


def attach(app: Flask, store: Store) -> None:
    """Count every request."""
    app.extensions[_EXTENSION] = Metrics(store)
    app.before_request(_begin)
    app.after_request(_count)


def of_app() -> Metrics:
    """Return the figures of the app that answers."""
    return cast("Metrics", current_app.extensions[_EXTENSION])


def count_reception(reception: Reception) -> None:
    """Count a file that was sent and what was found in it."""
    examined, metrics = reception.examined, of_app()
    outcome = "refused" if examined.refusal is not None else "taken" if reception.taken else "faulty"
    metrics.deliveries.labels(reception.delivery.source, outcome).inc()
    for finding in examined.findings:
        metrics.findings.labels(finding.code).inc()


def route() -> str:
    """Return the pattern of the address that was asked for: never the address, which names units."""
    return "none" if request.url_rule is None else request.url_rule.rule


def seconds() -> float:
    """Return how long the request has been worked on."""
    return perf_counter() - float(g.begun)


def _begin() -> None:
    g.begun = perf_counter()


def _count(response: Response) -> Response:
    if "begun" in g:
        metrics = of_app()
        metrics.requests.labels(request.method, route(), str(response.status_code)).inc()
        metrics.seconds.labels(route()).observe(seconds())
    return response
