"""LibreOffice as the tests' second opinion: it recalculates workbooks and prints them.

Where it is not installed a test that needs it is skipped; where ``CI`` is set it fails instead, so
that a build server can never pass by lacking it.
"""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_TIMEOUT = 240  # seconds; a first start on a busy machine takes about 20

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501 -- LibreOffice's own format; otherwise it believes the results cached in the file


def recalculated(path: Path) -> Path:
    """Return a copy of an xlsx in which LibreOffice has computed every formula anew."""
    return _converted(path, "xlsx:Calc MS Excel 2007 XML")


def with_macros(path: Path) -> Path:
    """Return the ods that LibreOffice makes of an Excel file with macros: their source stands in it as text."""
    return _converted(path, "ods", "--infilter=Calc MS Excel 2007 VBA XML")


def to_pdf(path: Path) -> Path:
    """Return the PDF that LibreOffice prints of a workbook or document."""
    return _converted(path, "pdf")


def _converted(path: Path, target: str, *options: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="converted-", dir=path.parent))
    done = subprocess.run(
        [
            _soffice(),
            f"-env:UserInstallation={_profile().as_uri()}",
            "--headless",
            *options,
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            str(path),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=_TIMEOUT,
    )
    made = folder / f"{path.stem}.{target.partition(':')[0]}"
    assert made.exists(), f"LibreOffice made nothing of {path.name}: {done.stdout} {done.stderr}"
    return made


def _soffice() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice (soffice) is not installed, and CI is set")
        pytest.skip("LibreOffice (soffice) is not installed")
    return program


@functools.cache
def _profile() -> Path:
    """One private profile for each test process: LibreOffice locks it, and writes it on its first start."""
    folder = Path(tempfile.mkdtemp(prefix="libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    return folder
