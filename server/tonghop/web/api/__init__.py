"""The API of programs, ``/api/v1``: what the add-ins speak. Described by its own types, see ``document``."""

from flask_openapi3.openapi import OpenAPI

from tonghop.web.api import consolidations, document, overview, sending, submissions, workbooks
from tonghop.web.api.blueprint import BLUEPRINT

__all__ = ["BLUEPRINT", "TOPICS", "attach"]

TOPICS = (overview, workbooks, sending, submissions, consolidations, document)
"""Each adds its routes to the blueprint."""


def attach(app: OpenAPI) -> None:
    """Give the app its API."""
    app.register_api(BLUEPRINT)
