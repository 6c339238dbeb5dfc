"""``python -m tonghop.jobs FOLDER THREADS [DAY]``: the worker that ``Embedded`` starts; it ends with its parent."""

import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path

from tonghop import clock
from tonghop.config import Instance
from tonghop.jobs.worker import Worker


def main() -> None:
    """Work until the parent closes the pipe, dies, or a signal comes."""
    folder, threads, *day = sys.argv[1:]
    instance = Instance.open(Path(folder))
    now = clock.going_on(date.fromisoformat(day[0]), instance.zone) if day else clock.now
    worker = Worker(instance, int(threads), now=now)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then closes the pipe
    signal.signal(signal.SIGTERM, lambda _number, _frame: worker.stop())
    threading.Thread(target=_stop_with_parent, args=(worker,), daemon=True).start()
    worker.run()


def _stop_with_parent(worker: Worker) -> None:
    # Not the buffered reader: whoever waits in it holds a lock that the interpreter wants when it ends.
    while os.read(sys.stdin.fileno(), 1024):
        continue
    worker.stop()


if __name__ == "__main__":
    main()
