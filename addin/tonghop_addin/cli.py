"""The command ``tonghop-addin``."""

import argparse
import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tonghop_addin import __version__, installing, settings, telling
from tonghop_addin.commands import Commands
from tonghop_addin.doctor import checks
from tonghop_addin.errors import AddinError, NoWindows
from tonghop_addin.values import Claim, Delivery, Upload
from tonghop_addin.words import KINDS, LANGUAGES, Language, Text

INSTALLED = Text(
    "Đã đặt {path}. Mở lại Excel: có thẻ “Tổng Hợp” trên thanh công cụ.",
    "{path} is in place. Start Excel again: its ribbon has a tab “Tổng Hợp”.",
)
REMOVED = Text(
    "Đã gỡ {path}. Thiết lập và tệp chờ gửi vẫn còn.",
    "{path} is removed. Settings and what waits to be sent stay.",
)
NOT_INSTALLED = Text("Chưa cài, không có gì để gỡ.", "It is not installed; nothing to remove.")
UNREADABLE = Text("Không đọc được {path}: {reason}", "{path} cannot be read: {reason}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``tonghop-addin``; ends the process with 0, with 1 when something is wrong, with 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    chosen = settings.load()
    commands = Commands(replace(chosen, language=options.lang or chosen.language))
    try:
        sys.exit(_run(options, commands))
    except AddinError as problem:
        _say(problem.said(commands.chosen.language), to_errors=True)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tonghop-addin", description="Tổng Hợp trong Excel / Tổng Hợp in Excel")
    parser.add_argument("--version", action="version", version=f"tonghop-addin {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=os.environ.get("TONGHOP_LANG"))
    commands = parser.add_subparsers(dest="command", required=True)
    install = commands.add_parser("install", parents=[common], help="đặt nút lên Excel / put the button into Excel")
    install.add_argument("--dir", type=Path, help="đặt tệp vào thư mục này / put the file into this folder instead")
    commands.add_parser("uninstall", parents=[common], help="gỡ nút khỏi Excel / take the button out of Excel")
    commands.add_parser("panel", parents=[common], help="mở bảng, không cần macro / open the panel, without macros")
    commands.add_parser("doctor", parents=[common], help="máy này đã đủ gì, còn thiếu gì / what this computer lacks")
    for name, said in (("check", "kiểm tra tệp / check a file"), ("send", "gửi tệp / send a file")):
        one = commands.add_parser(name, parents=[common], help=said)
        one.add_argument("file", type=Path)
        one.add_argument("--unit", help="mã đơn vị, nếu tệp mất dấu / the unit’s code, if the file lost its mark")
        one.add_argument("--period", help="mã kỳ, nếu tệp mất dấu / the period’s code, if the file lost its mark")
    return parser


def _run(options: argparse.Namespace, commands: Commands) -> int:
    language = commands.chosen.language
    match options.command:
        case "install":
            path = installing.install(options.dir)
            _say(INSTALLED.said(language, path=path))
        case "uninstall":
            gone = installing.uninstall()
            _say(REMOVED.said(language, path=gone) if gone else NOT_INSTALLED.said(language))
        case "panel":
            _panel()
        case "doctor":
            return _doctor(commands)
        case "check":
            return _check(commands, options)
        case _:
            return _send(commands, options)
    return 0


def _panel() -> None:
    if importlib.util.find_spec("_tkinter") is None:
        raise NoWindows
    from tonghop_addin import panel, workbook  # noqa: PLC0415 - both cost a second that no other command needs

    panel.run(workbook)


def _doctor(commands: Commands) -> int:
    looked_at = []
    for check in checks(commands):
        _say(f"{'✓' if check.well else '✗'} {check.said}")
        looked_at.append(check)
    return 0 if all(check.well for check in looked_at) else 1


def _check(commands: Commands, options: argparse.Namespace) -> int:
    file = _file(options.file, commands.chosen.language)
    delivery = commands.check(file, Claim(options.unit, options.period))
    _tell(delivery, commands.chosen.language)
    _say(telling.of_findings(file.name, delivery.findings, commands.chosen.language))
    return 0 if delivery.taken else 1


def _send(commands: Commands, options: argparse.Namespace) -> int:
    language = commands.chosen.language
    item = commands.queue(_file(options.file, language), Claim(options.unit, options.period))
    flushed = commands.flush()
    mine = next((one for one in flushed.sent if one.item.key == item.key), None)
    if mine is not None and mine.delivery is not None:
        _tell(mine.delivery, language)
    _say(*telling.of_flushed(flushed, language))
    return 0 if mine is not None and mine.delivery is not None and mine.delivery.taken else 1


def _file(path: Path, language: Language) -> Upload:
    try:
        return Upload(path.name, path.read_bytes())
    except OSError as problem:
        _say(UNREADABLE.said(language, path=path, reason=problem.strerror), to_errors=True)
        sys.exit(2)


def _tell(delivery: Delivery, language: Language) -> None:
    for one in delivery.findings:
        place = "!".join(part for part in (one.sheet, one.cell) if part)
        _say(f"{KINDS[one.severity].said(language)} {place}: {one.sentence} {one.remedy}".rstrip())


def _say(*lines: str, to_errors: bool = False) -> None:
    for line in lines:
        print(line, file=sys.stderr if to_errors else sys.stdout)
