"""The task pane of Excel: its files, its manifest with this server's own address, and how it is installed.

All of it is open to everybody, as Excel fetches it without signing in: nothing of an office is in it.
"""

import re
import uuid
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_from_directory

from tonghop.core.errors import marked
from tonghop.web import errors
from tonghop.web.access import open_to_all
from tonghop.web.desk import desk
from tonghop.web.pages.navigation import Topic

PAGES = Blueprint("addin", __name__)
TOPIC = Topic(PAGES)

_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
"""What is handed out of the pane's folder. Said here: some machines take .js for plain text."""
_MICROSOFT = "https://appsforoffice.microsoft.com"
_HOSTS = (
    "https://*.officeapps.live.com",
    "https://onedrive.live.com",
    "https://*.sharepoint.com",
    "https://*.office.com",
    "https://*.office365.com",
    "https://*.cloud.microsoft",
    "https://teams.microsoft.com",
)
"""The sites in which Excel on the web stands."""
_POLICY = (
    f"default-src 'none'; script-src 'self' {_MICROSOFT} https://ajax.aspnetcdn.com; style-src 'self'; "
    f"img-src 'self' data:; connect-src 'self' {_MICROSOFT}; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors {' '.join(_HOSTS)}"
)
_SHARE = re.compile(r'\\\\[^\\/:*?"<>|\s]+(\\[^\\/:*?"<>|\r\n\t]+)+\\?')


class NeedsHttps(errors.Refusal):
    status = 409
    message = marked(
        "Excel opens panes from https addresses only, and people reach this service as {address}. "
        "Put a certificate before it and write its address into {file}; until then, use the page for sending."
    )


class NotAShare(errors.Refusal):
    message = marked("Write the shared folder as \\\\server\\folder.")


@PAGES.get("/addin")
@open_to_all
def guide() -> str:
    """Say how each Excel gets there."""
    return render_template("addin/guide.html")


@PAGES.get("/addin/it")
@open_to_all
def officer() -> str:
    """Say how IT hands the pane out."""
    return render_template("addin/officer.html", address=_address())


@PAGES.get("/addin/manifest.xml")
@open_to_all
def manifest() -> Response:
    """Tell Excel of the pane."""
    address = _address()
    if not address.startswith("https://"):
        raise NeedsHttps(address=address, file="tonghop.toml")
    told = render_template("addin/manifest.xml", address=address, id=uuid.uuid5(uuid.NAMESPACE_URL, f"{address}/addin"))
    response = Response(told, mimetype="application/xml")
    response.headers["Content-Disposition"] = "attachment; filename=tonghop-manifest.xml"
    return response


@PAGES.get("/addin/catalogue.reg")
@open_to_all
def catalogue() -> Response:
    """Make the file that has Windows trust a shared folder as a catalogue of add-ins."""
    share = request.args.get("share", "").strip()
    if not _SHARE.fullmatch(share):
        raise NotAShare
    told = render_template(
        "addin/catalogue.reg",
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, share.lower())).upper(),
        share=share.rstrip("\\").replace("\\", "\\\\"),
    )
    content = told.replace("\n", "\r\n").encode("utf-16")  # what regedit itself writes
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = "attachment; filename=tonghop-catalogue.reg"
    return response


@PAGES.get("/addin/<filename>")
@open_to_all
def file(filename: str) -> Response:
    """Hand out a file of the pane."""
    kind = _KINDS.get(Path(filename).suffix)
    if kind is None:
        abort(404)
    response = send_from_directory(_folder(), filename, mimetype=kind)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _address() -> str:
    """Return where people reach the service."""
    return desk.service.instance.settings.address or request.host_url.rstrip("/")


@cache
def _folder() -> Path:
    """Return the pane's folder: inside the installed package, or in a checkout."""
    here = Path(__file__).resolve()
    places = (here.parents[2] / "office", here.parents[4] / "addin" / "office" / "pane")
    return next((place for place in places if place.is_dir()), places[0])
