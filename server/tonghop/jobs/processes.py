"""Which process has work in hand, and whether it still runs."""

import os
import secrets
import socket
from functools import cache

from tonghop.workflow import Office


def worker_name() -> str:
    """Return what a worker of this process is known by."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@cache
def process_name() -> str:
    """Return the one name for all threads of this process, so that none takes another's work for left behind."""
    return worker_name()


def is_gone(worker: str, me: str) -> bool:
    """Tell a worker of this machine whose process has ended; of any other only the lease can tell."""
    host, process, _ = worker.rsplit(":", 2)
    my_host, my_process, _ = me.rsplit(":", 2)
    if host != my_host or worker == me:
        return False
    # In a container every worker may have the same number.
    return process == my_process or (os.name == "posix" and not _runs(int(process)))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def free_gone(office: Office, me: str) -> None:
    """Put back what a process of this machine had in hand that is gone; ``me`` is the worker that looks."""
    for pull in office.store.pulls.all():
        if pull.worker is not None and is_gone(pull.worker, me):
            office.store.pulls.free(pull)
