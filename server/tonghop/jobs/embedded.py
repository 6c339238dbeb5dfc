"""A worker beside the service on one machine: a process of its own, as consolidating would keep pages waiting."""

import logging
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

_LOG = logging.getLogger(__name__)
_PATIENCE = 30
"""Seconds that a worker may take for the step it is at when it is stopped."""
_PAUSE = 5.0
"""Seconds before a worker that ended by itself is started again."""


class Embedded:
    """Keeps a worker running until ``stop``; ``day`` is the one it works as of, where that is not today."""

    def __init__(self, folder: Path, threads: int = 1, *, day: date | None = None) -> None:
        self._command = [sys.executable, "-m", "tonghop.jobs", str(folder.resolve()), str(threads)]
        if day is not None:
            self._command.append(day.isoformat())
        self._stopping = threading.Event()
        self._process = self._start()
        self._watcher = threading.Thread(target=self._watch, name="watch over the worker", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Let the worker put its jobs back and end."""
        self._stopping.set()
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._watcher.join()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own

    def _watch(self) -> None:
        while True:
            code = self._process.wait()
            if self._stopping.wait(_PAUSE if code else 0):
                return
            _LOG.error("the worker ended with %s; it is started again", code)
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process = self._start()
