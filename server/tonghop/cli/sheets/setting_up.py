"""``tonghop sheets sign-in`` and ``script``: what is done once, before or beside the spreadsheets."""

from pathlib import Path

import click

from tonghop import workflow
from tonghop.cli.options import Desk, with_desk
from tonghop.cli.sheets.choosing import sheets_group
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core.errors import marked
from tonghop.google.credentials import OWNER_VARIABLE
from tonghop.google.signing_in import sign_in


@sheets_group.command(
    "sign-in",
    help=marked(
        "Sign in as the person who is to own the spreadsheets, with the application's file CLIENT.json from Google "
        "Cloud; the key is written to TARGET.json. Needs a browser on this machine, and no instance."
    ),
)
@click.argument("client", metavar="CLIENT.json", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("target", metavar="TARGET.json", type=click.Path(path_type=Path, dir_okay=False))
@with_desk
def sign_in_command(desk: Desk, client: Path, target: Path) -> None:
    """Sign in."""
    instance = desk.folder if (desk.folder / SETTINGS_FILE).exists() else None
    sign_in(client, target, instance, language=desk.language)
    told = marked(
        "Signed in. Put the file on the server, outside the instance's folder, and its path into the variable "
        "{variable} or into {setting} in [google] of tonghop.toml: {file}"
    )
    said = desk.say(told, variable=OWNER_VARIABLE, setting="owner_file", file=target)
    desk.out.print(said, highlight=False, markup=False, soft_wrap=True)


@sheets_group.command(
    "script", help=marked("Write the menu for the spreadsheets (Apps Script), with this service's address, into OUT.")
)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@with_desk
def script_command(desk: Desk, out: Path) -> None:
    """Write its files."""
    settings = Instance.open(desk.folder).settings
    for file in workflow.write_script(out, workflow.script_files(settings.address, settings.zone)):
        desk.out.print(desk.say(marked("Written: {out}"), out=file), highlight=False, markup=False, soft_wrap=True)
