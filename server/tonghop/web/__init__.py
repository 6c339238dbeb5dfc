"""The service: pages and API over the workflow, for people and for the add-ins.

``create_app`` puts it together. Every route says what right it needs (``access``), sees only the
units of who asks, and changes nothing on GET.
"""

import hmac
from hashlib import sha256

from flask import Flask
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from tonghop import __version__, clock
from tonghop.clock import Clock
from tonghop.config import Instance
from tonghop.jobs import Queue
from tonghop.storage import Store
from tonghop.web import access, accounts, api, desk, errors, headers, health, limits, logs, metrics, pages
from tonghop.web.api.blueprint import SCHEMES
from tonghop.web.api.values import Problem
from tonghop.workflow import database_url

_MEGABYTE = 1 << 20


def create_app(instance: Instance, *, time: Clock = clock.now, testing: bool = False) -> Flask:
    """Make the service of an instance; raises StorageError when its database is missing or older."""
    app = OpenAPI(
        __name__,
        info=Info(title="Tổng Hợp", version=__version__),
        doc_ui=False,
        security_schemes=dict(SCHEMES),
        validation_error_model=Problem,
        validation_error_callback=errors.refused_parameters,
    )
    app.config.update(
        SECRET_KEY=_derived(instance.key, "sessions"),
        MAX_CONTENT_LENGTH=instance.settings.server.largest_upload * _MEGABYTE,
        TESTING=testing,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    service = desk.Service(instance, Store.open(database_url(instance)), Queue(instance), time)
    metrics.attach(app, service.store)
    logs.attach(app)
    desk.attach(app, service)
    accounts.attach(app, service, _derived(instance.key, "accounts"), _derived(instance.key, "codes"))
    pages.attach(app)
    api.attach(app)
    app.register_blueprint(health.HEALTH)
    errors.attach(app)
    headers.attach(app)
    access.attach(app)
    limits.attach(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, *[instance.settings.proxies] * 3)  # type: ignore[method-assign]
    return app


def _derived(key: bytes, purpose: str) -> str:
    """Return a secret for one purpose, so that none of them gives another away."""
    return hmac.new(key, purpose.encode(), sha256).hexdigest()
