"""``tonghop sheets``: the shared Google spreadsheets of districts, and the province's live one."""

from tonghop.cli.sheets import making, pulling, setting_up, status  # noqa: F401 - they register their commands
