"""The command ``tonghop-addin``."""

import argparse
import os
import sys
from collections.abc import Sequence

from tonghop_addin import __version__
from tonghop_addin.doctor import checks


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``tonghop-addin``; ends the process with 0, with 1 when something is missing, with 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="tonghop-addin", description="Tổng Hợp trong Excel / Tổng Hợp in Excel")
    parser.add_argument("--version", action="version", version=f"tonghop-addin {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    doctor = commands.add_parser("doctor", help="máy này đã đủ gì, còn thiếu gì / what this computer has and lacks")
    doctor.add_argument("--lang", choices=("vi", "en"), default=os.environ.get("TONGHOP_LANG", "vi"))
    options = parser.parse_args(arguments)
    sys.exit(_doctor(options.lang))


def _doctor(language: str) -> int:
    looked_at = list(checks())
    for check in looked_at:
        print("✓" if check.well else "✗", check.en if language == "en" else check.vi)  # noqa: T201 - a command prints
    return 0 if all(check.well for check in looked_at) else 1
