"""The parent's side: children that are started when first needed and live for many files, one at a time each."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ParamSpec, TypeVar, cast

from tonghop.apart.clock import Clock
from tonghop.apart.transfer import (
    CONTENT,
    MAX_REPLY,
    READY,
    REFUSAL,
    REPLY,
    REQUEST,
    SHEETS,
    exactly,
    refusal_of,
    request_bytes,
    sheets_of,
)
from tonghop.core.cells import Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import ReaderStopped, ReaderUnavailable

Asked = ParamSpec("Asked")
Result = TypeVar("Result", Sheets, bytes)

_LOG = logging.getLogger(__name__)
_KEPT_VARIABLES = ("LANG", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TZ")
"""All that a child sees of the environment, which may hold a database's password."""

_ABORTED = Text(vi="tệp làm chương trình đọc dừng đột ngột", en="it brought the reading program down")
_SLOW = Text(vi="đọc quá lâu", en="reading took too long")
_HUGE = Text(vi="cần quá nhiều bộ nhớ", en="it needs too much memory")
_BUSY = Text(vi="đang bận", en="it is busy")
_NO_START = Text(vi="không khởi động được", en="it does not start")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take, and how many a child reads before it is replaced."""

    memory: int = 1 << 30
    cpu_seconds: int = 20
    seconds: float = 30
    files: int = 1000
    patience: float = 60
    """Seconds that a file waits for a child that is free."""


class _Child:
    """A child process and the pipes to it; used by one thread at a time."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        numbers = map(str, (limits.memory, limits.cpu_seconds, limits.files))
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our module, three numbers
            [sys.executable, "-P", "-m", "tonghop.apart.child", *numbers],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Ctrl+C in a terminal is meant for the service; it then ends its children in its own time.
            start_new_session=True,
        )
        # Of buffered pipes, so that a long answer comes whole.
        self._requests, self._replies = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self._late = False
        self.is_spent = False
        """Whether it must not be asked again."""

    def begun(self, seconds: float) -> bool:
        """Wait until it is ready; False when it does not come up."""
        try:
            kind, _body = self._within(seconds, self._reply)
        except (EOFError, OSError):
            return False
        return kind == READY

    def ask(self, request: bytes, seconds: float) -> tuple[bytes, bytes]:
        """Return the kind and body of its answer; raises ReaderStopped."""
        try:
            return self._within(seconds, lambda: self._exchange(request))
        except (EOFError, OSError):
            self.is_spent = True
            self.end()
            _LOG.warning("a child ended with %s while reading a file", self._process.returncode)
            raise ReaderStopped(found=_SLOW if self._late or _used_up(self._process.returncode) else _ABORTED) from None

    def end(self) -> None:
        """Let it go: it ends by itself when its input does, and is made to when it cannot."""
        for pipe in (self._requests, self._replies):
            try:
                pipe.close()
            except OSError:
                continue
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked: one may have been killed while it waited."""
        return self._process.poll() is None

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        self._requests.write(REQUEST.pack(len(request)))
        self._requests.write(request)
        self._requests.flush()
        return self._reply()

    def _reply(self) -> tuple[bytes, bytes]:
        kind, last, length = REPLY.unpack(exactly(self._replies, REPLY.size))
        if length > MAX_REPLY:
            raise EOFError
        body = exactly(self._replies, length)
        self.is_spent = self.is_spent or last
        return kind, body

    def _within(self, seconds: float, work: Callable[[], tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
        with self._clock.watching(self, seconds, self._out_of_time):
            return work()

    def _out_of_time(self) -> None:
        self._late = self.is_spent = True
        self._process.kill()


class Pool:
    """Children that share the work; any thread may ask."""

    def __init__(self, limits: Limits | None = None, size: int | None = None) -> None:
        self._limits = limits or Limits()
        self._places = threading.BoundedSemaphore(size or min(4, max(2, os.cpu_count() or 1)))
        self._clock = Clock()
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def run(self, function: Callable[Asked, Result], /, *arguments: Asked.args, **named: Asked.kwargs) -> Result:
        """Run a function in a child: see ``tonghop.apart.run``."""
        request = request_bytes((function, arguments, named))
        if not self._places.acquire(timeout=self._limits.patience):
            raise ReaderUnavailable(problem=_BUSY)
        try:
            kind, body = self._asked(request)
        finally:
            self._places.release()
        return cast("Result", _result(kind, body))

    def close(self) -> None:
        """End the children that wait; one at work ends with its file."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _asked(self, request: bytes) -> tuple[bytes, bytes]:
        child = self._taken()
        try:
            answer = child.ask(request, self._limits.seconds)
        except BaseException:
            child.is_spent = True
            raise
        finally:
            self._give_back(child)
        return answer

    def _taken(self) -> _Child:
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None:
                return self._started()
            if child.is_alive:
                return child
            child.end()

    def _started(self) -> _Child:
        try:
            child = _Child(self._limits, self._clock)
        except OSError as problem:
            raise ReaderUnavailable(problem=_NO_START) from problem
        if not child.begun(self._limits.seconds):
            child.end()
            raise ReaderUnavailable(problem=_NO_START)
        return child

    def _give_back(self, child: _Child) -> None:
        if child.is_spent:
            child.end()
            return
        with self._lock:
            self._idle.append(child)


def _result(kind: bytes, body: bytes) -> Sheets | bytes:
    try:
        if kind == SHEETS:
            return sheets_of(body)
        if kind == CONTENT:
            return body
        refusal = refusal_of(body) if kind == REFUSAL else None
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise ReaderStopped(found=_ABORTED) from problem
    if refusal is not None:
        raise refusal
    _LOG.error("a child failed at a file: %s", body.decode("utf-8", "replace"))
    raise ReaderStopped(found=_HUGE if body.startswith(b"MemoryError") else _ABORTED)


def _used_up(code: int) -> bool:
    """Tell whether the processor's limit ended it."""
    return code < 0 and -code == getattr(signal, "SIGXCPU", None)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    return {**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
