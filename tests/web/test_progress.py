"""Home by role, the matrix, the list for chasing, reminders and due dates, on a campaign of a province's size."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.web import progress_helpers as big
from tests.web.conftest import PASSWORD, Visitor
from tests.web.smtp_helpers import Behaviour, mail_server

from tonghop import clock
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.web import create_app

MOST_QUERIES = 20
PAGE, LAST = f"/c/{big.PLAN}/progress", big.MONTHS[-1]
CHASE = f"/c/{big.PLAN}/chase/{LAST}"
REMIND = f"{CHASE}/remind"
Enter = Callable[[str], Visitor]


@pytest.fixture(scope="session")
def made_big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = big.made(tmp_path_factory.mktemp("big"))
    app = create_app(made, testing=True)
    big.open_accounts(app)
    app.extensions["tonghop"].store.close()
    return made.folder


@pytest.fixture
def folder(made_big: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_big, tmp_path / "big"))


@contextmanager
def served(folder: Path, day: date = big.AS_OF) -> Iterator[Flask]:
    instance = Instance.open(folder)
    app = create_app(instance, time=clock.stopped(day, instance.zone), testing=True)
    yield app
    app.extensions["tonghop"].store.close()


@pytest.fixture
def big_app(folder: Path) -> Iterator[Flask]:
    with served(folder) as app:
        yield app


def signed_in(app: Flask, name: str) -> Visitor:
    visitor = Visitor(app.test_client())
    assert visitor.sign_in(name).status_code == 302
    return visitor


@pytest.fixture
def enter(big_app: Flask) -> Enter:
    return lambda name: signed_in(big_app, name)


@contextmanager
def queries() -> Iterator[list[str]]:
    """Keep what is asked of the database; the beginnings of transactions are no queries."""
    asked: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    yield asked
    event.remove(Engine, "before_cursor_execute", keep)


@pytest.mark.parametrize(
    "address", ["/", PAGE, f"{PAGE}?state=submitted&unit=H01", CHASE, REMIND, f"/c/{big.PLAN}/due"]
)
def test_no_page_of_160_units_by_12_periods_asks_much_of_the_database(enter: Enter, address: str) -> None:
    visitor = enter("tinh")
    with queries() as asked:
        assert visitor.get(address).status_code == 200
    assert 0 < len(asked) <= MOST_QUERIES
    assert [one for one in asked if "answers" in one] == []


# Home


def test_a_clerk_reads_why_his_report_was_returned(enter: Enter) -> None:
    page = enter("xa103").get("/").text
    assert "Bị trả lại vì “Thiếu Biểu số 1”" in page
    assert "quá hạn 8 ngày" in page
    assert f'href="/c/{big.PLAN}/report/{LAST}/X0103/own"' in page


def test_a_clerk_is_led_to_his_errors(enter: Enter) -> None:
    assert "Sửa lỗi (1)" in enter("xa102").get("/").text


def test_a_clerk_is_led_to_his_workbook_and_the_longest_overdue_comes_first(enter: Enter) -> None:
    page = enter("xa101").get("/").text
    assert f'href="/c/{big.PLAN}/workbook/{LAST}/X0101/own"' in page
    assert page.index("Tháng 01/2025") < page.index("Tháng 12/2025")


def test_a_clerk_who_is_done_is_told_so(folder: Path) -> None:
    with served(folder, date(2025, 1, 1)) as app:
        assert "Tháng 01/2025" in signed_in(app, "xa201").get("/").text


def test_a_reviewer_sees_what_waits_and_who_is_late_below(enter: Enter) -> None:
    page = enter("huyen1").get("/").text
    assert "Chờ bạn duyệt: 25" in page
    assert "Đơn vị cấp dưới quá hạn: 153" in page
    assert "Huyện ủy số 2" not in page


def test_the_province_sees_every_period_that_needs_it(enter: Enter) -> None:
    page = enter("tinh").get("/").text
    assert "157/160 · 98,1 %" in page
    assert f'href="{CHASE}"' in page
    assert f'href="/c/{big.PLAN}/consolidate/{LAST}"' in page


def test_a_viewer_is_offered_nothing_to_do(enter: Enter) -> None:
    page = enter("xem").get("/").text
    assert "157/160" in page
    assert "consolidate" not in page


def test_without_a_campaign_the_next_step_is_said(tmp_path: Path) -> None:
    from tonghop.storage import Store  # noqa: PLC0415
    from tonghop.workflow import database_url  # noqa: PLC0415

    instance = Instance.create(tmp_path / "new")
    Store.create(database_url(instance)).close()
    app = create_app(instance, testing=True)
    big.open_accounts(app)
    assert 'href="/campaigns/new"' in signed_in(app, "tinh").get("/").text
    assert "Khi cấp tỉnh tạo đợt" in signed_in(app, "xa101").get("/").text
    app.extensions["tonghop"].store.close()


# The matrix


def test_a_cell_leads_to_its_report_and_says_its_state_in_words(enter: Enter) -> None:
    page = enter("tinh").get(PAGE).text
    assert page.count(f'href="/c/{big.PLAN}/report/') == 160 * 12
    assert "13/16" in page
    assert "98,1 %" in page


def test_a_district_sees_its_own_subtree_only(enter: Enter) -> None:
    visitor = enter("huyen1")
    page = visitor.get(PAGE).text
    assert "Bình An 1-15" in page
    assert "Bình An 2-1" not in page
    assert visitor.get(f"{PAGE}?unit=H02").status_code == 404
    assert "Bình An 2-1" not in visitor.get(f"/c/{big.PLAN}/chase/{big.MONTHS[0]}").text


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        (f"state=returned&period={LAST}", "1-3", "1-4"),
        (f"late=1&period={LAST}", "1-2", "1-4"),
        (f"level=district&period={LAST}", "Huyện ủy số 1", "Bình An 1-3"),
        ("unit=H02", "Bình An 2-1", "Bình An 1-1"),
        ("state=amended", "Không có đơn vị nào như vậy", "Bình An 1-1"),
        ("state=nonsense", "Bình An 1-4", "Không có đơn vị nào"),
    ],
)
def test_the_matrix_is_narrowed(enter: Enter, asked: str, shown: str, hidden: str) -> None:
    page = enter("tinh").get(f"{PAGE}?{asked}").text
    assert shown in page
    assert hidden not in page


def test_one_campaign_is_gone_to_at_once(enter: Enter) -> None:
    assert enter("tinh").get("/progress").location == PAGE


def test_before_anything_is_owed_the_page_says_so(folder: Path) -> None:
    with served(folder, date(2024, 12, 1)) as app:
        assert "chưa bắt đầu kỳ nào" in signed_in(app, "tinh").get(PAGE).text


def test_an_unknown_campaign_or_period_is_refused(enter: Enter) -> None:
    visitor = enter("tinh")
    assert visitor.get("/c/khong-co/progress").status_code == 404
    assert visitor.get(f"{PAGE}?period=T2019-01").status_code == 422
    assert visitor.get(f"/c/{big.PLAN}/chase/T2019-01").status_code == 422


# Chasing


def test_the_list_for_chasing_stands_as_page_text_and_workbook(enter: Enter) -> None:
    visitor = enter("tinh")
    page, text = visitor.get(CHASE).text, visitor.get(f"{CHASE}/list.txt").text
    assert "3 báo cáo, tính đến ngày 8/1/2026" in page
    assert "- Đảng ủy xã Bình An 1-1: chưa gửi, hạn 31/12/2025, quá hạn 8 ngày" in text
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{CHASE}/list.xlsx").data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[0][:3] == ["STT", "Đơn vị", "Tình trạng"]
    assert [row[1] for row in rows if isinstance(row[0], int)] == [f"Đảng ủy xã Bình An 1-{n}" for n in (1, 2, 3)]
    assert rows[1][0] == "Huyện ủy số 1"


# Reminders


@pytest.fixture
def with_mail(folder: Path) -> Iterator[tuple[Behaviour, Path]]:
    behaviour = Behaviour(refused=frozenset({"xa102@example.vn"}))
    with mail_server(behaviour) as port:
        settings = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nstarttls = false\nsender = "th@example.vn"\n'
        with (folder / SETTINGS_FILE).open("a", encoding="utf-8") as file:
            file.write(settings)
        yield behaviour, folder


def test_reminders_are_shown_then_sent_and_never_twice_a_day(with_mail: tuple[Behaviour, Path]) -> None:
    behaviour, folder = with_mail
    with served(folder) as app:
        visitor = signed_in(app, "huyen1")
        shown = visitor.get(REMIND).text
        assert "xa101@example.vn" in shown
        assert "Bình An 1-3" in shown  # It has no address.
        assert "huyen1@example.vn" not in shown
        told = visitor.post(REMIND, {"unit": ["X0101", "X0102"]}, page=REMIND).text
        assert "Đã gửi 1 thư, 1 địa chỉ bị từ chối" in told
        assert "550 5.1.1 no such user" in told
        visitor.post(REMIND, {"unit": ["X0101"]}, page=REMIND)
        entry = app.extensions["tonghop"].store.audit(1)[0]
    ((recipients, letter),) = behaviour.letters
    assert recipients == ["xa101@example.vn"]
    assert letter["Subject"] == "Đôn đốc gửi báo cáo: Báo cáo tháng 2025 – Đảng ủy xã Bình An 1-1"
    assert "- Tháng 12/2025: chưa gửi, hạn 31/12/2025, quá hạn 8 ngày" in letter.get_content()
    assert (entry.action, dict(entry.details)) == ("remind", {"letters": 1, "refused": 1, "units": 2})


def test_a_mail_server_that_is_gone_reminds_nobody(folder: Path) -> None:
    with (folder / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write('[mail]\nhost = "127.0.0.1"\nport = 1\nstarttls = false\nsender = "th@example.vn"\n')
    with served(folder) as app:
        visitor = signed_in(app, "huyen1")
        answer = visitor.post(REMIND, {"unit": ["X0101"]}, page=REMIND)
        assert answer.status_code == 502
        assert "Không kết nối được máy chủ thư 127.0.0.1:1" in answer.text
        assert app.extensions["tonghop"].store.reminded(big.PLAN, big.AS_OF) == frozenset()


def test_without_a_mail_server_the_page_says_what_to_set(enter: Enter) -> None:
    visitor = enter("huyen1")
    assert "Chưa khai báo máy chủ thư" in visitor.get(REMIND).text
    assert visitor.post(REMIND, {"unit": "X0101"}, page=REMIND).status_code == 502


def test_nobody_is_reminded_from_an_earlier_day(enter: Enter) -> None:
    visitor = enter("huyen1")
    visitor.post("/as-of", {"as_of": "2026-01-05", "back": "/"}, page="/")
    assert visitor.post(REMIND, {"unit": "X0101"}, page=REMIND).status_code == 422


@pytest.mark.parametrize("name", ["xa101", "xem"])
def test_who_does_not_review_does_not_remind(enter: Enter, name: str) -> None:
    visitor = enter(name)
    assert visitor.get(REMIND).status_code == 403
    assert visitor.post(REMIND, {"unit": "X0101"}, page="/").status_code == 403


# Due dates


def dates(content: bytes) -> dict[str, tuple[date, str]]:
    events = Calendar.from_ical(content).walk("VEVENT")
    return {str(one["UID"]).partition("@")[0]: (one.decoded("dtstart"), str(one["SUMMARY"])) for one in events}


def test_the_due_dates_of_a_unit_follow_its_extension(big_app: Flask) -> None:
    visitor = signed_in(big_app, "xa101")
    name = f"{big.PLAN}.{LAST}.X0101"
    before = visitor.get(f"/c/{big.PLAN}/due.ics")
    assert before.mimetype == "text/calendar"
    assert dates(before.data)[name] == (date(2025, 12, 31), "Hạn gửi báo cáo: Tháng 12/2025")
    assert len(dates(before.data)) == 12
    store, at = big_app.extensions["tonghop"].store, clock.noon(big.AS_OF, UTC)
    store.grant_extension(big.PLAN, "X0101", LAST, date(2026, 1, 15), reason="Bão", who="t", at=at)
    assert dates(visitor.get(f"/c/{big.PLAN}/due.ics").data)[name][0] == date(2026, 1, 15)
    district = dates(signed_in(big_app, "huyen1").get(f"/c/{big.PLAN}/due.ics").data)
    assert {district[name][0], district[f"{big.PLAN}.{LAST}"][0]} == {date(2026, 1, 15), date(2025, 12, 31)}


def test_an_exempt_unit_has_no_due_date(big_app: Flask) -> None:
    store, at = big_app.extensions["tonghop"].store, clock.noon(big.AS_OF, UTC)
    store.grant_exemption(big.PLAN, "X0101", LAST, reason="Bão", who="t", at=at)
    assert len(dates(signed_in(big_app, "xa101").get(f"/c/{big.PLAN}/due.ics").data)) == 11


def test_a_calendar_subscribes_without_signing_in_until_the_password_changes(big_app: Flask) -> None:
    visitor = signed_in(big_app, "xa101")
    page = visitor.get(f"/c/{big.PLAN}/due").text
    address = page.partition('value="http://localhost')[2].partition('"')[0]
    stranger = big_app.test_client()
    assert len(dates(stranger.get(address).data)) == 12
    assert stranger.get(f"/c/{big.PLAN}/due/forged.ics").status_code == 404
    assert stranger.get(f"/c/{big.PLAN}/due.ics").status_code == 302
    new = {"password": PASSWORD, "new_password": "nam-sau-bay-tam", "new_password_confirm": "nam-sau-bay-tam"}
    assert visitor.post("/password", new, page="/password").status_code == 302
    assert stranger.get(address).status_code == 404
