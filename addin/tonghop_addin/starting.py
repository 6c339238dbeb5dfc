"""The panel as a process of its own: Excel stands still until what its macro started has ended."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tonghop_addin import settings

RAISE = "panel.raise"
"""A file in the add-in’s folder: the panel that runs already comes to the front when it appears."""


def command() -> list[str]:
    """Return the command that runs the panel; ``-P``: what lies in the current folder is not imported."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    python = str(windowless) if windowless.is_file() else sys.executable
    return [python, "-P", "-m", "tonghop_addin", "panel"]


def start_panel() -> None:
    """Start the panel and do not wait for it. A second one only brings the first to the front and ends."""
    how: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    if sys.platform == "win32":
        how["creationflags"] = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        how["start_new_session"] = True
    subprocess.Popen(command(), cwd=_folder(), **how)  # noqa: S603 - our own program


def _folder() -> str:
    folder = settings.home()
    folder.mkdir(parents=True, exist_ok=True)
    return os.fspath(folder)
