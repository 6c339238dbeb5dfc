"""What the network and what stands in it can do to a request, and the sentence that comes of it."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.addin.service import LOST, Answer, Service, deliveries, finding, page, problem, told

from tonghop_addin.client import Client, file_name
from tonghop_addin.errors import (
    Busy,
    NotReached,
    NotTheService,
    NotUnderstood,
    Refused,
    ServiceError,
    TokenRefused,
    TooLarge,
)
from tonghop_addin.values import Claim, Consolidation, Standing, Upload

FILE = Upload("S-CB01 Chi bộ 1.xlsx", b"PK")
PROXY = Answer(302, b"", headers={"Location": "https://wifi.example/login"})


def client(service: Service, waited: list[float] | None = None) -> Client:
    pauses: list[float] = [] if waited is None else waited
    return Client(service.address, "tonghop_x", "vi", pause=pauses.append)


def test_a_workbook_goes_as_it_is_with_its_name_token_language_and_key(service: Service) -> None:
    service.on("/submissions", told(deliveries(FILE.name, finding("Biểu", "C12")), 201))
    made = client(service).send(FILE, "k1", Claim("S-CB01", "KQ-2022"))
    (asked,) = service.asked
    assert (asked.method, asked.body) == ("POST", b"PK")
    assert asked.query == {"unit": "S-CB01", "period": "KQ-2022"}
    assert asked.headers["Authorization"] == "Bearer tonghop_x"
    assert asked.headers["Accept-Language"] == "vi"
    assert asked.headers["Idempotency-Key"] == "k1"
    assert service.names("/submissions") == [FILE.name]
    assert (made.taken, [one.cell for one in made.findings]) == (False, ["C12"])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (problem(401, "Hết hạn."), TokenRefused),
        (problem(422, "Tệp bị cắt cụt."), Refused),
        (problem(403, "Không thuộc quyền."), Refused),
        (problem(404, "Không có."), Refused),
        (problem(409, "Khoá đã dùng."), Refused),
        (problem(413, "Lớn quá 64 MB."), TooLarge),
        (page(413), TooLarge),
        (problem(429, "Chậm lại."), Busy),
        (problem(500, "Số 1234."), Busy),
        (problem(503, "Bận."), Busy),
        (page(502), NotTheService),
        (page(500), NotTheService),
        (page(401), NotTheService),
        (page(200), NotTheService),
        (page(403), NotTheService),
        (PROXY, NotTheService),
        (told({"deliveries": []}), NotUnderstood),
        (told([]), NotUnderstood),
        (Answer(200, b"{", "application/json"), NotTheService),
    ],
)
def test_what_answers_becomes_a_sentence(service: Service, answer: Answer, kind: type[ServiceError]) -> None:
    service.on("/check", answer)
    with pytest.raises(kind) as told_of:
        client(service).check(FILE)
    assert type(told_of.value) is kind
    for language in ("vi", "en"):
        assert "{" not in told_of.value.said(language)


def test_the_services_own_words_are_passed_on(service: Service) -> None:
    service.on("/check", problem(422, "Tệp bị cắt cụt. Lưu lại rồi gửi."))
    with pytest.raises(Refused, match="Tệp bị cắt cụt"):
        client(service).check(FILE)


def test_a_busy_service_is_asked_again_as_late_as_it_says(service: Service) -> None:
    waited: list[float] = []
    later = Answer(503, problem(503, "Bận.").body, "application/problem+json", {"Retry-After": "7"})
    service.on("/check", later, page(502), told(deliveries(FILE.name)))
    assert client(service, waited).check(FILE).taken
    assert waited == [7.0, 3.0]


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key(service: Service) -> None:
    service.on("/submissions", LOST, told(deliveries(FILE.name), 201))
    assert client(service).send(FILE, "k9").taken
    assert [one.headers["Idempotency-Key"] for one in service.asked] == ["k9", "k9"]


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(NotReached, match=address):
            Client(address, "x", pause=lambda _seconds: None).me()


def test_a_server_that_says_nothing_is_waited_for_once() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        waited: list[float] = []
        asking = Client(f"http://127.0.0.1:{silent.getsockname()[1]}", "x", pause=waited.append)
        with pytest.raises(NotReached):
            asking._answer("GET", "/me", read=0.2)
        assert waited == []


def test_the_token_is_shown_even_where_a_netrc_file_knows_the_server(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    service.on("/check", told(deliveries(FILE.name)))
    service.on("/version", told({"version": "1"}))
    client(service).check(FILE)
    client(service).clock_difference()
    assert [one.headers.get("Authorization") for one in service.asked] == ["Bearer tonghop_x", None]


def test_the_clocks_are_compared(service: Service) -> None:
    service.on("/version", told({"version": "1"}))
    assert abs(client(service).clock_difference()) < 5
    service.clock_behind = 600
    assert abs(client(service).clock_difference() - 600) < 5


def test_me_campaigns_status_and_a_workbook(service: Service) -> None:
    service.on(
        "/me",
        told(
            {
                "account": "chibo1",
                "role": "clerk",
                "unit": "S-CB01",
                "unit_name": "Chi bộ 1",
                "rights": ["view", "send"],
                "language": "vi",
                "today": "2022-03-25",
                "token": {"name": "Excel", "expires": "2022-06-01T00:00:00Z"},
            }
        ),
    )
    period = {"code": "P1", "label": "Kỳ 1", "start": "", "end": "", "due": "", "derived": False}
    one = {"code": "c", "version": 1, "title": "Đợt", "short_title": "Đ", "units": 1, "whole": False}
    service.on("/campaigns", told({"campaigns": [{**one, "periods": [period]}]}))
    standing = {
        "unit": "S-CB01",
        "unit_name": "Chi bộ 1",
        "period": "P1",
        "coverage": "own",
        "state": "not_sent",
        "due": "2022-03-20",
        "received": None,
        "days_late": 5,
        "accepted_levels": 0,
        "waiting": None,
        "submission": None,
    }
    service.on("/status", told({"campaign": "c", "as_of": "2022-03-25", "progress": [], "standings": [standing]}))
    disposition = "attachment; filename=x.xlsx; filename*=UTF-8''S-CB01%20Chi%20b%E1%BB%99.xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    service.on("/workbooks/S-CB01", Answer(200, b"PKx", kind, {"Content-Disposition": disposition}))
    asking = client(service)
    me = asking.me()
    assert (me.account, me.unit, me.expires) == ("chibo1", "S-CB01", datetime(2022, 6, 1, tzinfo=UTC))
    assert asking.campaigns()[0].periods[0].label == "Kỳ 1"
    (owed,) = asking.status("c")
    assert (owed.state, owed.days_late) == ("not_sent", 5)
    assert asking.workbook(owed) == Upload("S-CB01 Chi bộ.xlsx", b"PKx")
    assert service.asked[-1].query == {"campaign": "c", "period": "P1", "coverage": "own"}


def test_a_page_in_place_of_a_workbook_is_not_kept_as_one(service: Service) -> None:
    service.on("/workbooks/U", page(200))
    with pytest.raises(NotTheService):
        client(service).workbook(Standing("c", "p", "U", "U", "own", "not_sent", "", 0))


def test_a_consolidation_is_made_once_and_its_files_fetched_from_this_server_only(service: Service) -> None:
    files = {"xlsx": "/api/v1/consolidations/c:p:1.xlsx", "docx": "https://evil.example/x.docx"}
    service.on("/consolidations", told({"id": "c:p:1", "number": 1, "reports": 3, "files": files}, 201))
    service.on("/consolidations/c:p:1.xlsx", Answer(200, b"PK", "application/octet-stream"))
    asking = client(service)
    made = asking.consolidate("c", "p", "submitted", "k")
    assert made == Consolidation("c:p:1", 1, 3, files)
    assert service.asked[0].headers["Idempotency-Key"] == "k"
    assert asking.consolidation_file(made, "xlsx") == Upload("tong-hop.xlsx", b"PK")
    with pytest.raises(NotUnderstood):
        asking.consolidation_file(made, "docx")


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="a.xlsx"', "a.xlsx"),
        ('attachment; filename="..\\..\\evil.xlsx"', "evil.xlsx"),
        ("attachment; filename*=UTF-8''%2Fetc%2Fpasswd.xlsx", "passwd.xlsx"),
        ("attachment; filename*=UTF-8''a%3Ab%0A.xlsx", "a_b_.xlsx"),
        ('attachment; filename="macro.xlsm"', "otherwise.xlsx"),
        ('attachment; filename="run.exe"', "otherwise.xlsx"),
        ("", "otherwise.xlsx"),
    ],
)
def test_a_files_name_is_only_a_name(disposition: str, name: str) -> None:
    assert file_name(disposition, "otherwise.xlsx") == name
