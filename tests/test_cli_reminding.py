"""``tonghop remind``, for a scheduler."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.web.smtp_helpers import Behaviour, mail_server

from tonghop.cli import main
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core.accounts import Account, Role
from tonghop.storage import Store
from tonghop.workflow import database_url

CAMPAIGN, LATE_DAY = "so-28-2022", "2023-03-25"


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def instance(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setenv("TONGHOP_LANG", "en")
    folder = tmp_path / "instance"
    assert run("init", folder, "--campaign", CAMPAIGN) == 0
    with Store.open(database_url(Instance.open(folder))) as store:
        for unit in ("S-CB01", "S-CB02"):
            address = f"{unit.lower()}@example.vn"
            store.save_account(Account(unit.lower(), Role.CLERK, unit, "", unit, email=address, created=_then()))
    capsys.readouterr()
    return folder


def _then() -> datetime:

    return datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def behaviour(instance: Path) -> Iterator[Behaviour]:
    made = Behaviour(refused=frozenset({"s-cb02@example.vn"}))
    with mail_server(made) as port:
        with (instance / SETTINGS_FILE).open("a", encoding="utf-8") as file:
            file.write(f'[mail]\nhost = "127.0.0.1"\nport = {port}\nstarttls = false\nsender = "th@example.vn"\n')
        yield made


def test_a_dry_run_only_says_who(instance: Path, behaviour: Behaviour, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remind", "--instance", instance, "--as-of", LATE_DAY, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "s-cb01@example.vn" in out
    assert "2 units to remind" in out
    assert behaviour.letters == []


def test_reminding_ends_with_1_for_a_refused_address_and_reminds_once(
    instance: Path, behaviour: Behaviour, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ("remind", "--instance", instance, "--as-of", LATE_DAY, "--campaign", CAMPAIGN)
    assert run(*call) == 1
    assert "550 5.1.1 no such user" in capsys.readouterr().out
    assert run(*call) == 1
    assert [recipients for recipients, _ in behaviour.letters] == [["s-cb01@example.vn"]]
    assert "1 reminded today" in capsys.readouterr().out


def test_without_a_mail_server_it_says_what_to_set(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remind", "--instance", instance, "--as-of", LATE_DAY) == 1
    assert "No mail server is set" in capsys.readouterr().err


def test_an_unknown_period_is_refused(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remind", "--instance", instance, "--as-of", LATE_DAY, "--period", "X") == 1
    assert "there is no period X" in capsys.readouterr().err
