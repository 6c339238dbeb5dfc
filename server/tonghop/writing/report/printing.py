"""The report as PDF, printed by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tonghop.writing.report.errors import NoLibreOffice, NoPdf

TIMEOUT = 180
"""Seconds; a first start on a slow machine takes about twenty."""

_WINDOWS_PLACE = Path("LibreOffice", "program", "soffice.exe")
_CAREFUL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""  # noqa: E501 -- LibreOffice's own format: no macros, nothing fetched from elsewhere


def pdf(docx: bytes) -> bytes:
    """Return the document as PDF; raises NoLibreOffice, or NoPdf when it makes none in time.

    LibreOffice gets a profile of its own, so that one that is open on the desktop is not disturbed.
    """
    program = libreoffice()
    if program is None:
        raise NoLibreOffice
    with tempfile.TemporaryDirectory(prefix="tonghop-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_CAREFUL, encoding="utf-8")
        (folder / "report.docx").write_bytes(docx)
        said = _run(program, folder)
        made = folder / "report.pdf"
        if not made.exists():
            raise NoPdf(problem=" ".join(said.split())[:200] or "-")
        return made.read_bytes()


def libreoffice() -> str | None:
    """Return LibreOffice's program, or ``None`` where it is not found."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found is not None:
            return found
    places = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
    windows = [str(Path(place) / _WINDOWS_PLACE) for place in places if place]
    mac = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    return next((place for place in (*windows, mac) if Path(place).is_file()), None)


def _run(program: str, folder: Path) -> str:
    """Run the conversion and return what it said; when it takes too long, end it with all it started."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf:writer_pdf_Export"]
    try:
        running = subprocess.Popen(  # noqa: S603 -- a fixed command on a file of our own
            [*command, "--outdir", str(folder), str(folder / "report.docx")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise NoPdf(problem=error.strerror or error) from error
    with running:
        try:
            said, _ = running.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            _end(running)
            raise NoPdf(problem=f"> {TIMEOUT} s") from None
    return said.decode(errors="replace")


def _end(running: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
