"""A campaign's own template of the report: taken home, sent back, tried in a child process, refused with its place."""

from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from tests.web.conftest import CAMPAIGN, DAY, PARTY_CELL, PERIOD, Visitor
from tests.web.send_helpers import post_files, workbook_of

from tonghop import apart, catalogue, workflow
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.consolidation import Include
from tonghop.workflow import Office
from tonghop.writing.report import BadTemplate

HOME = f"/c/{CAMPAIGN}"
TEMPLATE = f"{HOME}/report-template"


def _written(*paragraphs: str) -> bytes:
    made = Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def _upload(visitor: Visitor, content: bytes | None) -> tuple[int, str]:
    files = {} if content is None else {"template": (BytesIO(content), "mau.docx")}
    answer = visitor.post(TEMPLATE, files, page=HOME)
    return answer.status_code, answer.text


def _report(office: Office) -> list[str]:
    campaign = office.campaign(CAMPAIGN)
    period = calendar.find_period(campaign, PERIOD)
    made = workflow.publish(office, campaign, period, as_of=DAY, include=Include.SUBMITTED)
    return [one.text for one in Document(BytesIO(workflow.report_file(office, made))).paragraphs]


def test_the_template_is_handed_out_and_another_put_in_its_place(
    clerk: Visitor, province: Visitor, office: Office, instance: Instance
) -> None:
    post_files(clerk, [("a.xlsx", workbook_of(office, PARTY_CELL))])
    assert province.get(TEMPLATE).data == catalogue.report_template(CAMPAIGN, instance.folder)
    own = _written("Báo cáo riêng: {{ so_da_lay }} đơn vị")
    assert _upload(province, own)[0] == 302
    assert province.get(TEMPLATE).data == own
    assert _report(office) == ["Báo cáo riêng: 1 đơn vị"]
    assert "mẫu riêng của đợt này" in province.get(HOME).text
    assert province.post(TEMPLATE, {"drop": "1"}, page=HOME).status_code == 302
    assert "theo mẫu chung" in province.get(HOME).text
    assert not list((instance.folder / "reports").glob("*"))
    assert {"set_report_template", "drop_report_template"} <= set(office.store.audited_actions())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_written("Số đơn vị: {{ so_don_vị_la }}"), "Số đơn vị: {{ so_don_vị_la }}"),
        (_written("Tổng: {{ khong_co }}"), "không có giá trị nào tên là “khong_co”"),
        (_written("{% for x in %}"), "{% for x in %}"),
        (b"%PDF-1.7", "loại tệp khác"),
        (None, "Chưa điền ô “Mẫu báo cáo Word”"),
    ],
    ids=["letters", "unknown", "broken", "pdf", "none"],
)
def test_what_cannot_be_filled_is_refused_with_its_place(
    province: Visitor, instance: Instance, content: bytes | None, told: str
) -> None:
    status, page = _upload(province, content)
    assert status == 422
    assert told in page
    assert not catalogue.own_report_template(CAMPAIGN, instance.folder)


def test_only_those_who_run_the_campaign_change_it(app: Flask, clerk: Visitor) -> None:
    assert clerk.get(TEMPLATE).status_code == 403
    assert clerk.post(TEMPLATE, {"drop": "1"}, page="/").status_code == 403
    assert "report-template" not in clerk.get(HOME).text
    viewer = Visitor(app.test_client())
    viewer.sign_in("xem")
    assert viewer.get(TEMPLATE).status_code == 403


def test_it_is_tried_apart_from_the_service(
    province: Visitor, monkeypatch: pytest.MonkeyPatch, instance: Instance
) -> None:
    tried: list[object] = []

    def run(function: object, *_arguments: object) -> bytes:
        tried.append(function)
        raise BadTemplate(where="x", problem="y")

    monkeypatch.setattr(apart, "run", run)
    assert _upload(province, _written("x"))[0] == 422
    assert [getattr(one, "__name__", "") for one in tried] == ["report_document"]
    assert not catalogue.own_report_template(CAMPAIGN, instance.folder)
