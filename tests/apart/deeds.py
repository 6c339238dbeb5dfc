"""What a file might make its reader do, as functions that a child can be asked to run."""

import os
import signal
import sys
import time


class _PanicException(BaseException):
    pass


def kill(_content: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def stop(_content: bytes) -> bytes:
    os._exit(0)


def panic(_content: bytes) -> bytes:
    raise _PanicException


def chatter(_content: bytes) -> bytes:
    sys.stdout.write("a library that prints\n")
    return b"said"


def sleep(_content: bytes) -> bytes:
    time.sleep(60)
    return b""


def toil(_content: bytes) -> bytes:
    while True:
        pass


def gorge(_content: bytes) -> bytes:
    return b"x" * (1 << 30)


def number(_content: bytes) -> bytes:
    return str(os.getpid()).encode()


def environment(_content: bytes) -> bytes:
    return repr(dict(os.environ)).encode()
