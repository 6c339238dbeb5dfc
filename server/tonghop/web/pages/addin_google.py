"""The menu in a district's shared Google spreadsheet: how its script gets there, with this server's own address.

Open to everybody, as the pane of Excel is: nothing of an office is in it, and each person enters a token.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from tonghop import workflow
from tonghop.web.access import open_to_all
from tonghop.web.desk import desk
from tonghop.web.pages.navigation import Topic

PAGES = Blueprint("addin_google", __name__)
TOPIC = Topic(PAGES)


@PAGES.get("/addin/google")
@open_to_all
def guide() -> str:
    """Say how the menu gets into a spreadsheet, with what is to be pasted."""
    try:
        pasted, refusal = workflow.pasted_script(_files()), None
    except workflow.ScriptNeedsHttps as error:
        pasted, refusal = {}, desk.told(error)
    return render_template("addin/google.html", address=_address(), pasted=pasted, refusal=refusal)


@PAGES.get("/addin/google/script.zip")
@open_to_all
def archive() -> Response:
    """Hand the script out as files."""
    response = Response(workflow.script_archive(_files()), mimetype="application/zip")
    response.headers["Content-Disposition"] = "attachment; filename=tonghop-google.zip"
    return response


def _files() -> Mapping[str, str]:
    """Return the script's files for this service; raises ScriptNeedsHttps."""
    return workflow.script_files(_address(), desk.service.instance.settings.zone)


def _address() -> str:
    """Return where people reach the service."""
    return desk.service.instance.settings.address or request.host_url.rstrip("/")
