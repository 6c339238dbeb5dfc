"""A screen for windows where there is none: Xvfb, started once for a test run.

Where it is not installed a test that needs it is skipped; where ``CI`` is set it fails instead.
"""

import atexit
import functools
import os
import shutil
import subprocess

import pytest


def need_tkinter() -> None:
    """Skip where this Python has no windows, as Debian’s without python3-tk; with ``CI`` set the import then fails."""
    if not os.environ.get("CI"):
        pytest.importorskip("_tkinter", reason="this Python has no tkinter", exc_type=ImportError)


@functools.cache
def screen() -> str:
    """Return the name of a screen on which windows can be shown."""
    program = shutil.which("Xvfb")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Xvfb is not installed, and CI is set")
        pytest.skip("Xvfb is not installed")
    reads, writes = os.pipe()
    command = [program, "-displayfd", str(writes), "-screen", "0", "900x700x24", "-nolisten", "tcp"]
    running = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
    os.close(writes)
    atexit.register(running.terminate)
    with os.fdopen(reads) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    return f":{number}"
