"""The API of programs, ``/api/v1``: what the add-ins speak."""

from flask_openapi3.blueprint import APIBlueprint

from tonghop import __version__
from tonghop.web.access import open_to_all

BLUEPRINT = APIBlueprint("api", __name__, url_prefix="/api/v1")


@BLUEPRINT.get("/version")
@open_to_all
def version() -> dict[str, str]:
    """Say which version answers."""
    return {"version": __version__}
