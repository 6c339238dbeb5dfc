"""``tonghop serve``: the service, on this machine's network."""

from typing import Any

import click

from tonghop import clock
from tonghop.cli.commands import group
from tonghop.cli.options import Desk, with_desk
from tonghop.cli.speech import option
from tonghop.config import Instance, ServerSettings
from tonghop.core.errors import TonghopError, marked

_MEGABYTE = 1 << 20
_SPARE = 4
"""So many times the largest upload is still read: a page then refuses it, where else the line would break."""
_PATIENCE = 120
"""Seconds that a line may be silent."""
_LINES = 400
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - only compared


class PortTaken(TonghopError):
    message = marked("{host}:{port} cannot be listened on ({problem}). Choose another one with --port or in {file}.")


@group.command("serve", help=marked("Serve the pages and the API until stopped."))
@option(
    "--host", metavar="ADDRESS", help=marked("The address to listen on; 0.0.0.0 for all. Else that of the settings.")
)
@option("--port", type=click.IntRange(1, 65535), help=marked("The port to listen on; else that of the settings."))
@with_desk
def serve_command(desk: Desk, host: str | None, port: int | None) -> None:
    """Serve until stopped; ``--as-of`` stops the clock at a day, for demonstrations and training."""
    from tonghop.jobs import Embedded  # noqa: PLC0415 - no other command waits for the service to be loaded
    from tonghop.web import create_app, logs  # noqa: PLC0415
    from tonghop.web.accounts.opening import FIRST_ADMINISTRATOR, first_administrator  # noqa: PLC0415

    instance = Instance.open(desk.folder)
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = instance.settings.server.model_copy(update=given)
    time = clock.now if desk.asked_day is None else clock.stopped(desk.asked_day, instance.zone)
    app = create_app(instance, time=time)
    server = _server(app, settings)
    password = first_administrator(app, app.extensions["tonghop"].store, time())
    if password is not None:
        first = marked("First sign-in: account {name}, password {password}. It has to be changed at once.")
        desk.out.print(desk.say(first, name=FIRST_ADMINISTRATOR, password=password), highlight=False, soft_wrap=True)
    address = f"http://{'localhost' if settings.host in _ANYWHERE else settings.host}:{settings.port}/"
    desk.out.print(desk.say(marked("Open {address} in a browser. Stop with Ctrl+C."), address=address), soft_wrap=True)
    logs.configure(settings.log)
    worker = Embedded(instance.folder, day=desk.asked_day)
    try:
        server.run()
    finally:
        worker.stop()


def _server(app: Any, settings: ServerSettings) -> Any:  # noqa: ANN401 - waitress has no types
    """Return the server, which listens already; raises PortTaken."""
    import waitress  # noqa: PLC0415
    from waitress import wasyncore  # noqa: PLC0415

    sockets: dict[int, Any] = {}
    try:
        return waitress.create_server(
            app,
            map=sockets,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            channel_timeout=_PATIENCE,
            connection_limit=_LINES,
            max_request_body_size=_SPARE * settings.largest_upload * _MEGABYTE,
            ident=None,
            # The service itself says which proxies are believed.
            clear_untrusted_proxy_headers=False,
        )
    except (OSError, ValueError) as problem:
        wasyncore.close_all(sockets, ignore_all=True)  # waitress leaves open what it had begun with
        told = getattr(problem, "strerror", None) or problem
        raise PortTaken(host=settings.host, port=settings.port, problem=told, file="tonghop.toml") from problem
