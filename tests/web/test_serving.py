"""What whoever runs the service sees of it: health, figures, logs; and that none of it is about anybody."""

import http.client
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from tests.web.api_helpers import program, workbook
from tests.web.conftest import DAY, OTHER_CELL, PARTY_CELL, PASSWORD, PERIOD, Visitor
from tests.wire import running

from tonghop import apart, clock
from tonghop.cli import serving
from tonghop.config import BadSettings, Instance, ServerSettings
from tonghop.core.errors import ReaderUnavailable
from tonghop.storage import SchemaOutdated, Store
from tonghop.web import create_app, logs
from tonghop.workflow import Office


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged while the test runs, as JSON lines."""
    root, ours = logging.getLogger(), logging.getLogger("tonghop")
    before = (root.handlers, root.level, ours.level)
    stream = io.StringIO()
    logs.configure("json", stream)
    yield stream
    root.handlers, root.level, ours.level = before


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


# Health.


def test_it_lives_and_is_ready(visitor: Visitor) -> None:
    assert visitor.get("/health/live").json == {"status": "live"}
    assert visitor.get("/health/ready").json == {"status": "ready", "database": "ok", "reader": "ok"}


@pytest.mark.parametrize("part", ["database", "reader"])
def test_it_is_not_ready_without(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def older(_store: Store) -> None:
        raise SchemaOutdated(place="/somewhere/of/ours")

    def none_left() -> None:
        raise ReaderUnavailable(problem="x")

    if part == "database":
        monkeypatch.setattr(Store, "refuse_unready", older)
    else:
        monkeypatch.setattr(apart, "refuse_unready", none_left)
    answer = visitor.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json[part] == "failed"
    assert "somewhere" not in answer.text


def test_an_older_database_is_told_of(instance: Instance) -> None:
    with Store.open(f"sqlite:///{instance.folder / 'tonghop.db'}") as store:
        store.refuse_unready()


# Figures.


def test_figures_count_requests_deliveries_and_findings(app: Flask, office: Office, visitor: Visitor) -> None:
    addin = program(app, "chibo1")
    addin.send(workbook(office, PARTY_CELL, members="x"))
    addin.send(b"x")
    found = figures(visitor.get("/metrics").text)
    assert found["tonghop_requests_total", "POST", "/api/v1/submissions", "201"] == 1
    assert found["tonghop_deliveries_total", "faulty", "api"] == 1
    assert found["tonghop_deliveries_total", "refused", "api"] == 1
    assert any(name[0] == "tonghop_findings_total" for name in found)
    assert found["tonghop_jobs", "waiting"] == 0
    assert found["tonghop_request_seconds_count", "/api/v1/submissions"] == 2


def test_two_services_count_for_themselves(app: Flask, instance: Instance) -> None:
    other = create_app(instance, testing=True)
    app.test_client().get("/health/live")
    assert ("tonghop_requests_total", "GET", "/health/live", "200") not in figures(
        other.test_client().get("/metrics").text
    )
    other.extensions["tonghop"].store.close()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"environ_base": {"REMOTE_ADDR": "10.0.0.9"}}, 403),
        ({"headers": {"X-Forwarded-For": "10.0.0.9"}}, 403),
        ({"environ_base": {"REMOTE_ADDR": "10.0.0.9"}, "headers": {"Authorization": "Bearer sixteen-letters-x"}}, 200),
        ({"environ_base": {"REMOTE_ADDR": "10.0.0.9"}, "headers": {"Authorization": "Bearer sixteen"}}, 403),
    ],
)
def test_figures_are_for_this_machine_or_for_a_token(instance: Instance, asked: dict[str, Any], status: int) -> None:
    settings = instance.folder / "tonghop.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[server]\nmetrics_token = "sixteen-letters-x"\n', "utf-8")
    app = create_app(Instance.open(instance.folder), testing=True)
    assert app.test_client().get("/metrics", **asked).status_code == status
    app.extensions["tonghop"].store.close()


# Logs.


def test_every_answer_has_the_name_of_its_request(visitor: Visitor) -> None:
    given = visitor.client.get("/sign-in", headers={"X-Request-ID": "abc-12345"})
    assert given.headers["X-Request-ID"] == "abc-12345"
    for strange in ("x", "a" * 65, "hai dong moi"):
        made = visitor.client.get("/sign-in", headers={"X-Request-ID": strange}).headers["X-Request-ID"]
        assert made != strange
        assert len(made) == 16


def test_a_request_is_a_line_with_its_route(app: Flask, logged: io.StringIO) -> None:
    addin = program(app, "chibo1")
    answer = addin.get(f"/workbooks/{PARTY_CELL}?period={PERIOD}")
    (line,) = [one for one in lines(logged) if one["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["route"], line["status"], line["role"], line["method"]) == (
        "/api/v1/workbooks/<unit>",
        200,
        "clerk",
        "GET",
    )
    assert line["ms"] > 0


def test_nothing_of_anybody_is_logged(
    app: Flask, office: Office, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in("chibo1", "sai-mat-khau")
    visitor.sign_in("chibo1")
    visitor.get("/khong-co/trang-nay?email=ha@example.vn")
    addin = program(app, "danguy")
    addin.send(workbook(office, PARTY_CELL), X_File_Name="danh-sach-rieng.xlsx")
    addin.send(b"PK hong", X_File_Name="danh-sach-rieng.xlsx")
    addin.get(f"/submissions?unit={OTHER_CELL}")

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("ha@example.vn and danh-sach-rieng.xlsx")

    monkeypatch.setattr(Store, "listed", fails)
    addin.get("/submissions")
    logging.getLogger("waitress").error("Exception while serving %s", f"/c/x/report/{PARTY_CELL}")
    assert len(lines(logged)) >= 9
    for private in (
        *("chibo1", "danguy", PASSWORD, "sai-mat-khau", addin.secret, "th_"),
        *("ha@example.vn", "danh-sach-rieng", PARTY_CELL, OTHER_CELL, "127.0.0.1", "trang-nay"),
    ):
        assert private not in logged.getvalue(), private


def test_an_error_is_logged_with_its_place_and_the_number_that_was_told(
    app: Flask, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("bí mật")

    monkeypatch.setattr(Store, "listed", fails)
    answer = program(app, "danguy").get("/submissions")
    assert answer.json is not None
    (line,) = [one for one in lines(logged) if "raised" in one]
    assert line["reference"] == answer.json["reference"]
    assert line["raised"][-1].startswith("RuntimeError: ")
    assert "submissions.py" in line["raised"][-1]
    assert "bí mật" not in logged.getvalue()


# Settings.


@pytest.mark.parametrize("setting", ["port = 0", "threads = 1000", 'log = "loud"', 'metrics_token = "short"', "a = 1"])
def test_a_setting_that_cannot_be_is_named(instance: Instance, setting: str) -> None:
    file = instance.folder / "tonghop.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[server]\n{setting}\n", "utf-8")
    with pytest.raises(BadSettings, match=f"server.{setting.split(maxsplit=1)[0]}"):
        Instance.open(instance.folder)


def test_the_largest_upload_is_a_setting(instance: Instance) -> None:
    file = instance.folder / "tonghop.toml"
    file.write_text(file.read_text("utf-8") + "\n[server]\nlargest_upload = 1\n", "utf-8")
    app = create_app(Instance.open(instance.folder), time=clock.stopped(DAY, instance.zone), testing=True)
    answer = program(app, "chibo1").send(b"x" * ((1 << 20) + 1))
    assert answer.status_code == 413
    assert "1 MB" in answer.text
    app.extensions["tonghop"].store.close()


# The server.


@pytest.fixture
def served(app: Flask) -> Iterator[int]:
    """The port of a real server of one megabyte."""
    app.config["MAX_CONTENT_LENGTH"] = 1 << 20
    server = serving._server(app, ServerSettings(largest_upload=1).model_copy(update={"port": 0}))
    with running(server) as port:
        yield port


def test_what_is_too_large_gets_a_page_over_the_wire(served: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", served, timeout=20)
    line.request("POST", "/sign-in", body=b"x" * (2 << 20), headers={"Content-Type": "application/octet-stream"})
    answer = line.getresponse()
    assert answer.status == 413
    assert "64 MB" in answer.read().decode()
    assert answer.getheader("Server") is None
    line.close()


def test_a_port_that_is_taken_is_named(app: Flask, served: int) -> None:
    with pytest.raises(serving.PortTaken, match=f"127.0.0.1:{served}"):
        serving._server(app, ServerSettings(port=served))
