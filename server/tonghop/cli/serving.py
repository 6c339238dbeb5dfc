"""``tonghop serve``: the service, on this machine's network."""

import logging

from tonghop import clock
from tonghop.cli.commands import group
from tonghop.cli.options import Desk, with_desk
from tonghop.cli.speech import option
from tonghop.config import Instance
from tonghop.core.errors import marked

_THREADS = 8


@group.command("serve", help=marked("Serve the pages and the API until stopped."))
@option("--host", default="127.0.0.1", show_default=True, help=marked("The address to listen on; 0.0.0.0 for all."))
@option("--port", type=int, default=8080, show_default=True, help=marked("The port to listen on."))
@with_desk
def serve_command(desk: Desk, host: str, port: int) -> None:
    """Serve until stopped; ``--as-of`` stops the clock at a day, for demonstrations and training."""
    import waitress  # noqa: PLC0415 - no other command waits for the service to be loaded

    from tonghop.jobs import Embedded  # noqa: PLC0415
    from tonghop.web import create_app  # noqa: PLC0415
    from tonghop.web.accounts.opening import FIRST_ADMINISTRATOR, first_administrator  # noqa: PLC0415

    instance = Instance.open(desk.folder)
    time = clock.now if desk.asked_day is None else clock.stopped(desk.asked_day, instance.zone)
    app = create_app(instance, time=time)
    password = first_administrator(app, app.extensions["tonghop"].store, time())
    if password is not None:
        first = marked("First sign-in: account {name}, password {password}. It has to be changed at once.")
        desk.out.print(desk.say(first, name=FIRST_ADMINISTRATOR, password=password), highlight=False, soft_wrap=True)
    address = f"http://{'localhost' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104 - only compared
    desk.out.print(desk.say(marked("Open {address} in a browser. Stop with Ctrl+C."), address=address), soft_wrap=True)
    logging.getLogger("waitress").setLevel(logging.WARNING)
    worker = Embedded(instance.folder)
    try:
        waitress.serve(app, host=host, port=port, threads=_THREADS)
    finally:
        worker.stop()
