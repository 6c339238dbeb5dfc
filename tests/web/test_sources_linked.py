"""The consolidated workbook leads to the pages of its sources, where the instance says at which address it is."""

from contextlib import closing
from io import BytesIO

from openpyxl import load_workbook
from tests.web.conftest import CAMPAIGN, DAY, PARTY_CELL, PERIOD, Visitor
from tests.web.send_helpers import post_files, workbook_of

from tonghop import workflow
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core import calendar
from tonghop.core.consolidation import Include
from tonghop.workflow import Office

ADDRESS = "https://baocao.example.vn"


def _links(instance: Instance) -> list[str]:
    with closing(Office.open(instance)) as office:
        campaign = office.campaign(CAMPAIGN)
        period = calendar.find_period(campaign, PERIOD)
        made = workflow.publish(office, campaign, period, as_of=DAY, include=Include.SUBMITTED)
        sheet = load_workbook(BytesIO(workflow.consolidated_file(office, made, "vi")))["Nguồn số liệu"]
        return [cell.hyperlink.target for cell in sheet["F"] if cell.hyperlink]


def test_each_source_leads_to_its_page(instance: Instance, clerk: Visitor, office: Office) -> None:
    post_files(clerk, [("a.xlsx", workbook_of(office, PARTY_CELL))])
    assert _links(instance) == []
    settings = instance.folder / SETTINGS_FILE
    settings.write_text(f'address = "{ADDRESS}"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    links = set(_links(Instance.open(instance.folder)))
    assert links == {f"{ADDRESS}/c/{CAMPAIGN}/report/{PERIOD}/{PARTY_CELL}/own/revision/1"}
    assert clerk.get(links.pop().removeprefix(ADDRESS)).status_code == 200
