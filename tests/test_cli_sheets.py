"""The commands about shared spreadsheets, as a person types them, at an office whose Google is the fake one."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click
import pytest
from tests.fakegoogle import FakeGoogle, Fault
from tests.sheets.at_the_prompt import Sheets, prompt, reached
from tests.sheets.conftest import blank, made_small, small, typed_small
from tests.sheets.district import Desk, types
from tests.sheets.prepared import new_instance
from tests.sheets.small import CLEAN, PLAN, SMALL, units

from tonghop import google
from tonghop.cli.sheets.choosing import sheets_group
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core.accounts import Account, Role
from tonghop.workflow import Office

__all__ = ["blank", "made_small", "small", "typed_small"]

ADDRESS = re.compile(r"https://docs\.google\.com/spreadsheets/d/[\w-]+")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with a campaign, two districts and no spreadsheet yet."""
    folder = new_instance(tmp_path / "instance", SMALL, units(2, 3), PLAN)
    with closing(Office.open(Instance.open(folder))) as office:
        yield Desk(office, FakeGoogle(), PLAN)


@pytest.fixture
def typed(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sheets:
    reached(desk, monkeypatch)
    return prompt(desk, monkeypatch, capsys)


@pytest.fixture
def small_typed(small: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sheets:
    reached(small, monkeypatch)
    return prompt(small, monkeypatch, capsys)


def account(desk: Desk, unit: str, address: str | None, *, active: bool = True) -> Account:
    name = (address or unit.lower()).partition("@")[0]
    made = Account(name, Role.CLERK, unit, "", name, email=address, active=active, created=desk.now())
    return desk.office.store.save_account(made)


@pytest.mark.parametrize("name", sorted(sheets_group.commands))
def test_every_command_helps_in_both_languages(typed: Sheets, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    command = sheets_group.commands[name]
    assert command.help
    assert all(one.help for one in command.params if isinstance(one, click.Option))
    english = typed(name, "--help").out
    monkeypatch.setenv("TONGHOP_LANG", "vi")
    assert command.help.split()[0] in english
    assert typed(name, "--help").out != english


@pytest.mark.parametrize("runbook", ["google-sheets.md", "google-sheets.vi.md"])
def test_every_command_that_the_runbook_shows_is_there(runbook: str) -> None:
    text = (Path(__file__).parents[1] / "docs" / runbook).read_text("utf-8")
    shown = re.findall(r"tonghop sheets ([\w-]+)([^`#\n]*)", text)
    assert {name for name, _ in shown} == set(sheets_group.commands)
    for name, rest in shown:
        known = {word for one in sheets_group.commands[name].params for word in one.opts}
        assert {word for word in rest.split() if word.startswith("--")} <= known


# create


def test_each_district_gets_one_and_those_made_before_are_said(typed: Sheets, desk: Desk) -> None:
    first = typed("create", "--period", PLAN.period, "--unit", "H1")
    assert (first.code, first.out.count("✓"), "H1 Huyện ủy 1" in first.out) == (0, 1, True), first.err
    both = typed("create", "--period", PLAN.period, "--lang", "vi")
    assert both.code == 0
    assert ["đã lập từ trước:" in line for line in both.out.splitlines()] == [True, False]
    assert ADDRESS.findall(both.out)[0] == ADDRESS.findall(first.out)[0]
    assert len(desk.fake.world.spreadsheets) == len(set(ADDRESS.findall(both.out))) == 2


def test_one_that_fails_stops_no_other(typed: Sheets, desk: Desk) -> None:
    desk.fake.plan(Fault.TIMEOUT, of="write", times=6)
    ended = typed("create", "--period", PLAN.period)
    assert (ended.code, ended.out.count("✓"), ended.out.count("✗")) == (1, 1, 1)
    assert "H1 Huyện ủy 1: Google did not answer in time" in ended.out
    again = typed("create", "--period", PLAN.period)
    assert (again.code, again.out.count("made: "), again.out.count("made before: ")) == (0, 1, 1)
    assert len(desk.fake.world.spreadsheets) == 2


def test_what_would_stop_them_all_is_said_once(typed: Sheets, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_LANG", "vi")
    desk.fake.plan(Fault.CONNECTION, times=None)
    ended = typed("create", "--period", PLAN.period)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.count("Không kết nối được với Google") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("create", "--period", "X"), "there is no period X"),
        (("create", "--period", PLAN.period, "--unit", "X"), "no unit with the code X"),
        (("create", "--period", PLAN.period, "--unit", "H1X01"), "Name a district."),
        (("share", "--period", PLAN.period), "No shared spreadsheet is made for"),
        (("share", "--period", PLAN.period, "--unit", "H1"), "tonghop sheets create --unit H1"),
        (("pull", "--unit", "H1"), "tonghop sheets create --unit H1"),
        (("pull", "--campaign", "X"), "has no campaign X"),
        (("status", "--period", "X"), "there is no period X"),
        (("script", "out"), "https addresses only"),
        (("sign-in", "missing.json", "key.json"), "is not the file of an application"),
    ],
)
def test_what_cannot_be_done_says_why(typed: Sheets, words: tuple[str, ...], told: str) -> None:
    ended = typed(*words)
    assert ended.code == 1
    assert told in ended.err


@pytest.mark.parametrize("words", [("create",), ("share",), ("pull",), ("push",), ("watch",)])
def test_without_a_key_each_says_what_to_set(
    small: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.delenv("TONGHOP_GOOGLE_KEY", raising=False)
    monkeypatch.delenv("TONGHOP_GOOGLE_OWNER", raising=False)
    ended = prompt(small, monkeypatch, capsys)(*words)
    assert ended.code == 1
    assert "TONGHOP_GOOGLE_KEY" in ended.err


def test_a_damaged_key_is_not_shown(
    small: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key.json"
    key.write_text('{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----bi mat"}', "utf-8")
    key.chmod(0o600)
    monkeypatch.setenv("TONGHOP_GOOGLE_KEY", str(key))
    ended = prompt(small, monkeypatch, capsys)("pull", "--all", "--json")
    assert ended.code == 1
    assert "damaged" in ended.out
    assert "bi mat" not in ended.out + ended.err


# share


def test_each_is_shared_with_the_accounts_of_its_district(small_typed: Sheets, small: Desk) -> None:
    first = account(small, "H1", "a@huyen.example")
    account(small, "H1", "b@huyen.example")
    account(small, "H2", None)
    ended = small_typed("share", "--period", PLAN.period)
    assert ended.code == 0, ended.err
    one, other = ended.out.splitlines()
    assert "2 addresses added, 0 removed, 0 kept" in one
    assert ("H2 Huyện ủy 2" in other, "none of its accounts has an e-mail address" in other) == (True, True)
    small.office.store.save_account(replace(first, active=False))
    again = small_typed("share", "--period", PLAN.period, "--unit", "H1", "--lang", "vi")
    assert (again.code, "thêm 0 địa chỉ, bỏ 1, giữ 1" in again.out) == (0, True)


def test_an_address_that_google_refuses_is_named(small_typed: Sheets, small: Desk) -> None:
    account(small, "H1", "sai@huyen.example")
    account(small, "H2", "b@huyen.example")
    small.fake.world.nobodys.add("sai@huyen.example")
    ended = small_typed("share", "--period", PLAN.period)
    assert ended.code == 1
    assert "  ✗ sai@huyen.example: Google does not share" in ended.out
    assert "1 addresses added" in ended.out


def test_one_that_is_gone_says_so_and_the_others_are_shared(small_typed: Sheets, small: Desk) -> None:
    account(small, "H2", "b@huyen.example")
    small.office.store.sheets.gone(small.sheet("H1").spreadsheet or "", who="test", at=small.now())
    ended = small_typed("share", "--period", PLAN.period)
    assert ended.code == 1
    assert re.search("✗ H1 .*tonghop sheets create.*\n✓ H2 .*1 addresses added", ended.out)


# pull


def test_what_changed_is_read_and_the_rest_left_alone(small_typed: Sheets, small: Desk) -> None:
    first = small_typed("pull")
    assert first.code == 0, first.err
    assert re.search(
        r"✓ H1 .*: taken: 2 units, [1-9] errors, \d+ warnings\n· H2 .*: nothing is filled in yet", first.out
    )
    small_typed("pull")  # What we wrote ourselves is told as a change too.
    assert small_typed("pull").out == "Nothing changed.\n"
    types(small.clerk(small.sheet("H2")), small.filled({"H2X01": CLEAN}, "H2"))
    small.fake.calls.clear()
    changed = small_typed("pull", "--lang", "vi")
    assert re.fullmatch(r"✓ H2 .*: đã nhận: 1 đơn vị, 0 lỗi, 0 cảnh báo\n", changed.out), changed.out
    assert (small.fake.count("read"), small.fake.count("write")) == (2, 1)


def test_those_named_are_read_without_asking_what_changed(small_typed: Sheets, small: Desk) -> None:
    small_typed("pull")
    small.fake.calls.clear()
    named = small_typed("pull", "--period", PLAN.period, "--unit", "H2")
    assert re.fullmatch("· H2 .*: unchanged\n", named.out)
    assert [line[:4] for line in small_typed("pull", "--all").out.splitlines()] == ["· H1", "· H2"]
    assert small.fake.count("drive") == 0


def test_a_pull_is_told_to_programs(small_typed: Sheets) -> None:
    ended = small_typed("pull", "--all", "--json")
    told = json.loads(ended.out)
    assert (ended.code, told["problem"]) == (0, None)
    first, second = told["spreadsheets"]
    assert (first["unit"], first["became"], first["changing"], first["refused"]) == ("H1", "taken", 0, None)
    assert [one["unit"] for one in first["submissions"]] == ["H1X01", "H1X02"]
    assert {one["severity"] for one in first["submissions"][1]["findings"]} >= {"blocking"}
    assert (second["became"], bool(ADDRESS.fullmatch(second["address"]))) == ("empty", True)


def test_one_that_cannot_be_read_ends_with_1_and_the_others_are_read(small_typed: Sheets, small: Desk) -> None:
    small.fake.plan(Fault.TIMEOUT, of="read", times=6)
    ended = small_typed("pull", "--all")
    assert ended.code == 1
    assert re.search("✗ H1 .*did not answer in time.*\n· H2 ", ended.out)
    assert "did not answer in time" in small_typed("status").out


def test_without_a_network_programs_are_told_too(small_typed: Sheets, small: Desk) -> None:
    small.fake.plan(Fault.CONNECTION, times=None)
    ended = small_typed("pull", "--json")
    assert ended.code == 1
    assert json.loads(ended.out)["problem"].startswith("Google cannot be reached")
    assert small_typed("pull").err.startswith("Error: Google cannot be reached")


def test_one_that_another_process_has_is_left_to_it(small_typed: Sheets, small: Desk) -> None:
    small.asks(small.sheet("H1"))
    small.office.store.pulls.claim("elsewhere:1:x", at=small.now(), unseen_since=small.now())
    ended = small_typed("pull", "--unit", "H1")
    assert ended.code == 0
    assert re.fullmatch("· H1 .*: another process is reading it just now\n", ended.out)


def test_rows_that_are_being_changed_are_counted(small_typed: Sheets, small: Desk) -> None:
    clerk, wanted = small.clerk(small.sheet("H1")), small.filled({"H1X03": CLEAN})
    small.fake.after(lambda: types(clerk, wanted), of="read")
    assert "rows were being changed and are read again in a minute" in small_typed("pull", "--unit", "H1").out


# push


def test_the_live_sheet_is_made_written_and_left_as_it_is(small_typed: Sheets, small: Desk) -> None:
    small_typed("pull")
    first = small_typed("push", "--period", PLAN.period)
    assert (first.code, "is written" in first.out) == (0, True), first.err
    writes = small.fake.count("write")
    again = small_typed("push", "--period", PLAN.period, "--lang", "vi")
    assert "đã có đúng số liệu này" in again.out
    assert ADDRESS.findall(again.out) == ADDRESS.findall(first.out)
    assert small.fake.count("write") == writes
    assert ADDRESS.findall(first.out)[0] in small_typed("status", "--period", PLAN.period).out


# status


def test_how_each_stands(small_typed: Sheets, small: Desk) -> None:
    before = small_typed("status")
    assert before.code == 0
    assert "Google was never asked what changed" in before.out
    account(small, "H1", "a@huyen.example")
    small_typed("share", "--period", PLAN.period)
    small_typed("pull")
    after = json.loads(small_typed("status", "--json").out)
    assert after["changes_known"] is True
    first, second = after["spreadsheets"]
    assert (first["unit"], first["state"], first["shared"], first["problem"]) == ("H1", "ready", 1, None)
    assert first["read"].startswith("2020-03-10T05:00")
    assert (first["waits"]["stage"], second["shared"]) == ("waiting", 0)
    shown = small_typed("status", "--campaign", SMALL.code, "--lang", "vi").out
    assert all(
        words in shown for words in ("H1 Huyện ủy 1", "sẵn sàng", "10/03/2020 12:0", "chờ đọc", first["address"])
    )


def test_an_office_without_spreadsheets_is_told_how_to_make_them(typed: Sheets) -> None:
    assert "tonghop sheets create" in typed("status").out
    assert json.loads(typed("status", "--json").out) == {"changes_known": False, "spreadsheets": [], "live": []}


# script, sign-in


def test_the_script_is_written_with_the_address_of_the_service(typed: Sheets, desk: Desk, tmp_path: Path) -> None:
    with (desk.office.instance.folder / SETTINGS_FILE).open("r+", encoding="utf-8") as file:
        rest = file.read()
        file.seek(0)
        file.write(f'address = "https://baocao.example.vn"\n{rest}')
    ended = typed("script", tmp_path / "menu")
    assert ended.code == 0, ended.err
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "menu").iterdir()}
    assert "appsscript.json" in written
    assert all(name in ended.out for name in written)
    assert any("https://baocao.example.vn" in text for text in written.values())


def test_a_key_is_never_written_into_the_instance(typed: Sheets, desk: Desk, tmp_path: Path) -> None:
    ended = typed("sign-in", tmp_path / "client.json", desk.office.instance.folder / "key.json")
    assert ended.code == 1
    assert "would go into every backup" in ended.err


def test_google_is_reached_in_one_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reached(desk, monkeypatch)
    assert google.connect(desk.office.instance.settings.google, Path(), google.Purpose.DAILY) is desk.google
