"""For whoever watches over the service: whether it lives, whether it can work, and its figures."""

import ipaddress
import logging
from secrets import compare_digest

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from tonghop import apart
from tonghop.core.errors import TonghopError
from tonghop.web import metrics
from tonghop.web.access import open_to_all
from tonghop.web.desk import desk

HEALTH = Blueprint("health", __name__)
_LOG = logging.getLogger(__name__)
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@HEALTH.get("/health/live")
@open_to_all
def live() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "live"}


@HEALTH.get("/health/ready")
@open_to_all
def ready() -> tuple[dict[str, str], int]:
    """Say whether it can work: the database is there and of this version, and files can be read."""
    parts = {"database": desk.store.refuse_unready, "reader": apart.refuse_unready}
    found = {}
    for name, refuse in parts.items():
        try:
            refuse()
        except TonghopError as problem:
            _LOG.error("not ready: %s, %s", name, type(problem).__name__)
            found[name] = "failed"
        else:
            found[name] = "ok"
    works = set(found.values()) == {"ok"}
    return {"status": "ready" if works else "not ready", **found}, 200 if works else 503


@HEALTH.get("/metrics")
@open_to_all
def figures() -> Response:
    """Give the figures to this machine, and to others that have the token."""
    if not (_from_here() or _has_token()):
        abort(403)
    return Response(generate_latest(metrics.of_app().registry), content_type=CONTENT_TYPE_LATEST)


def _from_here() -> bool:
    """Tell whether a program of this machine asks, and no proxy for somebody else."""
    if any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_token() -> bool:
    token = desk.service.instance.settings.server.metrics_token
    given = request.headers.get("Authorization", "").partition(" ")[2]
    return token is not None and compare_digest(token.get_secret_value().encode(), given.encode())
