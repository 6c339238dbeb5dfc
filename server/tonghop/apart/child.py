"""The child's side: ``python -m tonghop.apart.child MEMORY CPU FILES`` answers requests until its input ends."""

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from tonghop.apart.transfer import (
    CONTENT,
    FAILURE,
    MAX_SHEETS,
    READY,
    REFUSAL,
    REPLY,
    REQUEST,
    SHEETS,
    exactly,
    refusal_bytes,
    request_of,
    sheets_bytes,
)
from tonghop.core.definitions import Text
from tonghop.core.errors import UnreadableFile, UnsafeWorkbook

try:
    import resource
except ImportError:  # Windows: the parent's clock is the only limit
    resource = None  # type: ignore[assignment]

_GROWN = 256 << 20
"""Bytes; a child that holds so much memory after a file is replaced."""
_MEMORY, _PAGE = Path("/proc/self/statm"), 4096
"""Where Linux tells it, in pages."""


def main() -> None:
    """Answer until the parent closes the pipe or so many files were read."""
    memory, cpu, files = map(int, sys.argv[1:])
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not stand between two answers
    # A service that is stopped is often signalled with all its children; these finish the file and see the pipe end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit_memory(memory)
    _reply(replies, READY, b"", last=False)
    with suppress(EOFError):
        for left in reversed(range(files)):
            (length,) = REQUEST.unpack(exactly(requests, REQUEST.size))
            _limit_cpu(cpu)
            kind, body = _answer(exactly(requests, length))
            last = not left or kind == FAILURE or _has_grown()
            _reply(replies, kind, body, last=last)
            if last:
                return


def _answer(request: bytes) -> tuple[bytes, bytes]:
    try:
        function, arguments, named = request_of(request)
        result = function(*arguments, **named)
        if isinstance(result, bytes):
            return CONTENT, result
        body = sheets_bytes(result)
        if len(body) > MAX_SHEETS:
            raise UnsafeWorkbook(found=Text(vi="quá nhiều nội dung", en="very much content"))  # noqa: TRY301
    except UnreadableFile as refusal:
        return REFUSAL, refusal_bytes(refusal)
    except BaseException as failure:  # noqa: BLE001 - a reader's panic is no Exception
        return FAILURE, _told(failure).encode()
    return SHEETS, body


def _told(failure: BaseException) -> str:
    """Say what failed and where; never its words, which may hold a clerk's."""
    place = failure.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" at {place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
    return f"{type(failure).__name__}{where}"


def _reply(stream: BinaryIO, kind: bytes, body: bytes, *, last: bool) -> None:
    stream.write(REPLY.pack(kind, last, len(body)))
    stream.write(body)
    stream.flush()


def _limit_memory(memory: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: int) -> None:
    """Give the next file so much of the processor; what was used before does not count."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


def _has_grown() -> bool:
    # Not ru_maxrss: a process begins with its parent's.
    if not _MEMORY.exists():  # elsewhere the number of files alone decides
        return False
    return int(_MEMORY.read_text(encoding="ascii").split()[1]) * _PAGE > _GROWN


if __name__ == "__main__":
    main()
