"""Accounts from the command line."""

from pathlib import Path

import openpyxl
import pytest
from tests.test_cli import CELL, Run, instance, run

from tonghop.storage import Store, sqlite_url

__all__ = ["instance", "run"]


@pytest.fixture
def here(instance: Path) -> tuple[object, ...]:
    return ("--instance", instance)


def test_every_command_about_accounts_helps_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("list", "add", "close", "reopen", "reset", "export", "import", "make"):
        monkeypatch.delenv("TONGHOP_LANG", raising=False)
        vietnamese = run("user", name, "--help").out
        monkeypatch.setenv("TONGHOP_LANG", "en")
        assert run("user", name, "--help").out != vietnamese


def test_an_account_is_opened_closed_and_opened_again(run: Run, here: tuple[object, ...]) -> None:
    added = run("user", "add", "chibo1", "--role", "clerk", "--unit", CELL, "--email", "a@b.vn", *here)
    assert added.code == 0, added.err
    assert "mật khẩu dùng lần đầu" in added.out
    assert "chưa đổi mật khẩu lần đầu" in run("user", "list", *here).out
    assert run("user", "close", "chibo1", *here).code == 0
    assert "đã đóng" in run("user", "list", *here).out
    assert run("user", "reopen", "chibo1", *here).code == 0
    first = added.out.split("lần đầu ")[1].split(".")[0]
    anew = run("user", "reset", "CHIBO1", "--second-step", *here).out
    assert first not in anew


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "Sai Tên", "--role", "viewer"), "không dùng làm tên tài khoản được"),
        (("add", "moi", "--role", "clerk"), "phải gắn với một đơn vị"),
        (("close", "ai-do"), "Không có tài khoản ai-do"),
    ],
)
def test_what_cannot_be_done_says_why(run: Run, here: tuple[object, ...], words: tuple[str, ...], told: str) -> None:
    refused = run("user", *words, *here)
    assert refused.code != 0
    assert told in " ".join(refused.err.split())


def test_an_account_is_not_opened_twice(run: Run, here: tuple[object, ...]) -> None:
    run("user", "add", "xem", "--role", "viewer", *here)
    assert "đã có tài khoản tên này" in run("user", "add", "xem", "--role", "viewer", *here).err


def test_a_list_goes_out_and_comes_back(run: Run, here: tuple[object, ...], instance: Path, tmp_path: Path) -> None:
    passwords, listed = tmp_path / "mat-khau.xlsx", tmp_path / "ds.xlsx"
    shown = run("user", "make", "--passwords", passwords, "--dry-run", *here)
    assert shown.code == 0, shown.err
    assert not passwords.exists()
    made = run("user", "make", "--passwords", passwords, *here)
    assert made.code == 0, made.err
    rows = list(openpyxl.load_workbook(passwords).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert passwords.stat().st_mode & 0o077 == 0
    assert all(row[5] for row in rows)
    assert run("user", "export", listed, *here).code == 0
    again = run("user", "import", listed, "--passwords", tmp_path / "khong.xlsx", *here)
    assert f"Giữ nguyên: {len(rows)}" in again.out
    assert not (tmp_path / "khong.xlsx").exists()
    book = openpyxl.load_workbook(listed)
    book.worksheets[0]["C2"] = "S-KHONG"
    book.save(listed)
    refused = run("user", "import", listed, "--passwords", passwords, *here)
    assert refused.code != 0
    assert "ô C2:" in refused.err
    with Store.open(sqlite_url(instance / "tonghop.db")) as store:
        assert {entry.action for entry in store.audit()} >= {"open_account"}
