"""The menu of a district's shared spreadsheet: the Apps Script of ``addin/google`` with this server's address in it."""

import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tonghop.config import SETTINGS_FILE
from tonghop.core.errors import TonghopError, marked
from tonghop.google import MASK

MANIFEST = "appsscript.json"
CODE = "Code.js"
"""Pasted as one file, everything goes by this name."""
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of the files in the archive: the same script makes the same bytes."""


class ScriptNeedsHttps(TonghopError):
    message = marked(
        "Google calls the service from the Internet and at https addresses only, and people reach it as {address}. "
        "Put a certificate before it and write its address into {file}; until then, use the page for sending."
    )


def script_files(address: str, zone: str) -> Mapping[str, str]:
    """Return the script's files by name, for a service at ``address`` and a time zone; raises ScriptNeedsHttps."""
    if not address.startswith("https://"):
        raise ScriptNeedsHttps(address=address or "http://…", file=SETTINGS_FILE)
    values = {"{{SERVER}}": address, "{{MASK}}": MASK, "{{ZONE}}": zone}
    return {path.name: _filled(path.read_text(encoding="utf-8"), values) for path in _sources()}


def pasted_script(files: Mapping[str, str]) -> Mapping[str, str]:
    """Return the same as the two files that a person pastes into Google's editor: all code in one, and the manifest."""
    code = [f"// {name}\n\n{text.strip()}\n" for name, text in files.items() if name != MANIFEST]
    return {CODE: "\n".join(code), MANIFEST: files[MANIFEST]}


def script_archive(files: Mapping[str, str]) -> bytes:
    """Return the files as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def write_script(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write the files into a folder that is made where it is missing, and return them; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in files)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Put values where their names stand between quotes, in JavaScript and JSON alike."""
    for name, value in values.items():
        text = text.replace(name, json.dumps(value)[1:-1])
    return text


@cache
def _sources() -> tuple[Path, ...]:
    """Return the script's files, the code by name and the manifest last: of the installed package, or a checkout."""
    here = Path(__file__).resolve()
    places = (here.parents[1] / "google_script", here.parents[3] / "addin" / "google")
    folder = next((place for place in places if place.is_dir()), places[0])
    return (*sorted(folder.glob("*.js")), folder / MANIFEST)
