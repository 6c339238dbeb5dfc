"""The worker of the service: long work away from the pages."""

import signal

import click

from tonghop import jobs
from tonghop.cli.commands import group
from tonghop.cli.options import Desk, with_desk
from tonghop.cli.speech import option
from tonghop.config import Instance
from tonghop.core.errors import marked


@group.command("worker", help=marked("Do long work from the service's queue until stopped."))
@option("--threads", type=click.IntRange(1, 32), default=2, show_default=True, help=marked("How many works at a time."))
@with_desk
def worker_command(desk: Desk, threads: int) -> None:
    """Work until a signal comes."""
    instance = Instance.open(desk.folder)
    worker = jobs.Worker(instance, threads, now=desk.clock(instance))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: worker.stop())
    desk.screen.print(
        desk.say(marked("The worker waits for work. Ctrl+C ends it; unfinished work goes on at the next start.")),
        highlight=False,
    )
    worker.run()
