"""``tonghop-addin``: its commands, options and exit codes, and what it tells."""

import importlib.util
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.addin import excel as fake
from tests.addin.display import need_tkinter
from tests.addin.service import LOST, Service, deliveries, finding, problem, told

from tonghop_addin import __version__, cli, client, doctor, starting
from tonghop_addin import main as macro
from tonghop_addin.commands import Commands
from tonghop_addin.words import LANGUAGES

COMMANDS = {"install", "uninstall", "panel", "doctor", "check", "send"}
OPTIONS = {"install": {"--dir"}, "check": {"--unit", "--period"}, "send": {"--unit", "--period"}}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSE", 0.0)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def test_every_command_and_option_is_listed_here() -> None:
    parser = cli._parser()
    (action,) = [one for one in parser._actions if one.dest == "command"]
    choices: dict[str, Any] = dict(action.choices or {})
    assert choices.keys() == COMMANDS
    for name, one in choices.items():
        named = {option for each in one._actions for option in each.option_strings if option.startswith("--")}
        assert named - {"--help", "--lang"} == OPTIONS.get(name, set())


def test_check_tells_each_finding_and_ends_with_1_where_one_blocks(
    signed_in: Service, clerks_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed_in.on(
        "/check", told(deliveries("S-CB01.xlsx", finding("Biểu số 1", "C12"))), told(deliveries("S-CB01.xlsx"))
    )
    assert run("check", str(clerks_file), "--lang", "vi", "--unit", "S-CB01", "--period", "P1") == 1
    said = capsys.readouterr().out
    assert "Lỗi Biểu số 1!C12: Sai. Sửa lại." in said
    assert signed_in.asked[0].query == {"unit": "S-CB01", "period": "P1"}
    assert signed_in.asked[0].headers["Accept-Language"] == "vi"
    assert run("check", str(clerks_file)) == 0
    assert "nothing to correct" in capsys.readouterr().out


def test_send_goes_now_or_later(signed_in: Service, clerks_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signed_in.on("/submissions", LOST)
    assert run("send", str(clerks_file)) == 1
    assert "1 workbooks wait" in capsys.readouterr().out
    signed_in.on("/submissions", lambda request: signed_in.once(request, told(deliveries("S-CB01.xlsx"), 201)))
    assert run("send", str(clerks_file)) == 0
    assert capsys.readouterr().out.count("The server has taken") == 2


def test_what_stops_a_command_is_a_sentence(clerks_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(clerks_file), "--lang", "en") == 1
    assert "There is no server’s address yet" in capsys.readouterr().err
    assert run("check", str(clerks_file.with_name("none.xlsx"))) == 2
    assert run("nonsense") == 2


def test_doctor_says_one_line_each(
    signed_in: Service, excel: fake.Excel, clerks_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel.open(clerks_file)
    monkeypatch.setattr("platform.system", lambda: "Windows")
    monkeypatch.setattr(doctor, "macro_level", lambda: 2)
    signed_in.on("/version", told({"version": "1"}))
    signed_in.on("/me", _me(days=30))
    said = _lines()
    assert [line[0] for line in said] == ["✓"] * len(said)
    for word in (
        "Python",
        "xlwings",
        "Excel 14.0",
        "ribbon",
        "Macros: Excel asks",
        "reached",
        "Clock",
        "chibo1",
        "Outbox: 0",
    ):
        assert sum(word in line for line in said) >= 1, word


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("token", "✗ The server does not take the access token"),
        ("soon", "✗ Access token: account chibo1"),
        ("clock", "✗ Clock: 90"),
        ("down", "✗ The server http"),
        ("macros", "✗ Macros: all are blocked; use: tonghop-addin panel"),
        ("waiting", "✗ Outbox: 1 workbooks wait"),
    ],
)
def test_doctor_says_what_is_wrong(
    signed_in: Service, clerks_file: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, said: str
) -> None:
    signed_in.on("/version", LOST if wrong == "down" else told({"version": "1"}))
    signed_in.on("/me", problem(401, "…") if wrong == "token" else _me(days=3 if wrong == "soon" else 30))
    signed_in.clock_behind = 900 if wrong == "clock" else 0
    monkeypatch.setattr(doctor, "macro_level", lambda: 4 if wrong == "macros" else 0)
    if wrong == "waiting":
        signed_in.on("/submissions", LOST)
        run("send", str(clerks_file))
    assert [line for line in _lines() if line.startswith(said)]


def _lines() -> list[str]:
    return [f"{'✓' if one.well else '✗'} {one.said}" for one in doctor.checks(Commands.with_settings())]


def _me(*, days: int) -> Any:  # noqa: ANN401 - an answer
    expires = (datetime.now(UTC) + timedelta(days=days, hours=1)).isoformat()
    token = {"name": "Excel", "expires": expires}
    return told({"account": "chibo1", "unit": "S-CB01", "rights": ["view", "send"], "token": token})


def test_a_python_without_windows_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "_tkinter" else find(name))
    assert run("panel", "--lang", "en") == 1
    assert "lacks tkinter" in capsys.readouterr().err


def test_doctor_ends_with_1_where_something_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--lang", "vi") == 1
    assert "Chưa có địa chỉ máy chủ" in capsys.readouterr().out


def test_the_macro_starts_the_panel_and_returns_at_once(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    started: list[tuple[list[str], dict[str, Any]]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **how: started.append((command, how)))
    macro()
    ((command, how),) = started
    assert command == starting.command()
    assert command[1:] == ["-P", "-m", "tonghop_addin", "panel"]
    assert how["cwd"] == str(home)


def test_both_languages_have_the_same_parameters() -> None:
    need_tkinter()
    from tonghop_addin import asking, errors, installing, panel, ribbon, telling, words  # noqa: PLC0415

    modules = (asking, cli, doctor, errors, installing, panel, ribbon, telling, words)
    texts = [value for module in modules for value in vars(module).values() if isinstance(value, words.Text)]
    texts += [one.text for one in vars(errors).values() if isinstance(one, type) and hasattr(one, "text")]
    assert len(texts) > 60
    for text in texts:
        vietnamese, english = (set(re.findall(r"{(\w+)}", getattr(text, one))) for one in LANGUAGES)
        assert vietnamese == english, text.en


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert __version__ in capsys.readouterr().out
