"""Waitress in a thread of the tests, stopped by that thread itself: closed from another, its sockets are left over."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from waitress import wasyncore


@contextmanager
def running(server: Any) -> Iterator[int]:  # noqa: ANN401 - waitress has no types
    """Run a server of ``waitress.create_server`` and give its port."""
    stopping = Event()
    thread = Thread(target=_run, args=(server, stopping), daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        stopping.set()
        server.pull_trigger()
        thread.join()


def _run(server: Any, stopping: Event) -> None:  # noqa: ANN401
    while not stopping.is_set():
        wasyncore.loop(timeout=0.1, map=server._map, count=1)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(server._map, ignore_all=True)
