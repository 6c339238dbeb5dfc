"""Every odd file of other projects' tests is read or refused: never another exception, a hang, or much memory."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

_ODD = Path(__file__).parents[2] / ".." / "shared" / "data" / "odd-workbooks"
_MEMORY = 1 << 30
_SECONDS = 120
_READ_ALL = """
import sys
from pathlib import Path
from tonghop.core.errors import UnreadableFile
from tonghop.reading import read
for path in sorted(Path(sys.argv[1]).rglob("*.*")):
    try:
        taken = len(read(path.read_bytes()).sheets)
    except UnreadableFile as refusal:
        taken = type(refusal).__name__
    print(path.name, taken)
"""


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


@pytest.mark.skipif(not _ODD.is_dir(), reason="the odd workbooks are not beside this checkout")
def test_every_odd_workbook_is_read_or_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READ_ALL, str(_ODD)],
        capture_output=True,
        check=False,
        text=True,
        timeout=_SECONDS,
        preexec_fn=_limited,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, f"after {lines[-1:]}: {done.stderr[-2000:]}"
    assert len(lines) == sum(1 for path in _ODD.rglob("*.*") if path.is_file())
    by_kind = [path.rsplit(" ", 1) for path in lines]
    unread = {name for name, taken in by_kind if name.endswith(".xlsx") and taken == "NotAWorkbook"}
    # The one holds no workbook part, the other nothing at all.
    assert unread <= {"spec__integration__data__missing-bits.xlsx", "openpyxl__tests__data__reader__null_archive.xlsx"}
